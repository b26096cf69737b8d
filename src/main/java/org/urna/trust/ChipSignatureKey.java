package org.urna.trust;

import java.math.BigInteger;

/// The public key of data group 15, whose numbers have been checked. It signs challenges of a
/// moment and no documents, so that sizes are accepted here that [SignerKey] refuses.
sealed interface ChipSignatureKey {
  /// How long an answer is: RSA's always, ECDSA's in its shorter form.
  int answerBytes();

  /// An RSA key whose modulus fills its bytes: only then has the representative of ISO/IEC 9796-2
  /// the one form that ICAO Doc 9303-11 §6.1.2.2 describes.
  record Rsa(BigInteger modulus, BigInteger exponent) implements ChipSignatureKey {
    private static final int MIN_BITS = 1024;
    private static final int MAX_BITS = 4096;
    private static final int MAX_EXPONENT_BITS = 64;

    public Rsa {
      if (!isSound(modulus, exponent)) {
        throw new IllegalArgumentException("an RSA key that is too small, too large or odd-sized");
      }
    }

    static boolean isSound(BigInteger modulus, BigInteger exponent) {
      return modulus.signum() > 0
          && modulus.bitLength() >= MIN_BITS
          && modulus.bitLength() <= MAX_BITS
          && modulus.bitLength() % Byte.SIZE == 0
          && modulus.testBit(0)
          && exponent.signum() > 0
          && exponent.bitLength() >= 2
          && exponent.bitLength() <= MAX_EXPONENT_BITS
          && exponent.testBit(0);
    }

    @Override
    public int answerBytes() {
      return size();
    }

    /// Bytes of the modulus, and of every signature.
    int size() {
      return modulus.bitLength() / Byte.SIZE;
    }
  }

  /// A point of a known curve; the curves too small for documents are accepted.
  record Ec(SignerKey.Ec point) implements ChipSignatureKey {
    @Override
    public int answerBytes() {
      return 2 * ((point.curve().bits() + 7) / 8);
    }
  }
}
