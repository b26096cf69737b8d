package org.urna.trust.lists;

import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.urna.trust.TestAuthority;
import org.urna.trust.TestSecurityObject;

/// Master lists made for tests, and the publishers' authorities out of real ones.
public final class MasterLists {
  private static final ASN1ObjectIdentifier CSCA_MASTER_LIST =
      new ASN1ObjectIdentifier("2.23.136.1.1.2");

  private MasterLists() {}

  /// The authorities in a real list whose subject names a country, in its order. Nothing is
  /// verified: an organiser has a publisher's authority from the publisher.
  public static List<byte[]> authoritiesIn(byte[] file, String country) throws Exception {
    SignedData signed = SignedData.getInstance(ContentInfo.getInstance(file).getContent());
    byte[] content =
        ((org.bouncycastle.asn1.ASN1OctetString) signed.getEncapContentInfo().getContent())
            .getOctets();
    List<byte[]> own = new ArrayList<>();
    for (var element : ASN1Set.getInstance(ASN1Sequence.getInstance(content).getObjectAt(1))) {
      var certificate = org.bouncycastle.asn1.x509.Certificate.getInstance(element);
      if (certificate.getSubject().toString().contains(country)) {
        own.add(certificate.getEncoded());
      }
    }
    return own;
  }

  /// A proper list signer's certificate.
  static X509CertificateHolder signer(TestAuthority publisher, KeyPair keys) {
    return publisher
        .issue(keys)
        .serial(77)
        .extension(
            Extension.extendedKeyUsage,
            true,
            TestSecurityObject.encode(
                new ExtendedKeyUsage(
                    KeyPurposeId.getInstance(new ASN1ObjectIdentifier("2.23.136.1.1.3")))))
        .sign();
  }

  /// A list signed at `time`.
  static byte[] list(
      KeyPair keys, X509CertificateHolder signer, Instant time, List<byte[]> certificates) {
    ASN1EncodableVector set = new ASN1EncodableVector();
    certificates.forEach(der -> set.add(ASN1Sequence.getInstance(der)));
    byte[] content =
        TestSecurityObject.encode(
            new DLSequence(new ASN1Encodable[] {new ASN1Integer(0), new DLSet(set)}));
    TestSecurityObject message = new TestSecurityObject(keys, signer);
    message.contentType = CSCA_MASTER_LIST;
    message.content = _ -> content;
    if (!keys.getPrivate().getAlgorithm().equals("RSA")) {
      message.signatureAlgorithm = "SHA256withECDSA";
    }
    message.attributes =
        attributes -> {
          List<ASN1Encodable> all = new ArrayList<>(attributes);
          all.add(
              new Attribute(
                  CMSAttributes.signingTime,
                  new org.bouncycastle.asn1.DERSet(new Time(Date.from(time)))));
          return all;
        };
    byte[] file = message.encode();
    int first = file[1] & 0xff;
    return Arrays.copyOfRange(file, first < 0x80 ? 2 : 2 + (first & 0x7f), file.length);
  }
}
