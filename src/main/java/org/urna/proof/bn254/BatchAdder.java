package org.urna.proof.bn254;

/// Adds many pairs of affine points with one inversion for all of them (Montgomery's trick): six
/// multiplications for each sum instead of eleven, and the sums are affine again.
///
/// Every pair is legal: an infinite operand, two equal points (doubling) and two opposite points
/// (infinity). Operands are copied when they are queued, so that sums may be written over operands
/// of pairs queued before. Holds scratch space: one instance for each thread.
final class BatchAdder implements PairAdder {
  /// Pairs for each inversion. An inversion costs about 330 multiplications.
  private static final int CAPACITY = 2048;

  private final CoordinateField f;
  private final int e;
  private final long[] x1;
  private final long[] y1;
  private final long[] xSum;
  private final long[] numerator;
  private final long[] denominator;
  private final long[] prefix;
  private final long[] s;
  private final int[] targets = new int[CAPACITY];
  private long[] target;
  private int count;

  BatchAdder(CoordinateField field) {
    f = field;
    e = f.width();
    x1 = new long[CAPACITY * e];
    y1 = new long[CAPACITY * e];
    xSum = new long[CAPACITY * e];
    numerator = new long[CAPACITY * e];
    denominator = new long[CAPACITY * e];
    prefix = new long[CAPACITY * e];
    s = new long[3 * e];
    target = new long[0];
  }

  @Override
  public int width() {
    return 2 * e;
  }

  @Override
  public void load(long[] points, int count, long[] own, int to) {
    System.arraycopy(points, 0, own, to, count * 2 * e);
  }

  @Override
  public void store(long[] own, int from, long[] affine, int to) {
    System.arraycopy(own, from, affine, to, 2 * e);
  }

  @Override
  public void writeTo(long[] sums) {
    target = sums;
  }

  @Override
  public void add(long[] a, int ao, boolean negateA, long[] b, int bo, boolean negateB, int to) {
    if (f.isZero(a, ao) && f.isZero(a, ao + e)) {
      copy(b, bo, negateB, to);
      return;
    }
    if (f.isZero(b, bo) && f.isZero(b, bo + e)) {
      copy(a, ao, negateA, to);
      return;
    }
    int at = count * e;
    System.arraycopy(a, ao, x1, at, e);
    if (negateA) {
      f.negate(y1, at, a, ao + e);
    } else {
      System.arraycopy(a, ao + e, y1, at, e);
    }
    f.subtract(denominator, at, b, bo, a, ao);
    if (negateB) {
      f.negate(numerator, at, b, bo + e);
      f.subtract(numerator, at, numerator, at, y1, at);
    } else {
      f.subtract(numerator, at, b, bo + e, y1, at);
    }
    if (f.isZero(denominator, at)) {
      if (!f.isZero(numerator, at)) {
        java.util.Arrays.fill(target, to, to + 2 * e, 0L);
        return;
      }
      // The tangent's slope 3x²/2y. There is no point with y = 0: both groups have odd order.
      f.square(s, 0, x1, at);
      f.add(numerator, at, s, 0, s, 0);
      f.add(numerator, at, numerator, at, s, 0);
      f.add(denominator, at, y1, at, y1, at);
    }
    f.add(xSum, at, a, ao, b, bo);
    if (count == 0) {
      System.arraycopy(denominator, 0, prefix, 0, e);
    } else {
      f.multiply(prefix, at, prefix, at - e, denominator, at);
    }
    targets[count++] = to;
    if (count == CAPACITY) {
      flush();
    }
  }

  @Override
  public void copy(long[] a, int ao, boolean negative, int to) {
    System.arraycopy(a, ao, target, to, 2 * e);
    if (negative) {
      f.negate(target, to + e, target, to + e);
    }
  }

  @Override
  public void flush() {
    if (count == 0) {
      return;
    }
    f.invert(s, 0, prefix, (count - 1) * e);
    for (int k = count - 1; k >= 0; k--) {
      int at = k * e;
      if (k > 0) {
        f.multiply(s, e, s, 0, prefix, at - e);
        f.multiply(s, 0, s, 0, denominator, at);
      } else {
        System.arraycopy(s, 0, s, e, e);
      }
      f.multiply(s, e, s, e, numerator, at); // λ
      f.square(s, 2 * e, s, e);
      int to = targets[k];
      f.subtract(target, to, s, 2 * e, xSum, at); // x = λ² − x1 − x2
      f.subtract(s, 2 * e, x1, at, target, to);
      f.multiply(s, 2 * e, s, 2 * e, s, e);
      f.subtract(target, to + e, s, 2 * e, y1, at); // y = λ(x1 − x) − y1
    }
    count = 0;
  }

  @Override
  public void wipe() {
    for (long[] array : new long[][] {x1, y1, xSum, numerator, denominator, prefix, s}) {
      java.util.Arrays.fill(array, 0L);
    }
  }
}
