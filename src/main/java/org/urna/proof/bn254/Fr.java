package org.urna.proof.bn254;

import java.math.BigInteger;

/// The scalar field of BN254: integers modulo r, the order of the groups.
public final class Fr {
  /// r.
  public static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  /// The arithmetic.
  public static final PrimeField FIELD = new PrimeField(MODULUS);

  /// r − 1 = 2²⁸·odd: the largest domain of a number-theoretic transform has 2²⁸ elements.
  public static final int TWO_ADICITY = 28;

  private Fr() {}

  /// Whether the 256-bit number with these limbs, least significant first, is below r.
  public static boolean isReduced(long l0, long l1, long l2, long l3) {
    return FIELD.isReduced(l0, l1, l2, l3);
  }

  /// A primitive 2^`log`-th root of unity: 5^((r−1)/2^log), the one snarkjs uses (5 is the least
  /// non-residue).
  ///
  /// @throws IllegalArgumentException if `log` is not in [0, 28]
  public static BigInteger rootOfUnity(int log) {
    if (log < 0 || log > TWO_ADICITY) {
      throw new IllegalArgumentException("no root of unity of order 2^" + log);
    }
    return BigInteger.valueOf(5).modPow(MODULUS.subtract(BigInteger.ONE).shiftRight(log), MODULUS);
  }
}
