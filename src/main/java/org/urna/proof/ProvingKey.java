package org.urna.proof;

import java.nio.file.Path;

/// A circuit's Groth16 proving key: a snarkjs `.zkey` file, mapped into memory.
public final class ProvingKey implements AutoCloseable {
  private ProvingKey() {}

  /// Maps and checks a key.
  public static ProvingKey open(Path zkey) throws ProvingKeyException {
    throw new UnsupportedOperationException();
  }

  /// Whether the key is from the development set-up.
  public boolean development() {
    throw new UnsupportedOperationException();
  }

  /// The verifying half.
  public VerifyingKey verifyingKey() {
    throw new UnsupportedOperationException();
  }

  /// How many elements a witness for this key has.
  public int wireCount() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
