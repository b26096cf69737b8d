package org.urna.trust.lists;

import java.util.Map;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.urna.trust.Certificate;
import org.urna.trust.Refusal;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.StrictDer;

/// A certificate of a list that this program does not use, named so that a person can look into it
/// and with the reason.
///
/// @param fingerprint SHA-256 of its bytes, 64 lower-case hexadecimal digits
/// @param country of its subject, as it says itself; empty if it says none or cannot be read
/// @param serialNumber lower-case hexadecimal; empty if it cannot be read
public record RefusedCertificate(
    String fingerprint, String country, String serialNumber, String reason, Origin origin) {
  private static final int MAX_REASON = 200;
  private static final String NO_AUTHORITY =
      "may sign certificates, but its basic constraints do not say that it is an authority";
  private static final Map<SecurityObjectDefect, String> WORDS =
      Map.of(
          SecurityObjectDefect.TOO_LARGE,
          "is larger than a certificate may be",
          SecurityObjectDefect.NOT_DER,
          "is not in distinguished encoding rules",
          SecurityObjectDefect.TRAILING_BYTES,
          "has bytes behind its end",
          SecurityObjectDefect.MALFORMED,
          "cannot be read",
          SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE,
          "is neither an authority's nor a document signer's",
          SecurityObjectDefect.ALGORITHM,
          "is signed with an algorithm that is not accepted",
          SecurityObjectDefect.KEY,
          "has a key that is too weak or on no known curve",
          SecurityObjectDefect.SIGNATURE,
          "says that it signed itself and did not");

  public RefusedCertificate {
    if (!fingerprint.matches("[0-9a-f]{64}")
        || !country.matches("[A-Z]{0,3}")
        || !serialNumber.matches("-?[0-9a-f]{0,100}")) {
      throw new IllegalArgumentException("is not how a refused certificate is named");
    }
    if (reason.isBlank() || reason.length() > MAX_REASON || !reason.matches("[\\x20-\\x7e]*")) {
      throw new IllegalArgumentException("a reason is one line of text");
    }
  }

  /// Names a certificate that could not be read, as far as it can be.
  static RefusedCertificate of(byte[] der, Refusal refusal, Origin origin) {
    String fingerprint = CertificateFacts.fingerprintOf(der);
    String reason = WORDS.getOrDefault(refusal.defect(), "cannot be used");
    try {
      StrictDer.requireOneElement(der);
      TBSCertificate body =
          org.bouncycastle.asn1.x509.Certificate.getInstance(ASN1Sequence.getInstance(der))
              .getTBSCertificate();
      return new RefusedCertificate(
          fingerprint,
          Certificate.countryOf(body.getSubject()),
          shortened(body.getSerialNumber().getValue().toString(16)),
          (signsCertificates(body) ? NO_AUTHORITY : reason) + " (" + refusal.defect() + ")",
          origin);
    } catch (Refusal | RuntimeException unreadable) {
      // It is named by its fingerprint alone then.
      return new RefusedCertificate(
          fingerprint, "", "", reason + " (" + refusal.defect() + ")", origin);
    }
  }

  /// Some states' link certificates may sign certificates and say that they are no authority.
  private static boolean signsCertificates(TBSCertificate body) {
    Extensions extensions = body.getExtensions();
    return extensions != null
        && KeyUsage.fromExtensions(extensions) instanceof KeyUsage usage
        && usage.hasUsages(KeyUsage.keyCertSign)
        && !(BasicConstraints.fromExtensions(extensions) instanceof BasicConstraints basic
            && basic.isCA());
  }

  static RefusedCertificate of(CertificateFacts facts, String reason, Origin origin) {
    return new RefusedCertificate(
        facts.fingerprint(), facts.country(), shortened(facts.serialNumber()), reason, origin);
  }

  private static String shortened(String serial) {
    return serial.substring(0, Math.min(serial.length(), 100));
  }
}
