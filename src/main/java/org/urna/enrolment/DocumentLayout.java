package org.urna.enrolment;

import java.util.Arrays;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.HashAlgorithm;

/// Whether the signed data is laid out as the circuit walks it (src/main/circom/README.md). Passive
/// authentication accepts more than the circuit can read; who is in between is told so before the
/// badge is drawn, not after ten seconds of work.
///
/// The walk is the circuit's: from the start, header by header, never searching.
final class DocumentLayout {
  static final int MAX_ECONTENT = 375;
  static final int MAX_SIGNED_ATTRIBUTES = 119;
  static final int SIGNATURE_SIZE = 256;

  private static final byte[] CONTENT_TYPE_OID = {
    0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x09, 0x03
  };
  private static final byte[] MESSAGE_DIGEST_OID = {
    0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x09, 0x04
  };

  private DocumentLayout() {}

  static boolean isReadable(AuthenticPassport passport) {
    byte[] econtent = passport.econtent();
    byte[] attributes = passport.signedAttributes();
    try {
      return passport.hash() == HashAlgorithm.SHA_256
          && passport.signature().length == SIGNATURE_SIZE
          && econtent.length <= MAX_ECONTENT
          && attributes.length <= MAX_SIGNED_ATTRIBUTES
          && beginsWithDataGroup1(econtent)
          && hasShortAttributes(attributes);
    } finally {
      Arrays.fill(econtent, (byte) 0);
      Arrays.fill(attributes, (byte) 0);
    }
  }

  /// SEQUENCE, INTEGER version, SEQUENCE hash algorithm, SEQUENCE OF digests, whose first is `30 25
  /// 02 01 01 04 20` and 32 bytes. The DER is known to be sound.
  private static boolean beginsWithDataGroup1(byte[] econtent) {
    int at = contentOf(econtent, 0);
    at = endOf(econtent, at);
    at = endOf(econtent, at);
    at = contentOf(econtent, at);
    byte[] entry = {0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20};
    return at + entry.length + 32 <= econtent.length
        && Arrays.equals(econtent, at, at + entry.length, entry, 0, entry.length);
  }

  /// SET OF SEQUENCE { type, SET OF value }, every length in one byte, with both attributes that
  /// the circuit looks for.
  private static boolean hasShortAttributes(byte[] attributes) {
    if (attributes.length < 2 || (attributes[1] & 0x80) != 0) {
      return false;
    }
    boolean hasContentType = false;
    boolean hasMessageDigest = false;
    for (int at = 2; at < attributes.length; at = endOf(attributes, at)) {
      if ((attributes[at + 1] & 0x80) != 0) {
        return false;
      }
      hasContentType |= startsWith(attributes, at + 2, CONTENT_TYPE_OID);
      hasMessageDigest |= startsWith(attributes, at + 2, MESSAGE_DIGEST_OID);
    }
    return hasContentType && hasMessageDigest;
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
        length = length << 8 | der[at + 2 + i] & 0xff;
      }
    }
    return contentOf(der, at) + length;
  }
}
