package org.urna.trust;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.BigIntegers;

/// The card side of Active Authentication, with a handle on every part that a forger would turn. By
/// RSA it writes the message representative out byte by byte, as ICAO Doc 9303-11 §6.1.2.2 tells.
public final class ChipSigner {
  private static final SecureRandom RANDOM = new SecureRandom();

  final KeyPair keys;
  HashAlgorithm hash;
  String header = "6A";
  String trailer;
  UnaryOperator<byte[]> recovered = UnaryOperator.identity();
  UnaryOperator<byte[]> digest = UnaryOperator.identity();
  UnaryOperator<byte[]> representative = UnaryOperator.identity();

  /// @param kind as in [TestAuthority#key]
  ChipSigner(String kind, HashAlgorithm hash) {
    this.keys = TestAuthority.key(kind, "signing chip");
    this.hash = hash;
    this.trailer = trailerOf(hash);
  }

  static String trailerOf(HashAlgorithm hash) {
    return switch (hash) {
      case SHA_1 -> "BC";
      case SHA_224 -> "38CC";
      case SHA_256 -> "34CC";
      case SHA_384 -> "36CC";
      case SHA_512 -> "35CC";
    };
  }

  SubjectPublicKeyInfo publicKey() {
    return SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
  }

  /// Data group 15 with this key.
  byte[] dataGroup15() {
    return TestSecurityObject.file(0x6F, TestSecurityObject.encode(publicKey()));
  }

  /// Data group 15 with a key of this curve, which is named; Bouncy Castle may spell it out.
  byte[] dataGroup15(NamedCurve curve) {
    return TestSecurityObject.file(
        0x6F,
        TestSecurityObject.encode(
            new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve.oid()),
                publicKey().getPublicKeyData().getOctets())));
  }

  /// By RSA.
  byte[] recoverable(byte[] challenge) {
    int size = modulus().bitLength() / 8;
    byte[] head = HexFormat.of().parseHex(header);
    byte[] tail = HexFormat.of().parseHex(trailer);
    byte[] m1 = new byte[size - head.length - hash.size() - tail.length];
    RANDOM.nextBytes(m1);
    m1 = recovered.apply(m1);
    byte[] h = digest.apply(hash.digest(Arrays.concatenate(m1, challenge)));
    return raw(representative.apply(Arrays.concatenate(head, m1, h, tail)));
  }

  /// The private operation on a representative of any content.
  byte[] raw(byte[] representative) {
    BigInteger secret = ((RSAPrivateKey) keys.getPrivate()).getPrivateExponent();
    return BigIntegers.asUnsignedByteArray(
        modulus().bitLength() / 8, new BigInteger(1, representative).modPow(secret, modulus()));
  }

  BigInteger modulus() {
    return ((RSAPrivateKey) keys.getPrivate()).getModulus();
  }

  /// By ECDSA: r and s.
  BigInteger[] pair(NamedCurve curve, byte[] challenge) {
    ECDSASigner signer = new ECDSASigner();
    signer.init(
        true, new ECPrivateKeyParameters(((ECPrivateKey) keys.getPrivate()).getS(), curve.group()));
    return signer.generateSignature(hash.digest(challenge));
  }

  /// By ECDSA, as ICAO wants it.
  public byte[] plain(NamedCurve curve, byte[] challenge) {
    return plain(curve, pair(curve, challenge));
  }

  public static byte[] plain(NamedCurve curve, BigInteger[] pair) {
    int size = (curve.bits() + 7) / 8;
    return Arrays.concatenate(
        BigIntegers.asUnsignedByteArray(size, pair[0]),
        BigIntegers.asUnsignedByteArray(size, pair[1]));
  }
}
