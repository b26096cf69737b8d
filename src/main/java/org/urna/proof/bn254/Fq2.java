package org.urna.proof.bn254;

import java.math.BigInteger;

/// F_q² = F_q\[u\] / (u² + 1): eight longs, c0 then c1. Holds scratch space: one instance for each
/// thread.
public final class Fq2 implements CoordinateField {
  /// Longs for each element.
  public static final int WIDTH = 2 * PrimeField.LIMBS;

  private static final PrimeField F = Fq.FIELD;

  /// 3 / (9 + u), the constant of the twist.
  private static final long[] B = twistConstant();

  private final long[] s = new long[4 * PrimeField.LIMBS];

  Fq2() {}

  private static long[] twistConstant() {
    // 1/(9+u) = (9−u)/82
    BigInteger scale =
        BigInteger.valueOf(3).multiply(BigInteger.valueOf(82).modInverse(Fq.MODULUS));
    return element(scale.multiply(BigInteger.valueOf(9)), scale.negate());
  }

  /// The element c0 + c1·u, each reduced first.
  static long[] element(BigInteger c0, BigInteger c1) {
    long[] element = new long[WIDTH];
    System.arraycopy(F.element(c0), 0, element, 0, 4);
    System.arraycopy(F.element(c1), 0, element, 4, 4);
    return element;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public long[] curveConstant() {
    return B;
  }

  /// Karatsuba: three multiplications in F_q.
  @Override
  public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    F.multiply(s, 0, a, ao, b, bo);
    F.multiply(s, 4, a, ao + 4, b, bo + 4);
    F.add(s, 8, a, ao, a, ao + 4);
    F.add(s, 12, b, bo, b, bo + 4);
    F.multiply(s, 8, s, 8, s, 12);
    F.subtract(s, 8, s, 8, s, 0);
    F.subtract(r, ro + 4, s, 8, s, 4);
    F.subtract(r, ro, s, 0, s, 4);
  }

  /// (c0 + c1)(c0 − c1) + 2·c0·c1·u: two multiplications in F_q.
  @Override
  public void square(long[] r, int ro, long[] a, int ao) {
    F.add(s, 0, a, ao, a, ao + 4);
    F.subtract(s, 4, a, ao, a, ao + 4);
    F.multiply(s, 8, a, ao, a, ao + 4);
    F.multiply(r, ro, s, 0, s, 4);
    F.add(r, ro + 4, s, 8, s, 8);
  }

  @Override
  public void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    F.add(r, ro, a, ao, b, bo);
    F.add(r, ro + 4, a, ao + 4, b, bo + 4);
  }

  @Override
  public void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    F.subtract(r, ro, a, ao, b, bo);
    F.subtract(r, ro + 4, a, ao + 4, b, bo + 4);
  }

  @Override
  public void negate(long[] r, int ro, long[] a, int ao) {
    F.negate(r, ro, a, ao);
    F.negate(r, ro + 4, a, ao + 4);
  }

  /// r = c0 − c1·u, which is also a^q.
  void conjugate(long[] r, int ro, long[] a, int ao) {
    System.arraycopy(a, ao, r, ro, 4);
    F.negate(r, ro + 4, a, ao + 4);
  }

  /// r = a·b with b in F_q.
  void multiplyByBase(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    F.multiply(s, 0, b, bo, a, ao);
    F.multiply(r, ro + 4, b, bo, a, ao + 4);
    System.arraycopy(s, 0, r, ro, 4);
  }

  /// r = a·(9 + u), the non-residue the tower is built on.
  void multiplyByNonResidue(long[] r, int ro, long[] a, int ao) {
    times9(s, 0, a, ao);
    F.subtract(s, 0, s, 0, a, ao + 4);
    times9(s, 4, a, ao + 4);
    F.add(r, ro + 4, s, 4, a, ao);
    System.arraycopy(s, 0, r, ro, 4);
  }

  private static void times9(long[] r, int ro, long[] a, int ao) {
    F.add(r, ro, a, ao, a, ao);
    F.add(r, ro, r, ro, r, ro);
    F.add(r, ro, r, ro, r, ro);
    F.add(r, ro, r, ro, a, ao);
  }

  /// r = a / 2.
  void halve(long[] r, int ro, long[] a, int ao) {
    multiplyByBase(r, ro, a, ao, HALF, 0);
  }

  private static final long[] HALF = F.element(BigInteger.TWO.modInverse(Fq.MODULUS));

  /// 1/(c0 + c1·u) = (c0 − c1·u) / (c0² + c1²).
  @Override
  public void invert(long[] r, int ro, long[] a, int ao) {
    F.square(s, 0, a, ao);
    F.square(s, 4, a, ao + 4);
    F.add(s, 0, s, 0, s, 4);
    F.invert(s, 0, s, 0);
    F.multiply(r, ro, a, ao, s, 0);
    F.multiply(s, 4, a, ao + 4, s, 0);
    F.negate(r, ro + 4, s, 4);
  }

  @Override
  public void setOne(long[] r, int ro) {
    F.setOne(r, ro);
    PrimeField.setZero(r, ro + 4);
  }

  @Override
  public boolean isZero(long[] a, int ao) {
    return PrimeField.isZero(a, ao) && PrimeField.isZero(a, ao + 4);
  }

  @Override
  public boolean isEqual(long[] a, int ao, long[] b, int bo) {
    return PrimeField.isEqual(a, ao, b, bo) && PrimeField.isEqual(a, ao + 4, b, bo + 4);
  }

  @Override
  public boolean isReduced(long[] a, int ao) {
    return F.isReduced(a[ao], a[ao + 1], a[ao + 2], a[ao + 3])
        && F.isReduced(a[ao + 4], a[ao + 5], a[ao + 6], a[ao + 7]);
  }
}
