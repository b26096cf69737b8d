package org.urna.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The hash functions that a passport may use. MD5 and anything unknown has no constant.
public enum HashAlgorithm {
  /// On documents only with ECDSA P-256 of Russia: [PassiveAuthentication] refuses it elsewhere. In
  /// answers of Active Authentication, which hold for a moment, from any chip.
  SHA_1("1.3.14.3.2.26", "SHA-1", 20),
  SHA_224("2.16.840.1.101.3.4.2.4", "SHA-224", 28),
  SHA_256("2.16.840.1.101.3.4.2.1", "SHA-256", 32),
  SHA_384("2.16.840.1.101.3.4.2.2", "SHA-384", 48),
  SHA_512("2.16.840.1.101.3.4.2.3", "SHA-512", 64);

  private final String oid;
  private final String jcaName;
  private final int size;

  HashAlgorithm(String oid, String jcaName, int size) {
    this.oid = oid;
    this.jcaName = jcaName;
    this.size = size;
  }

  /// Bytes of a digest.
  public int size() {
    return size;
  }

  /// The digest of `data`.
  public byte[] digest(byte[] data) {
    try {
      return MessageDigest.getInstance(jcaName, SignatureCheck.PROVIDER).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Bouncy Castle lacks " + jcaName, e);
    }
  }

  /// The name in signature algorithms: `SHA256`.
  String signatureName() {
    return jcaName.replace("-", "");
  }

  String jcaName() {
    return jcaName;
  }

  static Optional<HashAlgorithm> ofOid(String oid) {
    for (HashAlgorithm hash : values()) {
      if (hash.oid.equals(oid)) {
        return Optional.of(hash);
      }
    }
    return Optional.empty();
  }
}
