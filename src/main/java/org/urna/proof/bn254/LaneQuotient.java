package org.urna.proof.bn254;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The [Quotient] in [LaneField]'s arithmetic: three passes over memory for rows, three inverse and
/// three forward transforms and the pointwise end.
///
/// **Order.** Position p holds the value at w^brv(p), brv the reversal of k bits, so that in every
/// butterfly of a block (X^2m − ρ² = (X^m − ρ)(X^m + ρ)) the root ρ is the same, and the roots of a
/// narrower stage begin with those of the wider ones. The rows are evaluated in this order, the
/// inverse transform ends with the coefficients in natural order, and the forward one splits X^n +
/// 1 instead of X^n − 1, which is the step to the odd coset: nothing is ever permuted or shifted.
/// Neither transform divides by n; the pointwise end does.
///
/// **Lanes.** Elements L·g to L·g + L − 1 are the lanes of group g. Where butterflies join elements
/// less than L apart, every square of L groups is kept transposed, so that they too join groups;
/// there each lane has a root of its own, from a table in the order of use.
///
/// **Cache.** The array is a matrix of at most 2⁶ (for large domains more) rows. Inside a row all
/// stages run at once; the stages that join rows run on a few columns at a time, inverse and
/// forward one after the other, copied together, because rows a power of two apart would fall into
/// the same few places of the cache.
///
/// **Ranges.** Every stored value is normalised and at most 1.25r: rows and their products are at
/// most 1.02r, and a product by a root (0.51r) of a difference of two values is at most
/// 1.25·2·0.51/2.64 + 0.63 = 1.12 of r. A butterfly of two stages adds at most four values, 5r with
/// limbs up to 2⁵², before it reduces: what [LaneField] allows.
final class LaneQuotient implements Quotient {
  private static final LaneField F = LaneField.FR;
  private static final int L = LaneField.LANES;
  private static final int G = LaneField.GROUP;
  private static final int LANE_LOG = Integer.numberOfTrailingZeros(L);
  private static final int LIMBS = LaneField.LIMBS;
  private static final int WORDS = PrimeField.LIMBS;

  /// A domain needs a square of lanes.
  static final int LEAST_LOG = Math.max(1, 2 * LANE_LOG);

  private static final int MOST_ROWS_LOG = 6;
  private static final int LONGEST_ROW_LOG = 13;

  /// Groups of each row that are gone through together: with 2⁶ rows, 160 KiB for eight lanes.
  private static final int COLUMN_GROUPS = 8;

  private static final double[] SHARES = {0.35, 0.7, 1.0};

  private final int log;
  private final int size;
  private final int rowsLog;

  /// ω^−brv(j) of the stages that join groups, five limbs each.
  private final double[] inverseRoots;

  /// ψ^brv(i), ψ² = ω, of the stages that join groups, five limbs each.
  private final double[] forwardRoots;

  /// For the stage that joins elements 2^i apart inside a square, the lanes' roots in the order of
  /// use.
  private final double[][] inverseSquareRoots = new double[LANE_LOG][];

  private final double[][] forwardSquareRoots = new double[LANE_LOG][];

  /// 1/n in Montgomery form, and as it is, in all lanes.
  private final double[] sizeInverse = new double[G];

  private final double[] plainSizeInverse = new double[G];

  LaneQuotient(int log) {
    this.log = log;
    size = 1 << log;
    rowsLog = Math.min(Math.max(MOST_ROWS_LOG, log - LONGEST_ROW_LOG), log - 2 * LANE_LOG);
    BigInteger r = Fr.MODULUS;
    long[] inverse = reversedPowers(Fr.rootOfUnity(log).modInverse(r), log - 1);
    inverseRoots = limbs(inverse, size / 2 / L);
    for (int i = 0; i < LANE_LOG; i++) {
      inverseSquareRoots[i] = squareRoots(inverse, i, 0);
    }
    long[] forward = reversedPowers(Fr.rootOfUnity(log + 1), log);
    forwardRoots = limbs(forward, size / L);
    for (int i = 0; i < LANE_LOG; i++) {
      forwardSquareRoots[i] = squareRoots(forward, i, size >> (i + 1));
    }
    BigInteger n = BigInteger.valueOf(size).modInverse(r);
    broadcast(sizeInverse, 0, limbs(Fr.FIELD.element(n), 1), 0);
    // fromScalar halves: 2/n · 2⁰
    broadcast(plainSizeInverse, 0, limbs(PrimeField.limbs(n.shiftLeft(1).mod(r)), 1), 0);
  }

