package org.urna.proof.bn254;

import java.util.Arrays;

/// Many short sums Σ kⱼ·Pⱼ, each of its own points: what a set-up makes from powers of τ, where
/// most sums have a few terms and most scalars a few bits. [MultiScalar] is for one long sum.
///
/// Each sum shares its doublings between its terms (Straus) over non-adjacent forms; a scalar above
/// r/2 is taken as the opposite of r − k, so that −1 costs one addition. The sums of a call share
/// one inversion. Scalars may be secret: [#wipe()] overwrites what was derived from them. Not
/// constant-time. Holds scratch space: one instance for each thread.
public final class ShortSums {
  private static final int L = PrimeField.LIMBS;

  private final Group group;
  private final CoordinateField f;
  private final CurveGroup curve;

  /// The digits +1 and −1 of each term's scalar: eight longs for each.
  private long[] digits = new long[0];

  private long[] jacobian = new long[0];
  private long[] prefixes = new long[0];
  private final long[] scratch;
  private final long[] opposite = new long[L];

  public ShortSums(Group group) {
    this.group = group;
    f = group.field();
    curve = group.curve();
    scratch = new long[3 * f.width()];
  }

  /// Computes the sums.
  ///
  /// @param points the terms' points, affine, on the curve, sum after sum
  /// @param scalars the terms' scalars, four limbs each, normal form, below r
  /// @param starts where each sum's terms start, and where the last one's end
  /// @return one affine point for each sum; infinity for a sum without terms
  public long[] compute(long[] points, long[] scalars, int[] starts) {
    int count = starts.length - 1;
    int width = curve.jacobianWidth();
    if (jacobian.length < count * width) {
      jacobian = new long[count * width];
    }
    for (int i = 0; i < count; i++) {
      sum(points, scalars, starts[i], starts[i + 1], i * width);
    }
    return normalize(count);
  }

  /// One scalar times each of many points.
  ///
  /// @param points affine points, on the curve
  /// @param scalar four limbs, normal form, below r
  public long[] multiply(long[] points, int count, long[] scalar) {
    int width = curve.jacobianWidth();
    if (jacobian.length < count * width) {
      jacobian = new long[count * width];
    }
    reserve(1);
    int top = recode(scalar, 0, 0);
    for (int i = 0; i < count; i++) {
      curve.setInfinity(jacobian, i * width);
      for (int bit = top; bit >= 0; bit--) {
        curve.doubled(jacobian, i * width);
        addDigit(points, i, 0, bit, i * width);
      }
    }
    return normalize(count);
  }

  private void sum(long[] points, long[] scalars, int from, int to, int at) {
    curve.setInfinity(jacobian, at);
    reserve(to - from);
    int top = -1;
    for (int t = from; t < to; t++) {
      top = Math.max(top, recode(scalars, t * L, (t - from) * 2 * L));
    }
    for (int bit = top; bit >= 0; bit--) {
      curve.doubled(jacobian, at);
      for (int t = from; t < to; t++) {
        addDigit(points, t, (t - from) * 2 * L, bit, at);
      }
    }
  }

  private void addDigit(long[] points, int point, int digitsAt, int bit, int at) {
    int word = digitsAt + (bit >> 6);
    if ((digits[word] >>> (bit & 63) & 1) != 0) {
      curve.addAffine(jacobian, at, points, point * group.affineWidth(), false);
    } else if ((digits[word + L] >>> (bit & 63) & 1) != 0) {
      curve.addAffine(jacobian, at, points, point * group.affineWidth(), true);
    }
  }

  private void reserve(int terms) {
    if (digits.length < terms * 2 * L) {
      digits = new long[terms * 2 * L];
    }
  }

  /// Writes the non-adjacent form of ±k at `to`: bits where the digit is +1, then bits where it is
  /// −1, (3k & ~k)/2 and (k & ~3k)/2. Returns the highest digit's place, −1 for 0.
  private int recode(long[] scalars, int from, int to) {
    Fr.FIELD.negate(opposite, 0, scalars, from);
    boolean negative = isShorter(opposite, scalars, from);
    long[] k = negative ? opposite : scalars;
    int ko = negative ? 0 : from;
    int plus = to + (negative ? L : 0);
    int minus = to + (negative ? 0 : L);
    long shifted = 0;
    long carry = 0;
    for (int i = 0; i < L; i++) {
      long limb = k[ko + i];
      long twice = limb << 1 | shifted;
      shifted = limb >>> 63;
      long sum = limb + twice;
      long overflow = Long.compareUnsigned(sum, limb) < 0 ? 1 : 0;
      long three = sum + carry;
      carry = overflow + (Long.compareUnsigned(three, sum) < 0 ? 1 : 0);
      digits[plus + i] = three & ~limb;
      digits[minus + i] = limb & ~three;
    }
    int top = -1;
    for (int i = 0; i < L; i++) {
      // 3k has at most 256 bits: nothing is lost above
      for (int half = to; half <= to + L; half += L) {
        long above = i + 1 < L ? digits[half + i + 1] << 63 : 0;
        digits[half + i] = digits[half + i] >>> 1 | above;
        if (digits[half + i] != 0) {
          top = Math.max(top, 64 * i + 63 - Long.numberOfLeadingZeros(digits[half + i]));
        }
      }
    }
    return top;
  }

  /// Whether a < b as 256-bit numbers.
  private static boolean isShorter(long[] a, long[] b, int bo) {
    for (int i = L - 1; i >= 0; i--) {
      if (a[i] != b[bo + i]) {
        return Long.compareUnsigned(a[i], b[bo + i]) < 0;
      }
    }
    return false;
  }

  /// The affine forms of the Jacobian sums, with one inversion for all of them.
  private long[] normalize(int count) {
    int e = f.width();
    int width = curve.jacobianWidth();
    long[] affine = new long[count * group.affineWidth()];
    if (prefixes.length < (count + 1) * e) {
      prefixes = new long[(count + 1) * e];
    }
    f.setOne(prefixes, 0);
    for (int i = 0; i < count; i++) {
      if (curve.isInfinity(jacobian, i * width)) {
        System.arraycopy(prefixes, i * e, prefixes, (i + 1) * e, e);
      } else {
        f.multiply(prefixes, (i + 1) * e, prefixes, i * e, jacobian, i * width + 2 * e);
      }
    }
    long[] s = scratch;
    f.invert(s, 0, prefixes, count * e);
    for (int i = count - 1; i >= 0; i--) {
      int at = i * width;
      if (curve.isInfinity(jacobian, at)) {
        continue;
      }
      f.multiply(s, e, s, 0, prefixes, i * e); // 1/Z
      f.multiply(s, 0, s, 0, jacobian, at + 2 * e);
      f.square(s, 2 * e, s, e);
      f.multiply(affine, i * 2 * e, jacobian, at, s, 2 * e);
      f.multiply(s, 2 * e, s, 2 * e, s, e);
      f.multiply(affine, i * 2 * e + e, jacobian, at + e, s, 2 * e);
    }
    return affine;
  }

  /// Overwrites what depends on scalars.
  public void wipe() {
    for (long[] array : new long[][] {digits, jacobian, prefixes, scratch, opposite}) {
      Arrays.fill(array, 0L);
    }
  }
}
