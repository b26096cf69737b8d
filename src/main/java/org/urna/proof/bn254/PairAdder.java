package org.urna.proof.bn254;

/// Adds many pairs of affine points with one inversion for all of them (Montgomery's trick): six
/// multiplications for each sum instead of eleven, and the sums are affine again. This is where a
/// multi-scalar multiplication spends its time, and the seam behind which another arithmetic can do
/// it ([Kernel]).
///
/// Every pair is legal: an infinite operand, two equal points (doubling) and two opposite points
/// (infinity). Operands are copied when they are queued, so that sums may be written over operands
/// of pairs queued before. Points are in the adder's own form, [#width()] longs each; in every form
/// all zeros stand for infinity. Holds scratch space: one instance for each thread.
sealed interface PairAdder permits BatchAdder, LaneAdder {
  /// Longs for each point in the own form.
  int width();

  /// own\[to..\] = the own form of the first `count` of the affine points.
  void load(long[] points, int count, long[] own, int to);

  /// The own form of affine points, in an array of its own.
  default long[] load(long[] points, int count) {
    long[] own = new long[count * width()];
    load(points, count, own, 0);
    return own;
  }

  /// affine\[to..\] = the affine form of own\[from..\].
  void store(long[] own, int from, long[] affine, int to);

  /// Names the array that sums go to. No pair may be waiting.
  void writeTo(long[] sums);

  /// Queues ±a + ±b for place `to` of the sums; it is there after [#flush()] at the latest.
  void add(long[] a, int ao, boolean negateA, long[] b, int bo, boolean negateB, int to);

  /// Copies ±a to place `to` of the sums.
  void copy(long[] a, int ao, boolean negative, int to);

  /// Computes the waiting sums.
  void flush();

  /// Overwrites the scratch space.
  void wipe();
}
