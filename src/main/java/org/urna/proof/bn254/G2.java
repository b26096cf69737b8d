package org.urna.proof.bn254;

import java.math.BigInteger;

/// The group G2: the points of order r on the twist y² = x³ + 3/(9 + u) over F_q². The twist has
/// r·(2q − r) points.
public final class G2 {
  /// Longs for each affine point.
  public static final int WIDTH = 2 * Fq2.WIDTH;

  /// 6x², which is t − 1 ≡ q (mod r) for the curve's parameter x.
  private static final long[] SIX_X_SQUARED =
      PrimeField.limbs(BigInteger.valueOf(Pairing.X).pow(2).multiply(BigInteger.valueOf(6)));

  private static final long[] TWIST_FROBENIUS = Fq12.twistFrobenius();

  private G2() {}

  /// The generator of EIP-197.
  public static long[] generator() {
    return toLimbs(
        new BigInteger(
            "10857046999023057135944570762232829481370756359578518086990519993285655852781"),
        new BigInteger(
            "11559732032986387107991004021392285783925812861821192530917403151452391805634"),
        new BigInteger(
            "8495653923123431417604973247489272438418190587263600148770280649306958101930"),
        new BigInteger(
            "4082367875863433681332203403145435568316851327593401208105741076214120093531"));
  }

  /// Whether the coordinates are in [0, q), on the twist, and the point's order divides r; (0, 0),
  /// infinity, does.
  public static boolean isInSubgroup(BigInteger x0, BigInteger x1, BigInteger y0, BigInteger y1) {
    return G1.inField(x0)
        && G1.inField(x1)
        && G1.inField(y0)
        && G1.inField(y1)
        && isInSubgroup(toLimbs(x0, x1, y0, y1));
  }

  /// Whether an affine point is on the twist and its order divides r.
  ///
  /// The test is ψ(Q) = \[6x²\]Q, with ψ the Frobenius map seen on the twist. ψ² − tψ + q = 0
  /// there, so that it implies (λ² − tλ + q)Q = rQ = 0 for λ = t − 1; and on the subgroup ψ is
  /// multiplication by q ≡ t − 1.
  public static boolean isInSubgroup(long[] point) {
    CurveGroup curve = Group.G2.curve();
    if (!curve.isOnCurve(point, 0)) {
      return false;
    }
    if (curve.isAffineInfinity(point, 0)) {
      return true;
    }
    long[] multiple = new long[curve.jacobianWidth()];
    curve.multiply(multiple, 0, point, 0, SIX_X_SQUARED, 0);
    long[] image = new long[WIDTH];
    frobenius(new Fq2(), image, 0, point, 0);
    curve.addAffine(multiple, 0, image, 0, true);
    return curve.isInfinity(multiple, 0);
  }

  /// r = ψ(a): both coordinates conjugated and scaled.
  static void frobenius(Fq2 f, long[] r, int ro, long[] a, int ao) {
    f.conjugate(r, ro, a, ao);
    f.multiply(r, ro, r, ro, TWIST_FROBENIUS, 0);
    f.conjugate(r, ro + Fq2.WIDTH, a, ao + Fq2.WIDTH);
    f.multiply(r, ro + Fq2.WIDTH, r, ro + Fq2.WIDTH, TWIST_FROBENIUS, Fq2.WIDTH);
  }

  /// The coordinates in Montgomery form.
  public static long[] toLimbs(BigInteger x0, BigInteger x1, BigInteger y0, BigInteger y1) {
    long[] point = new long[WIDTH];
    System.arraycopy(Fq2.element(x0, x1), 0, point, 0, Fq2.WIDTH);
    System.arraycopy(Fq2.element(y0, y1), 0, point, Fq2.WIDTH, Fq2.WIDTH);
    return point;
  }

  /// Coordinate 0 (x.c0), 1 (x.c1), 2 (y.c0) or 3 (y.c1) of the point at `offset`, in [0, q).
  public static BigInteger coordinate(long[] points, int offset, int coordinate) {
    return Fq.FIELD.toBigInteger(points, offset + coordinate * PrimeField.LIMBS);
  }
}
