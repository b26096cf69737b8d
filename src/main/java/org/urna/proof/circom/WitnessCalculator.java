package org.urna.proof.circom;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.urna.proof.ProofFileException;
import org.urna.proof.Witness;

/// Computes witnesses.
public final class WitnessCalculator {
  private WitnessCalculator() {}

  /// Loads and compiles the calculator of a circuit.
  public static WitnessCalculator load(Path wasm) throws ProofFileException {
    throw new UnsupportedOperationException();
  }

  /// Computes the witness.
  public Witness calculate(Map<String, List<BigInteger>> inputs) throws WitnessException {
    throw new UnsupportedOperationException();
  }
}
