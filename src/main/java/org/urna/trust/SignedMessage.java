package org.urna.trust;

import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;

/// A CMS SignedData (RFC 5652 §5) with exactly one signer, whose signed attributes, message digest
/// and signature have been verified under the certificate inside. Whether that certificate is worth
/// anything is the caller's question.
///
/// Signed attributes are verified as the DER encoding of their set, as RFC 5652 §5.4 demands, or,
/// if that fails, in the order in which they were sent: some states sign an unsorted set. Both
/// readings hold the same attributes, so nothing can hide in the difference.
public final class SignedMessage {
  private static final int MAX_CERTIFICATES = 8;

  private final byte[] content;
  private final byte[] signedAttributes;
  private final byte[] signature;
  private final SignatureScheme scheme;
  private final Certificate signer;
  private final Optional<Instant> signingTime;

  private SignedMessage(
      byte[] content,
      byte[] signedAttributes,
      byte[] signature,
      SignatureScheme scheme,
      Certificate signer,
      Optional<Instant> signingTime) {
    this.content = content;
    this.signedAttributes = signedAttributes;
    this.signature = signature;
    this.scheme = scheme;
    this.signer = signer;
    this.signingTime = signingTime;
  }

  /// The signed content, the octets inside eContent. Not copied, as the other arrays here: whoever
  /// reads them changes none.
  public byte[] content() {
    return content;
  }

  /// The exact bytes under the signature, starting with the SET tag `31`.
  byte[] signedAttributes() {
    return signedAttributes;
  }

  byte[] signature() {
    return signature;
  }

  /// How it is signed.
  public SignatureScheme scheme() {
    return scheme;
  }

  /// The certificate that the signature verifies under.
  public Certificate signer() {
    return signer;
  }

  /// The signer's own statement of when it signed.
  public Optional<Instant> signingTime() {
    return signingTime;
  }

  /// Parses and verifies. `der` has passed [StrictDer].
  ///
  /// @throws Refusal with the first defect; runtime exceptions of the parser are the caller's to
  ///   map
  public static SignedMessage verify(byte[] der, ASN1ObjectIdentifier contentType) throws Refusal {
    SignedData signed = signedData(der);
    byte[] content = content(signed, contentType);

    Refusal.unless(signed.getSignerInfos().size() == 1, SecurityObjectDefect.SIGNER_COUNT);
    SignerInfo signerInfo = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
    SignatureScheme scheme =
        SignatureScheme.ofSignerInfo(
            signerInfo.getDigestAlgorithm(), signerInfo.getDigestEncryptionAlgorithm());

    ASN1Set attributes = signerInfo.getAuthenticatedAttributes();
    Refusal.unless(
        attributes != null && attributes.size() > 0,
        SecurityObjectDefect.SIGNED_ATTRIBUTES_MISSING);
    Optional<Instant> signingTime =
        checkAttributes(attributes, contentType, scheme.hash().digest(content));

    Certificate signer = signerCertificate(signed.getCertificates(), signerInfo.getSID());
    byte[] signature = signerInfo.getEncryptedDigest().getOctets();
    for (String encoding : new String[] {ASN1Encoding.DER, ASN1Encoding.DL}) {
      byte[] signedAttributes = encode(attributes, encoding);
      if (SignatureCheck.verifies(signer.key(), scheme, signedAttributes, signature)) {
        return new SignedMessage(content, signedAttributes, signature, scheme, signer, signingTime);
      }
    }
    throw new Refusal(SecurityObjectDefect.SIGNATURE);
  }

  /// The content of a message that nobody has verified. `der` has passed [StrictDer].
  ///
  /// @throws Refusal or a runtime exception of the parser, as [#verify]
  static byte[] unverifiedContent(byte[] der, ASN1ObjectIdentifier contentType) throws Refusal {
    return content(signedData(der), contentType);
  }

  private static SignedData signedData(byte[] der) throws Refusal {
    ContentInfo info = ContentInfo.getInstance(ASN1Sequence.getInstance(der));
    Refusal.unless(
        info.getContentType().equals(CMSObjectIdentifiers.signedData),
        SecurityObjectDefect.MALFORMED);
    return SignedData.getInstance(info.getContent());
  }

  private static byte[] content(SignedData signed, ASN1ObjectIdentifier contentType)
      throws Refusal {
    Refusal.unless(
        signed.getEncapContentInfo().getContentType().equals(contentType),
        SecurityObjectDefect.CONTENT_TYPE);
    ASN1Encodable encapsulated = signed.getEncapContentInfo().getContent();
    Refusal.unless(encapsulated instanceof ASN1OctetString, SecurityObjectDefect.MALFORMED);
    return ((ASN1OctetString) encapsulated).getOctets();
  }

