package org.urna.queue;

/// How far a batch has come from the station's point of view; only ever forward. The finer states
/// of sending it belong to the uploader.
public enum BatchState {
  /// Cut, signed and kept.
  SIGNED,
  /// Left the station: sent to the chain and included, or written to a medium and read back.
  EXPORTED,
  /// A receipt says that it is final on chain.
  SETTLED
}
