package org.urna.proof.bn254;

import java.math.BigInteger;

/// The scalar field of BN254: integers modulo the group order r.
public final class Fr {
  /// r.
  public static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  private Fr() {}

  /// Whether the 256-bit number with these limbs, least significant first, is below r.
  public static boolean isReduced(long l0, long l1, long l2, long l3) {
    throw new UnsupportedOperationException();
  }
}
