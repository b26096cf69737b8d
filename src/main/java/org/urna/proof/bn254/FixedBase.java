package org.urna.proof.bn254;

/// Multiples of one point by many scalars, from a table of all its multiples d·2^(cw)·P with 0 < d
/// ≤ 2^(c−1): one affine addition for each window of signed digits. For set-ups, whose scalars
/// outnumber the table's entries.
public final class FixedBase {
  private static final int GRAIN = 4096;

  private final Group group;
  private final int bits;
  private final int windows;
  private final int half;
  private final int width;
  private final Kernel kernel;

  /// In the kernel's own form.
  private final long[] table;

  /// Makes the table: `256/bits · 2^(bits−1)` points.
  ///
  /// @param base an affine point of the group
  /// @param bits the window's width c, 2 to 16
  public FixedBase(Group group, long[] base, int bits) {
    this(group, base, bits, Kernel.forSize(1 << 20));
  }

  FixedBase(Group group, long[] base, int bits, Kernel kernel) {
    this.group = group;
    this.kernel = kernel;
    this.bits = bits;
    windows = 255 / bits + 1;
    half = 1 << (bits - 1);
    width = kernel.width(group);
    table = new long[windows * (half + 1) * width];
    fill(base);
  }

  private void fill(long[] base) {
    PairAdder adder = kernel.adder(group);
    adder.writeTo(table);
    CurveGroup curve = group.curve();
    long[] jacobian = new long[curve.jacobianWidth()];
    curve.set(jacobian, 0, base, 0);
    for (int w = 0; w < windows; w++) {
      int row = w * (half + 1) * width;
      long[] unit = new long[curve.affineWidth()];
      curve.toAffine(unit, 0, jacobian, 0);
      adder.copy(adder.load(unit, 1), 0, false, row + width);
      // From the multiples 1 .. n to n + 1 .. 2n; the last addition is a doubling.
      for (int n = 1; n < half; n *= 2) {
        for (int d = 1; d <= n; d++) {
          adder.add(
              table, row + n * width, false, table, row + d * width, false, row + (n + d) * width);
        }
        adder.flush();
      }
      for (int i = 0; i < bits; i++) {
        curve.doubled(jacobian, 0);
      }
    }
  }

  /// scalar·P for many scalars.
  ///
  /// @param scalars four limbs for each, in normal form, below 2²⁵⁴
  /// @param count how many there are
  /// @return affine points in the order of the scalars
  /// @throws InterruptedException if this thread was interrupted
  public long[] multiply(long[] scalars, int count, Workers workers) throws InterruptedException {
    long[] products = new long[count * group.affineWidth()];
    workers.ranges(count, GRAIN, (from, to) -> multiply(scalars, from, to, products));
    return products;
  }

  private void multiply(long[] scalars, int from, int to, long[] products) {
    PairAdder adder = kernel.adder(group);
    long[] sums = new long[(to - from) * width];
    adder.writeTo(sums);
    byte[] carries = new byte[to - from];
    for (int w = 0; w < windows; w++) {
      for (int i = from; i < to; i++) {
        int digit =
            MultiScalar.digit(scalars, i * PrimeField.LIMBS, w * bits, bits) + carries[i - from];
        int carry = digit > half ? 1 : 0;
        carries[i - from] = (byte) carry;
        digit -= carry << bits;
        if (digit != 0) {
          int entry = (w * (half + 1) + Math.abs(digit)) * width;
          adder.add(sums, (i - from) * width, false, table, entry, digit < 0, (i - from) * width);
        }
      }
      adder.flush();
    }
    for (int i = from; i < to; i++) {
      adder.store(sums, (i - from) * width, products, i * group.affineWidth());
    }
  }
}
