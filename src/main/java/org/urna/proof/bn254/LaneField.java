package org.urna.proof.bn254;

import java.math.BigInteger;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// A prime field of BN254 in lanes: as many elements at once as the processor has lanes of doubles
/// (8, 4 or 2), five limbs of 51 bits each, Montgomery form with R = 2²⁵⁵.
///
/// A limb is an integer in a double, balanced around 0: |limb| ≤ 2⁵⁰ after an operation that
/// normalises. The product of two limbs is split exactly by two fused multiply-adds: with C₁ =
/// 1.5·2¹⁰³, p = ab + C₁ is rounded to a multiple of 2⁵¹, and ab − (p − C₁), at most 2⁵⁰ in size,
/// is exact. Both halves are read as integers off the doubles' mantissas, so that columns are
/// summed in 64-bit integer lanes, the mantissas' constant parts cancelled by one bias for each
/// column.
///
/// One object per modulus, [#FQ] and [#FR]; q stands for either modulus below.
///
/// **Ranges.** An element is a number v with |v| < 4q, of which v mod q counts. The split is exact
/// while |ab| ≤ 2¹⁰² for every two limbs: operands of [#multiply] may have limbs up to 2⁵¹ on both
/// sides, which a difference of two normalised elements has, or 2⁵² and 2⁵⁰. A product of |a| ≤ αq
/// and |b| ≤ βq is at most (αβ/2.64 + 0.63)q, normalised: 0.5 from the last row, 0.13 from the rows
/// before. The reducing sums take limbs up to 2⁵² (four normalised elements) and |v| ≤ 5q and give
/// |v| ≤ 0.51q, normalised.
///
/// A group of elements lies in 5·[#LANES] doubles, limb by limb. Two traps: unrolled completely,
/// [#multiply] is too large for the first compiler and stays interpreted, hence its loop with an
/// exit inside; and it is too large for the second one to inline anything in it but the vector
/// operations themselves, hence no method of ours is called there: what is not inlined allocates,
/// and takes four times as long. `./urna bench kernels` shows either.
final class LaneField {
  static final int LIMBS = 5;
  static final int LIMB_BITS = 51;

  private static final VectorSpecies<Double> S = species();
  private static final VectorSpecies<Long> SL = S.withLanes(long.class);

  /// Elements in a group.
  static final int LANES = S.length();

  /// Doubles for each group of elements.
  static final int GROUP = LIMBS * LANES;

  private static final long LIMB_MASK = (1L << LIMB_BITS) - 1;
  private static final double C0_VALUE = 0x1.8p52;
  private static final double C1_VALUE = 0x1.8p103;

  private static final DoubleVector C0 = broadcast(C0_VALUE);
  private static final DoubleVector C1 = broadcast(C1_VALUE);
  private static final DoubleVector C0_PLUS_C1 = broadcast(C0_VALUE + C1_VALUE);
  private static final DoubleVector TWO52 = broadcast(0x1p52);
  private static final DoubleVector TWO52_PLUS_HALF = broadcast(0x1p52 + 0x1p50);
  private static final DoubleVector TWO_MINUS_51 = broadcast(0x1p-51);
  private static final LongVector MASK = LongVector.broadcast(SL, LIMB_MASK);
  private static final LongVector TWO52_BITS =
      LongVector.broadcast(SL, Double.doubleToRawLongBits(0x1p52));
  private static final LongVector C0_BITS =
      LongVector.broadcast(SL, Double.doubleToRawLongBits(C0_VALUE));
  private static final LongVector HALF = LongVector.broadcast(SL, 1L << (LIMB_BITS - 1));

  /// For each column, minus the mantissas' constant parts that it will collect.
  private static final long[] BIAS = bias();

  /// The arithmetic modulo q, for coordinates.
  static final LaneField FQ = new LaneField(Fq.FIELD);

  /// The arithmetic modulo r, for scalars.
  static final LaneField FR = new LaneField(Fr.FIELD);

  private final PrimeField scalar;

  /// The modulus in balanced limbs.
  private final double q0;

  private final double q1;
  private final double q2;
  private final double q3;
  private final double q4;

  /// 2²⁰⁴/q: times the top limb, about how often q fits.
  private final double perModulus;

