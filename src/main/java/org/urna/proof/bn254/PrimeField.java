package org.urna.proof.bn254;

import java.math.BigInteger;

/// Integers modulo a prime p of 254 bits, in Montgomery form a·2²⁵⁶ mod p on four 64-bit limbs,
/// least significant first.
///
/// One object per modulus and one body of code for both fields: [Fq] and [Fr] hold the two
/// instances. Elements are four consecutive longs of an array, named by array and offset; the
/// result may lie over an operand. Elements are always fully reduced, in [0, p), and every
/// operation needs them so. Multiplication is the coarsely integrated operand scanning of Koç, Acar
/// and Kaliski without its last carry word, which is never needed as p < 2²⁵⁵. Not constant-time.
public final class PrimeField {
  /// Longs for each element.
  public static final int LIMBS = 4;

  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(256);

  private final BigInteger modulus;
  private final BigInteger radixInverse;
  private final long m0;
  private final long m1;
  private final long m2;
  private final long m3;

  /// −p⁻¹ mod 2⁶⁴.
  private final long inverse;

  private final long[] one;
  private final long[] radixSquared;
  private final long[] exponentOfInverse;

  /// @param modulus an odd prime below 2²⁵⁵
  PrimeField(BigInteger modulus) {
    this.modulus = modulus;
    long[] limbs = limbs(modulus);
    m0 = limbs[0];
    m1 = limbs[1];
    m2 = limbs[2];
    m3 = limbs[3];
    BigInteger word = BigInteger.ONE.shiftLeft(64);
    inverse = word.subtract(modulus.modInverse(word)).longValue();
    radixInverse = RADIX.modInverse(modulus);
    one = limbs(RADIX.mod(modulus));
    radixSquared = limbs(RADIX.multiply(RADIX).mod(modulus));
    exponentOfInverse = limbs(modulus.subtract(BigInteger.TWO));
  }

  /// p.
  public BigInteger modulus() {
    return modulus;
  }

