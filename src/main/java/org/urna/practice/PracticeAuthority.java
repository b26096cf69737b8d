package org.urna.practice;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
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
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
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
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// The invented passport authority of one state: a country signing CA (RSA-3072) and one document
/// signer (RSA-2048), both PKCS#1 v1.5 with SHA-256 and exponent 65,537, the commonest form in the
/// world (ICAO 9303-12 §7).
///
/// Keys, certificates and signatures depend on the state alone: every practice kiosk pins the same
/// certificate. Anyone can make its passports, which is why a real election refuses it by the mark
/// in its names.
public final class PracticeAuthority {

  private static final ASN1ObjectIdentifier ID_ICAO_LDS_SECURITY_OBJECT =
      new ASN1ObjectIdentifier("2.23.136.1.1.1");
  private static final AlgorithmIdentifier SHA256_WITH_RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  // Wide on purpose: a practice passport must not expire under a class that meets every year.
  private static final Time NOT_BEFORE = new Time(new DERUTCTime("200101000000Z"));
  private static final Time NOT_AFTER = new Time(new DERUTCTime("491231235959Z"));
  private static final DERUTCTime SIGNING_TIME = new DERUTCTime("250301120000Z");

  private final String state;
  private final RsaKey signerKey;
  private final Certificate certificate;
  private final Certificate signerCertificate;

  private PracticeAuthority(String state, String country) {
    this.state = state;
    RsaKey caKey = RsaKey.of("urna practice CSCA " + state, 3072);
    this.signerKey = RsaKey.of("urna practice document signer " + state, 2048);
    String organisation = "C=" + country + ",O=" + StateCertificate.PRACTICE_MARK + ",CN=";
    X500Name authority = new X500Name(organisation + "CSCA " + state);
    X500Name signer = new X500Name(organisation + "Document Signer 1");
    SubjectPublicKeyInfo caPublicKey = SubjectPublicKeyInfo.getInstance(caKey.open().getEncoded());
    SubjectPublicKeyInfo signerPublicKey =
        SubjectPublicKeyInfo.getInstance(signerKey.open().getEncoded());
    byte[] caKeyId = keyId(caPublicKey);
    this.certificate = issue(1, authority, authority, caPublicKey, caExtensions(caKeyId), caKey);
    this.signerCertificate =
        issue(
            2,
            authority,
            signer,
            signerPublicKey,
            signerExtensions(caKeyId, keyId(signerPublicKey)),
            caKey);
  }

  /// Makes the authority of `state`; takes about a second.
  ///
  /// @param state three characters as in the machine readable zone
  /// @param country two letters for the certificates' names
  public static PracticeAuthority of(String state, String country) {
    return new PracticeAuthority(state, country);
  }

  /// The state whose passports it signs, three characters.
  public String state() {
    return state;
  }

  /// The country signing CA's self-signed certificate, DER: what an election pins.
  public byte[] certificate() {
    return der(certificate);
  }

  /// The document signer's certificate, DER; it is also in every security object.
  public byte[] signerCertificate() {
    return der(signerCertificate);
  }

  /// [#certificate] as a manifest pins it.
  public StateCertificate anchor() {
    return new StateCertificate(state, Bytes.of(certificate()));
  }

  /// [#signerCertificate] as a manifest lists it for the circuits of the listed form.
  public StateCertificate signer() {
    return new StateCertificate(state, Bytes.of(signerCertificate()));
  }

  /// EF.SOD over data groups (ICAO 9303-10 §4.6.2): CMS SignedData in tag 77, one SHA-256 digest
  /// per data group in ascending order, signed attributes contentType, signingTime and
  /// messageDigest.
  byte[] securityObject(Map<Integer, byte[]> dataGroups) {
    byte[] content = der(ldsSecurityObject(dataGroups));
    ASN1Set attributes = signedAttributes(content);
    SignerInfo signerInfo =
        new SignerInfo(
            new SignerIdentifier(
                new IssuerAndSerialNumber(
                    signerCertificate.getIssuer(), signerCertificate.getSerialNumber().getValue())),
            SHA256,
            attributes,
            SHA256_WITH_RSA,
            new DEROctetString(sign(signerKey, der(attributes))),
            null);
    SignedData signedData =
        new SignedData(
            new DERSet(SHA256),
            new ContentInfo(ID_ICAO_LDS_SECURITY_OBJECT, new DEROctetString(content)),
            new DERSet(signerCertificate),
            null,
            new DERSet(signerInfo));
    return DataObjects.of(0x77, der(new ContentInfo(CMSObjectIdentifiers.signedData, signedData)));
  }

  private static DERSequence ldsSecurityObject(Map<Integer, byte[]> dataGroups) {
    ASN1EncodableVector digests = new ASN1EncodableVector();
    List<Map.Entry<Integer, byte[]>> ascending = new ArrayList<>(dataGroups.entrySet());
    ascending.sort(Comparator.comparingInt(Map.Entry::getKey));
    for (Map.Entry<Integer, byte[]> group : ascending) {
      digests.add(
          new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(group.getKey()),
                new DEROctetString(SessionCipher.digest("SHA-256", group.getValue()))
              }));
    }
    return new DERSequence(
        new ASN1Encodable[] {new ASN1Integer(0), SHA256, new DERSequence(digests)});
  }

  private static ASN1Set signedAttributes(byte[] content) {
    ASN1EncodableVector attributes = new ASN1EncodableVector();
    attributes.add(
        new Attribute(CMSAttributes.contentType, new DERSet(ID_ICAO_LDS_SECURITY_OBJECT)));
    attributes.add(new Attribute(CMSAttributes.signingTime, new DERSet(SIGNING_TIME)));
    attributes.add(
        new Attribute(
            CMSAttributes.messageDigest,
            new DERSet(new DEROctetString(SessionCipher.digest("SHA-256", content)))));
    return new DERSet(attributes);
  }

  private static ExtensionsGenerator caExtensions(byte[] keyId) {
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

  private static ExtensionsGenerator signerExtensions(byte[] caKeyId, byte[] keyId) {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    add(extensions, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    add(extensions, Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(caKeyId));
    add(extensions, Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(keyId));
    return extensions;
  }

  private static Certificate issue(
      int serial,
      X500Name issuer,
      X500Name subject,
      SubjectPublicKeyInfo publicKey,
      ExtensionsGenerator extensions,
      RsaKey issuerKey) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(BigInteger.valueOf(serial)));
    generator.setSignature(SHA256_WITH_RSA);
    generator.setIssuer(issuer);
    generator.setStartDate(NOT_BEFORE);
    generator.setEndDate(NOT_AFTER);
    generator.setSubject(subject);
    generator.setSubjectPublicKeyInfo(publicKey);
    generator.setExtensions(extensions.generate());
    TBSCertificate toBeSigned = generator.generateTBSCertificate();
    return Certificate.getInstance(
        new DERSequence(
            new ASN1Encodable[] {
              toBeSigned,
              SHA256_WITH_RSA,
              new org.bouncycastle.asn1.DERBitString(sign(issuerKey, der(toBeSigned)))
            }));
  }

  private static void add(
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

  private static byte[] keyId(SubjectPublicKeyInfo key) {
    return SessionCipher.digest("SHA-1", key.getPublicKeyData().getBytes());
  }

  private static byte[] sign(RsaKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.secret());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has SHA256withRSA", e);
    }
  }

  private static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a structure of ours has no encoding", e);
    }
  }
}
