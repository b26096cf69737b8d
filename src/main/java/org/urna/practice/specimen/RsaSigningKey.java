package org.urna.practice.specimen;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.RSAEngine;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.urna.practice.card.DataObjects;
import org.urna.practice.card.RsaKey;
import org.urna.practice.card.SessionCipher;

/// RSA with SHA-256, PKCS#1 v1.5 or PSS (RFC 8017 §8).
record RsaSigningKey(RsaKey key, Padding padding) implements SigningKey {

  enum Padding {
    PKCS1,
    PSS
  }

  private static final int SALT_BYTES = 32;
  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
  private static final AlgorithmIdentifier SHA256_WITH_RSA =
      new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
  private static final AlgorithmIdentifier SHA256_WITH_PSS =
      new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          new RSASSAPSSparams(
              SHA256,
              new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
              new ASN1Integer(SALT_BYTES),
              RSASSAPSSparams.DEFAULT_TRAILER_FIELD));

  @Override
  public AlgorithmIdentifier signatureAlgorithm() {
    return switch (padding) {
      case PKCS1 -> SHA256_WITH_RSA;
      case PSS -> SHA256_WITH_PSS;
    };
  }

  @Override
  public AlgorithmIdentifier digestAlgorithm() {
    return SHA256;
  }

  @Override
  public String digestName() {
    return "SHA-256";
  }

  @Override
  public SubjectPublicKeyInfo open() {
    return SubjectPublicKeyInfo.getInstance(key.open().getEncoded());
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      return switch (padding) {
        case PKCS1 -> pkcs1(message);
        case PSS -> pss(message);
      };
    } catch (GeneralSecurityException | CryptoException e) {
      throw new IllegalStateException("a practice key cannot sign", e);
    }
  }

  private byte[] pkcs1(byte[] message) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key.secret());
    signature.update(message);
    return signature.sign();
  }

  /// With a salt that follows from the message: a repeatable specimen needs no random one.
  private byte[] pss(byte[] message) throws CryptoException {
    RSAPrivateKey secret = (RSAPrivateKey) key.secret();
    byte[] salt = SessionCipher.digest("SHA-256", DataObjects.join(new byte[] {'s'}, message));
    PSSSigner signer = new PSSSigner(new RSAEngine(), new SHA256Digest(), new SHA256Digest(), salt);
    signer.init(true, new RSAKeyParameters(true, secret.getModulus(), secret.getPrivateExponent()));
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public String toString() {
    return "RsaSigningKey";
  }
}
