package org.urna.proof.bn254;

import java.math.BigInteger;
import java.util.Arrays;

/// F_q¹² = F_q⁶\[w\] / (w² − v): 48 longs, c0 then c1, so that coefficient i of c_j belongs to
/// w^(2i+j). Holds scratch space: one instance for each thread.
final class Fq12 {
  static final int WIDTH = 2 * Fq6.WIDTH;

  private static final int E = Fq2.WIDTH;
  private static final int H = Fq6.WIDTH;

  /// ξ^(k(q−1)/6) for k = 0..5, by which the Frobenius map scales w^k.
  private static final long[] FROBENIUS = frobenius(Fq.MODULUS.subtract(BigInteger.ONE));

  /// ξ^(k(q²−1)/6) for k = 0..5; they lie in F_q.
  private static final long[] FROBENIUS_SQUARED =
      frobenius(Fq.MODULUS.pow(2).subtract(BigInteger.ONE));

  final Fq6 base = new Fq6();
  private final Fq2 quadratic = base.base;
  private final long[] s = new long[3 * H + 2 * E];

  private static long[] frobenius(BigInteger orderMinusOne) {
    BigInteger exponent = orderMinusOne.divide(BigInteger.valueOf(6));
    Fq2 field = new Fq2();
    long[] nonResidue = Fq2.element(BigInteger.valueOf(9), BigInteger.ONE);
    long[] power = new long[E];
    field.setOne(power, 0);
    for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
      field.square(power, 0, power, 0);
      if (exponent.testBit(bit)) {
        field.multiply(power, 0, power, 0, nonResidue, 0);
      }
    }
    long[] powers = new long[6 * E];
    field.setOne(powers, 0);
    for (int k = 1; k < 6; k++) {
      field.multiply(powers, k * E, powers, (k - 1) * E, power, 0);
    }
    return powers;
  }

  /// ξ^((q−1)/3) and ξ^((q−1)/2), the constants of the untwisted Frobenius map on G2: 16 longs.
  static long[] twistFrobenius() {
    long[] constants = new long[2 * E];
    System.arraycopy(FROBENIUS, 2 * E, constants, 0, E);
    System.arraycopy(FROBENIUS, 3 * E, constants, E, E);
    return constants;
  }

  static void setOne(long[] r) {
    Arrays.fill(r, 0, WIDTH, 0L);
    Fq.FIELD.setOne(r, 0);
  }

  static boolean isOne(long[] a) {
    long[] one = new long[WIDTH];
    setOne(one);
    return Arrays.equals(a, 0, WIDTH, one, 0, WIDTH);
  }

  /// r = a·b; Karatsuba, three multiplications in F_q⁶.
  void multiply(long[] r, long[] a, long[] b) {
    base.add(s, 0, a, 0, a, H);
    base.add(s, H, b, 0, b, H);
    base.multiply(s, 0, s, 0, s, H);
    base.multiply(s, H, a, 0, b, 0);
    base.multiply(s, 2 * H, a, H, b, H);
    base.subtract(s, 0, s, 0, s, H);
    base.subtract(r, H, s, 0, s, 2 * H);
    base.multiplyByV(s, 2 * H, s, 2 * H);
    base.add(r, 0, s, H, s, 2 * H);
  }

  /// r = a²; complex squaring, two multiplications in F_q⁶.
  void square(long[] r, long[] a) {
    // c0 = (a0 + a1)(a0 + v·a1) − a0·a1 − v·a0·a1, c1 = 2·a0·a1
    base.multiplyByV(s, 0, a, H);
    base.add(s, 0, s, 0, a, 0);
    base.add(s, H, a, 0, a, H);
    base.multiply(s, 0, s, 0, s, H);
    base.multiply(s, H, a, 0, a, H);
    base.subtract(s, 0, s, 0, s, H);
    base.add(r, H, s, H, s, H);
    base.multiplyByV(s, H, s, H);
    base.subtract(r, 0, s, 0, s, H);
  }

  /// r = a·(c0 + c3·w + c4·w³) with `line` = c0, c3, c4 in F_q²: the shape of every line of the
  /// Miller loop.
  void multiplyByLine(long[] r, long[] a, long[] line) {
    base.multiplyByBase(s, 0, a, 0, line, 0);
    base.multiplyBy01(s, H, a, H, line, E, 2 * E);
    quadratic.add(s, 3 * H, line, 0, line, E);
    System.arraycopy(line, 2 * E, s, 3 * H + E, E);
    base.add(s, 2 * H, a, 0, a, H);
    base.multiplyBy01(s, 2 * H, s, 2 * H, s, 3 * H, 3 * H + E);
    base.subtract(s, 2 * H, s, 2 * H, s, 0);
    base.subtract(r, H, s, 2 * H, s, H);
    base.multiplyByV(s, H, s, H);
    base.add(r, 0, s, 0, s, H);
  }

  /// r = a^(q⁶), which inverts elements of the cyclotomic subgroup.
  void conjugate(long[] r, long[] a) {
    System.arraycopy(a, 0, r, 0, H);
    base.negate(r, H, a, H);
  }

  /// r = a⁻¹.
  void invert(long[] r, long[] a) {
    base.multiply(s, 0, a, 0, a, 0);
    base.multiply(s, H, a, H, a, H);
    base.multiplyByV(s, H, s, H);
    base.subtract(s, 0, s, 0, s, H);
    base.invert(s, 0, s, 0);
    base.multiply(r, 0, a, 0, s, 0);
    base.multiply(s, H, a, H, s, 0);
    base.negate(r, H, s, H);
  }

  /// r = a^q.
  void frobenius(long[] r, long[] a) {
    for (int k = 0; k < 6; k++) {
      int at = (k & 1) * H + (k >> 1) * E;
      quadratic.conjugate(r, at, a, at);
      quadratic.multiply(r, at, r, at, FROBENIUS, k * E);
    }
  }

  /// r = a^(q²).
  void frobeniusSquared(long[] r, long[] a) {
    for (int k = 0; k < 6; k++) {
      int at = (k & 1) * H + (k >> 1) * E;
      quadratic.multiplyByBase(r, at, a, at, FROBENIUS_SQUARED, k * E);
    }
  }

  /// r = a^exponent for a small positive exponent; `r` must not be `a`.
  void power(long[] r, long[] a, long exponent) {
    setOne(r);
    for (int bit = 63 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
      square(r, r);
      if ((exponent >>> bit & 1) != 0) {
        multiply(r, r, a);
      }
    }
  }
}
