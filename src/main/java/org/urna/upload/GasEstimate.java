package org.urna.upload;

/// What a node says a transaction would do in the newest block.
public sealed interface GasEstimate {
  /// It would succeed.
  record Estimated(long gas) implements GasEstimate {}

  /// The contract would refuse it.
  record WouldBeRefused(ContractRefusal refusal) implements GasEstimate {}
}
