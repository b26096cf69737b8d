package org.urna.trust;

import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;

/// One X.509 certificate, read strictly and held with its exact bytes. Bouncy Castle parses; the
/// JDK's own parser cannot, it refuses explicit curve parameters.
public final class Certificate {
  /// In bytes of DER.
  public static final int MAX_SIZE = 8192;

  private static final KeyPurposeId MASTER_LIST_SIGNER =
      KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.23.136.1.1.3"));

  /// What a document signer's certificate may mark critical (ICAO 9303-12 §7.1.1), document type
  /// list and name change included, though no one should.
  private static final Set<ASN1ObjectIdentifier> KNOWN_EXTENSIONS =
      Set.of(
          Extension.keyUsage,
          Extension.basicConstraints,
          Extension.extendedKeyUsage,
          Extension.privateKeyUsagePeriod,
          Extension.certificatePolicies,
          Extension.subjectKeyIdentifier,
          Extension.authorityKeyIdentifier,
          new ASN1ObjectIdentifier("2.23.136.1.1.6.1"),
          new ASN1ObjectIdentifier("2.23.136.1.1.6.2"));

  private final byte[] der;
  private final byte[] tbs;
  private final byte[] signature;
  private final SignerKey key;
  private final SignatureScheme scheme;
  private final BigInteger serialNumber;
  private final X500Name issuerName;
  private final String subjectCountry;
  private final Instant notBefore;
  private final Instant notAfter;
  private final Optional<byte[]> subjectKeyIdentifier;
  private final Optional<byte[]> authorityKeyIdentifier;
  private final Optional<KeyUsage> usage;
  private final Optional<ExtendedKeyUsage> extendedUsage;
  private final boolean saysAuthority;
  private final boolean hasUnknownCritical;

  /// Everything is taken out here, so that what an extension hides fails here and not later.
  private Certificate(byte[] der, org.bouncycastle.asn1.x509.Certificate parsed) throws Refusal {
    this.der = der;
    // As it stands in the file: encoded anew it might be bytes that nobody signed.
    this.tbs = DerElements.inside(der, 0).getFirst();
    this.signature = parsed.getSignature().getOctets();
    TBSCertificate body = parsed.getTBSCertificate();
    this.key = KeyCodec.read(body.getSubjectPublicKeyInfo());
    this.scheme = SignatureScheme.ofCertificate(parsed.getSignatureAlgorithm());
    this.serialNumber = body.getSerialNumber().getValue();
    this.issuerName = body.getIssuer();
    this.subjectCountry = countryOf(body.getSubject());
    this.notBefore = instant(body.getStartDate());
    this.notAfter = instant(body.getEndDate());
    Optional<Extensions> extensions = Optional.ofNullable(body.getExtensions());
    this.subjectKeyIdentifier =
        extensions
            .map(SubjectKeyIdentifier::fromExtensions)
            .map(SubjectKeyIdentifier::getKeyIdentifier);
    this.authorityKeyIdentifier =
        extensions
            .map(AuthorityKeyIdentifier::fromExtensions)
            .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
    this.usage = extensions.map(KeyUsage::fromExtensions);
    this.extendedUsage = extensions.map(ExtendedKeyUsage::fromExtensions);
    this.saysAuthority =
        extensions.map(BasicConstraints::fromExtensions).filter(BasicConstraints::isCA).isPresent();
    this.hasUnknownCritical =
        extensions.stream()
            .flatMap(all -> Arrays.stream(all.getCriticalExtensionOIDs()))
            .anyMatch(oid -> !KNOWN_EXTENSIONS.contains(oid));
  }

