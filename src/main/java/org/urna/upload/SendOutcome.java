package org.urna.upload;

/// What a node said to a transaction.
public enum SendOutcome {
  /// It is in the node's pool now, or was already.
  WAITING,
  /// Another transaction of the account with this nonce is in a block.
  NONCE_USED,
  /// Another transaction with this nonce waits and offers as much or more, or the offer is below
  /// what the node takes.
  UNDERPRICED,
  /// The account cannot pay gas limit times maximum fee.
  TOO_POOR
}
