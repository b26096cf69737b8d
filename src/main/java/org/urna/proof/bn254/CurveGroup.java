package org.urna.proof.bn254;

import java.util.Arrays;

/// Points of y² = x³ + b over a [CoordinateField], one by one, in Jacobian coordinates (x = X/Z², y
/// = Y/Z³): for sums that are too short for [BatchAdder].
///
/// An affine point is x then y; (0, 0) stands for infinity. A Jacobian point is X, Y, Z; Z = 0
/// stands for infinity. All operations are complete: equal, opposite and infinite operands give the
/// right sum. Formulas by their names in the Explicit-Formulas Database (a = 0). Holds scratch
/// space: one instance for each thread.
final class CurveGroup {
  private final CoordinateField f;
  private final int e;
  private final long[] s;

  CurveGroup(CoordinateField field) {
    f = field;
    e = f.width();
    s = new long[8 * e];
  }

  /// Longs for each affine point.
  int affineWidth() {
    return 2 * e;
  }

  /// Longs for each Jacobian point.
  int jacobianWidth() {
    return 3 * e;
  }

  boolean isInfinity(long[] p, int po) {
    return f.isZero(p, po + 2 * e);
  }

  boolean isAffineInfinity(long[] a, int ao) {
    return f.isZero(a, ao) && f.isZero(a, ao + e);
  }

  void setInfinity(long[] p, int po) {
    Arrays.fill(p, po, po + 3 * e, 0L);
  }

  /// p = a, an affine point.
  void set(long[] p, int po, long[] a, int ao) {
    if (isAffineInfinity(a, ao)) {
      setInfinity(p, po);
      return;
    }
    System.arraycopy(a, ao, p, po, 2 * e);
    f.setOne(p, po + 2 * e);
  }

  /// Whether the coordinates are reduced and satisfy the equation; infinity does.
  boolean isOnCurve(long[] a, int ao) {
    if (!f.isReduced(a, ao) || !f.isReduced(a, ao + e)) {
      return false;
    }
    if (isAffineInfinity(a, ao)) {
      return true;
    }
    f.square(s, 0, a, ao);
    f.multiply(s, 0, s, 0, a, ao);
    f.add(s, 0, s, 0, f.curveConstant(), 0);
    f.square(s, e, a, ao + e);
    return f.isEqual(s, 0, s, e);
  }

  /// p = 2p (dbl-2009-l).
  void doubled(long[] p, int po) {
    if (isInfinity(p, po)) {
      return;
    }
    int y = po + e;
    int z = po + 2 * e;
    f.square(s, 0, p, po); // A = X²
    f.square(s, e, p, y); // B = Y²
    f.square(s, 2 * e, s, e); // C = B²
    f.add(s, e, p, po, s, e);
    f.square(s, e, s, e);
    f.subtract(s, e, s, e, s, 0);
    f.subtract(s, e, s, e, s, 2 * e);
    f.add(s, e, s, e, s, e); // D = 2((X+B)² − A − C)
    f.add(s, 3 * e, s, 0, s, 0);
    f.add(s, 0, s, 3 * e, s, 0); // E = 3A
    f.multiply(p, z, p, y, p, z);
    f.add(p, z, p, z, p, z); // Z = 2YZ
    f.square(p, po, s, 0);
    f.subtract(p, po, p, po, s, e);
    f.subtract(p, po, p, po, s, e); // X = E² − 2D
    f.subtract(s, e, s, e, p, po);
    f.multiply(p, y, s, 0, s, e);
    f.add(s, 2 * e, s, 2 * e, s, 2 * e);
    f.add(s, 2 * e, s, 2 * e, s, 2 * e);
    f.add(s, 2 * e, s, 2 * e, s, 2 * e);
    f.subtract(p, y, p, y, s, 2 * e); // Y = E(D − X) − 8C
  }

