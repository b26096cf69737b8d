package org.urna.upload;

/// What a node said to a transaction. Whatever it said, the same bytes may be sent again; nothing
/// here is final.
public sealed interface SendOutcome {
  /// It is in the node's pool now, or was already.
  record Waiting() implements SendOutcome {}

  /// Another transaction of the account with this nonce is in a block.
  record NonceUsed() implements SendOutcome {}

  /// Another transaction with this nonce waits and offers as much or more, or the offer is below
  /// what the node takes.
  record Underpriced() implements SendOutcome {}

  /// The account cannot pay gas limit times maximum fee.
  record TooPoor() implements SendOutcome {}

  /// An earlier nonce of the account is missing at this node.
  record NonceGap(String text) implements SendOutcome {}

  /// The node does not take this transaction, so it is not in its pool.
  sealed interface Refused extends SendOutcome {
    /// The node's own words, to be shown to people.
    String text();
  }

  /// It has more bytes than the node's pool takes.
  record TooLarge(String text) implements Refused {}

  /// Its gas limit is above what the node or a block takes.
  record GasLimitTooHigh(String text) implements Refused {}

  /// Gas limit times maximum fee is above what the node lets anybody offer.
  record FeeAboveCap(String text) implements Refused {}

  /// The node has no room now.
  record PoolFull(String text) implements Refused {}

  /// The node refused it in words that no table has.
  record Unknown(String text) implements Refused {}
}