  /// −q⁻¹ mod 2⁵¹, balanced.
  private final double negativeInverse;

  /// (kq + 1)/2⁵¹ in balanced limbs, k = −q⁻¹ mod 2⁵¹, balanced.
  private final double n0;

  private final double n1;
  private final double n2;
  private final double n3;
  private final double n4;

  /// q in limbs of 64 bits, q and 3q in digits of 51 bits.
  private final long[] words;

  private final long[] digits;
  private final long[] triple;

  private LaneField(PrimeField field) {
    scalar = field;
    BigInteger q = field.modulus();
    double[] limbs = balanced(q);
    q0 = limbs[0];
    q1 = limbs[1];
    q2 = limbs[2];
    q3 = limbs[3];
    q4 = limbs[4];
    perModulus = 1.0 / (q4 + q3 * 0x1p-51);
    negativeInverse = negativeInverse(q);
    double[] multiple =
        balanced(
            q.multiply(BigInteger.valueOf((long) negativeInverse))
                .add(BigInteger.ONE)
                .shiftRight(LIMB_BITS));
    n0 = multiple[0];
    n1 = multiple[1];
    n2 = multiple[2];
    n3 = multiple[3];
    n4 = multiple[4];
    words = PrimeField.limbs(q);
    digits = digits(q);
    triple = digits(q.multiply(BigInteger.valueOf(3)));
  }

  private static VectorSpecies<Double> species() {
    return switch (Integer.getInteger("urna.kernel.bits", 0)) {
      case 512 -> DoubleVector.SPECIES_512;
      case 256 -> DoubleVector.SPECIES_256;
      case 128 -> DoubleVector.SPECIES_128;
      default ->
          DoubleVector.SPECIES_PREFERRED.length() > 8
              ? DoubleVector.SPECIES_512
              : DoubleVector.SPECIES_PREFERRED;
    };
  }

  /// Whether this processor multiplies and adds doubles in lanes, in one step.
  static boolean isFast() {
    return S.vectorBitSize() >= 256
        || (S.vectorBitSize() == 128 && System.getProperty("os.arch").equals("aarch64"));
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(S, value);
  }

  private static double[] balanced(BigInteger value) {
    double[] limbs = new double[LIMBS];
    BigInteger rest = value;
    for (int i = 0; i < LIMBS; i++) {
      long digit = rest.longValue() & LIMB_MASK;
      if (i < LIMBS - 1 && digit >= 1L << (LIMB_BITS - 1)) {
        digit -= 1L << LIMB_BITS;
      }
      limbs[i] = digit;
      rest = rest.subtract(BigInteger.valueOf(digit)).shiftRight(LIMB_BITS);
    }
    return limbs;
  }

  private static double negativeInverse(BigInteger q) {
    BigInteger radix = BigInteger.ONE.shiftLeft(LIMB_BITS);
    long inverse = radix.subtract(q.modInverse(radix)).longValue();
    return inverse >= 1L << (LIMB_BITS - 1) ? inverse - (1L << LIMB_BITS) : inverse;
  }

  private static long[] bias() {
    long[] bias = new long[2 * LIMBS];
    long low = Double.doubleToRawLongBits(C0_VALUE);
    long high = Double.doubleToRawLongBits(C1_VALUE);
    for (int i = 0; i < LIMBS; i++) {
      for (int j = 0; j < LIMBS; j++) {
        bias[i + j] -= low;
        bias[i + j + 1] -= high;
        // m·n lies one column higher than m·q in the last row
        int column = i < LIMBS - 1 ? i + j + 1 : i + j;
        bias[column] -= low;
        bias[column + 1] -= high;
      }
    }
    return bias;
  }

