package org.urna.trust;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;

/// One X.509 certificate, read strictly and held with its exact bytes. Bouncy Castle parses; the
/// JDK's own parser cannot, it refuses explicit curve parameters.
final class Certificate {
  static final int MAX_SIZE = 8192;

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
  private final org.bouncycastle.asn1.x509.Certificate parsed;
  private final byte[] tbs;
  private final SignerKey key;
  private final SignatureScheme scheme;

  private Certificate(
      byte[] der,
      org.bouncycastle.asn1.x509.Certificate parsed,
      byte[] tbs,
      SignerKey key,
      SignatureScheme scheme) {
    this.der = der;
    this.parsed = parsed;
    this.tbs = tbs;
    this.key = key;
    this.scheme = scheme;
  }

  /// Reads one certificate. The array is copied.
  ///
  /// @throws Refusal if it is not one DER certificate of version 3 with a key and an algorithm
  ///   known here; runtime exceptions of the parser are the caller's to map
  static Certificate read(byte[] encoded) throws Refusal {
    Refusal.unless(encoded.length <= MAX_SIZE, SecurityObjectDefect.TOO_LARGE);
    byte[] der = encoded.clone();
    StrictDer.requireOneElement(der);
    org.bouncycastle.asn1.x509.Certificate parsed =
        org.bouncycastle.asn1.x509.Certificate.getInstance(ASN1Sequence.getInstance(der));
    TBSCertificate tbs = parsed.getTBSCertificate();
    Refusal.unless(tbs.getVersionNumber() == 3, SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
    Refusal.unless(
        tbs.getSignature().equals(parsed.getSignatureAlgorithm()),
        SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
    Refusal.unless(
        parsed.getSignature().getPadBits() == 0, SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
    return new Certificate(
        der,
        parsed,
        firstElement(der),
        KeyCodec.read(tbs.getSubjectPublicKeyInfo()),
        SignatureScheme.ofCertificate(parsed.getSignatureAlgorithm()));
  }

  /// The signed part as it stands in the file. Encoding it anew could turn bytes that were not
  /// signed into ones that were.
  private static byte[] firstElement(byte[] sequence) {
    int at = headerLength(sequence, 0);
    return Arrays.copyOfRange(sequence, at, at + headerLength(sequence, at) + length(sequence, at));
  }

  private static int headerLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < 0x80) {
      return length;
    }
    int count = length & 0x7f;
    length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  byte[] der() {
    return der.clone();
  }

  SignerKey key() {
    return key;
  }

  SignatureScheme scheme() {
    return scheme;
  }

  BigInteger serialNumber() {
    return parsed.getSerialNumber().getValue();
  }

  /// The issuer's name, for matching a signer to a SignerInfo only; never for trust.
  X500Name issuerName() {
    return parsed.getIssuer();
  }

  /// The key identifier of this certificate's own key, or empty.
  Optional<byte[]> subjectKeyIdentifier() {
    return Optional.ofNullable(extensions())
        .map(SubjectKeyIdentifier::fromExtensions)
        .map(SubjectKeyIdentifier::getKeyIdentifier);
  }

  /// The key identifier of the issuer's key that the certificate claims, or empty.
  Optional<byte[]> authorityKeyIdentifier() {
    return Optional.ofNullable(extensions())
        .map(AuthorityKeyIdentifier::fromExtensions)
        .map(AuthorityKeyIdentifier::getKeyIdentifierOctets);
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(parsed.getStartDate().getDate().toInstant())
        && !time.isAfter(parsed.getEndDate().getDate().toInstant());
  }

  Instant notBefore() {
    return parsed.getStartDate().getDate().toInstant();
  }

  Instant notAfter() {
    return parsed.getEndDate().getDate().toInstant();
  }

  /// Whether `issuer` made this certificate's signature.
  boolean isSignedBy(SignerKey issuer) throws Refusal {
    return SignatureCheck.verifies(issuer, scheme, tbs, parsed.getSignature().getOctets());
  }

  /// An authority: basic constraints say so, and key usage, where present, allows signing
  /// certificates.
  boolean isAuthority() {
    Extensions extensions = extensions();
    if (extensions == null) {
      return false;
    }
    BasicConstraints basic = BasicConstraints.fromExtensions(extensions);
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    return basic != null
        && basic.isCA()
        && (usage == null || usage.hasUsages(KeyUsage.keyCertSign));
  }

  /// A signer of passports may sign data and nothing else. The same authority also signs signers of
  /// master lists, visas and barcodes; those carry an extended key usage, and a document signer
  /// never does (ICAO 9303-12 table 6). Without this check a barcode signer could make passports.
  void requireDocumentSigner() throws Refusal {
    Refusal.unless(
        isEndEntity() && extensions().getExtension(Extension.extendedKeyUsage) == null,
        SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
  }

  /// A signer of master lists: extended key usage 2.23.136.1.1.3 and no other.
  void requireMasterListSigner() throws Refusal {
    ExtendedKeyUsage extended =
        isEndEntity() ? ExtendedKeyUsage.fromExtensions(extensions()) : null;
    Refusal.unless(
        extended != null && extended.size() == 1 && extended.hasKeyPurposeId(MASTER_LIST_SIGNER),
        SecurityObjectDefect.SIGNER_CERTIFICATE_PROFILE);
  }

  private boolean isEndEntity() {
    Extensions extensions = extensions();
    if (extensions == null) {
      return false;
    }
    BasicConstraints basic = BasicConstraints.fromExtensions(extensions);
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    return (basic == null || !basic.isCA())
        && usage != null
        && usage.hasUsages(KeyUsage.digitalSignature)
        && !usage.hasUsages(KeyUsage.keyCertSign)
        && Arrays.stream(extensions.getCriticalExtensionOIDs())
            .allMatch(KNOWN_EXTENSIONS::contains);
  }

  /// What may be told to an organiser about a certificate: its issuer's key and its serial number.
  IssuerHint issuerHint() {
    return new IssuerHint(
        authorityKeyIdentifier().map(HexFormat.of()::formatHex).orElse(""),
        serialNumber().toString(16));
  }

  private Extensions extensions() {
    return parsed.getTBSCertificate().getExtensions();
  }
}
