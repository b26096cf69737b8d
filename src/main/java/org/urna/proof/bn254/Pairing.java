package org.urna.proof.bn254;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/// The optimal ate pairing e: G1 × G2 → the r-th roots of unity in F_q¹² (Vercauteren; ePrint
/// 2010/354), as a product of pairings with one shared Miller loop and one final exponentiation.
///
/// Lines are those of Costello, Lange and Naehrig for homogeneous projective coordinates on a
/// D-twist. Points MUST be on their curves and, for G2, in the subgroup: nothing is checked here.
/// Not constant-time.
public final class Pairing {
  /// The parameter x of the curve: q = 36x⁴ + 36x³ + 24x² + 6x + 1.
  static final long X = 4965661367192848881L;

  private static final int E = Fq2.WIDTH;

  /// 6x + 2 in signed binary form without neighbouring digits, least significant first.
  private static final byte[] LOOP = nonAdjacentForm();

  private final Fq12 field = new Fq12();
  private final Fq2 f = field.base.base;
  private final long[] f12 = new long[Fq12.WIDTH];
  private final long[] line = new long[3 * E];
  private final long[] s = new long[10 * E];

  private Pairing() {}

  private static byte[] nonAdjacentForm() {
    // 6x + 2 has 65 bits.
    BigInteger rest = BigInteger.valueOf(X).multiply(BigInteger.valueOf(6)).add(BigInteger.TWO);
    byte[] digits = new byte[rest.bitLength() + 1];
    int at = 0;
    for (; rest.signum() != 0; at++) {
      if (rest.testBit(0)) {
        digits[at] = (byte) (rest.testBit(1) ? -1 : 1);
        rest = rest.subtract(BigInteger.valueOf(digits[at]));
      }
      rest = rest.shiftRight(1);
    }
    return Arrays.copyOf(digits, at);
  }

  /// Whether the product of e(g1\[i\], g2\[i\]) is 1. Infinite points contribute 1.
  ///
  /// @param g1 affine points of G1
  /// @param g2 as many affine points of G2
  /// @throws IllegalArgumentException if the lists differ in length
  public static boolean productIsOne(List<long[]> g1, List<long[]> g2) {
    return Fq12.isOne(product(g1, g2));
  }

  /// The product of e(g1\[i\], g2\[i\]): 48 longs, coefficients c0.b0, c0.b1, c0.b2, c1.b0, c1.b1,
  /// c1.b2 of F_q².
  ///
  /// @throws IllegalArgumentException if the lists differ in length
  public static long[] product(List<long[]> g1, List<long[]> g2) {
    if (g1.size() != g2.size()) {
      throw new IllegalArgumentException("pairing needs as many points of G1 as of G2");
    }
    Pairing pairing = new Pairing();
    pairing.millerLoop(g1, g2);
    return pairing.finalExponentiation();
  }

  private void millerLoop(List<long[]> g1, List<long[]> g2) {
    CurveGroup one = Group.G1.curve();
    CurveGroup two = Group.G2.curve();
    int[] live = new int[g1.size()];
    int count = 0;
    for (int i = 0; i < g1.size(); i++) {
      if (!one.isAffineInfinity(g1.get(i), 0) && !two.isAffineInfinity(g2.get(i), 0)) {
        live[count++] = i;
      }
    }
    long[][] p = new long[count][];
    long[][] q = new long[count][];
    long[][] negative = new long[count][];
    long[][] t = new long[count][3 * E];
    for (int k = 0; k < count; k++) {
      p[k] = g1.get(live[k]);
      q[k] = g2.get(live[k]);
      negative[k] = Group.G2.negate(q[k]);
      two.set(t[k], 0, q[k], 0);
    }
    Fq12.setOne(f12);
    for (int i = LOOP.length - 2; i >= 0; i--) {
      field.square(f12, f12);
      for (int k = 0; k < count; k++) {
        doubleStep(t[k], p[k]);
        if (LOOP[i] != 0) {
          addStep(t[k], LOOP[i] > 0 ? q[k] : negative[k], p[k]);
        }
      }
    }
    long[] image = new long[2 * E];
    for (int k = 0; k < count; k++) {
      G2.frobenius(f, image, 0, q[k], 0);
      addStep(t[k], image, p[k]);
      G2.frobenius(f, image, 0, image, 0);
      f.negate(image, E, image, E);
      addStep(t[k], image, p[k]);
    }
  }

  /// t = 2t, and the tangent at t evaluated at p into the product.
  private void doubleStep(long[] t, long[] p) {
    f.multiply(s, 0, t, 0, t, E);
    f.halve(s, 0, s, 0); // A = XY/2
    f.square(s, E, t, E); // B = Y²
    f.square(s, 2 * E, t, 2 * E); // C = Z²
    f.add(s, 3 * E, s, 2 * E, s, 2 * E);
    f.add(s, 3 * E, s, 3 * E, s, 2 * E);
    f.multiply(s, 3 * E, s, 3 * E, f.curveConstant(), 0); // E = 3b'C
    f.add(s, 4 * E, s, 3 * E, s, 3 * E);
    f.add(s, 4 * E, s, 4 * E, s, 3 * E); // F = 3E
    f.add(s, 5 * E, s, E, s, 4 * E);
    f.halve(s, 5 * E, s, 5 * E); // G = (B + F)/2
    f.add(s, 6 * E, t, E, t, 2 * E);
    f.square(s, 6 * E, s, 6 * E);
    f.subtract(s, 6 * E, s, 6 * E, s, E);
    f.subtract(s, 6 * E, s, 6 * E, s, 2 * E); // H = (Y + Z)² − B − C
    f.square(s, 7 * E, t, 0); // J = X²
    f.square(s, 8 * E, s, 3 * E); // E²
    // line: −H·y_P, 3J·x_P, E − B
    f.negate(line, 0, s, 6 * E);
    f.add(line, E, s, 7 * E, s, 7 * E);
    f.add(line, E, line, E, s, 7 * E);
    f.subtract(line, 2 * E, s, 3 * E, s, E);
    f.subtract(t, 0, s, E, s, 4 * E);
    f.multiply(t, 0, t, 0, s, 0); // X = A(B − F)
    f.square(t, E, s, 5 * E);
    f.add(s, 9 * E, s, 8 * E, s, 8 * E);
    f.add(s, 9 * E, s, 9 * E, s, 8 * E);
    f.subtract(t, E, t, E, s, 9 * E); // Y = G² − 3E²
    f.multiply(t, 2 * E, s, E, s, 6 * E); // Z = BH
    multiplyLine(p);
  }

