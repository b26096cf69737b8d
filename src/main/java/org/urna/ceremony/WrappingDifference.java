package org.urna.ceremony;

import java.math.BigInteger;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.G1;

/// The "difference" that snarkjs 0.7 computes between 64 bytes that are not a point and a point,
/// bit for bit: the next section's header and first bytes stand where it reads, and their numbers
/// are above q. Its field operations reduce by at most one q and otherwise wrap at 2²⁵⁶, so that
/// the result is determined but is no sum in any field. It enters the circuit hash alone, and
/// changes neither the key nor what the hash binds.
///
/// The steps are those of wasmcurves' `addAffine` (mmadd-2007-bl) on the given point's opposite.
final class WrappingDifference {
  private static final BigInteger Q = Fq.MODULUS;
  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(256);
  private static final BigInteger MASK = RADIX.subtract(BigInteger.ONE);
  private static final BigInteger INVERSE = RADIX.subtract(Q.modInverse(RADIX));
  private static final BigInteger RADIX_INVERSE = RADIX.modInverse(Q);

  private WrappingDifference() {}

  /// @param raw 64 bytes, x then y, little-endian
  /// @param point an affine point, not infinity
  /// @return an affine "point" in Montgomery form
  static long[] of(byte[] raw, long[] point) {
    BigInteger x1 = littleEndian(raw, 0);
    BigInteger y1 = littleEndian(raw, 32);
    BigInteger x2 = org.urna.proof.bn254.PrimeField.number(point, 0);
    BigInteger y2 = subtract(BigInteger.ZERO, org.urna.proof.bn254.PrimeField.number(point, 4));
    BigInteger h = subtract(x2, x1);
    BigInteger dy = subtract(y2, y1);
    BigInteger hh = multiply(h, h);
    BigInteger i = add(hh, hh);
    i = add(i, i);
    BigInteger j = multiply(h, i);
    BigInteger r = add(dy, dy);
    BigInteger v = multiply(x1, i);
    BigInteger x3 = subtract(subtract(multiply(r, r), j), add(v, v));
    BigInteger y1j2 = multiply(y1, j);
    y1j2 = add(y1j2, y1j2);
    BigInteger y3 = subtract(multiply(subtract(v, x3), r), y1j2);
    BigInteger z3 = add(h, h);
    // To affine: products of one reduced factor are reduced, so from here on it is the field.
    BigInteger z = z3.multiply(RADIX_INVERSE).modInverse(Q);
    BigInteger zz = z.multiply(z).mod(Q);
    BigInteger x = x3.multiply(RADIX_INVERSE).multiply(zz).mod(Q);
    BigInteger y = y3.multiply(RADIX_INVERSE).multiply(zz).multiply(z).mod(Q);
    return G1.toLimbs(x, y);
  }

  private static BigInteger littleEndian(byte[] raw, int from) {
    byte[] bytes = new byte[32];
    for (int k = 0; k < 32; k++) {
      bytes[31 - k] = raw[from + k];
    }
    return new BigInteger(1, bytes);
  }

  private static BigInteger add(BigInteger a, BigInteger b) {
    return reduceOnce(a.add(b));
  }

  private static BigInteger reduceOnce(BigInteger sum) {
    return sum.compareTo(Q) >= 0 ? sum.subtract(Q).and(MASK) : sum;
  }

  private static BigInteger subtract(BigInteger a, BigInteger b) {
    BigInteger difference = a.subtract(b);
    return difference.signum() < 0 ? difference.add(Q).and(MASK) : difference;
  }

  /// Montgomery's product without the usual bound on its factors.
  private static BigInteger multiply(BigInteger a, BigInteger b) {
    BigInteger product = a.multiply(b);
    BigInteger m = product.multiply(INVERSE).and(MASK);
    return reduceOnce(product.add(m.multiply(Q)).shiftRight(256));
  }
}
