package org.urna.proof.bn254;

import java.util.Arrays;

/// The [Quotient] in [PrimeField]'s arithmetic, by [Ntt].
final class ScalarQuotient implements Quotient {
  private static final PrimeField F = Fr.FIELD;
  private static final int L = PrimeField.LIMBS;
  private static final int GRAIN = 1 << 10;

  /// Share of the rows in the whole.
  private static final double ROWS_DONE = 0.1;

  private final Ntt ntt;

  ScalarQuotient(int log) {
    ntt = new Ntt(log);
  }

  @Override
  public int size() {
    return ntt.size();
  }

  @Override
  public void compute(Rows rows, long[] h, Workers workers, Progress progress)
      throws InterruptedException {
    int size = size();
    long[] b = new long[size * L];
    long[] c = new long[size * L];
    try {
      workers.ranges(size, GRAIN, (from, to) -> evaluate(rows, from, to, h, b, c));
      progress.done(ROWS_DONE);
      long[][] values = {h, b, c};
      for (int i = 0; i < values.length; i++) {
        ntt.toOddCoset(values[i], workers);
        progress.done(ROWS_DONE + (1 - ROWS_DONE) * (i + 1) / values.length);
      }
      workers.ranges(
          size,
          GRAIN,
          (from, to) -> {
            for (int i = from * L; i < to * L; i += L) {
              F.multiply(h, i, h, i, b, i);
              F.subtract(h, i, h, i, c, i);
              F.fromMontgomery(h, i, h, i);
            }
          });
    } finally {
      Arrays.fill(b, 0L);
      Arrays.fill(c, 0L);
    }
  }

  private static void evaluate(Rows rows, int from, int to, long[] a, long[] b, long[] c) {
    int count = to - from;
    int[] range = new int[count];
    for (int i = 0; i < count; i++) {
      range[i] = from + i;
    }
    long[] someA = new long[count * L];
    long[] someB = new long[count * L];
    rows.evaluate(range, count, someA, someB);
    System.arraycopy(someA, 0, a, from * L, count * L);
    System.arraycopy(someB, 0, b, from * L, count * L);
    for (int i = from * L; i < to * L; i += L) {
      F.multiply(c, i, a, i, b, i);
    }
    Arrays.fill(someA, 0L);
    Arrays.fill(someB, 0L);
  }
}
