package org.urna.practice.specimen;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;
import org.urna.practice.card.DataObjects;
import org.urna.practice.card.RsaKey;
import org.urna.practice.card.SessionCipher;

/// The invented passport authority of one state: a country signing CA and one document signer (ICAO
/// 9303-12 §7), in one of the ways in which states sign.
///
/// Keys, certificates and signatures depend on state and scheme alone, and for the scheme like
/// Russia's on the polling day, as that one's signers live for twelve years: every practice kiosk
/// pins the same authority. Anyone can make its passports, which is why a real election refuses it
/// by the mark in its names.
public final class PracticeAuthority {

  private static final ASN1ObjectIdentifier ID_ICAO_LDS_SECURITY_OBJECT =
      new ASN1ObjectIdentifier("2.23.136.1.1.1");
  // Wide on purpose: a practice passport must not expire under a class that meets every year.
  private static final Time NOT_BEFORE = new Time(new DERUTCTime("200101000000Z"));
  private static final Time NOT_AFTER = new Time(new DERUTCTime("491231235959Z"));
  private static final DERUTCTime SIGNING_TIME = new DERUTCTime("250301120000Z");

  private static final int FIRST_YEAR = 2020;
  private static final int SIGNER_YEARS = 12;
  private static final int SIGNER_EVERY_YEARS = 6;

  private final String state;
  private final PracticeScheme scheme;
  private final SigningKey signerKey;
  private final DERUTCTime signingTime;
  private final Certificate certificate;
  private final Certificate signerCertificate;

  private PracticeAuthority(
      String state,
      PracticeScheme scheme,
      SigningKey signerKey,
      DERUTCTime signingTime,
      Certificate certificate,
      Certificate signerCertificate) {
    this.state = state;
    this.scheme = scheme;
    this.signerKey = signerKey;
    this.signingTime = signingTime;
    this.certificate = certificate;
    this.signerCertificate = signerCertificate;
  }

  /// The authority of `state` that signs in the commonest way, RSA; takes about a second.
  ///
  /// @param state three characters as in the machine readable zone
  /// @param country two letters for the certificates' names
  public static PracticeAuthority of(String state, String country) {
    return of(state, country, PracticeScheme.RSA_PKCS1_SHA256);
  }

