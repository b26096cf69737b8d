package org.urna.proof.wasm;

import java.math.BigInteger;
import java.util.Arrays;
import org.urna.proof.bn254.Fr;

/// Inverses modulo p by the division steps of Bernstein and Yang (ePrint 2019/266), 62 of them for
/// each pass over the whole numbers, as in libsecp256k1's `modinv64_var` by Wuille and others
/// (`doc/safegcd_implementation.md`), whose names are kept. A microsecond and a half: a fifth of
/// [BigInteger#modInverse]. Circuits over curves in affine coordinates take tens of thousands.
///
/// Numbers are five limbs of 62 bits, the last one signed. Not constant-time, not thread-safe.
final class FieldInverse {
  private static final int LIMBS = 5;
  private static final long M62 = (1L << 62) - 1;
  private static final long[] MODULUS = limbs(Fr.MODULUS);

  /// p⁻¹ mod 2^62.
  private static final long MODULUS_INVERSE =
      Fr.MODULUS.modInverse(BigInteger.ONE.shiftLeft(62)).longValue();

  private final long[] d = new long[LIMBS];
  private final long[] e = new long[LIMBS];
  private final long[] f = new long[LIMBS];
  private final long[] g = new long[LIMBS];

  // The matrix of 62 division steps, times 2^62.
  private long u;
  private long v;
  private long q;
  private long r;

