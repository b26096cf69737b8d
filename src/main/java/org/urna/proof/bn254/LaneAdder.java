package org.urna.proof.bn254;

import java.util.Arrays;

/// The [PairAdder] in [LaneField]'s arithmetic. Its own form of a point is the bits of five doubles
/// for each coefficient of x and y.
///
/// A sum that is no plain addition (equal or opposite points) makes the denominator 0 and the
/// product of its lane with it: then the whole batch is done once more by the scalar adder, which
/// takes every pair. So the lanes need no case distinction, and honest data meets the detour almost
/// never.
final class LaneAdder implements PairAdder {
  private static final LaneField F = LaneField.FQ;
  private static final int L = LaneField.LANES;

  /// Doubles for a group of coefficients.
  private static final int G = LaneField.GROUP;

  private static final int LIMBS = LaneField.LIMBS;

  private final CoordinateField f;

  /// Coefficients of each coordinate: 1 for G1, 2 for G2.
  private final int degree;

  /// Longs for each coordinate in the own form.
  private final int own;

  /// Doubles for each group of coordinates.
  private final int e;

  private final int capacity;
  private final double[] x1;
  private final double[] y1;
  private final double[] x2;
  private final double[] y2;
  private final double[] denominator;
  private final double[] prefix;
  private final double[] s;
  private final double[] karatsuba;
  private final int[] targets;
  private final long[] lanes;
  private final long[] lanePrefixes;
  private final long[] element;
  private long[] target = new long[0];
  private int count;

  LaneAdder(Group group) {
    f = group.field();
    degree = f.width() / PrimeField.LIMBS;
    own = degree * LIMBS;
    e = degree * G;
    capacity = 4096 / degree;
    int doubles = capacity / L * e;
    x1 = new double[doubles];
    y1 = new double[doubles];
    x2 = new double[doubles];
    y2 = new double[doubles];
    denominator = new double[doubles];
    prefix = new double[doubles];
    s = new double[5 * e];
    karatsuba = new double[5 * G];
    targets = new int[capacity];
    lanes = new long[L * f.width()];
    lanePrefixes = new long[L * f.width()];
    element = new long[3 * f.width()];
  }

  static int width(Group group) {
    return group.affineWidth() / PrimeField.LIMBS * LIMBS;
  }

  @Override
  public int width() {
    return 2 * own;
  }

  @Override
  public void load(long[] points, int count, long[] own, int to) {
    for (int i = 0; i < count * 2 * degree; i++) {
      F.fromScalar(points, i * PrimeField.LIMBS, own, to + i * LIMBS);
    }
  }

  @Override
  public void store(long[] points, int from, long[] affine, int to) {
    for (int i = 0; i < 2 * degree; i++) {
      int at = from + i * LIMBS;
      F.toScalar(
          Double.longBitsToDouble(points[at]),
          Double.longBitsToDouble(points[at + 1]),
          Double.longBitsToDouble(points[at + 2]),
          Double.longBitsToDouble(points[at + 3]),
          Double.longBitsToDouble(points[at + 4]),
          affine,
          to + i * PrimeField.LIMBS);
    }
  }

  @Override
  public void writeTo(long[] sums) {
    target = sums;
  }

  @Override
  public void add(long[] a, int ao, boolean negateA, long[] b, int bo, boolean negateB, int to) {
    if (isInfinity(a, ao)) {
      copy(b, bo, negateB, to);
      return;
    }
    if (isInfinity(b, bo)) {
      copy(a, ao, negateA, to);
      return;
    }
    int at = count / L * e + count % L;
    scatter(a, ao, x1, at, 1.0);
    scatter(a, ao + own, y1, at, negateA ? -1.0 : 1.0);
    scatter(b, bo, x2, at, 1.0);
    scatter(b, bo + own, y2, at, negateB ? -1.0 : 1.0);
    targets[count++] = to;
    if (count == capacity) {
      flush();
    }
  }

