package org.urna.upload;

/// What a node says a transaction would do in the newest block.
public sealed interface GasEstimate {
  /// It would succeed.
  record Estimated(long gas) implements GasEstimate {}

  /// The contract would refuse it, with one of its own errors.
  record WouldBeRefused(ContractRefusal refusal) implements GasEstimate {}

  /// The node did not estimate it, for a reason that is not the contract's or cannot be told from
  /// one that is not: to be asked again.
  ///
  /// @param text the node's own words, to be shown to people
  record Unclear(String text) implements GasEstimate {}
}