  /// The authority of `state` that signs by `scheme`, other than Russia's.
  public static PracticeAuthority of(String state, String country, PracticeScheme scheme) {
    SigningKey caKey = authorityKey(state, scheme);
    SigningKey signerKey = signerKey(state, scheme);
    String organisation = "C=" + country + ",O=" + StateCertificate.PRACTICE_MARK + ",CN=";
    X500Name authority = new X500Name(organisation + "CSCA " + state);
    byte[] caKeyId = PracticeCertificates.keyId(caKey.open());
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    PracticeCertificates.add(
        extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    PracticeCertificates.add(
        extensions, Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(caKeyId));
    PracticeCertificates.add(
        extensions,
        Extension.subjectKeyIdentifier,
        false,
        new SubjectKeyIdentifier(PracticeCertificates.keyId(signerKey.open())));
    return new PracticeAuthority(
        state,
        scheme,
        signerKey,
        SIGNING_TIME,
        PracticeCertificates.issue(
            new PracticeCertificates.Body(1, authority, authority, NOT_BEFORE, NOT_AFTER),
            caKey,
            PracticeCertificates.caExtensions(caKeyId),
            caKey),
        PracticeCertificates.issue(
            new PracticeCertificates.Body(
                2,
                authority,
                new X500Name(organisation + "Document Signer 1"),
                NOT_BEFORE,
                NOT_AFTER),
            signerKey,
            extensions,
            caKey));
  }

  /// An authority as Russia's: names of seven parts, curve parameters in full, and a document
  /// signer of twelve years, a new one every six. Fast.
  ///
  /// @param pollingDay the signer's certificate is valid on it, and for years before and after
  public static PracticeAuthority likeRussia(String state, String country, LocalDate pollingDay) {
    int generation = Math.max(0, pollingDay.getYear() - 2 - FIRST_YEAR) / SIGNER_EVERY_YEARS;
    int year = FIRST_YEAR + SIGNER_EVERY_YEARS * generation;
    return likeRussia(
        new Names(state, country),
        authorityKey(state, PracticeScheme.RUSSIAN_P256_SHA1),
        Optional.empty(),
        new Term("" + generation, generation, year, year + SIGNER_YEARS));
  }

  /// The authority of [#likeRussia] with a document signer whose time was over a year before the
  /// polling day; from 2022 on.
  static PracticeAuthority likeRussiaWithExpiredSigner(
      String state, String country, LocalDate pollingDay) {
    return likeRussia(
        new Names(state, country),
        authorityKey(state, PracticeScheme.RUSSIAN_P256_SHA1),
        Optional.empty(),
        new Term("expired", 90, FIRST_YEAR, Math.max(FIRST_YEAR + 1, pollingDay.getYear() - 1)));
  }

  /// An authority with the names of [#likeRussia]'s and keys of its own, as a state has that
  /// renewed them and told nobody. No election pins it.
  static PracticeAuthority unpinnedLikeRussia(String state, String country, LocalDate pollingDay) {
    int year = Math.max(FIRST_YEAR, pollingDay.getYear() - 1);
    return likeRussia(
        new Names(state, country),
        authorityKey(state + " renewed", PracticeScheme.RUSSIAN_P256_SHA1),
        Optional.empty(),
        new Term("renewed", 91, year, year + SIGNER_YEARS));
  }

  /// A forger's authority: names and key identifier of [#likeRussia]'s, and a key of its own.
  static PracticeAuthority impostorLikeRussia(String state, String country, LocalDate pollingDay) {
    int year = Math.max(FIRST_YEAR, pollingDay.getYear() - 1);
    SigningKey pinned = authorityKey(state, PracticeScheme.RUSSIAN_P256_SHA1);
    return likeRussia(
        new Names(state, country),
        authorityKey(state + " impostor", PracticeScheme.RUSSIAN_P256_SHA1),
        Optional.of(PracticeCertificates.keyId(pinned.open())),
        new Term("impostor", 92, year, year + SIGNER_YEARS));
  }

  private record Names(String state, String country) {
    private static final String MAIL = ",E=ca@urna.invalid";

    X500Name authority() {
      return new X500Name(
          "C="
              + country
              + ",ST=Nowhere,L=Nowhere,O="
              + StateCertificate.PRACTICE_MARK
              + ",OU=Specimens,CN=CSCA "
              + state
              + MAIL);
    }

    X500Name signer(int number) {
      return new X500Name(
          "C="
              + country
              + ",L=Nowhere,O="
              + StateCertificate.PRACTICE_MARK
              + ",OU=Specimens,CN=Document_Signer_"
              + number
              + MAIL);
    }
  }

  /// A document signer's key, and from which year's first day until which it is valid.
  private record Term(String key, int generation, int fromYear, int untilYear) {}

  /// @param claimedKeyId the authority's key identifier, if it is not its key's
  private static PracticeAuthority likeRussia(
      Names names, SigningKey caKey, Optional<byte[]> claimedKeyId, Term term) {
    PracticeScheme scheme = PracticeScheme.RUSSIAN_P256_SHA1;
    SigningKey signerKey = signerKey(names.state + " " + term.key, scheme);
    byte[] caKeyId = claimedKeyId.orElseGet(() -> PracticeCertificates.keyId(caKey.open()));
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    PracticeCertificates.add(
        extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    PracticeCertificates.add(
        extensions,
        Extension.subjectKeyIdentifier,
        false,
        new SubjectKeyIdentifier(PracticeCertificates.keyId(signerKey.open())));
    PracticeCertificates.add(
        extensions, Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(caKeyId));
    return new PracticeAuthority(
        names.state,
        scheme,
        signerKey,
        new DERUTCTime("%02d0301120000Z".formatted(term.fromYear % 100)),
        PracticeCertificates.issue(
            new PracticeCertificates.Body(
                1, names.authority(), names.authority(), NOT_BEFORE, NOT_AFTER),
            caKey,
            PracticeCertificates.caExtensions(caKeyId),
            caKey),
        PracticeCertificates.issue(
            new PracticeCertificates.Body(
                200 + term.generation,
                names.authority(),
                names.signer(term.generation + 1),
                PracticeCertificates.time(LocalDate.of(term.fromYear, 1, 1)),
                PracticeCertificates.time(LocalDate.of(term.untilYear, 1, 1))),
            signerKey,
            extensions,
            caKey));
  }

  private static SigningKey authorityKey(String state, PracticeScheme scheme) {
    String seed = "urna practice CSCA " + state;
    return switch (scheme) {
      case RSA_PKCS1_SHA256 ->
          new RsaSigningKey(RsaKey.of(seed, 3072, RsaKey.F4), RsaSigningKey.Padding.PKCS1);
      case RSA_PSS_SHA256, RSA_PSS_E3_SHA256 ->
          new RsaSigningKey(
              RsaKey.of(seed + " " + scheme, 3072, RsaKey.F4), RsaSigningKey.Padding.PSS);
      case P256_SHA256 ->
          EcSigningKey.of(seed + " " + scheme, "P-384", EcSigningKey.Digest.SHA_384, false);
      case RUSSIAN_P256_SHA1 ->
          EcSigningKey.of(seed + " " + scheme, "P-256", EcSigningKey.Digest.SHA_1, true);
    };
  }

  private static SigningKey signerKey(String name, PracticeScheme scheme) {
    String seed = "urna practice document signer " + name;
    return switch (scheme) {
      case RSA_PKCS1_SHA256 ->
          new RsaSigningKey(RsaKey.of(seed, 2048, RsaKey.F4), RsaSigningKey.Padding.PKCS1);
      case RSA_PSS_SHA256 ->
          new RsaSigningKey(
              RsaKey.of(seed + " " + scheme, 2048, RsaKey.F4), RsaSigningKey.Padding.PSS);
      case RSA_PSS_E3_SHA256 ->
          new RsaSigningKey(
              RsaKey.of(seed + " " + scheme, 2048, BigInteger.valueOf(3)),
              RsaSigningKey.Padding.PSS);
      case P256_SHA256 ->
          EcSigningKey.of(seed + " " + scheme, "P-256", EcSigningKey.Digest.SHA_256, false);
      case RUSSIAN_P256_SHA1 ->
          EcSigningKey.of(seed + " " + scheme, "P-256", EcSigningKey.Digest.SHA_1, true);
    };
  }

  /// The state whose passports it signs, three characters.
  public String state() {
    return state;
  }

  /// How it signs.
  public PracticeScheme scheme() {
    return scheme;
  }

  /// The country signing CA's self-signed certificate, DER: what an election pins.
  public byte[] certificate() {
    return DataObjects.der(certificate);
  }

  /// The document signer's certificate, DER; it is also in every security object.
  public byte[] signerCertificate() {
    return DataObjects.der(signerCertificate);
  }

  /// [#certificate] as a manifest pins it.
  public StateCertificate anchor() {
    return new StateCertificate(state, Bytes.of(certificate()));
  }

  /// [#signerCertificate] as a manifest lists it for the circuits of the listed form.
  public StateCertificate signer() {
    return new StateCertificate(state, Bytes.of(signerCertificate()));
  }

  /// EF.SOD over data groups (ICAO 9303-10 §4.6.2): CMS SignedData in tag 77, one digest per data
  /// group in ascending order, signed attributes contentType, signingTime and messageDigest.
  byte[] securityObject(Map<Integer, byte[]> dataGroups) {
    byte[] content = DataObjects.der(ldsSecurityObject(dataGroups));
    ASN1Set attributes = signedAttributes(content);
    SignerInfo signerInfo =
        new SignerInfo(
            new SignerIdentifier(
                new IssuerAndSerialNumber(
                    signerCertificate.getIssuer(), signerCertificate.getSerialNumber().getValue())),
            signerKey.digestAlgorithm(),
            attributes,
            signerKey.signatureAlgorithm(),
            new DEROctetString(signerKey.sign(DataObjects.der(attributes))),
            null);
    SignedData signedData =
        new SignedData(
            new DERSet(signerKey.digestAlgorithm()),
            new ContentInfo(ID_ICAO_LDS_SECURITY_OBJECT, new DEROctetString(content)),
            new DERSet(signerCertificate),
            null,
            new DERSet(signerInfo));
    return DataObjects.of(
        0x77, DataObjects.der(new ContentInfo(CMSObjectIdentifiers.signedData, signedData)));
  }

  private DERSequence ldsSecurityObject(Map<Integer, byte[]> dataGroups) {
    ASN1EncodableVector digests = new ASN1EncodableVector();
    List<Map.Entry<Integer, byte[]>> ascending = new ArrayList<>(dataGroups.entrySet());
    ascending.sort(Comparator.comparingInt(Map.Entry::getKey));
    for (Map.Entry<Integer, byte[]> group : ascending) {
      digests.add(
          new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(group.getKey()),
                new DEROctetString(SessionCipher.digest(signerKey.digestName(), group.getValue()))
              }));
    }
    return new DERSequence(
        new ASN1Encodable[] {
          new ASN1Integer(0), signerKey.digestAlgorithm(), new DERSequence(digests)
        });
  }

  private ASN1Set signedAttributes(byte[] content) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(CMSAttributes.contentType, new DERSet(ID_ICAO_LDS_SECURITY_OBJECT)));
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(signingTime)));
    attributes.add(
        new Attribute(
            CMSAttributes.messageDigest,
            new DERSet(new DEROctetString(SessionCipher.digest(signerKey.digestName(), content)))));
    return new DERSet(attributes);
  }
}
