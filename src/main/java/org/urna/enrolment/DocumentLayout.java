package org.urna.enrolment;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;

/// Whether the signed data is laid out as a circuit walks it (src/main/circom/README.md). Passive
/// authentication accepts more than the circuits can read; who is in between is told so before the
/// badge is drawn, not after seconds of work.
///
/// The walk is the circuit's: from the start, header by header, never searching.
final class DocumentLayout {
  private static final byte SEQUENCE = 0x30;
  private static final byte[] DATA_GROUP_1 = HexFormat.of().parseHex("020101");
  private static final byte OCTET_STRING = 0x04;

  private DocumentLayout() {}

  /// Whether a circuit of this form reads the passport. That the circuit is for the signer's kind
  /// of key is the caller's knowledge, from the trust tree.
  static boolean isReadable(AuthenticPassport passport, EnrolmentForm form) {
    byte[] econtent = passport.econtent();
    byte[] attributes = passport.signedAttributes();
    byte[] signature = passport.signature();
    try {
      return passport.hash() == form.hash()
          && econtent.length <= EnrolmentForm.capacity(form.econtentBlocks())
          && attributes.length <= EnrolmentForm.capacity(EnrolmentForm.ATTRIBUTE_BLOCKS)
          && isReadableList(econtent, form.hash())
          && hasShortLengths(attributes)
          && switch (form) {
            case EnrolmentForm.RsaListed rsa ->
                isReadableSignature(rsa, passport, signature, attributes);
            // Passive authentication knows r and s in range, and the curve.
            case EnrolmentForm.EcdsaListed _ -> true;
            case EnrolmentForm.EcdsaChain chain ->
                CertificateLayout.isReadable(
                    passport.signerTbsCertificate(),
                    EnrolmentForm.capacity(chain.certificateBlocks()));
          };
    } finally {
      Arrays.fill(econtent, (byte) 0);
      Arrays.fill(attributes, (byte) 0);
      Arrays.fill(signature, (byte) 0);
    }
  }

  /// SEQUENCE { version, hash algorithm, list of digests }: version 0, or version 1 with one more
  /// sequence behind the list; in the list first data group 1 and a digest, every length in one
  /// byte. The DER, the hash algorithm and the entries are known to be sound.
  private static boolean isReadableList(byte[] econtent, HashAlgorithm hash) {
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
    int first = contentOf(econtent, list);
    int entry = DATA_GROUP_1.length + 2 + hash.size();
    return endsAsItMust
        && econtent[first] == SEQUENCE
        && econtent[first + 1] == entry
        && startsWith(econtent, first + 2, DATA_GROUP_1)
        && econtent[first + 2 + DATA_GROUP_1.length] == OCTET_STRING;
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

  /// Whether the signature's power is one encoded message to the last bit ([RsaEncoding]).
  private static boolean isReadableSignature(
      EnrolmentForm.RsaListed form,
      AuthenticPassport passport,
      byte[] signature,
      byte[] attributes) {
    SignatureScheme.Kind padding =
        form.keys() == SignerKeyType.RSA_2048_PKCS1_SHA256
            ? SignatureScheme.Kind.RSA_PKCS1
            : SignatureScheme.Kind.RSA_PSS;
    return passport.signer().key() instanceof SignerKey.Rsa rsa
        && signature.length == RsaEncoding.SIZE
        && new BigInteger(1, signature).compareTo(rsa.modulus()) < 0
        && RsaEncoding.isExact(
            RsaHints.encodedMessage(rsa, signature),
            HashAlgorithm.SHA_256.digest(attributes),
            padding);
  }

  static boolean startsWith(byte[] bytes, int at, byte[] prefix) {
    return at + prefix.length <= bytes.length
        && Arrays.equals(bytes, at, at + prefix.length, prefix, 0, prefix.length);
  }

  static int contentOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  static int endOf(byte[] der, int at) {
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
