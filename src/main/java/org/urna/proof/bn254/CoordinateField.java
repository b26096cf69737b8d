package org.urna.proof.bn254;

/// The field a curve's coordinates lie in: [Fq] for G1, [Fq2] for G2. Elements are [#width()]
/// consecutive longs; the result may lie over an operand.
///
/// An instance may hold scratch space: one for each thread.
sealed interface CoordinateField permits Fq, Fq2 {
  /// Longs for each element.
  int width();

  /// The b of y² = x³ + b.
  long[] curveConstant();

  void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo);

  void square(long[] r, int ro, long[] a, int ao);

  void add(long[] r, int ro, long[] a, int ao, long[] b, int bo);

  void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo);

  void negate(long[] r, int ro, long[] a, int ao);

  /// r = a⁻¹; 0 gives 0.
  void invert(long[] r, int ro, long[] a, int ao);

  void setOne(long[] r, int ro);

  boolean isZero(long[] a, int ao);

  boolean isEqual(long[] a, int ao, long[] b, int bo);

  /// Whether every coefficient is below q, which every other operation needs.
  boolean isReduced(long[] a, int ao);
}
