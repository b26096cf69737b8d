package org.urna.proof.hash;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.urna.proof.bn254.Fr;

/// The twisted Edwards curve a·x² + y² = 1 + d·x²·y² over the scalar field of BN254 (EIP-2494), in
/// circomlib's form: a = 168700, d = 168696.
///
/// a is a square and d is not, so the addition law is complete: one formula adds any two points of
/// the curve. The curve has 8·ℓ points; every key and ciphertext lies in the subgroup of prime
/// order ℓ that [#BASE8] generates. Not constant in time.
public final class BabyJubJub {
  /// a.
  static final BigInteger A = BigInteger.valueOf(168_700);

  /// d.
  static final BigInteger D = BigInteger.valueOf(168_696);

  /// ℓ, the order of the subgroup. Scalars and Lagrange coefficients live modulo this number.
  public static final BigInteger ORDER =
      new BigInteger(
          "2736030358979909402780800718157159386076813972158567259200215660948447373041");

  /// The neutral element (0, 1).
  public static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE);

  /// B8 = 8·G, the generator of the subgroup.
  public static final Point BASE8 =
      new Point(
          new BigInteger(
              "5299619240641551281634865583518297030282874472190772894086521144482721001553"),
          new BigInteger(
              "16950150798460657717958625567821834550301663161624707787222815936182638968203"));

  private static final int WINDOW_BITS = 4;

  private BabyJubJub() {}

  /// An affine point of the curve; whether it lies in the subgroup is another question.
  ///
  /// @param x in [0, r)
  /// @param y in [0, r)
  public record Point(BigInteger x, BigInteger y) {
    /// @throws IllegalArgumentException if a coordinate is out of range or the point is not on the
    ///   curve
    public Point {
      if (!BabyJubJub.isOnCurve(x, y)) {
        throw new IllegalArgumentException("not a point of BabyJubJub");
      }
    }

    /// Whether this is the neutral element.
    public boolean isIdentity() {
      return x.signum() == 0 && y.equals(BigInteger.ONE);
    }

    /// The point with the opposite x: this plus it is the neutral element.
    public Point negate() {
      return new Point(x.negate().mod(Fr.MODULUS), y);
    }
  }

  /// Whether both coordinates are in [0, r) and satisfy the curve equation.
  public static boolean isOnCurve(BigInteger x, BigInteger y) {
    if (x.signum() < 0
        || x.compareTo(Fr.MODULUS) >= 0
        || y.signum() < 0
        || y.compareTo(Fr.MODULUS) >= 0) {
      return false;
    }
    BigInteger xx = x.multiply(x).mod(Fr.MODULUS);
    BigInteger yy = y.multiply(y).mod(Fr.MODULUS);
    BigInteger left = A.multiply(xx).add(yy);
    BigInteger right = D.multiply(xx).mod(Fr.MODULUS).multiply(yy).add(BigInteger.ONE);
    return left.subtract(right).mod(Fr.MODULUS).signum() == 0;
  }

  /// Whether ℓ·point is the neutral element.
  public static boolean isInSubgroup(Point point) {
    return scaled(Extended.of(point), ORDER).toAffine().isIdentity();
  }

  /// Reads a received point that serves as a key: on the curve, in the subgroup, not the identity.
  ///
  /// @throws IllegalArgumentException if it is not one
  public static Point requireKey(BigInteger x, BigInteger y) {
    Point point = new Point(x, y);
    if (point.isIdentity() || !isInSubgroup(point)) {
      throw new IllegalArgumentException("a key must lie in the subgroup and not be the identity");
    }
    return point;
  }

  /// left + right.
  public static Point add(Point left, Point right) {
    return Extended.of(left).add(Extended.of(right)).toAffine();
  }

  /// left − right.
  public static Point subtract(Point left, Point right) {
    return add(left, right.negate());
  }

  /// scalar·point, for a scalar of any size; negative scalars are refused.
  ///
  /// @throws IllegalArgumentException if the scalar is negative
  public static Point multiply(Point point, BigInteger scalar) {
    if (scalar.signum() < 0) {
      throw new IllegalArgumentException("a scalar must not be negative");
    }
    return scaled(Extended.of(point), scalar).toAffine();
  }

  /// A number drawn uniformly from [0, ℓ): 251 random bits until they are below ℓ.
  public static BigInteger randomScalar(SecureRandom random) {
    byte[] bytes = new byte[32];
    BigInteger scalar;
    do {
      random.nextBytes(bytes);
      bytes[0] &= 0x07;
      scalar = new BigInteger(1, bytes);
    } while (scalar.compareTo(ORDER) >= 0);
    java.util.Arrays.fill(bytes, (byte) 0);
    return scalar;
  }

  private static Extended scaled(Extended point, BigInteger scalar) {
    Extended[] multiples = new Extended[1 << WINDOW_BITS];
    multiples[0] = Extended.of(IDENTITY);
    for (int i = 1; i < multiples.length; i++) {
      multiples[i] = multiples[i - 1].add(point);
    }
    Extended result = multiples[0];
    int windows = (scalar.bitLength() + WINDOW_BITS - 1) / WINDOW_BITS;
    for (int window = windows - 1; window >= 0; window--) {
      for (int i = 0; i < WINDOW_BITS; i++) {
        result = result.twice();
      }
      int digit = 0;
      for (int i = WINDOW_BITS - 1; i >= 0; i--) {
        digit = digit << 1 | (scalar.testBit(window * WINDOW_BITS + i) ? 1 : 0);
      }
      result = result.add(multiples[digit]);
    }
    return result;
  }

  /// Extended coordinates (Hisil, Wong, Carter, Dawson, ePrint 2008/522): x = X/Z, y = Y/Z, x·y =
  /// T/Z. Names as in that paper, §3.1 and §3.3.
  private record Extended(BigInteger x, BigInteger y, BigInteger t, BigInteger z) {
    static Extended of(Point point) {
      return new Extended(point.x, point.y, times(point.x, point.y), BigInteger.ONE);
    }

    Extended add(Extended other) {
      BigInteger a = times(x, other.x);
      BigInteger b = times(y, other.y);
      BigInteger c = times(times(t, other.t), D);
      BigInteger d = times(z, other.z);
      BigInteger e = x.add(y).multiply(other.x.add(other.y)).subtract(a).subtract(b);
      return of(e, d.subtract(c), d.add(c), b.subtract(A.multiply(a)));
    }

    Extended twice() {
      BigInteger a = times(x, x);
      BigInteger b = times(y, y);
      BigInteger c = times(z, z).shiftLeft(1);
      BigInteger d = A.multiply(a);
      BigInteger sum = x.add(y);
      BigInteger e = sum.multiply(sum).subtract(a).subtract(b);
      BigInteger g = d.add(b);
      return of(e, g.subtract(c), g, d.subtract(b));
    }

    private static Extended of(BigInteger e, BigInteger f, BigInteger g, BigInteger h) {
      BigInteger e1 = e.mod(Fr.MODULUS);
      BigInteger f1 = f.mod(Fr.MODULUS);
      BigInteger g1 = g.mod(Fr.MODULUS);
      BigInteger h1 = h.mod(Fr.MODULUS);
      return new Extended(times(e1, f1), times(g1, h1), times(e1, h1), times(f1, g1));
    }

    Point toAffine() {
      BigInteger inverse = z.modInverse(Fr.MODULUS);
      return new Point(times(x, inverse), times(y, inverse));
    }

    private static BigInteger times(BigInteger left, BigInteger right) {
      return left.multiply(right).mod(Fr.MODULUS);
    }
  }
}
