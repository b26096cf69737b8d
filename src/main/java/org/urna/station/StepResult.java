package org.urna.station;

import org.urna.failure.FailureCode;

/// What became of a step.
public sealed interface StepResult {
  /// The station is in this state now, and it is on the disk.
  record Done(StationState state) implements StepResult {}

  /// Nothing changed.
  ///
  /// @param reason what officials are shown
  /// @param detail for the officials' screen, in English; it names files, hashes and numbers of
  ///   ballots, never a person
  record Refused(StationStep step, FailureCode reason, String detail) implements StepResult {}
}
