package org.urna.proof.bn254;

import java.math.BigInteger;

/// The base field of BN254: integers modulo q.
public final class Fq implements CoordinateField {
  /// q.
  public static final BigInteger MODULUS =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");

  /// The arithmetic.
  public static final PrimeField FIELD = new PrimeField(MODULUS);

  private static final long[] B = FIELD.element(BigInteger.valueOf(3));

  Fq() {}

  @Override
  public int width() {
    return PrimeField.LIMBS;
  }

  @Override
  public long[] curveConstant() {
    return B;
  }

  @Override
  public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    FIELD.multiply(r, ro, a, ao, b, bo);
  }

  @Override
  public void square(long[] r, int ro, long[] a, int ao) {
    FIELD.square(r, ro, a, ao);
  }

  @Override
  public void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    FIELD.add(r, ro, a, ao, b, bo);
  }

  @Override
  public void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    FIELD.subtract(r, ro, a, ao, b, bo);
  }

  @Override
  public void negate(long[] r, int ro, long[] a, int ao) {
    FIELD.negate(r, ro, a, ao);
  }

  @Override
  public void invert(long[] r, int ro, long[] a, int ao) {
    FIELD.invert(r, ro, a, ao);
  }

  @Override
  public void setOne(long[] r, int ro) {
    FIELD.setOne(r, ro);
  }

  @Override
  public boolean isZero(long[] a, int ao) {
    return PrimeField.isZero(a, ao);
  }

  @Override
  public boolean isEqual(long[] a, int ao, long[] b, int bo) {
    return PrimeField.isEqual(a, ao, b, bo);
  }

  @Override
  public boolean isReduced(long[] a, int ao) {
    return FIELD.isReduced(a[ao], a[ao + 1], a[ao + 2], a[ao + 3]);
  }
}
