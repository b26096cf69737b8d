package org.urna.proof;

import java.security.SecureRandom;
import java.util.List;

/// Checks Groth16 proofs.
public final class Groth16Verifier {
  /// Whether `proof` proves `signals` under `key`.
  public boolean verify(VerifyingKey key, PublicSignals signals, Proof proof) {
    throw new UnsupportedOperationException();
  }

  /// Whether every proof proves its signals.
  public boolean verifyBatch(
      VerifyingKey key, List<PublicSignals> signals, List<Proof> proofs, SecureRandom random) {
    throw new UnsupportedOperationException();
  }
}
