package org.urna.trust;

import java.math.BigInteger;

/// A public key whose numbers have been checked: an RSA modulus of 2048 to 8192 bits with an odd
/// exponent, or a point of a known curve.
public sealed interface SignerKey {

  /// An RSA key.
  record Rsa(BigInteger modulus, BigInteger exponent) implements SignerKey {
    private static final int MIN_BITS = 2048;
    private static final int MAX_BITS = 8192;
    private static final int MAX_EXPONENT_BITS = 64;

    public Rsa {
      if (!isSound(modulus, exponent)) {
        throw new IllegalArgumentException("an RSA key that is too small, too large or even");
      }
    }

    static boolean isSound(BigInteger modulus, BigInteger exponent) {
      return modulus.signum() > 0
          && modulus.bitLength() >= MIN_BITS
          && modulus.bitLength() <= MAX_BITS
          && modulus.testBit(0)
          && exponent.signum() > 0
          && exponent.bitLength() >= 2
          && exponent.bitLength() <= MAX_EXPONENT_BITS
          && exponent.testBit(0);
    }
  }

  /// A point of a known curve, affine.
  record Ec(NamedCurve curve, BigInteger x, BigInteger y) implements SignerKey {}
}
