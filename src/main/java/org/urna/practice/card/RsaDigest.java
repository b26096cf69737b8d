package org.urna.practice.card;

/// The hash of Active Authentication by RSA, and the trailer that names it (ISO/IEC 9796-2 §8.1 and
/// ISO/IEC 10118-3): SHA-1 has the short one.
public enum RsaDigest {
  SHA_1("SHA-1", new byte[] {(byte) 0xBC}),
  SHA_256("SHA-256", new byte[] {0x34, (byte) 0xCC});

  private final String javaName;
  private final byte[] trailer;

  RsaDigest(String javaName, byte[] trailer) {
    this.javaName = javaName;
    this.trailer = trailer;
  }

  String javaName() {
    return javaName;
  }

  byte[] trailer() {
    return trailer.clone();
  }
}
