package org.urna.station;

import org.urna.failure.Failure;

/// What became of a step.
public sealed interface StepResult {
  /// The station is in this state now, and it is on the disk.
  record Done(StationState state) implements StepResult {}

  /// Nothing changed.
  ///
  /// @param failure what officials are shown; its detail is in English and names files, hashes and
  ///   numbers of ballots, never a person
  record Refused(StationStep step, Failure failure) implements StepResult {}
}
