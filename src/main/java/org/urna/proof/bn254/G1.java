package org.urna.proof.bn254;

import java.math.BigInteger;

/// The group G1: all points of y² = x³ + 3 over F_q. Its order is the prime r, so that a point on
/// the curve is in the group.
public final class G1 {
  /// Longs for each affine point.
  public static final int WIDTH = 2 * PrimeField.LIMBS;

  private G1() {}

  /// The generator (1, 2).
  public static long[] generator() {
    return toLimbs(BigInteger.ONE, BigInteger.TWO);
  }

  /// Whether the coordinates are in [0, q) and satisfy the equation, or are (0, 0), infinity.
  public static boolean isOnCurve(BigInteger x, BigInteger y) {
    return inField(x) && inField(y) && Group.G1.isOnCurve(toLimbs(x, y), 0);
  }

  /// The coordinates in Montgomery form.
  public static long[] toLimbs(BigInteger x, BigInteger y) {
    long[] point = new long[WIDTH];
    System.arraycopy(Fq.FIELD.element(x), 0, point, 0, 4);
    System.arraycopy(Fq.FIELD.element(y), 0, point, 4, 4);
    return point;
  }

  /// Coordinate 0 (x) or 1 (y) of the point at `offset`, in [0, q).
  public static BigInteger coordinate(long[] points, int offset, int coordinate) {
    return Fq.FIELD.toBigInteger(points, offset + coordinate * PrimeField.LIMBS);
  }

  static boolean inField(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(Fq.MODULUS) < 0;
  }
}