  /// root^brv(i) for i below 2^`bits`, brv the reversal of `bits` bits.
  private static long[] reversedPowers(BigInteger root, int bits) {
    long[] powers = new long[WORDS << bits];
    Fr.FIELD.setOne(powers, 0);
    for (int i = 0; i < bits; i++) {
      long[] factor =
          Fr.FIELD.element(root.modPow(BigInteger.ONE.shiftLeft(bits - 1 - i), Fr.MODULUS));
      int half = WORDS << i;
      for (int j = 0; j < half; j += WORDS) {
        Fr.FIELD.multiply(powers, half + j, powers, j, factor, 0);
      }
    }
    return powers;
  }

  /// The lanes' form of elements, five limbs each, within ±0.51r.
  private static double[] limbs(long[] elements, int count) {
    double[] limbs = new double[count * LIMBS];
    long[] bits = new long[LIMBS];
    double[] group = new double[2 * G];
    for (int first = 0; first < count; first += L) {
      int lanes = Math.min(L, count - first);
      for (int u = 0; u < lanes; u++) {
        F.fromScalar(elements, (first + u) * WORDS, bits, 0);
        for (int limb = 0; limb < LIMBS; limb++) {
          group[limb * L + u] = Double.longBitsToDouble(bits[limb]);
        }
      }
      F.addReduced(group, 0, group, 0, group, G);
      for (int u = 0; u < lanes; u++) {
        for (int limb = 0; limb < LIMBS; limb++) {
          limbs[(first + u) * LIMBS + limb] = group[limb * L + u];
        }
      }
    }
    return limbs;
  }

  /// The roots of the stage that joins elements 2^`stage` apart, in vectors: the square's lane u
  /// needs the roots of the elements L·u to L·u + L − 1.
  private double[] squareRoots(long[] roots, int stage, int first) {
    int each = L >> (stage + 1);
    double[] limbs =
        limbs(
            Arrays.copyOfRange(roots, first * WORDS, (first + (size >> (stage + 1))) * WORDS),
            size >> (stage + 1));
    double[] vectors = new double[limbs.length];
    int squares = size / (L * L);
    for (int square = 0; square < squares; square++) {
      for (int u = 0; u < L; u++) {
        for (int v = 0; v < each; v++) {
          int from = ((square * L + u) * each + v) * LIMBS;
          for (int limb = 0; limb < LIMBS; limb++) {
            vectors[(square * each + v) * G + limb * L + u] = limbs[from + limb];
          }
        }
      }
    }
    return vectors;
  }

