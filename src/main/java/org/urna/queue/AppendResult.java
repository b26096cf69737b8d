package org.urna.queue;

/// What became of a ballot that was to be queued.
public sealed interface AppendResult {
  /// It is in the box, durably.
  ///
  /// @param ballotsToday how many of the open day are there now
  record Queued(int ballotsToday) implements AppendResult {}

  /// The box already holds a ballot of this person; nothing was changed.
  ///
  /// @param identical whether it is this very ballot, as after a repeated call
  record AlreadyQueued(boolean identical) implements AppendResult {}

  /// The box holds as many ballots as the contract accepts from this station; nothing was changed.
  record BoxFull(int maxBallots) implements AppendResult {}
}
