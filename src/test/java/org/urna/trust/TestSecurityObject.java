package org.urna.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DLSequence;
import org.bouncycastle.asn1.DLSet;
import org.bouncycastle.asn1.DLTaggedObject;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;

/// A security object in the making, with a handle on every part that a forger would turn. The
/// default is a proper one: RSA-2048, SHA-256, data groups 1, 2 and 14.
public final class TestSecurityObject {
  public static final ASN1ObjectIdentifier LDS = new ASN1ObjectIdentifier("2.23.136.1.1.1");
  public static final ASN1ObjectIdentifier SIGNED_DATA =
      new ASN1ObjectIdentifier("1.2.840.113549.1.7.2");
  public static final Map<HashAlgorithm, String> HASH_OIDS =
      Map.of(
          HashAlgorithm.SHA_1, "1.3.14.3.2.26",
          HashAlgorithm.SHA_224, "2.16.840.1.101.3.4.2.4",
          HashAlgorithm.SHA_256, "2.16.840.1.101.3.4.2.1",
          HashAlgorithm.SHA_384, "2.16.840.1.101.3.4.2.2",
          HashAlgorithm.SHA_512, "2.16.840.1.101.3.4.2.3");

  public final Map<Integer, byte[]> digests = new TreeMap<>();
  public HashAlgorithm hash = HashAlgorithm.SHA_256;
  public HashAlgorithm listHash = HashAlgorithm.SHA_256;
  public String listHashOid = HASH_OIDS.get(HashAlgorithm.SHA_256);
  public String signatureAlgorithm = "SHA256withRSA";
  public ASN1ObjectIdentifier contentType = LDS;
  public ASN1ObjectIdentifier outerType = SIGNED_DATA;
  public UnaryOperator<byte[]> content = UnaryOperator.identity();
  public UnaryOperator<byte[]> contentAfterSigning = UnaryOperator.identity();
  public UnaryOperator<List<ASN1Encodable>> attributes = UnaryOperator.identity();
  public UnaryOperator<List<ASN1Encodable>> signerInfos = UnaryOperator.identity();
  public UnaryOperator<byte[]> signature = UnaryOperator.identity();
  public boolean hasAttributes = true;
  public boolean sortsAttributes = true;
  public boolean identifiesByKey;

  /// Of PSS; negative for the hash's size.
  public int saltBytes = -1;

  /// What the SignerInfo says of it, if it lies.
  @Nullable Integer statedSaltBytes;

  public List<X509CertificateHolder> certificates = new ArrayList<>();
  private final KeyPair signerKeys;
  private final X509CertificateHolder signer;

  public TestSecurityObject(KeyPair signerKeys, X509CertificateHolder signer) {
    this.signerKeys = signerKeys;
    this.signer = signer;
    certificates.add(signer);
  }

  public TestSecurityObject dataGroup(int number, byte[] raw) {
    digests.put(number, listHash.digest(raw));
    return this;
  }

  public TestSecurityObject hash(HashAlgorithm algorithm) {
    hash = algorithm;
    listHash = algorithm;
    listHashOid = HASH_OIDS.get(algorithm);
    return this;
  }

  public byte[] digestList() {
    ASN1EncodableVector entries = new ASN1EncodableVector();
    digests.forEach(
        (number, digest) ->
            entries.add(sequence(new ASN1Integer(number), new DEROctetString(digest))));
    return encode(
        sequence(
            new ASN1Integer(0),
            new AlgorithmIdentifier(new ASN1ObjectIdentifier(listHashOid)),
            new DLSequence(entries)));
  }

  public List<ASN1Encodable> defaultAttributes(byte[] eContent) {
    List<ASN1Encodable> list = new ArrayList<>();
    list.add(new Attribute(CMSAttributes.contentType, new DERSet(contentType)));
    list.add(messageDigest(hash.digest(eContent)));
    return list;
  }

  public static Attribute messageDigest(byte[] digest) {
    return new Attribute(CMSAttributes.messageDigest, new DERSet(new DEROctetString(digest)));
  }

