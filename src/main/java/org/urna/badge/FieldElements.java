package org.urna.badge;

import java.math.BigInteger;
import org.urna.proof.hash.Poseidon;

/// Range checks of this package.
final class FieldElements {
  private FieldElements() {}

  /// @throws IllegalArgumentException if the value is not in [0, r)
  static BigInteger require(BigInteger value, String what) {
    if (!Poseidon.isFieldElement(value)) {
      throw new IllegalArgumentException(what + " is not in the scalar field");
    }
    return value;
  }
}
