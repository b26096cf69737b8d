package org.urna.proof.circom;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;

/// A rank-1 constraint system as circom writes it.
public final class R1csFile {
  private R1csFile() {}

  /// Reads an `.r1cs` file.
  public static R1csFile read(Path file) throws ProofFileException {
    throw new UnsupportedOperationException();
  }

  /// How many constraints there are.
  public int constraints() {
    throw new UnsupportedOperationException();
  }

  /// How many wires there are, the constant included.
  public int wires() {
    throw new UnsupportedOperationException();
  }

  /// How many public signals there are, without the constant.
  public int publicSignals() {
    throw new UnsupportedOperationException();
  }

  /// The first constraint that `witness` does not satisfy.
  public OptionalInt firstUnsatisfied(Witness witness) {
    throw new UnsupportedOperationException();
  }
}
