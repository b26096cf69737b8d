package org.urna.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/// Reads and writes SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
final class KeyCodec {
  private KeyCodec() {}

  /// The numbers of an RSA key as they were read; nothing is known about them yet.
  private record RsaNumbers(BigInteger modulus, BigInteger exponent) {}

  /// Reads the key of a signer, explicit curve parameters included.
  ///
  /// @throws Refusal [SecurityObjectDefect#KEY] for any other key
  static SignerKey read(SubjectPublicKeyInfo info) throws Refusal {
    if (isEc(info)) {
      return ec(info);
    }
    Refusal.unless(
        isRsa(info)
            || info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS),
        SecurityObjectDefect.KEY);
    RsaNumbers key = rsa(info);
    Refusal.unless(SignerKey.Rsa.isSound(key.modulus, key.exponent), SecurityObjectDefect.KEY);
    return new SignerKey.Rsa(key.modulus, key.exponent);
  }

  /// Reads the key of a chip that signs challenges.
  ///
  /// @throws Refusal [SecurityObjectDefect#KEY] for any other key
  static ChipSignatureKey readChipKey(SubjectPublicKeyInfo info) throws Refusal {
    if (isEc(info)) {
      return new ChipSignatureKey.Ec(ec(info));
    }
    Refusal.unless(isRsa(info), SecurityObjectDefect.KEY);
    RsaNumbers key = rsa(info);
    Refusal.unless(
        ChipSignatureKey.Rsa.isSound(key.modulus, key.exponent), SecurityObjectDefect.KEY);
    return new ChipSignatureKey.Rsa(key.modulus, key.exponent);
  }

  private static boolean isEc(SubjectPublicKeyInfo info) {
    return info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
  }

  private static boolean isRsa(SubjectPublicKeyInfo info) {
    return info.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption);
  }

  private static SignerKey.Ec ec(SubjectPublicKeyInfo info) throws Refusal {
    NamedCurve curve = NamedCurve.ofParameters(info.getAlgorithm().getParameters());
    Refusal.unless(info.getPublicKeyData().getPadBits() == 0, SecurityObjectDefect.KEY);
    ECPoint point = curve.decodePoint(info.getPublicKeyData().getOctets());
    return new SignerKey.Ec(
        curve, point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  private static RsaNumbers rsa(SubjectPublicKeyInfo info) throws Refusal {
    byte[] encoded = info.getPublicKeyData().getOctets();
    StrictDer.requireOneElement(encoded);
    ASN1Sequence numbers = ASN1Sequence.getInstance(encoded);
    Refusal.unless(numbers.size() == 2, SecurityObjectDefect.KEY);
    return new RsaNumbers(
        ASN1Integer.getInstance(numbers.getObjectAt(0)).getValue(),
        ASN1Integer.getInstance(numbers.getObjectAt(1)).getValue());
  }

  /// The key in its plainest form: a named curve and an uncompressed point, or rsaEncryption. What
  /// leaves this package and what a provider gets is always this, never the bytes that were read.
  static SubjectPublicKeyInfo write(SignerKey key) {
    return switch (key) {
      case SignerKey.Rsa rsa ->
          info(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              encoded(rsa));
      case SignerKey.Ec ec ->
          new SubjectPublicKeyInfo(
              new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ec.curve().oid()),
              uncompressed(ec));
    };
  }

  private static SubjectPublicKeyInfo info(AlgorithmIdentifier algorithm, DERSequence key) {
    try {
      return new SubjectPublicKeyInfo(algorithm, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DERSequence encoded(SignerKey.Rsa rsa) {
    return new DERSequence(
        new ASN1Integer[] {new ASN1Integer(rsa.modulus()), new ASN1Integer(rsa.exponent())});
  }

  private static byte[] uncompressed(SignerKey.Ec ec) {
    int field = ec.curve().fieldBytes();
    byte[] point = new byte[1 + 2 * field];
    point[0] = 4;
    write(ec.x(), point, 1, field);
    write(ec.y(), point, 1 + field, field);
    return point;
  }

  private static void write(BigInteger number, byte[] to, int at, int size) {
    System.arraycopy(BigIntegers.asUnsignedByteArray(size, number), 0, to, at, size);
  }
}
