package org.urna.proof.bn254;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A multi-scalar multiplication Σ sᵢ·Pᵢ in G1 or G2 by Pippenger's buckets, cut into tasks that
/// [Workers] can share.
///
/// Scalars are recoded into signed digits of c bits, −2^(c−1) ≤ d < 2^(c−1). For each window the
/// points are sorted by |d| (a counting sort) and summed bucket by bucket in affine coordinates
/// ([GroupedSums]). The buckets' weighted sum Σ d·B_d is split by d = 2^h·i + j into row and column
/// sums, again affine, so that only about 2^(c/2+1) Jacobian additions remain. A scalar 0 costs
/// nothing, a scalar 1 one addition, a short scalar only its own windows: most of a witness is
/// such.
///
/// Scalars may be secret: [#close()] overwrites what was derived from them. Not constant-time.
public final class MultiScalar implements AutoCloseable {
  private final Group group;
  private final Kernel kernel;

  /// Only to bring points into its form.
  private final PairAdder adder;

  private final long[] points;
  private final int count;
  private final int bits;
  private final int windows;
  private final short[][] digits;
  private final long[] windowSums;
  private final CurveGroup curve;

  /// Prepares the sum; keeps neither array.
  ///
  /// @param points affine points, on the curve
  /// @param scalars four limbs for each point, in normal form, below 2²⁵⁴
  /// @param count how many there are
  public MultiScalar(Group group, long[] points, long[] scalars, int count) {
    this(group, points, scalars, count, windowBits(count), Kernel.forSize(count));
  }

  MultiScalar(Group group, long[] points, long[] scalars, int count, int bits, Kernel kernel) {
    this(group, count, bits, kernel);
    put(0, points, scalars, count);
  }

  /// Makes room for the sum; every place waits for [#put].
  ///
  /// @param count how many points there will be
  public MultiScalar(Group group, int count) {
    this(group, count, windowBits(count), Kernel.forSize(count));
  }

  private MultiScalar(Group group, int count, int bits, Kernel kernel) {
    this.group = group;
    this.kernel = kernel;
    this.adder = kernel.adder(group);
    this.points = new long[count * kernel.width(group)];
    this.count = count;
    this.bits = bits;
    windows = 255 / bits + 1;
    digits = new short[windows][count];
    curve = group.curve();
    windowSums = new long[windows * curve.jacobianWidth()];
  }

  /// Puts some points and their scalars into their places; copies what it needs of both. Several
  /// threads may fill different places.
  ///
  /// @param at the first place
  /// @param points affine points, on the curve
  /// @param scalars four limbs for each point, in normal form, below 2²⁵⁴
  /// @param some how many there are
  public void put(int at, long[] points, long[] scalars, int some) {
    if (points.length < (long) some * group.affineWidth()
        || scalars.length < (long) some * PrimeField.LIMBS
        || at < 0
        || some > count - at) {
      throw new IllegalArgumentException("fewer points, scalars or places than said");
    }
    adder.load(points, some, this.points, at * kernel.width(group));
    recode(at, scalars, some);
  }

  /// The width that makes windows · (points + 2 · buckets) least.
  static int windowBits(int count) {
    int best = 2;
    double least = Double.MAX_VALUE;
    for (int c = 2; c <= 16; c++) {
      double cost = (255 / c + 1) * (count + 2.0 * (1 << (c - 1)) + 100);
      if (cost < least) {
        least = cost;
        best = c;
      }
    }
    return best;
  }

  private void recode(int at, long[] scalars, int some) {
    int half = 1 << (bits - 1);
    for (int i = 0; i < some; i++) {
      int carry = 0;
      for (int w = 0; w < windows; w++) {
        int digit = digit(scalars, i * PrimeField.LIMBS, w * bits, bits) + carry;
        carry = digit >= half ? 1 : 0;
        digits[w][at + i] = (short) (digit - (carry << bits));
      }
    }
  }

  /// `bits` bits of the four limbs at `offset` from bit `position` on.
  static int digit(long[] limbs, int offset, int position, int bits) {
    if (position >= 256) {
      return 0;
    }
    int word = position >> 6;
    int shift = position & 63;
    long value = limbs[offset + word] >>> shift;
    if (shift + bits > 64 && word < 3) {
      value |= limbs[offset + word + 1] << (64 - shift);
    }
    return (int) (value & ((1L << bits) - 1));
  }

  /// How many tasks there are: one for each window.
  public int tasks() {
    return windows;
  }

  /// Scratch space for one thread, for all sums in one group.
  ///
  /// @return an object to pass to [#run]
  public static Scratch scratch(Group group) {
    return new Scratch(group);
  }

  /// Buffers that tasks of one thread share.
  public static final class Scratch {
    private final Group group;
    private final Map<Kernel, GroupedSums> sums = new EnumMap<>(Kernel.class);
    private int[] entries = new int[0];
    private long[] buckets = new long[0];
    private long[] lines = new long[0];

    private Scratch(Group group) {
      this.group = group;
    }

    private GroupedSums sums(Kernel kernel) {
      return sums.computeIfAbsent(kernel, chosen -> new GroupedSums(chosen.adder(group)));
    }

    /// Overwrites what depends on scalars.
    public void wipe() {
      sums.values().forEach(GroupedSums::wipe);
      Arrays.fill(entries, 0);
      Arrays.fill(buckets, 0);
      Arrays.fill(lines, 0);
    }
  }