  public byte[] encode() {
    try {
      byte[] eContent = content.apply(digestList());
      ASN1EncodableVector vector = vector(attributes.apply(defaultAttributes(eContent)));
      ASN1Set set = sortsAttributes ? new DERSet(vector) : new DLSet(vector);
      byte[] signed = hasAttributes ? set.getEncoded(sortsAttributes ? "DER" : "DL") : eContent;
      ASN1EncodableVector info = new ASN1EncodableVector();
      info.add(new ASN1Integer(identifiesByKey ? 3 : 1));
      info.add(
          identifiesByKey
              ? new DLTaggedObject(
                  false,
                  0,
                  new DEROctetString(
                      TestAuthority.identifier(
                          signer.getSubjectPublicKeyInfo().getPublicKeyData().getOctets())))
              : sequence(signer.getIssuer(), new ASN1Integer(signer.getSerialNumber())));
      info.add(new AlgorithmIdentifier(new ASN1ObjectIdentifier(HASH_OIDS.get(hash))));
      if (hasAttributes) {
        info.add(new DLTaggedObject(false, 0, set));
      }
      info.add(algorithm());
      info.add(new DEROctetString(signature.apply(sign(signed))));
      List<ASN1Encodable> infos = new ArrayList<>(List.of(new DLSequence(info)));
      ASN1EncodableVector certs = new ASN1EncodableVector();
      certificates.forEach(certificate -> certs.add(certificate.toASN1Structure()));
      ASN1EncodableVector signedData = new ASN1EncodableVector();
      signedData.add(new ASN1Integer(3));
      signedData.add(
          new DERSet(new AlgorithmIdentifier(new ASN1ObjectIdentifier(HASH_OIDS.get(hash)))));
      signedData.add(
          sequence(
              contentType,
              new DLTaggedObject(
                  true, 0, new DEROctetString(contentAfterSigning.apply(eContent)))));
      if (!certificates.isEmpty()) {
        signedData.add(new DLTaggedObject(false, 0, new DERSet(certs)));
      }
      signedData.add(new DLSet(vector(signerInfos.apply(infos))));
      return file(
          0x77,
          encode(sequence(outerType, new DLTaggedObject(true, 0, new DLSequence(signedData)))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private int salt() {
    return saltBytes < 0 ? hash.size() : saltBytes;
  }

  private ASN1Encodable algorithm() {
    if (!signatureAlgorithm.endsWith("MGF1")) {
      return new DefaultSignatureAlgorithmIdentifierFinder().find(signatureAlgorithm);
    }
    AlgorithmIdentifier digest =
        new AlgorithmIdentifier(new ASN1ObjectIdentifier(HASH_OIDS.get(hash)), DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSASSA_PSS,
        new RSASSAPSSparams(
            digest,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
            new ASN1Integer(statedSaltBytes == null ? salt() : statedSaltBytes),
            new ASN1Integer(1)));
  }

  private byte[] sign(byte[] data) {
    try {
      Signature signer = Signature.getInstance(signatureAlgorithm, SignatureCheck.PROVIDER);
      if (signatureAlgorithm.endsWith("MGF1")) {
        String name = hash.jcaName();
        signer.setParameter(
            new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt(), 1));
      }
      signer.initSign(signerKeys.getPrivate());
      signer.update(data);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static DLSequence sequence(ASN1Encodable... elements) {
    return new DLSequence(elements);
  }

  private static ASN1EncodableVector vector(List<ASN1Encodable> list) {
    ASN1EncodableVector vector = new ASN1EncodableVector();
    list.forEach(vector::add);
    return vector;
  }

  public static byte[] encode(ASN1Encodable value) {
    try {
      ASN1Primitive primitive = value.toASN1Primitive();
      return primitive.getEncoded("DL");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One data object with a one-byte tag, as chip files are.
  public static byte[] file(int tag, byte[] value) {
    int count = value.length < 0x80 ? 0 : value.length < 0x100 ? 1 : value.length < 0x10000 ? 2 : 3;
    byte[] file = new byte[2 + count + value.length];
    file[0] = (byte) tag;
    file[1] = (byte) (count == 0 ? value.length : 0x80 | count);
    for (int i = 0; i < count; i++) {
      file[2 + i] = (byte) (value.length >>> 8 * (count - 1 - i));
    }
    System.arraycopy(value, 0, file, 2 + count, value.length);
    return file;
  }
}
