package org.urna.trust;

/// The signed part of certificates, for tests of what walks it.
public final class TbsCertificates {
  private TbsCertificates() {}

  /// The TBSCertificate of a DER certificate.
  public static byte[] of(byte[] certificate) {
    try {
      return Certificate.read(certificate).tbs();
    } catch (Refusal e) {
      throw new IllegalArgumentException(e);
    }
  }
}