  /// r = a·b/2²⁵⁵, normalised. The result may lie over an operand.
  ///
  /// Four of the five rows are reduced by kq ≡ −1 (mod 2⁵¹) instead of q: the factor is then column
  /// 0 itself, with no multiplication by an inverse before it can be used, and adding its product
  /// with kq + 1 = 2⁵¹·n to the columns above is all there is to do. The product's top stays below
  /// that of a·b; only the last row needs q, or the result would be a limb too long.
  void multiply(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    DoubleVector k0 = DoubleVector.broadcast(S, n0);
    DoubleVector k1 = DoubleVector.broadcast(S, n1);
    DoubleVector k2 = DoubleVector.broadcast(S, n2);
    DoubleVector k3 = DoubleVector.broadcast(S, n3);
    DoubleVector k4 = DoubleVector.broadcast(S, n4);
    DoubleVector b0 = DoubleVector.fromArray(S, b, bo);
    DoubleVector b1 = DoubleVector.fromArray(S, b, bo + LANES);
    DoubleVector b2 = DoubleVector.fromArray(S, b, bo + 2 * LANES);
    DoubleVector b3 = DoubleVector.fromArray(S, b, bo + 3 * LANES);
    DoubleVector b4 = DoubleVector.fromArray(S, b, bo + 4 * LANES);
    LongVector c0 = LongVector.broadcast(SL, BIAS[0]);
    LongVector c1 = LongVector.broadcast(SL, BIAS[1]);
    LongVector c2 = LongVector.broadcast(SL, BIAS[2]);
    LongVector c3 = LongVector.broadcast(SL, BIAS[3]);
    LongVector c4 = LongVector.broadcast(SL, BIAS[4]);
    LongVector c5 = LongVector.broadcast(SL, BIAS[5]);
    DoubleVector high;
    DoubleVector low;
    for (int i = 0; ; i++) {
      DoubleVector x = DoubleVector.fromArray(S, a, ao + i * LANES);
      high = x.fma(b0, C1);
      low = x.fma(b0, C0_PLUS_C1.sub(high));
      c0 = c0.add(low.reinterpretAsLongs());
      c1 = c1.add(high.reinterpretAsLongs());
      high = x.fma(b1, C1);
      low = x.fma(b1, C0_PLUS_C1.sub(high));
      c1 = c1.add(low.reinterpretAsLongs());
      c2 = c2.add(high.reinterpretAsLongs());
      high = x.fma(b2, C1);
      low = x.fma(b2, C0_PLUS_C1.sub(high));
      c2 = c2.add(low.reinterpretAsLongs());
      c3 = c3.add(high.reinterpretAsLongs());
      high = x.fma(b3, C1);
      low = x.fma(b3, C0_PLUS_C1.sub(high));
      c3 = c3.add(low.reinterpretAsLongs());
      c4 = c4.add(high.reinterpretAsLongs());
      high = x.fma(b4, C1);
      low = x.fma(b4, C0_PLUS_C1.sub(high));
      c4 = c4.add(low.reinterpretAsLongs());
      c5 = c5.add(high.reinterpretAsLongs());
      if (i == LIMBS - 1) {
        break;
      }
      LongVector c6 = LongVector.broadcast(SL, BIAS[i + 6]);
      // m ≡ c0 mod 2⁵¹, balanced; c0 − m is then a multiple of 2⁵¹
      LongVector rounded = c0.add(HALF);
      DoubleVector m = rounded.and(MASK).or(TWO52_BITS).reinterpretAsDoubles().sub(TWO52_PLUS_HALF);
      high = m.fma(k0, C1);
      low = m.fma(k0, C0_PLUS_C1.sub(high));
      c1 = c1.add(low.reinterpretAsLongs());
      c2 = c2.add(high.reinterpretAsLongs());
      high = m.fma(k1, C1);
      low = m.fma(k1, C0_PLUS_C1.sub(high));
      c2 = c2.add(low.reinterpretAsLongs());
      c3 = c3.add(high.reinterpretAsLongs());
      high = m.fma(k2, C1);
      low = m.fma(k2, C0_PLUS_C1.sub(high));
      c3 = c3.add(low.reinterpretAsLongs());
      c4 = c4.add(high.reinterpretAsLongs());
      high = m.fma(k3, C1);
      low = m.fma(k3, C0_PLUS_C1.sub(high));
      c4 = c4.add(low.reinterpretAsLongs());
      c5 = c5.add(high.reinterpretAsLongs());
      high = m.fma(k4, C1);
      low = m.fma(k4, C0_PLUS_C1.sub(high));
      c5 = c5.add(low.reinterpretAsLongs());
      c6 = c6.add(high.reinterpretAsLongs());
      c0 = c1.add(rounded.lanewise(VectorOperators.ASHR, LIMB_BITS));
      c1 = c2;
      c2 = c3;
      c3 = c4;
      c4 = c5;
      c5 = c6;
    }
    // m ≡ −c0/q mod 2⁵¹, balanced; c0 + m·q is then a multiple of 2⁵¹
    DoubleVector inverse = DoubleVector.broadcast(S, negativeInverse);
    DoubleVector m = c0.and(MASK).or(TWO52_BITS).reinterpretAsDoubles().sub(TWO52);
    high = m.fma(inverse, C1);
    m = m.fma(inverse, C0_PLUS_C1.sub(high)).sub(C0);
    k0 = DoubleVector.broadcast(S, q0);
    high = m.fma(k0, C1);
    low = m.fma(k0, C0_PLUS_C1.sub(high));
    c0 = c0.add(low.reinterpretAsLongs());
    c1 = c1.add(high.reinterpretAsLongs());
    k1 = DoubleVector.broadcast(S, q1);
    high = m.fma(k1, C1);
    low = m.fma(k1, C0_PLUS_C1.sub(high));
    c1 = c1.add(low.reinterpretAsLongs());
    c2 = c2.add(high.reinterpretAsLongs());
    k2 = DoubleVector.broadcast(S, q2);
    high = m.fma(k2, C1);
    low = m.fma(k2, C0_PLUS_C1.sub(high));
    c2 = c2.add(low.reinterpretAsLongs());
    c3 = c3.add(high.reinterpretAsLongs());
    k3 = DoubleVector.broadcast(S, q3);
    high = m.fma(k3, C1);
    low = m.fma(k3, C0_PLUS_C1.sub(high));
    c3 = c3.add(low.reinterpretAsLongs());
    c4 = c4.add(high.reinterpretAsLongs());
    k4 = DoubleVector.broadcast(S, q4);
    high = m.fma(k4, C1);
    low = m.fma(k4, C0_PLUS_C1.sub(high));
    c4 = c4.add(low.reinterpretAsLongs());
    c5 = c5.add(high.reinterpretAsLongs());
    c1 = c1.add(c0.lanewise(VectorOperators.ASHR, LIMB_BITS));
    LongVector carry = c1.add(HALF).lanewise(VectorOperators.ASHR, LIMB_BITS);
    c1.sub(carry.lanewise(VectorOperators.LSHL, LIMB_BITS))
        .add(C0_BITS)
        .reinterpretAsDoubles()
        .sub(C0)
        .intoArray(r, ro);
    c2 = c2.add(carry);
    carry = c2.add(HALF).lanewise(VectorOperators.ASHR, LIMB_BITS);
    c2.sub(carry.lanewise(VectorOperators.LSHL, LIMB_BITS))
        .add(C0_BITS)
        .reinterpretAsDoubles()
        .sub(C0)
        .intoArray(r, ro + LANES);
    c3 = c3.add(carry);
    carry = c3.add(HALF).lanewise(VectorOperators.ASHR, LIMB_BITS);
    c3.sub(carry.lanewise(VectorOperators.LSHL, LIMB_BITS))
        .add(C0_BITS)
        .reinterpretAsDoubles()
        .sub(C0)
        .intoArray(r, ro + 2 * LANES);
    c4 = c4.add(carry);
    carry = c4.add(HALF).lanewise(VectorOperators.ASHR, LIMB_BITS);
    c4.sub(carry.lanewise(VectorOperators.LSHL, LIMB_BITS))
        .add(C0_BITS)
        .reinterpretAsDoubles()
        .sub(C0)
        .intoArray(r, ro + 3 * LANES);
    c5.add(carry).add(C0_BITS).reinterpretAsDoubles().sub(C0).intoArray(r, ro + 4 * LANES);
  }

