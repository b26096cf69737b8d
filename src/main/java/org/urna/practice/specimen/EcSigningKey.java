package org.urna.practice.specimen;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.urna.practice.card.ChipKey;
import org.urna.practice.card.DataObjects;
import org.urna.practice.card.SeededBytes;
import org.urna.practice.card.SessionCipher;
import org.urna.practice.card.SpelledOutCurve;

/// ECDSA with nonces of RFC 6979. The key depends on its seed alone.
///
/// @param spellsOutCurve whether certificates carry the curve's parameters, seed and cofactor
///   included, in place of its name (RFC 3279 §2.3.5), as those of 49 states do
record EcSigningKey(String curveName, Digest digest, BigInteger secret, boolean spellsOutCurve)
    implements SigningKey {

  enum Digest {
    SHA_1("SHA-1", OIWObjectIdentifiers.idSHA1, X9ObjectIdentifiers.ecdsa_with_SHA1),
    SHA_256("SHA-256", NISTObjectIdentifiers.id_sha256, X9ObjectIdentifiers.ecdsa_with_SHA256),
    SHA_384("SHA-384", NISTObjectIdentifiers.id_sha384, X9ObjectIdentifiers.ecdsa_with_SHA384);

    private final String javaName;
    private final AlgorithmIdentifier digest;
    private final AlgorithmIdentifier signature;

    /// Parameters are absent, not NULL, in both identifiers: so it is in Russian passports, and RFC
    /// 5758 demands it of the second.
    Digest(String javaName, ASN1ObjectIdentifier digest, ASN1ObjectIdentifier signature) {
      this.javaName = javaName;
      this.digest = new AlgorithmIdentifier(digest);
      this.signature = new AlgorithmIdentifier(signature);
    }
  }

  static EcSigningKey of(String seed, String curveName, Digest digest, boolean spellsOutCurve) {
    BigInteger order = ChipKey.curve(curveName).getN();
    return new EcSigningKey(curveName, digest, new SeededBytes(seed).below(order), spellsOutCurve);
  }

  @Override
  public AlgorithmIdentifier signatureAlgorithm() {
    return digest.signature;
  }

  @Override
  public AlgorithmIdentifier digestAlgorithm() {
    return digest.digest;
  }

  @Override
  public String digestName() {
    return digest.javaName;
  }

  @Override
  public SubjectPublicKeyInfo open() {
    X9ECParameters curve = ChipKey.curve(curveName);
    ASN1Encodable parameters =
        spellsOutCurve ? SpelledOutCurve.of(curve, 4) : ECNamedCurveTable.getOID(curveName);
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters),
        curve.getG().multiply(secret).normalize().getEncoded(false));
  }

  @Override
  public byte[] sign(byte[] message) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(
        true, new ECPrivateKeyParameters(secret, new ECDomainParameters(ChipKey.curve(curveName))));
    BigInteger[] numbers = signer.generateSignature(SessionCipher.digest(digest.javaName, message));
    return DataObjects.der(
        new DERSequence(
            new ASN1Integer[] {new ASN1Integer(numbers[0]), new ASN1Integer(numbers[1])}));
  }

  @Override
  public String toString() {
    return "EcSigningKey[" + curveName + "]";
  }
}
