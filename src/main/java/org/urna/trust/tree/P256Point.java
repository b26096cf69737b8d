package org.urna.trust.tree;

import java.math.BigInteger;

/// A point of P-256 (FIPS 186-5; SP 800-186, 3.2.1.3) other than the identity, affine: y² = x³ − 3x
/// + b modulo p, with 0 ≤ x, y < p. The group's order n is prime, so every such point has order n.
///
/// Arithmetic is plain and affine, a field inversion for each addition, because the circuits' hints
/// *are* the slopes of affine additions. **Not constant time.** It computes with public keys, and
/// with signatures that stand in a chip anybody may read who holds the passport; no secret key is
/// ever multiplied here.
///
/// @param x coordinate in \[0, p)
/// @param y coordinate in \[0, p)
public record P256Point(BigInteger x, BigInteger y) {
  /// The field's order p = 2²⁵⁶ − 2²²⁴ + 2¹⁹² + 2⁹⁶ − 1.
  public static final BigInteger FIELD =
      new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);

  /// The group's order n.
  public static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  private static final BigInteger B =
      new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /// The generator G.
  public static final P256Point GENERATOR =
      new P256Point(
          new BigInteger("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296", 16),
          new BigInteger("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5", 16));

  /// @throws IllegalArgumentException if a coordinate is out of range or the point is not on the
  ///   curve
  public P256Point {
    if (!isOnCurve(x, y)) {
      throw new IllegalArgumentException("not a point of P-256");
    }
  }

  /// Whether x and y are in range and satisfy the curve's equation.
  public static boolean isOnCurve(BigInteger x, BigInteger y) {
    return isCoordinate(x)
        && isCoordinate(y)
        && x.multiply(x)
                .subtract(THREE)
                .multiply(x)
                .add(B)
                .subtract(y.multiply(y))
                .mod(FIELD)
                .signum()
            == 0;
  }

  private static boolean isCoordinate(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(FIELD) < 0;
  }

  /// −this.
  public P256Point negate() {
    return new P256Point(x, FIELD.subtract(y)); // y = 0 would have order 2
  }

  /// The slope of the chord through two points.
  ///
  /// @throws ArithmeticException if their x is the same: they are equal, or each other's negative
  public BigInteger slopeTo(P256Point other) {
    return y.subtract(other.y).multiply(x.subtract(other.x).modInverse(FIELD)).mod(FIELD);
  }

  /// The slope of the tangent.
  public BigInteger tangent() {
    return x.multiply(x)
        .subtract(BigInteger.ONE)
        .multiply(THREE)
        .multiply(y.shiftLeft(1).modInverse(FIELD))
        .mod(FIELD);
  }

  /// this + other.
  ///
  /// @throws ArithmeticException if their x is the same
  public P256Point plus(P256Point other) {
    return third(slopeTo(other), other);
  }

  /// 2 · this.
  public P256Point twice() {
    return third(tangent(), this);
  }

  private P256Point third(BigInteger slope, P256Point other) {
    BigInteger sum = slope.multiply(slope).subtract(x).subtract(other.x).mod(FIELD);
    return new P256Point(sum, slope.multiply(x.subtract(sum)).subtract(y).mod(FIELD));
  }

  /// 2^exponent · this.
  public P256Point timesPowerOfTwo(int exponent) {
    P256Point point = this;
    for (int i = 0; i < exponent; i++) {
      point = point.twice();
    }
    return point;
  }

  /// scalar · this, in about 10 ms.
  ///
  /// @throws IllegalArgumentException if the scalar is not in [1, n)
  public P256Point times(BigInteger scalar) {
    if (scalar.signum() <= 0 || scalar.compareTo(ORDER) >= 0) {
      throw new IllegalArgumentException("a scalar is in [1, n)");
    }
    // Leading bits k' of a scalar below n: 2k' + 1 ≤ scalar < n, so 2k' is neither 1 nor −1 mod n.
    P256Point sum = this;
    for (int bit = scalar.bitLength() - 2; bit >= 0; bit--) {
      sum = sum.twice();
      if (scalar.testBit(bit)) {
        sum = sum.plus(this);
      }
    }
    return sum;
  }
}
