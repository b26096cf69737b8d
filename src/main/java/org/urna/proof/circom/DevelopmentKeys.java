package org.urna.proof.circom;

import org.urna.proof.ProofFileException;

/// The cache of development keys.
public final class DevelopmentKeys {
  private DevelopmentKeys() {}

  /// Makes the development keys of circuit `name` if the folder lacks them.
  public static void ensure(CircuitFiles files, String name)
      throws ProofFileException, InterruptedException {
    throw new UnsupportedOperationException();
  }
}
