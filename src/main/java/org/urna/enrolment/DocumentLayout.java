package org.urna.enrolment;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignerKey;

/// Whether the signed data is laid out as the circuit walks it (src/main/circom/README.md). Passive
/// authentication accepts more than the circuit can read; who is in between is told so before the
/// badge is drawn, not after ten seconds of work.
///
/// The walk is the circuit's: from the start, header by header, never searching.
final class DocumentLayout {
  static final int MAX_ECONTENT = 375;
  static final int MAX_SIGNED_ATTRIBUTES = 119;
  static final int SIGNATURE_SIZE = 256;

  private static final byte SEQUENCE = 0x30;
  private static final byte[] DATA_GROUP_1 = HexFormat.of().parseHex("30250201010420");
  private static final byte[] SHA_256_INFO =
      HexFormat.of().parseHex("3031300D060960864801650304020105000420");

  private DocumentLayout() {}

  static boolean isReadable(AuthenticPassport passport) {
    byte[] econtent = passport.econtent();
    byte[] attributes = passport.signedAttributes();
    byte[] signature = passport.signature();
    try {
      return passport.hash() == HashAlgorithm.SHA_256
          && econtent.length <= MAX_ECONTENT
          && attributes.length <= MAX_SIGNED_ATTRIBUTES
          && isReadableList(econtent)
          && hasShortLengths(attributes)
          && passport.signer().key() instanceof SignerKey.Rsa rsa
          && signature.length == SIGNATURE_SIZE
          && isFullyPadded(signature, rsa, attributes);
    } finally {
      Arrays.fill(econtent, (byte) 0);
      Arrays.fill(attributes, (byte) 0);
      Arrays.fill(signature, (byte) 0);
    }
  }

  /// SEQUENCE { version, hash algorithm, list of digests }: version 0, or version 1 with one more
  /// sequence behind the list; in the list first `30 25 02 01 01 04 20` and a digest. The DER, the
  /// hash algorithm and the entries are known to be sound.
  private static boolean isReadableList(byte[] econtent) {
    int version = contentOf(econtent, 0);
    int algorithm = endOf(econtent, version);
    int list = endOf(econtent, algorithm);
    int behind = endOf(econtent, list);
    boolean endsAsItMust =
        switch (econtent[version + 2]) {
          case 0 -> behind == econtent.length;
          case 1 ->
              behind < econtent.length && econtent[behind] == SEQUENCE && econtent[behind + 1] >= 0;
          default -> false;
        };
    return endsAsItMust && startsWith(econtent, contentOf(econtent, list), DATA_GROUP_1);
  }

  /// SET OF SEQUENCE { type, SET OF value } with every length in one byte. That contentType and
  /// messageDigest are there once, with one value each, is known.
  private static boolean hasShortLengths(byte[] attributes) {
    boolean isShort = attributes[1] >= 0;
    for (int at = contentOf(attributes, 0); at < attributes.length; at = endOf(attributes, at)) {
      isShort &= attributes[at + 1] >= 0;
    }
    return isShort;
  }

  /// EMSA-PKCS1-v1_5 with the NULL in its DigestInfo (RFC 8017 §9.2). Bouncy Castle also lets
  /// signatures pass that leave the NULL out; the circuit does not.
  private static boolean isFullyPadded(byte[] signature, SignerKey.Rsa rsa, byte[] attributes) {
    byte[] digest = HashAlgorithm.SHA_256.digest(attributes);
    byte[] expected = new byte[SIGNATURE_SIZE];
    Arrays.fill(expected, 2, SIGNATURE_SIZE, (byte) 0xff);
    expected[1] = 1;
    int info = SIGNATURE_SIZE - digest.length - SHA_256_INFO.length;
    expected[info - 1] = 0;
    System.arraycopy(SHA_256_INFO, 0, expected, info, SHA_256_INFO.length);
    System.arraycopy(digest, 0, expected, SIGNATURE_SIZE - digest.length, digest.length);
    BigInteger number = new BigInteger(1, signature);
    return number.compareTo(rsa.modulus()) < 0
        && number.modPow(rsa.exponent(), rsa.modulus()).equals(new BigInteger(1, expected));
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    return at + prefix.length <= bytes.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  private static int contentOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int endOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first;
    if (first >= 0x80) {
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = (length << 8) | (der[at + 2 + i] & 0xff);
      }
    }
    return contentOf(der, at) + length;
  }
}