  private static long[] limbs(BigInteger number) {
    long[] limbs = new long[LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] = number.shiftRight(62 * i).longValue() & M62;
    }
    return limbs;
  }

  /// x = x⁻¹ mod p; 0 stays 0.
  ///
  /// @param x four limbs of 64 bits of a number below p, which is not in Montgomery form
  void invert(long[] x) {
    Arrays.fill(d, 0);
    Arrays.fill(e, 0);
    e[0] = 1;
    System.arraycopy(MODULUS, 0, f, 0, LIMBS);
    g[0] = x[0] & M62;
    g[1] = (x[0] >>> 62 | x[1] << 2) & M62;
    g[2] = (x[1] >>> 60 | x[2] << 4) & M62;
    g[3] = (x[2] >>> 58 | x[3] << 6) & M62;
    g[4] = x[3] >>> 56;
    int length = LIMBS;
    long eta = -1;
    while (true) {
      eta = divisionSteps(eta, f[0], g[0]);
      updateDe();
      updateFg(length);
      if (isZero(g, length)) {
        break;
      }
      long fn = f[length - 1];
      long gn = g[length - 1];
      if (length > 1 && (fn == 0 || fn == -1) && (gn == 0 || gn == -1)) {
        f[length - 2] |= fn << 62;
        g[length - 2] |= gn << 62;
        length--;
      }
    }
    normalize(f[length - 1] >> 63);
    x[0] = d[0] | d[1] << 62;
    x[1] = d[1] >>> 2 | d[2] << 60;
    x[2] = d[2] >>> 4 | d[3] << 58;
    x[3] = d[3] >>> 6 | d[4] << 56;
  }

  /// Overwrites what the last inverse left here.
  void wipe() {
    Arrays.fill(d, 0);
    Arrays.fill(e, 0);
    Arrays.fill(f, 0);
    Arrays.fill(g, 0);
    u = v = q = r = 0;
  }

  private static boolean isZero(long[] number, int length) {
    long all = 0;
    for (int i = 0; i < length; i++) {
      all |= number[i];
    }
    return all == 0;
  }

  /// `divsteps_62_var`: the matrix for the low limbs of f and g.
  private long divisionSteps(long eta, long f0, long g0) {
    long mu = 1;
    long mv = 0;
    long mq = 0;
    long mr = 1;
    int left = 62;
    while (true) {
      int zeros = Long.numberOfTrailingZeros(g0 | -1L << left);
      g0 >>>= zeros;
      mu <<= zeros;
      mv <<= zeros;
      eta -= zeros;
      left -= zeros;
      if (left == 0) {
        break;
      }
      long w;
      if (eta < 0) {
        eta = -eta;
        long swap = f0;
        f0 = g0;
        g0 = -swap;
        swap = mu;
        mu = mq;
        mq = -swap;
        swap = mv;
        mv = mr;
        mr = -swap;
        // Cancel up to six bits of g, no more than steps are left before the next swap.
        int limit = (int) Math.min(eta + 1, left);
        w = (f0 * g0 * (f0 * f0 - 2)) & (-1L >>> (64 - limit)) & 63;
      } else {
        int limit = (int) Math.min(eta + 1, left);
        w = f0 + (((f0 + 1) & 4) << 1);
        w = (-w * g0) & (-1L >>> (64 - limit)) & 15;
      }
      g0 += f0 * w;
      mq += mu * w;
      mr += mv * w;
    }
    u = mu;
    v = mv;
    q = mq;
    r = mr;
    return eta;
  }

  /// `update_de_62`: (d, e) = matrix · (d, e) / 2^62 modulo p, in (−2p, p).
  private void updateDe() {
    long signD = d[LIMBS - 1] >> 63;
    long signE = e[LIMBS - 1] >> 63;
    long md = (u & signD) + (v & signE);
    long me = (q & signD) + (r & signE);
    long lowD = u * d[0] + v * e[0];
    long lowE = q * d[0] + r * e[0];
    md -= (MODULUS_INVERSE * lowD + md) & M62;
    me -= (MODULUS_INVERSE * lowE + me) & M62;
    long carryD = 0;
    long carryDHigh = 0;
    long carryE = 0;
    long carryEHigh = 0;
    for (int i = 0; i < LIMBS; i++) {
      long di = d[i];
      long ei = e[i];
      long m = MODULUS[i];
      long low = u * di;
      carryD += low;
      carryDHigh += Math.multiplyHigh(u, di) + carry(carryD, low);
      low = v * ei;
      carryD += low;
      carryDHigh += Math.multiplyHigh(v, ei) + carry(carryD, low);
      low = m * md;
      carryD += low;
      carryDHigh += Math.multiplyHigh(m, md) + carry(carryD, low);
      low = q * di;
      carryE += low;
      carryEHigh += Math.multiplyHigh(q, di) + carry(carryE, low);
      low = r * ei;
      carryE += low;
      carryEHigh += Math.multiplyHigh(r, ei) + carry(carryE, low);
      low = m * me;
      carryE += low;
      carryEHigh += Math.multiplyHigh(m, me) + carry(carryE, low);
      if (i > 0) {
        d[i - 1] = carryD & M62;
        e[i - 1] = carryE & M62;
      }
      carryD = carryD >>> 62 | carryDHigh << 2;
      carryDHigh >>= 62;
      carryE = carryE >>> 62 | carryEHigh << 2;
      carryEHigh >>= 62;
    }
    d[LIMBS - 1] = carryD;
    e[LIMBS - 1] = carryE;
  }

  /// `update_fg_62_var`: (f, g) = matrix · (f, g) / 2^62.
  private void updateFg(int length) {
    long carryF = 0;
    long carryFHigh = 0;
    long carryG = 0;
    long carryGHigh = 0;
    for (int i = 0; i < length; i++) {
      long fi = f[i];
      long gi = g[i];
      long low = u * fi;
      carryF += low;
      carryFHigh += Math.multiplyHigh(u, fi) + carry(carryF, low);
      low = v * gi;
      carryF += low;
      carryFHigh += Math.multiplyHigh(v, gi) + carry(carryF, low);
      low = q * fi;
      carryG += low;
      carryGHigh += Math.multiplyHigh(q, fi) + carry(carryG, low);
      low = r * gi;
      carryG += low;
      carryGHigh += Math.multiplyHigh(r, gi) + carry(carryG, low);
      if (i > 0) {
        f[i - 1] = carryF & M62;
        g[i - 1] = carryG & M62;
      }
      carryF = carryF >>> 62 | carryFHigh << 2;
      carryFHigh >>= 62;
      carryG = carryG >>> 62 | carryGHigh << 2;
      carryGHigh >>= 62;
    }
    f[length - 1] = carryF;
    g[length - 1] = carryG;
  }

  /// 1 if a sum with `addend` as one part overflowed to `sum`.
  private static long carry(long sum, long addend) {
    return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
  }

  /// `normalize_62`: d, negated if `negate` is −1, in [0, p).
  private void normalize(long negate) {
    long add = d[LIMBS - 1] >> 63;
    for (int i = 0; i < LIMBS; i++) {
      d[i] = ((d[i] + (MODULUS[i] & add)) ^ negate) - negate;
    }
    propagate();
    add = d[LIMBS - 1] >> 63;
    for (int i = 0; i < LIMBS; i++) {
      d[i] += MODULUS[i] & add;
    }
    propagate();
  }

  private void propagate() {
    for (int i = 0; i < LIMBS - 1; i++) {
      d[i + 1] += d[i] >> 62;
      d[i] &= M62;
    }
  }
}