  /// r = a − b, limb by limb: not normalised.
  static void subtract(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    for (int i = 0; i < GROUP; i += LANES) {
      load(a, ao + i).sub(load(b, bo + i)).intoArray(r, ro + i);
    }
  }

  /// r = a + b, limb by limb: not normalised.
  static void add(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    for (int i = 0; i < GROUP; i += LANES) {
      load(a, ao + i).add(load(b, bo + i)).intoArray(r, ro + i);
    }
  }

  private static DoubleVector load(double[] a, int ao) {
    return DoubleVector.fromArray(S, a, ao);
  }

  /// r = a − b, reduced.
  void subtractReduced(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    reduce(
        load(a, ao).sub(load(b, bo)),
        load(a, ao + LANES).sub(load(b, bo + LANES)),
        load(a, ao + 2 * LANES).sub(load(b, bo + 2 * LANES)),
        load(a, ao + 3 * LANES).sub(load(b, bo + 3 * LANES)),
        load(a, ao + 4 * LANES).sub(load(b, bo + 4 * LANES)),
        r,
        ro);
  }

  /// r = a − b − c, reduced.
  void subtractReduced(
      double[] r, int ro, double[] a, int ao, double[] b, int bo, double[] c, int co) {
    reduce(
        load(a, ao).sub(load(b, bo)).sub(load(c, co)),
        load(a, ao + LANES).sub(load(b, bo + LANES)).sub(load(c, co + LANES)),
        load(a, ao + 2 * LANES).sub(load(b, bo + 2 * LANES)).sub(load(c, co + 2 * LANES)),
        load(a, ao + 3 * LANES).sub(load(b, bo + 3 * LANES)).sub(load(c, co + 3 * LANES)),
        load(a, ao + 4 * LANES).sub(load(b, bo + 4 * LANES)).sub(load(c, co + 4 * LANES)),
        r,
        ro);
  }

