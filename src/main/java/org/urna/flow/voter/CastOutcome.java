package org.urna.flow.voter;

/// How casting ended.
public sealed interface CastOutcome {
  /// The ballot is durable, and the station has promised it.
  record Cast(VoterReceipt receipt) implements CastOutcome {}

  record AlreadyVoted() implements CastOutcome {}

  /// The write failed; the ballot is not in the box and nothing was kept.
  record StorageFault(String code) implements CastOutcome {}
}
