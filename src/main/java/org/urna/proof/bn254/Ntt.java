package org.urna.proof.bn254;

import java.math.BigInteger;

/// The number-theoretic transform over F_r on a domain of 2^k elements, in the two forms that a
/// Groth16 prover needs: from values on the domain to values on its odd coset.
///
/// The inverse transform runs from natural to bit-reversed order (decimation in frequency), the
/// forward one back (decimation in time), so that nothing is ever permuted. Stages wider than
/// [#BLOCK] go over the whole array; narrower ones are done block by block while the block lies in
/// the processor's cache.
final class Ntt {
  /// Elements of a block that one thread finishes on its own: 2¹³ of them are 256 KiB.
  private static final int BLOCK_LOG = 13;

  private static final int BLOCK = 1 << BLOCK_LOG;

  private static final PrimeField F = Fr.FIELD;
  private static final int L = PrimeField.LIMBS;

  private final int log;
  private final int size;

  /// w⁰ to w^(n/2−1), w a primitive n-th root of unity.
  private final long[] roots;

  /// A primitive 2n-th root of unity, the generator of the odd coset.
  private final long[] shift;

  private final long[] sizeInverse;

  /// Prepares a domain; takes as long as `2^(log−1)` multiplications.
  ///
  /// @param log the domain has 2^`log` elements, 1 to 27 (the coset needs one more bit than the
  ///   domain)
  Ntt(int log) {
    requireDomain(log);
    this.log = log;
    size = 1 << log;
    roots = new long[size / 2 * L];
    F.setOne(roots, 0);
    long[] root = F.element(Fr.rootOfUnity(log));
    for (int i = 1; i < size / 2; i++) {
      F.multiply(roots, i * L, roots, (i - 1) * L, root, 0);
    }
    shift = F.element(Fr.rootOfUnity(log + 1));
    sizeInverse = F.element(BigInteger.valueOf(size).modInverse(Fr.MODULUS));
  }

  static void requireDomain(int log) {
    if (log < 1 || log >= Fr.TWO_ADICITY) {
      throw new IllegalArgumentException("no transform of 2^" + log + " elements");
    }
  }

  /// How many elements the domain has.
  int size() {
    return size;
  }

  /// Replaces the values of a polynomial at wⁱ by its values at g·wⁱ, g² = w: in Montgomery form,
  /// in natural order.
  ///
  /// @param a size · 4 longs
  /// @throws InterruptedException if this thread was interrupted; `a` then holds neither
  void toOddCoset(long[] a, Workers workers) throws InterruptedException {
    inverse(a, workers);
    int grain = 1 << 12;
    workers.ranges(size, grain, (from, to) -> scale(a, from, to));
    forward(a, workers);
  }

  /// From values in natural order to n times the coefficients, in bit-reversed order.
  void inverse(long[] a, Workers workers) throws InterruptedException {
    int half = size / 2;
    for (; 2 * half > BLOCK; half /= 2) {
      int width = half;
      workers.ranges(size / 2, BLOCK / 2, (from, to) -> inverseStage(a, width, from, to));
    }
    int start = half;
    workers.run(
        Math.max(1, size / BLOCK),
        (block, _) -> {
          int butterflies = Math.min(size, BLOCK) / 2;
          for (int width = start; width >= 1; width /= 2) {
            inverseStage(a, width, block * butterflies, (block + 1) * butterflies);
          }
        });
  }

  /// From coefficients in bit-reversed order to values in natural order.
  void forward(long[] a, Workers workers) throws InterruptedException {
    int widest = Math.min(size, BLOCK) / 2;
    workers.run(
        Math.max(1, size / BLOCK),
        (block, _) -> {
          for (int width = 1; width <= widest; width *= 2) {
            forwardStage(a, width, block * widest, (block + 1) * widest);
          }
        });
    for (int half = 2 * widest; half < size; half *= 2) {
      int width = half;
      workers.ranges(size / 2, BLOCK / 2, (from, to) -> forwardStage(a, width, from, to));
    }
  }

  /// Butterflies `from` to `to` of the stage that joins elements `width` apart: (a, b) → (a + b, (a
  /// − b)·w^−k).
  private void inverseStage(long[] a, int width, int from, int to) {
    long[] t = new long[L];
    int stride = size / 2 / width;
    for (int i = from; i < to; i++) {
      int k = i & (width - 1);
      int x = (2 * i - k) * L;
      int y = x + width * L;
      if (k == 0) {
        F.subtract(t, 0, a, x, a, y);
        F.add(a, x, a, x, a, y);
        System.arraycopy(t, 0, a, y, L);
      } else {
        // w^−k = −w^(n/2−k)
        F.subtract(t, 0, a, y, a, x);
        F.add(a, x, a, x, a, y);
        F.multiply(a, y, t, 0, roots, (size / 2 - k * stride) * L);
      }
    }
  }

  /// Butterflies `from` to `to` of the stage that joins elements `width` apart: (a, b) → (a +
  /// b·w^k, a − b·w^k).
  private void forwardStage(long[] a, int width, int from, int to) {
    long[] t = new long[L];
    int stride = size / 2 / width;
    for (int i = from; i < to; i++) {
      int k = i & (width - 1);
      int x = (2 * i - k) * L;
      int y = x + width * L;
      if (k == 0) {
        System.arraycopy(a, y, t, 0, L);
      } else {
        F.multiply(t, 0, a, y, roots, k * stride * L);
      }
      F.subtract(a, y, a, x, t, 0);
      F.add(a, x, a, x, t, 0);
    }
  }

  /// Coefficient i, which lies at the reversed place, times gⁱ/n.
  private void scale(long[] a, int from, int to) {
    long[] odd = new long[L];
    F.multiply(odd, 0, shift, 0, sizeInverse, 0);
    for (int place = from; place < to; place++) {
      int i = Integer.reverse(place) >>> (32 - log);
      F.multiply(a, place * L, a, place * L, roots, (i >> 1) * L);
      F.multiply(a, place * L, a, place * L, (i & 1) == 0 ? sizeInverse : odd, 0);
    }
  }
}