  /// r = a + b, reduced.
  void addReduced(double[] r, int ro, double[] a, int ao, double[] b, int bo) {
    reduce(
        load(a, ao).add(load(b, bo)),
        load(a, ao + LANES).add(load(b, bo + LANES)),
        load(a, ao + 2 * LANES).add(load(b, bo + 2 * LANES)),
        load(a, ao + 3 * LANES).add(load(b, bo + 3 * LANES)),
        load(a, ao + 4 * LANES).add(load(b, bo + 4 * LANES)),
        r,
        ro);
  }

  private void reduce(
      DoubleVector x0,
      DoubleVector x1,
      DoubleVector x2,
      DoubleVector x3,
      DoubleVector x4,
      double[] r,
      int ro) {
    DoubleVector times = C0.sub(x4.fma(broadcast(perModulus), C0)); // −round(v/q)
    x0 = times.fma(broadcast(q0), x0);
    x1 = times.fma(broadcast(q1), x1);
    x2 = times.fma(broadcast(q2), x2);
    x3 = times.fma(broadcast(q3), x3);
    x4 = times.fma(broadcast(q4), x4);
    DoubleVector carry = x0.add(C1).sub(C1);
    x0.sub(carry).intoArray(r, ro);
    x1 = carry.fma(TWO_MINUS_51, x1);
    carry = x1.add(C1).sub(C1);
    x1.sub(carry).intoArray(r, ro + LANES);
    x2 = carry.fma(TWO_MINUS_51, x2);
    carry = x2.add(C1).sub(C1);
    x2.sub(carry).intoArray(r, ro + 2 * LANES);
    x3 = carry.fma(TWO_MINUS_51, x3);
    carry = x3.add(C1).sub(C1);
    x3.sub(carry).intoArray(r, ro + 3 * LANES);
    carry.fma(TWO_MINUS_51, x4).intoArray(r, ro + 4 * LANES);
  }

