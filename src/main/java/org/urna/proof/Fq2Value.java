package org.urna.proof;

import java.math.BigInteger;

/// An element c0 + c1·u of F_q², u² = −1, as it stands in a file: not reduced, not checked against
/// the field's order.
///
/// @param c0 the coefficient of 1
/// @param c1 the coefficient of u; EIP-197 words and Solidity put it *first*, snarkjs puts it
///   second
public record Fq2Value(BigInteger c0, BigInteger c1) {
  /// The zero of the field.
  public static final Fq2Value ZERO = new Fq2Value(BigInteger.ZERO, BigInteger.ZERO);

  public Fq2Value {
    Words.require(c0);
    Words.require(c1);
  }
}