  /// t = t + q, and the line through both evaluated at p into the product.
  private void addStep(long[] t, long[] q, long[] p) {
    f.multiply(s, 0, q, E, t, 2 * E);
    f.subtract(s, 0, t, E, s, 0); // O = Y − y_Q·Z
    f.multiply(s, E, q, 0, t, 2 * E);
    f.subtract(s, E, t, 0, s, E); // L = X − x_Q·Z
    f.square(s, 2 * E, s, 0); // C = O²
    f.square(s, 3 * E, s, E); // D = L²
    f.multiply(s, 4 * E, s, E, s, 3 * E); // E = L·D
    f.multiply(s, 5 * E, t, 2 * E, s, 2 * E); // F = Z·C
    f.multiply(s, 6 * E, t, 0, s, 3 * E); // G = X·D
    f.add(s, 7 * E, s, 4 * E, s, 5 * E);
    f.subtract(s, 7 * E, s, 7 * E, s, 6 * E);
    f.subtract(s, 7 * E, s, 7 * E, s, 6 * E); // H = E + F − 2G
    f.multiply(s, 8 * E, t, E, s, 4 * E); // Y·E
    f.multiply(t, 0, s, E, s, 7 * E); // X = L·H
    f.subtract(s, 6 * E, s, 6 * E, s, 7 * E);
    f.multiply(t, E, s, 6 * E, s, 0);
    f.subtract(t, E, t, E, s, 8 * E); // Y = (G − H)·O − Y·E
    f.multiply(t, 2 * E, s, 4 * E, t, 2 * E); // Z = E·Z
    // line: L·y_P, −O·x_P, x_Q·O − L·y_Q
    System.arraycopy(s, E, line, 0, E);
    f.negate(line, E, s, 0);
    f.multiply(line, 2 * E, q, 0, s, 0);
    f.multiply(s, 9 * E, s, E, q, E);
    f.subtract(line, 2 * E, line, 2 * E, s, 9 * E);
    multiplyLine(p);
  }

  private void multiplyLine(long[] p) {
    f.multiplyByBase(line, 0, line, 0, p, PrimeField.LIMBS);
    f.multiplyByBase(line, E, line, E, p, 0);
    field.multiplyByLine(f12, f12, line);
  }

  /// f^((q¹² − 1)/r): the easy part, then the hard part of Scott et al. (ePrint 2008/490), whose
  /// addition chain uses its names.
  private long[] finalExponentiation() {
    long[] m = new long[Fq12.WIDTH];
    long[] t = new long[Fq12.WIDTH];
    field.conjugate(m, f12);
    field.invert(t, f12);
    field.multiply(m, m, t);
    field.frobeniusSquared(t, m);
    field.multiply(m, m, t);

    long[] mx = power(m);
    long[] mx2 = power(mx);
    long[] mx3 = power(mx2);
    long[] y0 = frobenius(m);
    field.frobeniusSquared(t, m);
    field.multiply(y0, y0, t);
    field.multiply(y0, y0, frobenius(t));
    long[] y1 = conjugate(m);
    long[] y2 = new long[Fq12.WIDTH];
    field.frobeniusSquared(y2, mx2);
    long[] y3 = conjugate(frobenius(mx));
    long[] y4 = frobenius(mx2);
    field.multiply(y4, y4, mx);
    y4 = conjugate(y4);
    long[] y5 = conjugate(mx2);
    long[] y6 = frobenius(mx3);
    field.multiply(y6, y6, mx3);
    y6 = conjugate(y6);

    long[] t0 = new long[Fq12.WIDTH];
    long[] t1 = new long[Fq12.WIDTH];
    field.square(t0, y6);
    field.multiply(t0, t0, y4);
    field.multiply(t0, t0, y5);
    field.multiply(t1, y3, y5);
    field.multiply(t1, t1, t0);
    field.multiply(t0, t0, y2);
    field.square(t1, t1);
    field.multiply(t1, t1, t0);
    field.square(t1, t1);
    field.multiply(t0, t1, y1);
    field.multiply(t1, t1, y0);
    field.square(t0, t0);
    field.multiply(t0, t0, t1);
    return t0;
  }

  private long[] power(long[] a) {
    long[] r = new long[Fq12.WIDTH];
    field.power(r, a, X);
    return r;
  }

  private long[] frobenius(long[] a) {
    long[] r = new long[Fq12.WIDTH];
    field.frobenius(r, a);
    return r;
  }

  private long[] conjugate(long[] a) {
    long[] r = new long[Fq12.WIDTH];
    field.conjugate(r, a);
    return r;
  }
}