  /// Writes an element of the scalar arithmetic to five limbs, as the bits of doubles.
  ///
  /// @param a in Montgomery form with 2²⁵⁶: halved, it is in ours
  void fromScalar(long[] a, int ao, long[] limbs, int to) {
    long a0 = a[ao];
    long a1 = a[ao + 1];
    long a2 = a[ao + 2];
    long a3 = a[ao + 3];
    if ((a0 & 1) != 0) {
      // + q; both are below 2²⁵⁴, so nothing is lost at the top
      long sum = a0 + words[0];
      long carry = Long.compareUnsigned(sum, a0) < 0 ? 1 : 0;
      a0 = sum;
      sum = a1 + words[1];
      long out = Long.compareUnsigned(sum, a1) < 0 ? 1 : 0;
      a1 = sum + carry;
      carry = out + (a1 == 0 && carry != 0 ? 1 : 0);
      sum = a2 + words[2];
      out = Long.compareUnsigned(sum, a2) < 0 ? 1 : 0;
      a2 = sum + carry;
      carry = out + (a2 == 0 && carry != 0 ? 1 : 0);
      a3 = a3 + words[3] + carry;
    }
    a0 = a0 >>> 1 | a1 << 63;
    a1 = a1 >>> 1 | a2 << 63;
    a2 = a2 >>> 1 | a3 << 63;
    a3 = a3 >>> 1;
    long carry = digit(limbs, to, a0 & LIMB_MASK, 0);
    carry = digit(limbs, to + 1, (a0 >>> 51 | a1 << 13) & LIMB_MASK, carry);
    carry = digit(limbs, to + 2, (a1 >>> 38 | a2 << 26) & LIMB_MASK, carry);
    carry = digit(limbs, to + 3, (a2 >>> 25 | a3 << 39) & LIMB_MASK, carry);
    limbs[to + 4] = Double.doubleToRawLongBits((double) ((a3 >>> 12) + carry));
  }

  private static long digit(long[] limbs, int at, long digit, long carry) {
    long value = digit + carry;
    long out = (value + (1L << (LIMB_BITS - 1))) >> LIMB_BITS;
    limbs[at] = Double.doubleToRawLongBits((double) (value - (out << LIMB_BITS)));
    return out;
  }

  /// Writes five limbs, |v| < 3q, as an element of the scalar arithmetic in Montgomery form with
  /// 2²⁵⁶.
  void toScalar(double l0, double l1, double l2, double l3, double l4, long[] r, int ro) {
    toWords(l0, l1, l2, l3, l4, r, ro);
    scalar.add(r, ro, r, ro, r, ro);
  }

  /// Writes five limbs, |v| < 3q, as the number v mod q on four limbs of 64 bits.
  void toWords(double l0, double l1, double l2, double l3, double l4, long[] r, int ro) {
    // v + 3q lies in (0, 6q), which needs more than 256 bits: carry, then subtract q while it can
    // be
    long c = (long) l0 + triple[0];
    long d0 = c & LIMB_MASK;
    c = (c >> LIMB_BITS) + (long) l1 + triple[1];
    long d1 = c & LIMB_MASK;
    c = (c >> LIMB_BITS) + (long) l2 + triple[2];
    long d2 = c & LIMB_MASK;
    c = (c >> LIMB_BITS) + (long) l3 + triple[3];
    long d3 = c & LIMB_MASK;
    long d4 = (c >> LIMB_BITS) + (long) l4 + triple[4];
    while (isAtLeastModulus(d0, d1, d2, d3, d4)) {
      d0 -= digits[0];
      d1 -= digits[1] + (d0 >>> 63);
      d2 -= digits[2] + (d1 >>> 63);
      d3 -= digits[3] + (d2 >>> 63);
      d4 -= digits[4] + (d3 >>> 63);
      d0 &= LIMB_MASK;
      d1 &= LIMB_MASK;
      d2 &= LIMB_MASK;
      d3 &= LIMB_MASK;
    }
    r[ro] = d0 | d1 << 51;
    r[ro + 1] = d1 >>> 13 | d2 << 38;
    r[ro + 2] = d2 >>> 26 | d3 << 25;
    r[ro + 3] = d3 >>> 39 | d4 << 12;
  }

  private static long[] digits(BigInteger value) {
    long[] digits = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      digits[i] = value.shiftRight(LIMB_BITS * i).longValue() & (i < LIMBS - 1 ? LIMB_MASK : -1L);
    }
    return digits;
  }

  private boolean isAtLeastModulus(long d0, long d1, long d2, long d3, long d4) {
    if (d4 != digits[4]) {
      return d4 > digits[4];
    }
    if (d3 != digits[3]) {
      return d3 > digits[3];
    }
    if (d2 != digits[2]) {
      return d2 > digits[2];
    }
    if (d1 != digits[1]) {
      return d1 > digits[1];
    }
    return d0 >= digits[0];
  }
}