  /// Reads one certificate. The array is copied.
  ///
  /// @throws Refusal if it is not one DER certificate of version 3 with a key and an algorithm
  ///   known here
  public static Certificate read(byte[] encoded) throws Refusal {
    Refusal.unless(encoded.length <= MAX_SIZE, SecurityObjectDefect.TOO_LARGE);
    byte[] der = encoded.clone();
    StrictDer.requireOneElement(der);
    try {
      org.bouncycastle.asn1.x509.Certificate parsed =
          org.bouncycastle.asn1.x509.Certificate.getInstance(ASN1Sequence.getInstance(der));
      TBSCertificate body = parsed.getTBSCertificate();
      Refusal.unless(
          body.getVersionNumber() == 3
              && body.getSignature().equals(parsed.getSignatureAlgorithm())
              && parsed.getSignature().getPadBits() == 0,
          SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
      return new Certificate(der, parsed);
    } catch (RuntimeException e) {
      // Bouncy Castle's parsers throw many kinds at malformed input.
      throw new Refusal(SecurityObjectDefect.MALFORMED, e);
    }
  }

  /// A time that says its zone. Without one (RFC 5280 §4.1.2.5.2 forbids that) Bouncy Castle would
  /// read the time of wherever this machine stands.
  private static Instant instant(Time time) throws Refusal {
    Refusal.unless(
        !(time.toASN1Primitive() instanceof ASN1GeneralizedTime general)
            || general.getTimeString().matches(".*(Z|[+-][0-9]{2,4})"),
        SecurityObjectDefect.MALFORMED);
    return time.getDate().toInstant();
  }

  byte[] der() {
    return der.clone();
  }

  /// The signed part, from its own `30`, as it stands in the file.
  byte[] tbs() {
    return tbs.clone();
  }

  /// The issuer's signature: the content of the BIT STRING.
  public byte[] signature() {
    return signature.clone();
  }

  /// The key it certifies.
  public SignerKey key() {
    return key;
  }

  /// How the issuer signed it.
  public SignatureScheme scheme() {
    return scheme;
  }

  /// As its issuer numbered it.
  public BigInteger serialNumber() {
    return serialNumber;
  }

  /// The country in the subject: two or three letters in upper case, or empty. To suggest a state
  /// to a person, never for trust.
  public String subjectCountry() {
    return subjectCountry;
  }

  /// As [#subjectCountry], of any name.
  public static String countryOf(X500Name subject) {
    for (RDN part : subject.getRDNs(BCStyle.C)) {
      String text = String.valueOf(part.getFirst().getValue()).strip().toUpperCase(Locale.ROOT);
      if (text.matches("[A-Z]{2,3}")) {
        return text;
      }
    }
    return "";
  }

  /// The issuer's name, for matching a signer to a SignerInfo only; never for trust.
  X500Name issuerName() {
    return issuerName;
  }

  /// The key identifier of this certificate's own key, or empty.
  public Optional<byte[]> subjectKeyIdentifier() {
    return subjectKeyIdentifier;
  }

  /// The key identifier of the issuer's key that the certificate claims, or empty.
  public Optional<byte[]> authorityKeyIdentifier() {
    return authorityKeyIdentifier;
  }

  /// Whether `time` lies in its validity, both ends included.
  public boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && !time.isAfter(notAfter);
  }

  /// The beginning of its validity.
  public Instant notBefore() {
    return notBefore;
  }

  /// The end of its validity.
  public Instant notAfter() {
    return notAfter;
  }

  /// Whether `issuer`, of which `prepared` is the provider's form, made this certificate's
  /// signature.
  public boolean isSignedBy(SignerKey issuer, PublicKey prepared) throws Refusal {
    return SignatureCheck.verifies(issuer, prepared, scheme, tbs, signature);
  }

  /// An authority: basic constraints say so, and key usage, where present, allows signing
  /// certificates.
  public boolean isAuthority() {
    return saysAuthority && usage.map(bits -> bits.hasUsages(KeyUsage.keyCertSign)).orElse(true);
  }

  /// A signer of passports may sign data and nothing else. The same authority also signs signers of
  /// master lists, visas and barcodes; those carry an extended key usage, and a document signer
  /// never does (ICAO 9303-12 table 6). Without this check a barcode signer could make passports.
  public void requireDocumentSigner() throws Refusal {
    Refusal.unless(
        isEndEntity() && extendedUsage.isEmpty(), SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
  }

  /// A signer of master lists: extended key usage 2.23.136.1.1.3 and no other.
  public void requireMasterListSigner() throws Refusal {
    Refusal.unless(
        isEndEntity()
            && extendedUsage
                .filter(purposes -> purposes.size() == 1)
                .filter(purposes -> purposes.hasKeyPurposeId(MASTER_LIST_SIGNER))
                .isPresent(),
        SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
  }

  private boolean isEndEntity() {
    return !saysAuthority
        && !hasUnknownCritical
        && usage
            .map(
                bits ->
                    bits.hasUsages(KeyUsage.digitalSignature)
                        && !bits.hasUsages(KeyUsage.keyCertSign))
            .orElse(false);
  }

  /// What may be told to an organiser about a certificate: its issuer's key and its serial number.
  public IssuerHint issuerHint() {
    return new IssuerHint(
        authorityKeyIdentifier.map(HexFormat.of()::formatHex).orElse(""),
        serialNumber.toString(16));
  }
}