  /// p = p + q, both Jacobian (add-2007-bl).
  void add(long[] p, int po, long[] q, int qo) {
    if (isInfinity(q, qo)) {
      return;
    }
    if (isInfinity(p, po)) {
      System.arraycopy(q, qo, p, po, 3 * e);
      return;
    }
    int pz = po + 2 * e;
    int qz = qo + 2 * e;
    f.square(s, 0, p, pz); // Z1Z1
    f.square(s, e, q, qz); // Z2Z2
    f.multiply(s, 2 * e, p, po, s, e); // U1
    f.multiply(s, 3 * e, q, qo, s, 0); // U2
    f.multiply(s, 4 * e, p, po + e, q, qz);
    f.multiply(s, 4 * e, s, 4 * e, s, e); // S1
    f.multiply(s, 5 * e, q, qo + e, p, pz);
    f.multiply(s, 5 * e, s, 5 * e, s, 0); // S2
    f.add(s, 6 * e, p, pz, q, qz);
    f.square(s, 6 * e, s, 6 * e);
    f.subtract(s, 6 * e, s, 6 * e, s, 0);
    f.subtract(s, 6 * e, s, 6 * e, s, e); // 2·Z1·Z2
    finishAdd(p, po);
  }

  /// p = p + a, or p − a, with a affine (madd-2007-bl).
  void addAffine(long[] p, int po, long[] a, int ao, boolean negative) {
    if (isAffineInfinity(a, ao)) {
      return;
    }
    if (isInfinity(p, po)) {
      set(p, po, a, ao);
      if (negative) {
        f.negate(p, po + e, p, po + e);
      }
      return;
    }
    int pz = po + 2 * e;
    f.square(s, 0, p, pz);
    System.arraycopy(p, po, s, 2 * e, e); // U1
    f.multiply(s, 3 * e, a, ao, s, 0); // U2
    System.arraycopy(p, po + e, s, 4 * e, e); // S1
    f.multiply(s, 5 * e, a, ao + e, p, pz);
    f.multiply(s, 5 * e, s, 5 * e, s, 0); // S2
    if (negative) {
      f.negate(s, 5 * e, s, 5 * e);
    }
    f.add(s, 6 * e, p, pz, p, pz); // 2·Z1
    finishAdd(p, po);
  }

  /// From U1, U2, S1, S2 (slots 2 to 5) and 2·Z1·Z2 (slot 6) to the sum.
  private void finishAdd(long[] p, int po) {
    f.subtract(s, 3 * e, s, 3 * e, s, 2 * e); // H
    f.subtract(s, 5 * e, s, 5 * e, s, 4 * e); // S2 − S1
    if (f.isZero(s, 3 * e)) {
      if (f.isZero(s, 5 * e)) {
        doubled(p, po);
      } else {
        setInfinity(p, po);
      }
      return;
    }
    f.multiply(p, po + 2 * e, s, 6 * e, s, 3 * e); // Z = 2·Z1·Z2·H
    f.add(s, 5 * e, s, 5 * e, s, 5 * e); // r = 2(S2 − S1)
    f.add(s, 0, s, 3 * e, s, 3 * e);
    f.square(s, 0, s, 0); // I = (2H)²
    f.multiply(s, e, s, 3 * e, s, 0); // J = H·I
    f.multiply(s, 2 * e, s, 2 * e, s, 0); // V = U1·I
    f.square(p, po, s, 5 * e);
    f.subtract(p, po, p, po, s, e);
    f.subtract(p, po, p, po, s, 2 * e);
    f.subtract(p, po, p, po, s, 2 * e); // X = r² − J − 2V
    f.subtract(s, 2 * e, s, 2 * e, p, po);
    f.multiply(s, 2 * e, s, 5 * e, s, 2 * e);
    f.multiply(s, 4 * e, s, 4 * e, s, e);
    f.add(s, 4 * e, s, 4 * e, s, 4 * e);
    f.subtract(p, po + e, s, 2 * e, s, 4 * e); // Y = r(V − X) − 2·S1·J
  }

  /// p = scalar·a with a affine; the scalar is four limbs in normal form, any 256-bit number.
  void multiply(long[] p, int po, long[] a, int ao, long[] scalar, int so) {
    setInfinity(p, po);
    for (int bit = 255; bit >= 0; bit--) {
      doubled(p, po);
      if ((scalar[so + (bit >> 6)] >>> (bit & 63) & 1) != 0) {
        addAffine(p, po, a, ao, false);
      }
    }
  }

  /// a = p in affine form.
  void toAffine(long[] a, int ao, long[] p, int po) {
    if (isInfinity(p, po)) {
      Arrays.fill(a, ao, ao + 2 * e, 0L);
      return;
    }
    f.invert(s, 0, p, po + 2 * e);
    f.square(s, e, s, 0);
    f.multiply(s, 0, s, 0, s, e);
    f.multiply(a, ao, p, po, s, e);
    f.multiply(a, ao + e, p, po + e, s, 0);
  }
}
