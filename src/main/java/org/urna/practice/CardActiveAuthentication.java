package org.urna.practice;

import java.math.BigInteger;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;
import org.jspecify.annotations.Nullable;

/// The card side of Active Authentication (ICAO 9303-11 §6.1) with ECDSA: the reader's eight bytes
/// are signed as they come, SHA-256, plain format `r ‖ s`.
final class CardActiveAuthentication {

  private final @Nullable ChipKey key;

  /// @param key null for a chip without data group 15
  CardActiveAuthentication(@Nullable ChipKey key) {
    this.key = key;
  }

  /// INTERNAL AUTHENTICATE.
  ///
  /// @throws CardRefusal 6D00 on a chip that does not know the command, 6700 for a wrong length
  byte[] sign(byte[] challenge) throws CardRefusal {
    if (key == null) {
      throw new CardRefusal(StatusWord.UNKNOWN_INSTRUCTION);
    }
    if (challenge.length != 8) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    ECDomainParameters domain = new ECDomainParameters(key.curve());
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(key.secret(), domain));
    BigInteger[] rs = signer.generateSignature(SessionCipher.digest("SHA-256", challenge));
    int length = (domain.getN().bitLength() + 7) / 8;
    return DataObjects.join(
        BigIntegers.asUnsignedByteArray(length, rs[0]),
        BigIntegers.asUnsignedByteArray(length, rs[1]));
  }
}
