package org.urna.proof;

import org.urna.proof.bn254.G2;

/// A pair of affine coordinates that claims to be a point of G2, the order-r subgroup of the twist
/// y² = x³ + 3/(9 + u) over F_q². (0, 0) stands for the point at infinity, as in EIP-197.
///
/// The record holds any words, so that a forged proof can be carried to the place that refuses it;
/// ask [#isInSubgroup()].
///
/// @param x affine x
/// @param y affine y
public record G2Point(Fq2Value x, Fq2Value y) {
  /// The point at infinity.
  public static final G2Point INFINITY = new G2Point(Fq2Value.ZERO, Fq2Value.ZERO);

  /// Whether this is the point at infinity.
  public boolean isInfinity() {
    return x.equals(Fq2Value.ZERO) && y.equals(Fq2Value.ZERO);
  }

  /// Whether all coordinates are below q, the point is infinity or on the twist, and its order
  /// divides r. The twist has a large cofactor: being on the curve is not enough.
  public boolean isInSubgroup() {
    return G2.isInSubgroup(x.c0(), x.c1(), y.c0(), y.c1());
  }

  /// The coordinates x.c0, x.c1, y.c0, y.c1 as `long[16]` in Montgomery form; only for points in
  /// the subgroup.
  long[] limbs() {
    return G2.toLimbs(x.c0(), x.c1(), y.c0(), y.c1());
  }
}
