package org.urna.queue;

import org.urna.election.Address;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;

/// Whoever may sign batches: the station's keys, while officials have unlocked them.
public interface BatchSigner {
  Address station();

  /// The chain and contract that signatures are made for.
  Eip712Domain domain();

  /// Signs the EIP-712 digest of `batch`.
  EcdsaSignature sign(UnsignedBatch batch);
}