  /// Computes window `window`.
  public void run(int window, Scratch scratch) {
    short[] d = digits[window];
    int half = 1 << (bits - 1);
    int[] sizes = new int[half + 1];
    int total = 0;
    for (int i = 0; i < count; i++) {
      if (d[i] != 0) {
        sizes[Math.abs(d[i])]++;
        total++;
      }
    }
    if (total == 0) {
      return;
    }
    int[] next = new int[half + 1];
    int room = 0;
    int position = 0;
    for (int b = 1; b <= half; b++) {
      next[b] = position;
      position += sizes[b];
      room += (sizes[b] + 1) / 2;
    }
    scratch.entries = atLeast(scratch.entries, total);
    int[] entries = scratch.entries;
    for (int i = 0; i < count; i++) {
      if (d[i] != 0) {
        entries[next[Math.abs(d[i])]++] = i << 1 | (d[i] < 0 ? 1 : 0);
      }
    }
    int width = kernel.width(group);
    scratch.buckets = atLeast(scratch.buckets, room * width);
    scratch.sums(kernel).sum(points, entries, sizes, half + 1, scratch.buckets);
    weigh(sizes, scratch, window * curve.jacobianWidth());
  }

  /// windowSums\[at..\] = Σ b·bucket_b over the buckets that are not empty.
  private void weigh(int[] sizes, Scratch scratch, int at) {
    int half = sizes.length - 1;
    int low = bits / 2;
    int rows = (half >> low) + 1;
    int columns = 1 << low;
    // Groups 1 .. rows−1 by the high part, then 1 .. columns−1 by the low part.
    int[] lineSizes = new int[rows + columns];
    for (int b = 1; b <= half; b++) {
      if (sizes[b] != 0) {
        lineSizes[b >> low]++;
        lineSizes[rows + (b & (columns - 1))]++;
      }
    }
    lineSizes[0] = 0;
    lineSizes[rows] = 0;
    int[] next = new int[rows + columns];
    int total = 0;
    int room = 0;
    for (int line = 0; line < rows + columns; line++) {
      next[line] = total;
      total += lineSizes[line];
      room += (lineSizes[line] + 1) / 2;
    }
    scratch.entries = atLeast(scratch.entries, total);
    int bucket = 0;
    for (int b = 1; b <= half; b++) {
      if (sizes[b] != 0) {
        if (b >> low != 0) {
          scratch.entries[next[b >> low]++] = bucket << 1;
        }
        if ((b & (columns - 1)) != 0) {
          scratch.entries[next[rows + (b & (columns - 1))]++] = bucket << 1;
        }
        bucket++;
      }
    }
    int width = kernel.width(group);
    scratch.lines = atLeast(scratch.lines, room * width);
    GroupedSums sums = scratch.sums(kernel);
    sums.sum(scratch.buckets, scratch.entries, lineSizes, rows + columns, scratch.lines);

    CurveGroup local = group.curve();
    long[] weighted = new long[local.jacobianWidth()];
    int firstColumn = 0;
    for (int line = 0; line < rows; line++) {
      firstColumn += lineSizes[line] == 0 ? 0 : 1;
    }
    runningSum(local, lineSizes, 0, rows, sums, scratch.lines, 0, weighted);
    for (int i = 0; i < low; i++) {
      local.doubled(weighted, 0);
    }
    long[] columnSum = new long[local.jacobianWidth()];
    runningSum(local, lineSizes, rows, columns, sums, scratch.lines, firstColumn, columnSum);
    local.add(weighted, 0, columnSum, 0);
    System.arraycopy(weighted, 0, windowSums, at, weighted.length);
  }

  /// sum = Σ i·line_i over the lines `first` + i, i = 1 .. `count` − 1, whose points lie from
  /// `point` on, empty ones left out.
  private static void runningSum(
      CurveGroup curve,
      int[] lineSizes,
      int first,
      int count,
      GroupedSums sums,
      long[] lines,
      int point,
      long[] sum) {
    int last = point;
    for (int i = 1; i < count; i++) {
      last += lineSizes[first + i] == 0 ? 0 : 1;
    }
    long[] partial = new long[sum.length];
    long[] line = new long[curve.affineWidth()];
    for (int i = count - 1; i >= 1; i--) {
      if (lineSizes[first + i] != 0) {
        last--;
        sums.store(lines, last, line);
        curve.addAffine(partial, 0, line, 0, false);
      }
      curve.add(sum, 0, partial, 0);
    }
  }

  /// The whole sum, affine, after every task has run.
  public long[] result() {
    int width = curve.jacobianWidth();
    long[] sum = new long[width];
    for (int w = windows - 1; w >= 0; w--) {
      for (int i = 0; i < bits; i++) {
        curve.doubled(sum, 0);
      }
      curve.add(sum, 0, windowSums, w * width);
    }
    long[] affine = new long[curve.affineWidth()];
    curve.toAffine(affine, 0, sum, 0);
    return affine;
  }

  /// Runs all tasks and returns the sum.
  ///
  /// @throws InterruptedException if this thread was interrupted
  public static long[] compute(
      Group group, long[] points, long[] scalars, int count, Workers workers)
      throws InterruptedException {
    try (MultiScalar sum = new MultiScalar(group, points, scalars, count)) {
      @Nullable Scratch[] scratch = new Scratch[workers.threads()];
      workers.run(
          sum.tasks(),
          (window, worker) -> {
            Scratch own = scratch[worker];
            if (own == null) {
              own = scratch(group);
              scratch[worker] = own;
            }
            sum.run(window, own);
          });
      return sum.result();
    }
  }

  /// Overwrites the digits and the windows' sums.
  @Override
  public void close() {
    for (short[] window : digits) {
      Arrays.fill(window, (short) 0);
    }
    Arrays.fill(windowSums, 0L);
  }

  private static int[] atLeast(int[] array, int length) {
    return array.length >= length ? array : new int[length];
  }

  private static long[] atLeast(long[] array, int length) {
    return array.length >= length ? array : new long[length];
  }
}
