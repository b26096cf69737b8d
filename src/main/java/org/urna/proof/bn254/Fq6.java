package org.urna.proof.bn254;

/// F_q⁶ = F_q²\[v\] / (v³ − (9 + u)): 24 longs, b0, b1, b2. Holds scratch space: one instance for
/// each thread.
final class Fq6 {
  static final int WIDTH = 3 * Fq2.WIDTH;

  private static final int E = Fq2.WIDTH;

  final Fq2 base = new Fq2();
  private final long[] s = new long[7 * E];

  void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    for (int i = 0; i < WIDTH; i += E) {
      base.add(r, ro + i, a, ao + i, b, bo + i);
    }
  }

  void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    for (int i = 0; i < WIDTH; i += E) {
      base.subtract(r, ro + i, a, ao + i, b, bo + i);
    }
  }

  void negate(long[] r, int ro, long[] a, int ao) {
    for (int i = 0; i < WIDTH; i += E) {
      base.negate(r, ro + i, a, ao + i);
    }
  }

  /// Karatsuba on three coefficients: six multiplications in F_q².
  void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    base.multiply(s, 0, a, ao, b, bo);
    base.multiply(s, E, a, ao + E, b, bo + E);
    base.multiply(s, 2 * E, a, ao + 2 * E, b, bo + 2 * E);
    // c0 = v0 + ξ((a1+a2)(b1+b2) − v1 − v2)
    base.add(s, 3 * E, a, ao + E, a, ao + 2 * E);
    base.add(s, 4 * E, b, bo + E, b, bo + 2 * E);
    base.multiply(s, 3 * E, s, 3 * E, s, 4 * E);
    base.subtract(s, 3 * E, s, 3 * E, s, E);
    base.subtract(s, 3 * E, s, 3 * E, s, 2 * E);
    base.multiplyByNonResidue(s, 3 * E, s, 3 * E);
    base.add(s, 3 * E, s, 3 * E, s, 0);
    // c1 = (a0+a1)(b0+b1) − v0 − v1 + ξ·v2
    base.add(s, 4 * E, a, ao, a, ao + E);
    base.add(s, 5 * E, b, bo, b, bo + E);
    base.multiply(s, 4 * E, s, 4 * E, s, 5 * E);
    base.subtract(s, 4 * E, s, 4 * E, s, 0);
    base.subtract(s, 4 * E, s, 4 * E, s, E);
    base.multiplyByNonResidue(s, 5 * E, s, 2 * E);
    base.add(s, 4 * E, s, 4 * E, s, 5 * E);
    // c2 = (a0+a2)(b0+b2) − v0 − v2 + v1
    base.add(s, 5 * E, a, ao, a, ao + 2 * E);
    base.add(s, 6 * E, b, bo, b, bo + 2 * E);
    base.multiply(s, 5 * E, s, 5 * E, s, 6 * E);
    base.subtract(s, 5 * E, s, 5 * E, s, 0);
    base.subtract(s, 5 * E, s, 5 * E, s, 2 * E);
    base.add(s, 5 * E, s, 5 * E, s, E);
    System.arraycopy(s, 3 * E, r, ro, WIDTH);
  }

  /// r = a·(c0 + c1·v), with c0 and c1 in F_q².
  void multiplyBy01(long[] r, int ro, long[] a, int ao, long[] c, int c0, int c1) {
    base.multiply(s, 0, a, ao, c, c0);
    base.multiply(s, E, a, ao + E, c, c1);
    base.add(s, 2 * E, a, ao + E, a, ao + 2 * E);
    base.multiply(s, 3 * E, c, c1, s, 2 * E);
    base.subtract(s, 3 * E, s, 3 * E, s, E);
    base.multiplyByNonResidue(s, 3 * E, s, 3 * E);
    base.add(s, 3 * E, s, 3 * E, s, 0);
    base.add(s, 2 * E, a, ao, a, ao + 2 * E);
    base.multiply(s, 5 * E, c, c0, s, 2 * E);
    base.subtract(s, 5 * E, s, 5 * E, s, 0);
    base.add(s, 5 * E, s, 5 * E, s, E);
    base.add(s, 2 * E, a, ao, a, ao + E);
    base.add(s, 4 * E, c, c0, c, c1);
    base.multiply(s, 4 * E, s, 4 * E, s, 2 * E);
    base.subtract(s, 4 * E, s, 4 * E, s, 0);
    base.subtract(s, 4 * E, s, 4 * E, s, E);
    System.arraycopy(s, 3 * E, r, ro, WIDTH);
  }

  /// r = a·c with c in F_q².
  void multiplyByBase(long[] r, int ro, long[] a, int ao, long[] c, int co) {
    for (int i = 0; i < WIDTH; i += E) {
      base.multiply(r, ro + i, a, ao + i, c, co);
    }
  }

  /// r = a·v.
  void multiplyByV(long[] r, int ro, long[] a, int ao) {
    base.multiplyByNonResidue(s, 0, a, ao + 2 * E);
    System.arraycopy(a, ao + E, s, 2 * E, E);
    System.arraycopy(a, ao, s, E, E);
    System.arraycopy(s, 0, r, ro, WIDTH);
  }

  /// r = a⁻¹ by the adjoint (Beuchat et al., ePrint 2010/354, algorithm 17).
  void invert(long[] r, int ro, long[] a, int ao) {
    int a1 = ao + E;
    int a2 = ao + 2 * E;
    // A = a0² − ξ·a1·a2, B = ξ·a2² − a0·a1, C = a1² − a0·a2
    base.multiply(s, 3 * E, a, a1, a, a2);
    base.multiplyByNonResidue(s, 3 * E, s, 3 * E);
    base.square(s, 0, a, ao);
    base.subtract(s, 0, s, 0, s, 3 * E);
    base.square(s, E, a, a2);
    base.multiplyByNonResidue(s, E, s, E);
    base.multiply(s, 3 * E, a, ao, a, a1);
    base.subtract(s, E, s, E, s, 3 * E);
    base.square(s, 2 * E, a, a1);
    base.multiply(s, 3 * E, a, ao, a, a2);
    base.subtract(s, 2 * E, s, 2 * E, s, 3 * E);
    // F = a0·A + ξ(a2·B + a1·C)
    base.multiply(s, 3 * E, a, a2, s, E);
    base.multiply(s, 4 * E, a, a1, s, 2 * E);
    base.add(s, 3 * E, s, 3 * E, s, 4 * E);
    base.multiplyByNonResidue(s, 3 * E, s, 3 * E);
    base.multiply(s, 4 * E, a, ao, s, 0);
    base.add(s, 3 * E, s, 3 * E, s, 4 * E);
    base.invert(s, 3 * E, s, 3 * E);
    for (int i = 0; i < 3; i++) {
      base.multiply(r, ro + i * E, s, i * E, s, 3 * E);
    }
  }
}
