package org.urna.flow.voter;

import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// How casting ended.
public sealed interface CastOutcome {
  /// The ballot is durable, and the station has promised it.
  record Cast(VoterReceipt receipt) implements CastOutcome {}

  /// The ballot is not in the box and nothing was kept; that is certain.
  record NotCast(Failure failure) implements CastOutcome {}

  /// The ballot may be in the box. Nobody may be told either way until the box has been opened
  /// again.
  ///
  /// @param detail what is known beyond that and may be shown; may be empty
  record Uncertain(String detail) implements CastOutcome {
    /// What the voter is told, who waits.
    public Failure failure() {
      return new Failure(FailureCode.STORAGE_UNCERTAIN, detail);
    }
  }
}
