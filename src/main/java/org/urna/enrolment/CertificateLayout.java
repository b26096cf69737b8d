package org.urna.enrolment;

/// Whether a document signer's TBSCertificate is laid out as the chain circuit walks it.
final class CertificateLayout {
  private CertificateLayout() {}

  static boolean isReadable(byte[] certificate, int capacity) {
    return certificate.length <= capacity;
  }
}
