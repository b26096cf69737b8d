package org.urna.proof;

import java.math.BigInteger;
import org.urna.proof.bn254.G1;

/// A pair of affine coordinates that claims to be a point of G1, the curve y² = x³ + 3 over F_q.
/// (0, 0) stands for the point at infinity, as in EIP-196.
///
/// The record holds any two 256-bit words, so that a forged proof can be carried to the place that
/// refuses it; ask [#isOnCurve()].
///
/// @param x affine x
/// @param y affine y
public record G1Point(BigInteger x, BigInteger y) {
  /// The point at infinity.
  public static final G1Point INFINITY = new G1Point(BigInteger.ZERO, BigInteger.ZERO);

  public G1Point {
    Words.require(x);
    Words.require(y);
  }

  /// Whether this is the point at infinity.
  public boolean isInfinity() {
    return x.signum() == 0 && y.signum() == 0;
  }

  /// Whether both coordinates are below q and the point is infinity or satisfies the curve's
  /// equation. G1 has prime order, so such a point is in the group.
  public boolean isOnCurve() {
    return G1.isOnCurve(x, y);
  }

  /// The coordinates as `long[8]` in Montgomery form; only for points on the curve.
  long[] limbs() {
    return G1.toLimbs(x, y);
  }
}
