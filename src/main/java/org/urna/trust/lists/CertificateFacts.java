package org.urna.trust.lists;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.urna.election.Bytes;
import org.urna.trust.Certificate;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.Refusal;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;

/// A usable certificate and what it says, in words that an organiser reads and an index file holds.
/// Everything here follows from the certificate's bytes.
public final class CertificateFacts {
  private final Bytes der;
  private final String fingerprint;
  private final CertificateKind kind;
  private final Certificate certificate;

  private CertificateFacts(byte[] der, CertificateKind kind, Certificate certificate) {
    this.der = Bytes.of(der);
    this.fingerprint = fingerprintOf(der);
    this.kind = kind;
    this.certificate = certificate;
  }

  /// Reads a certificate and finds its kind, for an authority by verifying its signature: some
  /// milliseconds.
  ///
  /// @throws Refusal if it cannot be used here
  static CertificateFacts read(byte[] der) throws Refusal {
    Certificate certificate = Certificate.read(der);
    return new CertificateFacts(der, CertificateKind.of(certificate), certificate);
  }

  /// SHA-256 of a certificate in lower-case hexadecimal: its name here.
  static String fingerprintOf(byte[] der) {
    return HexFormat.of().formatHex(HashAlgorithm.SHA_256.digest(der));
  }

  public Bytes der() {
    return der;
  }

  /// SHA-256 of the certificate, 64 lower-case hexadecimal digits.
  public String fingerprint() {
    return fingerprint;
  }

  public CertificateKind kind() {
    return kind;
  }

  /// The country in the certificate's own subject, two or three letters or empty: a suggestion.
  public String country() {
    return certificate.subjectCountry();
  }

  /// Lower-case hexadecimal.
  public String serialNumber() {
    return certificate.serialNumber().toString(16);
  }

  public Instant notBefore() {
    return certificate.notBefore();
  }

  public Instant notAfter() {
    return certificate.notAfter();
  }

  /// Lower-case hexadecimal, empty if there is none.
  public String subjectKeyIdentifier() {
    return hex(certificate.subjectKeyIdentifier());
  }

  /// Lower-case hexadecimal, empty if there is none.
  public String authorityKeyIdentifier() {
    return hex(certificate.authorityKeyIdentifier());
  }

  private static String hex(Optional<byte[]> bytes) {
    return bytes.map(HexFormat.of()::formatHex).orElse("");
  }

  /// The certificate's own key: `RSA 4096 e=65537`, `EC P_256`.
  public String keyWords() {
    return switch (certificate.key()) {
      case SignerKey.Rsa rsa -> "RSA " + rsa.modulus().bitLength() + " e=" + rsa.exponent();
      case SignerKey.Ec ec -> "EC " + ec.curve();
    };
  }

  /// How the certificate is signed: `ECDSA SHA_1`, `RSA_PSS SHA_256 salt 32`.
  public String algorithmWords() {
    SignatureScheme scheme = certificate.scheme();
    String words = scheme.kind() + " " + scheme.hash();
    return scheme.kind() == SignatureScheme.Kind.RSA_PSS
        ? words + " salt " + scheme.saltBytes()
        : words;
  }

  public boolean isValidAt(Instant time) {
    return certificate.isValidAt(time);
  }

  SignerKey key() {
    return certificate.key();
  }

  SignatureScheme scheme() {
    return certificate.scheme();
  }

  Certificate certificate() {
    return certificate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CertificateFacts facts && der.equals(facts.der);
  }

  @Override
  public int hashCode() {
    return der.hashCode();
  }

  @Override
  public String toString() {
    return kind.word() + " " + fingerprint;
  }
}
