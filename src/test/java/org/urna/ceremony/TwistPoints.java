package org.urna.ceremony;

import java.math.BigInteger;

/// Points of the whole twist y² = x³ + 3/(9 + u), by the schoolbook.
final class TwistPoints {
  private TwistPoints() {}

  /// y0, y1 of a point with x = x0 + x1·u, or nothing if there is none.
  static BigInteger[] withX(BigInteger x0, BigInteger x1, BigInteger q) {
    BigInteger inverse = BigInteger.valueOf(82).modInverse(q);
    BigInteger[] x = {x0, x1};
    BigInteger[] cube = multiply(multiply(x, x, q), x, q);
    BigInteger a = cube[0].add(inverse.multiply(BigInteger.valueOf(27))).mod(q);
    BigInteger b = cube[1].subtract(inverse.multiply(BigInteger.valueOf(3))).mod(q);
    BigInteger norm = root(a.multiply(a).add(b.multiply(b)).mod(q), q);
    for (BigInteger sign : new BigInteger[] {norm, norm.negate()}) {
      BigInteger y0 = root(a.add(sign).multiply(BigInteger.TWO.modInverse(q)).mod(q), q);
      if (y0.signum() == 0) {
        continue;
      }
      BigInteger y1 = b.multiply(y0.shiftLeft(1).modInverse(q)).mod(q);
      BigInteger[] y = {y0, y1};
      BigInteger[] square = multiply(y, y, q);
      if (square[0].equals(a) && square[1].equals(b)) {
        return y;
      }
    }
    return new BigInteger[0];
  }

  private static BigInteger root(BigInteger value, BigInteger q) {
    return value.modPow(q.add(BigInteger.ONE).shiftRight(2), q);
  }

  private static BigInteger[] multiply(BigInteger[] a, BigInteger[] b, BigInteger q) {
    return new BigInteger[] {
      a[0].multiply(b[0]).subtract(a[1].multiply(b[1])).mod(q),
      a[0].multiply(b[1]).add(a[1].multiply(b[0])).mod(q)
    };
  }
}