  /// Infinity is only ever all zeros. (A zero limb may be −0.0 elsewhere, which does not matter: a
  /// point has a coordinate that is not 0.)
  private boolean isInfinity(long[] a, int ao) {
    for (int i = 0; i < 2 * own; i++) {
      if (a[ao + i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void scatter(long[] a, int ao, double[] to, int at, double sign) {
    for (int i = 0; i < own; i++) {
      to[at + i * L] = sign * Double.longBitsToDouble(a[ao + i]);
    }
  }

  @Override
  public void copy(long[] a, int ao, boolean negative, int to) {
    System.arraycopy(a, ao, target, to, 2 * own);
    if (negative) {
      for (int i = own; i < 2 * own; i++) {
        // 0.0 − x, so that zeros stay plain zeros
        target[to + i] = Double.doubleToRawLongBits(0.0 - Double.longBitsToDouble(a[ao + i]));
      }
    }
  }

  @Override
  public void flush() {
    if (count == 0) {
      return;
    }
    int groups = (count + L - 1) / L;
    pad(groups);
    for (int g = 0; g < groups; g++) {
      int at = g * e;
      for (int c = 0; c < e; c += G) {
        LaneField.subtract(denominator, at + c, x2, at + c, x1, at + c);
      }
      if (g == 0) {
        System.arraycopy(denominator, 0, prefix, 0, e);
      } else {
        multiply(prefix, at, prefix, at - e, denominator, at);
      }
    }
    if (!invertLanes((groups - 1) * e)) {
      addScalar();
      return;
    }
    // s: 0 = the running inverse, 1 = one inverse and what follows, 2 = λ, 3 = x3, 4 = y3
    for (int g = groups - 1; g >= 0; g--) {
      int at = g * e;
      if (g > 0) {
        multiply(s, e, s, 0, prefix, at - e);
        multiply(s, 0, s, 0, denominator, at);
      } else {
        System.arraycopy(s, 0, s, e, e);
      }
      for (int c = 0; c < e; c += G) {
        LaneField.subtract(s, 2 * e + c, y2, at + c, y1, at + c);
      }
      multiply(s, 2 * e, s, 2 * e, s, e);
      multiply(s, e, s, 2 * e, s, 2 * e);
      for (int c = 0; c < e; c += G) {
        F.subtractReduced(s, 3 * e + c, s, e + c, x1, at + c, x2, at + c);
        LaneField.subtract(s, e + c, x1, at + c, s, 3 * e + c);
      }
      multiply(s, e, s, e, s, 2 * e);
      for (int c = 0; c < e; c += G) {
        F.subtractReduced(s, 4 * e + c, s, e + c, y1, at + c);
      }
      gather(g);
    }
    count = 0;
  }

  /// Fills the last group with pairs whose denominator is 1 or (1, 0).
  private void pad(int groups) {
    for (int k = count; k < groups * L; k++) {
      int at = k / L * e + k % L;
      for (int i = 0; i < own; i++) {
        x1[at + i * L] = 0;
        y1[at + i * L] = 0;
        x2[at + i * L] = i == 0 ? 1 : 0;
        y2[at + i * L] = 0;
      }
    }
  }

  private void gather(int group) {
    int last = Math.min(L, count - group * L);
    for (int lane = 0; lane < last; lane++) {
      int to = targets[group * L + lane];
      for (int i = 0; i < own; i++) {
        // + 0.0 turns −0.0 into 0.0
        target[to + i] = Double.doubleToRawLongBits(s[3 * e + i * L + lane] + 0.0);
        target[to + own + i] = Double.doubleToRawLongBits(s[4 * e + i * L + lane] + 0.0);
      }
    }
  }

  /// r = a·b in F_q or F_q² (Karatsuba).
  private void multiply(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    if (degree == 1) {
      F.multiply(r, ro, a, ao, b, bo);
      return;
    }
    double[] k = karatsuba;
    F.multiply(k, 0, a, ao, b, bo);
    F.multiply(k, G, a, ao + G, b, bo + G);
    F.addReduced(k, 2 * G, a, ao, a, ao + G);
    F.addReduced(k, 3 * G, b, bo, b, bo + G);
    F.multiply(k, 4 * G, k, 2 * G, k, 3 * G);
    F.subtractReduced(r, ro, k, 0, k, G);
    F.subtractReduced(r, ro + G, k, 4 * G, k, 0, k, G);
  }

  /// s\[0\] = the inverses of the lanes of the last prefix, by one scalar inversion; false if a
  /// lane is 0.
  private boolean invertLanes(int last) {
    int w = f.width();
    for (int lane = 0; lane < L; lane++) {
      toScalar(prefix, last + lane, lanes, lane * w);
      if (f.isZero(lanes, lane * w)) {
        return false;
      }
      if (lane == 0) {
        System.arraycopy(lanes, 0, lanePrefixes, 0, w);
      } else {
        f.multiply(lanePrefixes, lane * w, lanePrefixes, (lane - 1) * w, lanes, lane * w);
      }
    }
    f.invert(element, 0, lanePrefixes, (L - 1) * w);
    long[] limbs = new long[own];
    for (int lane = L - 1; lane >= 0; lane--) {
      if (lane > 0) {
        f.multiply(element, w, element, 0, lanePrefixes, (lane - 1) * w);
        f.multiply(element, 0, element, 0, lanes, lane * w);
      } else {
        System.arraycopy(element, 0, element, w, w);
      }
      for (int c = 0; c < degree; c++) {
        F.fromScalar(element, w + c * PrimeField.LIMBS, limbs, c * LIMBS);
      }
      for (int i = 0; i < own; i++) {
        s[i * L + lane] = Double.longBitsToDouble(limbs[i]);
      }
    }
    return true;
  }

  private void toScalar(double[] a, int at, long[] r, int ro) {
    for (int c = 0; c < degree; c++) {
      int from = at + c * G;
      F.toScalar(
          a[from],
          a[from + L],
          a[from + 2 * L],
          a[from + 3 * L],
          a[from + 4 * L],
          r,
          ro + c * PrimeField.LIMBS);
    }
  }

  /// The waiting sums by the scalar adder.
  private void addScalar() {
    BatchAdder scalar = new BatchAdder(f);
    int w = f.width();
    long[] operands = new long[count * 4 * w];
    long[] sums = new long[count * 2 * w];
    scalar.writeTo(sums);
    for (int k = 0; k < count; k++) {
      int at = k / L * e + k % L;
      int o = k * 4 * w;
      toScalar(x1, at, operands, o);
      toScalar(y1, at, operands, o + w);
      toScalar(x2, at, operands, o + 2 * w);
      toScalar(y2, at, operands, o + 3 * w);
      scalar.add(operands, o, false, operands, o + 2 * w, false, k * 2 * w);
    }
    scalar.flush();
    for (int k = 0; k < count; k++) {
      for (int c = 0; c < 2 * degree; c++) {
        F.fromScalar(sums, k * 2 * w + c * PrimeField.LIMBS, target, targets[k] + c * LIMBS);
      }
    }
    scalar.wipe();
    count = 0;
  }

  @Override
  public void wipe() {
    for (double[] array : new double[][] {x1, y1, x2, y2, denominator, prefix, s, karatsuba}) {
      Arrays.fill(array, 0.0);
    }
    for (long[] array : new long[][] {lanes, lanePrefixes, element}) {
      Arrays.fill(array, 0L);
    }
  }
}
