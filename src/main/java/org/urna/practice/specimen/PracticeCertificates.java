package org.urna.practice.specimen;

import java.io.IOException;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.urna.practice.card.DataObjects;
import org.urna.practice.card.SessionCipher;

/// Writes the certificates of practice authorities (ICAO 9303-12 §7, RFC 5280).
final class PracticeCertificates {

  private PracticeCertificates() {}

  /// Of a country signing CA.
  static ExtensionsGenerator caExtensions(byte[] keyId) {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    add(
        extensions,
        Extension.keyUsage,
        true,
        new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    add(extensions, Extension.basicConstraints, true, new BasicConstraints(0));
    add(extensions, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId));
    return extensions;
  }

  /// What a certificate says besides key and extensions.
  record Body(int serial, X500Name issuer, X500Name subject, Time notBefore, Time notAfter) {}

  /// Signs a certificate.
  static Certificate issue(
      Body body, SigningKey key, ExtensionsGenerator extensions, SigningKey issuerKey) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(body.serial)));
    generator.setSignature(issuerKey.signatureAlgorithm());
    generator.setIssuer(body.issuer);
    generator.setStartDate(body.notBefore);
    generator.setEndDate(body.notAfter);
    generator.setSubject(body.subject);
    generator.setSubjectPublicKeyInfo(key.open());
    generator.setExtensions(extensions.generate());
    TBSCertificate toBeSigned = generator.generateTBSCertificate();
    return Certificate.getInstance(
        new DERSequence(
            new ASN1Encodable[] {
              toBeSigned,
              issuerKey.signatureAlgorithm(),
              new DERBitString(issuerKey.sign(DataObjects.der(toBeSigned)))
            }));
  }

  /// Adds one extension of ours.
  static void add(
      ExtensionsGenerator extensions,
      ASN1ObjectIdentifier oid,
      boolean critical,
      ASN1Encodable value) {
    try {
      extensions.addExtension(oid, critical, value);
    } catch (IOException e) {
      throw new IllegalStateException("an extension of ours has no encoding", e);
    }
  }

  /// SHA-1 of the key's bits (RFC 5280 §4.2.1.2).
  static byte[] keyId(SubjectPublicKeyInfo key) {
    return SessionCipher.digest("SHA-1", key.getPublicKeyData().getBytes());
  }

  /// The start of a day in UTC.
  static Time time(LocalDate day) {
    return new Time(Date.from(day.atStartOfDay(ZoneOffset.UTC).toInstant()));
  }
}
