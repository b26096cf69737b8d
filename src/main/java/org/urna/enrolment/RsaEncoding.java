package org.urna.enrolment;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.SignatureScheme;

/// The encoded messages of RFC 8017 §9 that the circuits compare in full: SHA-256 and a modulus of
/// 2048 bits, so EM has 256 bytes.
final class RsaEncoding {
  static final int SIZE = 256;
  static final int SALT_SIZE = 32;

  private static final int HASH_SIZE = 32;
  private static final int DB_SIZE = SIZE - HASH_SIZE - 1;
  private static final byte TRAILER = (byte) 0xbc;
  private static final byte[] SHA_256_INFO =
      HexFormat.of().parseHex("3031300D060960864801650304020105000420");

  private RsaEncoding() {}

  /// Whether `em` is the encoding of `digest` and nothing else: PKCS#1 with the NULL in its
  /// DigestInfo (Bouncy Castle also lets signatures pass that leave it out; the circuit does not),
  /// or PSS with a salt of 32 bytes.
  static boolean isExact(byte[] em, byte[] digest, SignatureScheme.Kind kind) {
    return switch (kind) {
      case RSA_PKCS1 -> MessageDigest.isEqual(em, pkcs1(digest));
      case RSA_PSS -> MessageDigest.isEqual(em, pss(digest, saltOf(em)));
      case ECDSA -> throw new IllegalArgumentException("not an RSA signature");
    };
  }

  /// EMSA-PKCS1-v1_5, §9.2.
  static byte[] pkcs1(byte[] digest) {
    byte[] em = new byte[SIZE];
    Arrays.fill(em, 2, SIZE, (byte) 0xff);
    em[1] = 1;
    int info = SIZE - digest.length - SHA_256_INFO.length;
    em[info - 1] = 0;
    System.arraycopy(SHA_256_INFO, 0, em, info, SHA_256_INFO.length);
    System.arraycopy(digest, 0, em, SIZE - digest.length, digest.length);
    return em;
  }

  /// EMSA-PSS-ENCODE, §9.1.1, MGF1 with SHA-256 and emBits = 2047; variables as there.
  static byte[] pss(byte[] digest, byte[] salt) {
    byte[] m = new byte[8 + HASH_SIZE + SALT_SIZE];
    System.arraycopy(digest, 0, m, 8, HASH_SIZE);
    System.arraycopy(salt, 0, m, 8 + HASH_SIZE, SALT_SIZE);
    byte[] h = HashAlgorithm.SHA_256.digest(m);
    byte[] em = mask(h);
    em[DB_SIZE - SALT_SIZE - 1] ^= 1;
    for (int i = 0; i < SALT_SIZE; i++) {
      em[DB_SIZE - SALT_SIZE + i] ^= salt[i];
    }
    em[0] &= 0x7f;
    em = Arrays.copyOf(em, SIZE);
    System.arraycopy(h, 0, em, DB_SIZE, HASH_SIZE);
    em[SIZE - 1] = TRAILER;
    return em;
  }

  /// The salt of an encoded message, if it is one: its last 32 bytes of DB, §9.1.2 step 11.
  static byte[] saltOf(byte[] em) {
    byte[] mask = mask(Arrays.copyOfRange(em, DB_SIZE, DB_SIZE + HASH_SIZE));
    byte[] salt = new byte[SALT_SIZE];
    for (int i = 0; i < SALT_SIZE; i++) {
      int at = DB_SIZE - SALT_SIZE + i;
      salt[i] = (byte) (em[at] ^ mask[at]);
    }
    return salt;
  }

  /// MGF1(h, 223), B.2.1.
  private static byte[] mask(byte[] h) {
    byte[] mask = new byte[DB_SIZE];
    byte[] seed = Arrays.copyOf(h, HASH_SIZE + 4);
    for (int at = 0, counter = 0; at < DB_SIZE; at += HASH_SIZE, counter++) {
      seed[HASH_SIZE + 3] = (byte) counter;
      byte[] part = HashAlgorithm.SHA_256.digest(seed);
      System.arraycopy(part, 0, mask, at, Math.min(HASH_SIZE, DB_SIZE - at));
    }
    return mask;
  }
}
