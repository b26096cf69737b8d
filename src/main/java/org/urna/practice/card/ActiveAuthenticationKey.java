package org.urna.practice.card;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.util.BigIntegers;

/// The secret half of a specimen chip's key for Active Authentication (ICAO 9303-11 §6.1) and its
/// way of signing the reader's challenge. Practice only: it is made from a public seed.
public sealed interface ActiveAuthenticationKey {

  /// The public half as data group 15 carries it.
  SubjectPublicKeyInfo publicKey();

  /// How it signs, for data group 14 (§9.2.4); empty for RSA, whose signatures say it themselves.
  Optional<String> signatureAlgorithm();

  /// Signs the challenge RND.IFD.
  ///
  /// @param random draws what an RSA chip puts before the challenge
  byte[] sign(byte[] challenge, SecureRandom random);

  /// Another secret key of the same kind, as a copied chip has to make one up.
  ActiveAuthenticationKey forged(String seed);

  /// ECDSA over the challenge as it comes.
  ///
  /// @param isDer answers a SEQUENCE of two integers, as some chips do, in place of the plain `r ‖
  ///   s` of BSI TR-03111 §5.2.1 that the standard wants
  record Ecdsa(ChipKey key, boolean isDer) implements ActiveAuthenticationKey {

    @Override
    public SubjectPublicKeyInfo publicKey() {
      return key.publicKey();
    }

    /// `ecdsa-plain-SHA256`, or SHA384 and SHA512 for curves as long.
    @Override
    public Optional<String> signatureAlgorithm() {
      int arc =
          switch (hash()) {
            case "SHA-512" -> 5;
            case "SHA-384" -> 4;
            default -> 3;
          };
      return Optional.of("0.4.0.127.0.7.1.1.4.1." + arc);
    }

    @Override
    public byte[] sign(byte[] challenge, SecureRandom random) {
      ECDomainParameters domain = new ECDomainParameters(key.curve());
      ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signer.init(true, new ECPrivateKeyParameters(key.secret(), domain));
      BigInteger[] rs = signer.generateSignature(SessionCipher.digest(hash(), challenge));
      if (isDer) {
        return DataObjects.der(
            new DERSequence(new ASN1Integer[] {new ASN1Integer(rs[0]), new ASN1Integer(rs[1])}));
      }
      int length = (domain.getN().bitLength() + 7) / 8;
      return DataObjects.join(
          BigIntegers.asUnsignedByteArray(length, rs[0]),
          BigIntegers.asUnsignedByteArray(length, rs[1]));
    }

    @Override
    public ActiveAuthenticationKey forged(String seed) {
      return new Ecdsa(key.forged(seed), isDer);
    }

    private String hash() {
      int bits = key.curve().getN().bitLength();
      return bits > 384 ? "SHA-512" : bits > 256 ? "SHA-384" : "SHA-256";
    }
  }

  /// RSA with message recovery, ISO/IEC 9796-2 digital signature scheme 1: the challenge is M2, the
  /// part that is not recovered; M1 is random and fills the block `6A ‖ M1 ‖ hash(M1 ‖ M2) ‖
  /// trailer`.
  record Rsa(RsaKey key, RsaDigest digest) implements ActiveAuthenticationKey {

    private static final byte[] PARTIAL_RECOVERY = {0x6A};

    @Override
    public SubjectPublicKeyInfo publicKey() {
      return SubjectPublicKeyInfo.getInstance(key.open().getEncoded());
    }

    @Override
    public Optional<String> signatureAlgorithm() {
      return Optional.empty();
    }

    @Override
    public byte[] sign(byte[] challenge, SecureRandom random) {
      RSAPrivateKey secret = (RSAPrivateKey) key.secret();
      int length = secret.getModulus().bitLength() / 8;
      int hashLength = SessionCipher.digest(digest.javaName(), challenge).length;
      byte[] m1 = new byte[length - hashLength - digest.trailer().length - 1];
      random.nextBytes(m1);
      byte[] hash = SessionCipher.digest(digest.javaName(), DataObjects.join(m1, challenge));
      byte[] block = DataObjects.join(PARTIAL_RECOVERY, m1, hash, digest.trailer());
      BigInteger signature =
          new BigInteger(1, block).modPow(secret.getPrivateExponent(), secret.getModulus());
      return BigIntegers.asUnsignedByteArray(length, signature);
    }

    @Override
    public ActiveAuthenticationKey forged(String seed) {
      int bits = ((RSAPrivateKey) key.secret()).getModulus().bitLength();
      return new Rsa(RsaKey.of(seed, bits, RsaKey.F4), digest);
    }

    @Override
    public String toString() {
      return "Rsa[" + digest + "]";
    }
  }
}
