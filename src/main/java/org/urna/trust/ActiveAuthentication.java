package org.urna.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// The reader's side of Active Authentication (ICAO Doc 9303-11 §6.1): is the chip's answer a
/// signature, by the key of data group 15, of the challenge that was sent?
///
/// RSA signs by [MessageRecovery] and names its hash itself. ECDSA signs the eight bytes alone,
/// with the hash that data group 14 names; the answer is `r ‖ s`, each as long as the group's order
/// (BSI TR-03111 §5.2.1), or the DER sequence of both, which some chips send instead.
final class ActiveAuthentication {
  /// Bytes of RND.IFD.
  static final int CHALLENGE_BYTES = 8;

  private ActiveAuthentication() {}

  /// Whether `answer` is the signature of `challenge`. An answer that cannot be parsed is wrong, no
  /// more.
  ///
  /// @param hash that data group 14 names; needed with ECDSA only
  /// @throws Refusal [SecurityObjectDefect#CHIP_KEY] if the key signs by ECDSA and the signed data
  ///   does not say with which hash
  static boolean verifies(
      ChipSignatureKey key, Optional<HashAlgorithm> hash, byte[] challenge, byte[] answer)
      throws Refusal {
    if (challenge.length != CHALLENGE_BYTES) {
      throw new IllegalArgumentException("a challenge has eight bytes");
    }
    return switch (key) {
      case ChipSignatureKey.Rsa rsa -> MessageRecovery.verifies(rsa, challenge, answer);
      case ChipSignatureKey.Ec(SignerKey.Ec point) -> {
        Refusal.unless(hash.isPresent(), SecurityObjectDefect.CHIP_KEY);
        yield verifies(point, hash.orElseThrow().digest(challenge), answer);
      }
    };
  }

  /// Whether `answer` is `key`'s over `digest`, in one of the two written forms.
  static boolean verifies(SignerKey.Ec key, byte[] digest, byte[] answer) {
    int size = (key.curve().bits() + 7) / 8;
    Optional<BigInteger[]> pair =
        answer.length == 2 * size ? Optional.of(plain(answer, size)) : strictDer(answer, size);
    if (pair.isEmpty()) {
      return false;
    }
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(
        false,
        new ECPublicKeyParameters(
            key.curve().group().getCurve().createPoint(key.x(), key.y()), key.curve().group()));
    BigInteger[] rs = pair.orElseThrow();
    // r and s outside [1, n) are refused in there; tests hold it to that.
    return verifier.verifySignature(digest, rs[0], rs[1]);
  }

  private static BigInteger[] plain(byte[] answer, int size) {
    return new BigInteger[] {
      new BigInteger(1, answer, 0, size), new BigInteger(1, answer, size, size)
    };
  }

  private static Optional<BigInteger[]> strictDer(byte[] answer, int size) {
    // Two integers with a zero in front at most, their headers, and that of the sequence.
    if (answer.length > 2 * (size + 3) + 3 || answer.length < 2) {
      return Optional.empty();
    }
    try {
      StrictDer.requireOneElement(answer);
      ASN1Sequence pair = ASN1Sequence.getInstance(answer);
      BigInteger r = ASN1Integer.getInstance(pair.getObjectAt(0)).getValue();
      BigInteger s = ASN1Integer.getInstance(pair.getObjectAt(1)).getValue();
      // Written again it must be the same bytes: integers have exactly one form in DER.
      boolean same =
          Arrays.equals(
              answer,
              new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)})
                  .getEncoded());
      return same ? Optional.of(new BigInteger[] {r, s}) : Optional.empty();
    } catch (Refusal | RuntimeException | IOException e) {
      // The answer's bytes come from a card; a parser's complaint about them means "wrong".
      return Optional.empty();
    }
  }
}