  /// The limbs of a number below 2²⁵⁶ as it is, without Montgomery form.
  public static long[] limbs(BigInteger value) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = value.shiftRight(64 * i).longValue();
    }
    return limbs;
  }

  /// The number with these limbs as it is, without Montgomery form.
  public static BigInteger number(long[] a, int ao) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[31 - i] = (byte) (a[ao + (i >> 3)] >>> (8 * (i & 7)));
    }
    return new BigInteger(1, bytes);
  }

  /// The element of a number, reduced modulo p first.
  public long[] element(BigInteger value) {
    return limbs(value.mod(modulus).multiply(RADIX).mod(modulus));
  }

  /// The number in [0, p) of an element.
  public BigInteger toBigInteger(long[] a, int ao) {
    return number(a, ao).multiply(radixInverse).mod(modulus);
  }

  /// r = 1.
  public void setOne(long[] r, int ro) {
    System.arraycopy(one, 0, r, ro, LIMBS);
  }

  /// r = 0.
  public static void setZero(long[] r, int ro) {
    r[ro] = 0;
    r[ro + 1] = 0;
    r[ro + 2] = 0;
    r[ro + 3] = 0;
  }

  /// Whether the element is 0.
  public static boolean isZero(long[] a, int ao) {
    return (a[ao] | a[ao + 1] | a[ao + 2] | a[ao + 3]) == 0;
  }

  /// Whether two elements are the same.
  public static boolean isEqual(long[] a, int ao, long[] b, int bo) {
    return ((a[ao] ^ b[bo])
            | (a[ao + 1] ^ b[bo + 1])
            | (a[ao + 2] ^ b[bo + 2])
            | (a[ao + 3] ^ b[bo + 3]))
        == 0;
  }

  /// Whether the 256-bit number with these limbs, least significant first, is below p.
  public boolean isReduced(long l0, long l1, long l2, long l3) {
    if (l3 != m3) {
      return Long.compareUnsigned(l3, m3) < 0;
    }
    if (l2 != m2) {
      return Long.compareUnsigned(l2, m2) < 0;
    }
    if (l1 != m1) {
      return Long.compareUnsigned(l1, m1) < 0;
    }
    return Long.compareUnsigned(l0, m0) < 0;
  }

  /// r = a·2²⁵⁶: into Montgomery form.
  public void toMontgomery(long[] r, int ro, long[] a, int ao) {
    multiply(r, ro, a, ao, radixSquared, 0);
  }

  /// r = a·2⁻²⁵⁶: out of Montgomery form.
  public void fromMontgomery(long[] r, int ro, long[] a, int ao) {
    multiply(r, ro, a, ao, UNIT, 0);
  }

  private static final long[] UNIT = {1, 0, 0, 0};

  /// r = a·b.
  public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    long a0 = a[ao];
    long a1 = a[ao + 1];
    long a2 = a[ao + 2];
    long a3 = a[ao + 3];
    long b0 = b[bo];
    long b1 = b[bo + 1];
    long b2 = b[bo + 2];
    long b3 = b[bo + 3];
    // row 0: t = (t + a·b0 + m·p) / 2^64
    long carry = Math.unsignedMultiplyHigh(a0, b0);
    long t0 = a0 * b0;
    long m = t0 * inverse;
    long reduced = Math.unsignedMultiplyHigh(m, m0) + (t0 != 0 ? 1L : 0L);
    long low;
    long high;
    low = a1 * b0;
    high = Math.unsignedMultiplyHigh(a1, b0);
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    long t1 = low;
    low = m * m1;
    high = Math.unsignedMultiplyHigh(m, m1);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t0 = low;
    low = a2 * b0;
    high = Math.unsignedMultiplyHigh(a2, b0);
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    long t2 = low;
    low = m * m2;
    high = Math.unsignedMultiplyHigh(m, m2);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t1 = low;
    low = a3 * b0;
    high = Math.unsignedMultiplyHigh(a3, b0);
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    long t3 = low;
    low = m * m3;
    high = Math.unsignedMultiplyHigh(m, m3);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t2 = low;
    t3 = reduced + carry;
    // row 1: t = (t + a·b1 + m·p) / 2^64
    low = a0 * b1;
    high = Math.unsignedMultiplyHigh(a0, b1);
    t0 += low;
    carry = high + (Long.compareUnsigned(t0, low) < 0 ? 1L : 0L);
    m = t0 * inverse;
    reduced = Math.unsignedMultiplyHigh(m, m0) + (t0 != 0 ? 1L : 0L);
    low = a1 * b1;
    high = Math.unsignedMultiplyHigh(a1, b1);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t1 = low;
    low = m * m1;
    high = Math.unsignedMultiplyHigh(m, m1);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t0 = low;
    low = a2 * b1;
    high = Math.unsignedMultiplyHigh(a2, b1);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t2 = low;
    low = m * m2;
    high = Math.unsignedMultiplyHigh(m, m2);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t1 = low;
    low = a3 * b1;
    high = Math.unsignedMultiplyHigh(a3, b1);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t3 = low;
    low = m * m3;
    high = Math.unsignedMultiplyHigh(m, m3);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t2 = low;
    t3 = reduced + carry;
    // row 2: t = (t + a·b2 + m·p) / 2^64
    low = a0 * b2;
    high = Math.unsignedMultiplyHigh(a0, b2);
    t0 += low;
    carry = high + (Long.compareUnsigned(t0, low) < 0 ? 1L : 0L);
    m = t0 * inverse;
    reduced = Math.unsignedMultiplyHigh(m, m0) + (t0 != 0 ? 1L : 0L);
    low = a1 * b2;
    high = Math.unsignedMultiplyHigh(a1, b2);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t1 = low;
    low = m * m1;
    high = Math.unsignedMultiplyHigh(m, m1);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t0 = low;
    low = a2 * b2;
    high = Math.unsignedMultiplyHigh(a2, b2);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t2 = low;
    low = m * m2;
    high = Math.unsignedMultiplyHigh(m, m2);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t1 = low;
    low = a3 * b2;
    high = Math.unsignedMultiplyHigh(a3, b2);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t3 = low;
    low = m * m3;
    high = Math.unsignedMultiplyHigh(m, m3);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t2 = low;
    t3 = reduced + carry;
    // row 3: t = (t + a·b3 + m·p) / 2^64
    low = a0 * b3;
    high = Math.unsignedMultiplyHigh(a0, b3);
    t0 += low;
    carry = high + (Long.compareUnsigned(t0, low) < 0 ? 1L : 0L);
    m = t0 * inverse;
    reduced = Math.unsignedMultiplyHigh(m, m0) + (t0 != 0 ? 1L : 0L);
    low = a1 * b3;
    high = Math.unsignedMultiplyHigh(a1, b3);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t1 = low;
    low = m * m1;
    high = Math.unsignedMultiplyHigh(m, m1);
    low += t1;
    high += Long.compareUnsigned(low, t1) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t0 = low;
    low = a2 * b3;
    high = Math.unsignedMultiplyHigh(a2, b3);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t2 = low;
    low = m * m2;
    high = Math.unsignedMultiplyHigh(m, m2);
    low += t2;
    high += Long.compareUnsigned(low, t2) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t1 = low;
    low = a3 * b3;
    high = Math.unsignedMultiplyHigh(a3, b3);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += carry;
    carry = high + (Long.compareUnsigned(low, carry) < 0 ? 1L : 0L);
    t3 = low;
    low = m * m3;
    high = Math.unsignedMultiplyHigh(m, m3);
    low += t3;
    high += Long.compareUnsigned(low, t3) < 0 ? 1L : 0L;
    low += reduced;
    reduced = high + (Long.compareUnsigned(low, reduced) < 0 ? 1L : 0L);
    t2 = low;
    t3 = reduced + carry;
    storeReduced(r, ro, t0, t1, t2, t3);
  }

  /// r = a².
  public void square(long[] r, int ro, long[] a, int ao) {
    multiply(r, ro, a, ao, a, ao);
  }

  /// Stores t, which is below 2p, reduced.
  private void storeReduced(long[] r, int ro, long t0, long t1, long t2, long t3) {
    if (isReduced(t0, t1, t2, t3)) {
      r[ro] = t0;
      r[ro + 1] = t1;
      r[ro + 2] = t2;
      r[ro + 3] = t3;
      return;
    }
    long borrow = Long.compareUnsigned(t0, m0) < 0 ? 1 : 0;
    r[ro] = t0 - m0;
    long d = t1 - m1 - borrow;
    borrow = ((~t1 & m1) | ((~t1 | m1) & d)) >>> 63;
    r[ro + 1] = d;
    d = t2 - m2 - borrow;
    borrow = ((~t2 & m2) | ((~t2 | m2) & d)) >>> 63;
    r[ro + 2] = d;
    r[ro + 3] = t3 - m3 - borrow;
  }

  /// r = a + b.
  public void add(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    long x = a[ao];
    long y = b[bo];
    long t0 = x + y;
    long carry = ((x & y) | ((x | y) & ~t0)) >>> 63;
    x = a[ao + 1];
    y = b[bo + 1];
    long t1 = x + y + carry;
    carry = ((x & y) | ((x | y) & ~t1)) >>> 63;
    x = a[ao + 2];
    y = b[bo + 2];
    long t2 = x + y + carry;
    carry = ((x & y) | ((x | y) & ~t2)) >>> 63;
    storeReduced(r, ro, t0, t1, t2, a[ao + 3] + b[bo + 3] + carry);
  }

  /// r = a − b.
  public void subtract(long[] r, int ro, long[] a, int ao, long[] b, int bo) {
    long x = a[ao];
    long y = b[bo];
    long t0 = x - y;
    long borrow = ((~x & y) | ((~x | y) & t0)) >>> 63;
    x = a[ao + 1];
    y = b[bo + 1];
    long t1 = x - y - borrow;
    borrow = ((~x & y) | ((~x | y) & t1)) >>> 63;
    x = a[ao + 2];
    y = b[bo + 2];
    long t2 = x - y - borrow;
    borrow = ((~x & y) | ((~x | y) & t2)) >>> 63;
    x = a[ao + 3];
    y = b[bo + 3];
    long t3 = x - y - borrow;
    borrow = ((~x & y) | ((~x | y) & t3)) >>> 63;
    // Add p back where the difference is negative.
    long mask = -borrow;
    long u = m0 & mask;
    long s = t0 + u;
    long carry = ((t0 & u) | ((t0 | u) & ~s)) >>> 63;
    r[ro] = s;
    u = m1 & mask;
    s = t1 + u + carry;
    carry = ((t1 & u) | ((t1 | u) & ~s)) >>> 63;
    r[ro + 1] = s;
    u = m2 & mask;
    s = t2 + u + carry;
    carry = ((t2 & u) | ((t2 | u) & ~s)) >>> 63;
    r[ro + 2] = s;
    r[ro + 3] = t3 + (m3 & mask) + carry;
  }

  /// r = −a.
  public void negate(long[] r, int ro, long[] a, int ao) {
    subtract(r, ro, ZERO, 0, a, ao);
  }

  private static final long[] ZERO = new long[LIMBS];

  /// r = a⁻¹ by Fermat's little theorem, with windows of four bits; 0 gives 0.
  public void invert(long[] r, int ro, long[] a, int ao) {
    long[] powers = new long[16 * LIMBS];
    setOne(powers, 0);
    for (int i = 1; i < 16; i++) {
      multiply(powers, i * LIMBS, powers, (i - 1) * LIMBS, a, ao);
    }
    long[] t = one.clone();
    for (int bit = 252; bit >= 0; bit -= 4) {
      for (int i = 0; i < 4; i++) {
        square(t, 0, t, 0);
      }
      int digit = (int) (exponentOfInverse[bit >> 6] >>> (bit & 63)) & 15;
      if (digit != 0) {
        multiply(t, 0, t, 0, powers, digit * LIMBS);
      }
    }
    System.arraycopy(t, 0, r, ro, LIMBS);
  }
}
