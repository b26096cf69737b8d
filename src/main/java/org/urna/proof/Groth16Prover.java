package org.urna.proof;

import java.security.SecureRandom;

/// Makes Groth16 proofs.
public final class Groth16Prover {
  /// @param random where the blinding comes from
  /// @param threads how many threads work on one proof
  public Groth16Prover(SecureRandom random, int threads) {}

  /// Proves that `witness` satisfies the circuit of `key`.
  public Proof prove(ProvingKey key, Witness witness, ProgressListener listener)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }
}