  private static byte[] encode(ASN1Set attributes, String encoding) throws Refusal {
    try {
      return attributes.getEncoded(encoding);
    } catch (IOException e) {
      throw new Refusal(SecurityObjectDefect.MALFORMED, e);
    }
  }

  /// contentType and messageDigest exactly once with exactly one value, signingTime at most once,
  /// and no attribute type twice.
  private static Optional<Instant> checkAttributes(
      ASN1Set attributes, ASN1ObjectIdentifier contentType, byte[] digest) throws Refusal {
    Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    Optional<Instant> signingTime = Optional.empty();
    for (ASN1Encodable element : attributes) {
      Attribute attribute = Attribute.getInstance(element);
      ASN1ObjectIdentifier type = attribute.getAttrType();
      Refusal.unless(seen.add(type), SecurityObjectDefect.SIGNED_ATTRIBUTES);
      boolean isChecked =
          type.equals(CMSAttributes.contentType)
              || type.equals(CMSAttributes.messageDigest)
              || type.equals(CMSAttributes.signingTime);
      if (!isChecked) {
        continue;
      }
      Refusal.unless(attribute.getAttrValues().size() == 1, SecurityObjectDefect.SIGNED_ATTRIBUTES);
      ASN1Encodable value = attribute.getAttrValues().getObjectAt(0);
      if (type.equals(CMSAttributes.contentType)) {
        Refusal.unless(
            ASN1ObjectIdentifier.getInstance(value).equals(contentType),
            SecurityObjectDefect.CONTENT_TYPE);
      } else if (type.equals(CMSAttributes.messageDigest)) {
        Refusal.unless(
            Arrays.equals(ASN1OctetString.getInstance(value).getOctets(), digest),
            SecurityObjectDefect.MESSAGE_DIGEST);
      } else {
        signingTime = Optional.of(timeOf(value));
      }
    }
    Refusal.unless(
        seen.contains(CMSAttributes.contentType) && seen.contains(CMSAttributes.messageDigest),
        SecurityObjectDefect.SIGNED_ATTRIBUTES);
    return signingTime;
  }

  private static Instant timeOf(ASN1Encodable value) throws Refusal {
    try {
      Time time = Time.getInstance(value);
      return switch (time.toASN1Primitive()) {
        case ASN1UTCTime utc -> utc.getAdjustedDate().toInstant();
        case ASN1GeneralizedTime general -> general.getDate().toInstant();
        default -> throw new Refusal(SecurityObjectDefect.SIGNED_ATTRIBUTES);
      };
    } catch (ParseException e) {
      throw new Refusal(SecurityObjectDefect.SIGNED_ATTRIBUTES, e);
    }
  }

  /// The one certificate that the signer identifier names. Others (an authority's) may lie beside
  /// it and are not looked at.
  private static Certificate signerCertificate(ASN1Set certificates, SignerIdentifier sid)
      throws Refusal {
    Refusal.unless(
        certificates != null && certificates.size() <= MAX_CERTIFICATES,
        SecurityObjectDefect.SIGNER_CERTIFICATE_MISSING);
    List<Certificate> named = new ArrayList<>();
    Refusal unreadable = null;
    for (ASN1Encodable element : certificates) {
      try {
        Certificate certificate =
            Certificate.read(element.toASN1Primitive().getEncoded(ASN1Encoding.DL));
        if (isNamed(certificate, sid)) {
          named.add(certificate);
        }
      } catch (Refusal e) {
        unreadable = e;
      } catch (IOException e) {
        unreadable = new Refusal(SecurityObjectDefect.MALFORMED, e);
      }
    }
    if (named.isEmpty() && unreadable != null) {
      throw unreadable;
    }
    Refusal.unless(named.size() == 1, SecurityObjectDefect.SIGNER_CERTIFICATE_MISSING);
    return named.getFirst();
  }

  private static boolean isNamed(Certificate certificate, SignerIdentifier sid) {
    if (sid.getId() instanceof ASN1TaggedObject || sid.getId() instanceof ASN1OctetString) {
      byte[] identifier =
          sid.getId() instanceof ASN1TaggedObject tagged
              ? ASN1OctetString.getInstance(tagged, false).getOctets()
              : ((ASN1OctetString) sid.getId()).getOctets();
      return certificate
          .subjectKeyIdentifier()
          .filter(own -> Arrays.equals(own, identifier))
          .isPresent();
    }
    IssuerAndSerialNumber issuer = IssuerAndSerialNumber.getInstance(sid.getId());
    return certificate.serialNumber().equals(issuer.getSerialNumber().getValue())
        && certificate.issuerName().equals(issuer.getName());
  }
}