  private static void broadcast(double[] group, int to, double[] limbs, int from) {
    for (int limb = 0; limb < LIMBS; limb++) {
      Arrays.fill(group, to + limb * L, to + (limb + 1) * L, limbs[from + limb]);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void compute(Rows rows, long[] h, Workers workers, Progress progress)
      throws InterruptedException {
    double[][] values = new double[3][size / L * G];
    @Nullable Scratch[] scratch = new Scratch[workers.threads()];
    try {
      int blocks = 1 << rowsLog;
      workers.run(
          blocks,
          (block, worker) -> {
            Scratch own = scratch(scratch, worker);
            evaluate(rows, block, values, own);
            for (double[] a : values) {
              inverseRow(a, block, own);
            }
          },
          finished -> progress.done(SHARES[0] * finished / blocks));
      int columns = Math.max(1, rowGroups() / COLUMN_GROUPS);
      workers.run(
          3 * columns,
          (task, worker) ->
              joinRows(values[task % 3], task / 3, rowGroups() / columns, scratch(scratch, worker)),
          finished ->
              progress.done(SHARES[0] + (SHARES[1] - SHARES[0]) * finished / (3 * columns)));
      workers.run(
          blocks,
          (block, worker) -> {
            Scratch own = scratch(scratch, worker);
            for (double[] a : values) {
              forwardRow(a, block, own);
            }
            finish(values, block, h, own);
          },
          finished -> progress.done(SHARES[1] + (SHARES[2] - SHARES[1]) * finished / blocks));
    } finally {
      for (double[] a : values) {
        Arrays.fill(a, 0.0);
      }
      for (Scratch own : scratch) {
        if (own != null) {
          own.wipe();
        }
      }
    }
  }

  private int rowGroups() {
    return size >> (rowsLog + LANE_LOG);
  }

  private Scratch scratch(@Nullable Scratch[] all, int worker) {
    Scratch own = all[worker];
    if (own == null) {
      own = new Scratch(Math.min(COLUMN_GROUPS, rowGroups()) << rowsLog);
      all[worker] = own;
    }
    return own;
  }

  /// What one thread computes with.
  private static final class Scratch {
    /// Some columns of all rows.
    final double[] columns;

    final double[] t = new double[4 * G];
    final double[] roots = new double[3 * G];
    final double[] square = new double[L * G];
    final int[] rows = new int[L * L];
    final long[] a = new long[L * L * WORDS];
    final long[] b = new long[L * L * WORDS];
    final long[] bits = new long[LIMBS];

    Scratch(int columnGroups) {
      columns = new double[columnGroups * G];
    }

    void wipe() {
      for (double[] array : new double[][] {columns, t, square}) {
        Arrays.fill(array, 0.0);
      }
      for (long[] array : new long[][] {a, b, bits}) {
        Arrays.fill(array, 0L);
      }
    }
  }

  private int reversed(int i) {
    return Integer.reverse(i) >>> (32 - log);
  }

  /// The rows of one block into a and b, transposed squares, and their products into c.
  private void evaluate(Rows rows, int block, double[][] values, Scratch s) {
    int groups = rowGroups();
    for (int g = block * groups; g < (block + 1) * groups; g += L) {
      for (int i = 0; i < L * L; i++) {
        s.rows[i] = reversed(g * L + i);
      }
      rows.evaluate(s.rows, L * L, s.a, s.b);
      load(s.a, values[0], g, s.bits);
      load(s.b, values[1], g, s.bits);
      for (int v = 0; v < L; v++) {
        int at = (g + v) * G;
        F.multiply(values[2], at, values[0], at, values[1], at);
      }
    }
  }

  /// Element i of a square lies in lane ⌊i/L⌋ of its group i mod L.
  private static void load(long[] elements, double[] a, int group, long[] bits) {
    for (int i = 0; i < L * L; i++) {
      F.fromScalar(elements, i * WORDS, bits, 0);
      int to = (group + i % L) * G + i / L;
      for (int limb = 0; limb < LIMBS; limb++) {
        a[to + limb * L] = Double.longBitsToDouble(bits[limb]);
      }
    }
  }

  private static void transpose(double[] a, int group, double[] square) {
    System.arraycopy(a, group * G, square, 0, L * G);
    for (int v = 0; v < L; v++) {
      for (int limb = 0; limb < L * LIMBS; limb += L) {
        int to = (group + v) * G + limb;
        int from = limb + v;
        for (int u = 0; u < L; u++) {
          a[to + u] = square[from + u * G];
        }
      }
    }
  }

  // --------------------------------------------------------------------------- inverse

  private void inverseRow(double[] a, int block, Scratch s) {
    int groups = rowGroups();
    int first = block * groups;
    for (int g = first; g < first + groups; g += L) {
      inverseSquare(a, g, s);
      transpose(a, g, s.square);
    }
    inverseStages(a, first, groups, 1, block, s);
  }

  private void inverseSquare(double[] a, int group, Scratch s) {
    int square = group / L;
    int stage = 0;
    for (; stage + 1 < LANE_LOG; stage += 2) {
      int half = 1 << stage;
      double[] inner = inverseSquareRoots[stage];
      double[] outer = inverseSquareRoots[stage + 1];
      int each = L / (4 * half);
      for (int o = 0; o < each; o++) {
        int root = (square * each + o) * G;
        for (int v = 4 * half * o; v < 4 * half * o + half; v++) {
          inverseTwice(a, (group + v) * G, half * G, outer, root, inner, 2 * root, s.t);
        }
      }
    }
    if (stage < LANE_LOG) {
      int half = 1 << stage;
      double[] roots = inverseSquareRoots[stage];
      int each = L / (2 * half);
      for (int o = 0; o < each; o++) {
        for (int v = 2 * half * o; v < 2 * half * o + half; v++) {
          inverseOnce(a, (group + v) * G, half * G, roots, (square * each + o) * G, s.t);
        }
      }
    }
  }

  /// The stages that join groups `narrowest` to `groups`/2 apart, among `groups` groups from
  /// `first` on, which are part number `position` of the array.
  private void inverseStages(
      double[] a, int first, int groups, int narrowest, int position, Scratch s) {
    double[] roots = s.roots;
    int half = narrowest;
    for (; 4 * half <= groups; half *= 4) {
      int count = groups / (4 * half);
      for (int o = 0; o < count; o++) {
        int root = position * count + o;
        broadcast(roots, 0, inverseRoots, root * LIMBS);
        broadcast(roots, G, inverseRoots, 2 * root * LIMBS);
        broadcast(roots, 2 * G, inverseRoots, (2 * root + 1) * LIMBS);
        int from = first + 4 * half * o;
        for (int g = from; g < from + half; g++) {
          inverseTwice(a, g * G, half * G, roots, 0, roots, G, s.t);
        }
      }
    }
    if (2 * half <= groups) {
      int count = groups / (2 * half);
      for (int o = 0; o < count; o++) {
        broadcast(roots, 0, inverseRoots, (position * count + o) * LIMBS);
        int from = first + 2 * half * o;
        for (int g = from; g < from + half; g++) {
          inverseOnce(a, g * G, half * G, roots, 0, s.t);
        }
      }
    }
  }

  /// (x0, x1) → (x0 + x1, (x0 − x1)·ρ⁻¹).
  private static void inverseOnce(double[] a, int at, int step, double[] root, int ro, double[] t) {
    LaneField.subtract(t, 0, a, at, a, at + step);
    F.addReduced(a, at, a, at, a, at + step);
    F.multiply(a, at + step, t, 0, root, ro);
  }

  /// Two stages: (x0, x1) and (x2, x3) by the roots at `ni` and one further, then (x0, x2) and (x1,
  /// x3) by the one at `oo`.
  private static void inverseTwice(
      double[] a, int at, int step, double[] outer, int oo, double[] inner, int ni, double[] t) {
    int x1 = at + step;
    int x2 = x1 + step;
    int x3 = x2 + step;
    LaneField.add(t, 0, a, at, a, x1);
    LaneField.subtract(t, G, a, at, a, x1);
    LaneField.add(t, 2 * G, a, x2, a, x3);
    LaneField.subtract(t, 3 * G, a, x2, a, x3);
    F.multiply(t, G, t, G, inner, ni);
    F.multiply(t, 3 * G, t, 3 * G, inner, ni + G);
    F.addReduced(a, at, t, 0, t, 2 * G);
    F.addReduced(a, x1, t, G, t, 3 * G);
    F.subtractReduced(t, 0, t, 0, t, 2 * G);
    F.subtractReduced(t, G, t, G, t, 3 * G);
    F.multiply(a, x2, t, 0, outer, oo);
    F.multiply(a, x3, t, G, outer, oo);
  }

  // --------------------------------------------------------------------------- forward

  private void forwardRow(double[] a, int block, Scratch s) {
    int groups = rowGroups();
    int first = block * groups;
    forwardStages(a, first, groups, 1, (1 << rowsLog) + block, s);
    for (int g = first; g < first + groups; g += L) {
      transpose(a, g, s.square);
      forwardSquare(a, g, s);
    }
  }

  /// The stages that join groups `groups`/2 to `narrowest` apart, among `groups` groups from
  /// `first` on, which are part number `position` of the array, counted from the number of parts.
  private void forwardStages(
      double[] a, int first, int groups, int narrowest, int position, Scratch s) {
    double[] roots = s.roots;
    int half = groups / 2;
    if (half >= narrowest && Integer.numberOfTrailingZeros(groups / narrowest) % 2 == 1) {
      broadcast(roots, 0, forwardRoots, position * LIMBS);
      for (int g = first; g < first + half; g++) {
        forwardOnce(a, g * G, half * G, roots, 0, s.t);
      }
      half /= 2;
    }
    for (half /= 2; half >= narrowest; half /= 4) {
      int count = groups / (4 * half);
      for (int o = 0; o < count; o++) {
        int root = position * count + o;
        broadcast(roots, 0, forwardRoots, root * LIMBS);
        broadcast(roots, G, forwardRoots, 2 * root * LIMBS);
        broadcast(roots, 2 * G, forwardRoots, (2 * root + 1) * LIMBS);
        int from = first + 4 * half * o;
        for (int g = from; g < from + half; g++) {
          forwardTwice(a, g * G, half * G, roots, 0, roots, G, s.t);
        }
      }
    }
  }

  private void forwardSquare(double[] a, int group, Scratch s) {
    int square = group / L;
    int stage = LANE_LOG - 1;
    if (LANE_LOG % 2 == 1) {
      int half = 1 << stage;
      for (int v = 0; v < half; v++) {
        forwardOnce(a, (group + v) * G, half * G, forwardSquareRoots[stage], square * G, s.t);
      }
      stage--;
    }
    for (; stage > 0; stage -= 2) {
      int half = 1 << (stage - 1);
      double[] outer = forwardSquareRoots[stage];
      double[] inner = forwardSquareRoots[stage - 1];
      int each = L / (4 * half);
      for (int o = 0; o < each; o++) {
        int root = (square * each + o) * G;
        for (int v = 4 * half * o; v < 4 * half * o + half; v++) {
          forwardTwice(a, (group + v) * G, half * G, outer, root, inner, 2 * root, s.t);
        }
      }
    }
  }

  /// (x0, x1) → (x0 + ρ·x1, x0 − ρ·x1).
  private static void forwardOnce(double[] a, int at, int step, double[] root, int ro, double[] t) {
    F.multiply(t, 0, a, at + step, root, ro);
    F.subtractReduced(a, at + step, a, at, t, 0);
    F.addReduced(a, at, a, at, t, 0);
  }

  /// Two stages: (x0, x2) and (x1, x3) by the root at `oo`, then (x0, x1) and (x2, x3) by the ones
  /// at `ni` and one further.
  private static void forwardTwice(
      double[] a, int at, int step, double[] outer, int oo, double[] inner, int ni, double[] t) {
    int x1 = at + step;
    int x2 = x1 + step;
    int x3 = x2 + step;
    F.multiply(t, 0, a, x2, outer, oo);
    F.multiply(t, G, a, x3, outer, oo);
    LaneField.add(t, 2 * G, a, x1, t, G);
    LaneField.subtract(t, 3 * G, a, x1, t, G);
    LaneField.subtract(t, G, a, at, t, 0);
    LaneField.add(t, 0, a, at, t, 0);
    F.multiply(t, 2 * G, t, 2 * G, inner, ni);
    F.multiply(t, 3 * G, t, 3 * G, inner, ni + G);
    F.addReduced(a, at, t, 0, t, 2 * G);
    F.subtractReduced(a, x1, t, 0, t, 2 * G);
    F.addReduced(a, x2, t, G, t, 3 * G);
    F.subtractReduced(a, x3, t, G, t, 3 * G);
  }

  // --------------------------------------------------------------------------- both

  /// The inverse and the forward stages that join rows, on some columns.
  private void joinRows(double[] a, int column, int width, Scratch s) {
    int rows = 1 << rowsLog;
    int stride = rowGroups() * G;
    int from = column * width * G;
    for (int row = 0; row < rows; row++) {
      System.arraycopy(a, row * stride + from, s.columns, row * width * G, width * G);
    }
    inverseStages(s.columns, 0, rows * width, width, 0, s);
    forwardStages(s.columns, 0, rows * width, width, 1, s);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(s.columns, row * width * G, a, row * stride + from, width * G);
    }
  }

  /// ab/n² − c/n of one block, to its places in h.
  private void finish(double[][] values, int block, long[] h, Scratch s) {
    double[] t = s.t;
    int groups = rowGroups();
    for (int g = block * groups; g < (block + 1) * groups; g++) {
      F.multiply(t, 0, values[0], g * G, values[1], g * G);
      F.multiply(t, 0, t, 0, sizeInverse, 0);
      LaneField.subtract(t, 0, t, 0, values[2], g * G);
      F.multiply(t, 0, t, 0, plainSizeInverse, 0);
      int first = g / L * L * L + g % L;
      for (int u = 0; u < L; u++) {
        F.toWords(
            t[u],
            t[u + L],
            t[u + 2 * L],
            t[u + 3 * L],
            t[u + 4 * L],
            h,
            reversed(first + u * L) * WORDS);
      }
    }
  }
}
