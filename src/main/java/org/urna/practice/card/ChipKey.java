package org.urna.practice.card;

import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/// The secret half of a specimen chip's key for Chip Authentication. Practice only: it is made from
/// a public seed.
///
/// @param curveName a named curve, `P-256`, `secp192r1` …
/// @param id its key identifier, or null on a chip with one key
public record ChipKey(String curveName, BigInteger secret, @Nullable BigInteger id) {

  public ChipKey {
    if (secret.signum() <= 0 || secret.compareTo(curve(curveName).getN()) >= 0) {
      throw new IllegalArgumentException("secret outside 1 to n − 1");
    }
  }

  public X9ECParameters curve() {
    return curve(curveName);
  }

  /// The public half as data group 15 carries it, with the curve by name.
  public SubjectPublicKeyInfo publicKey() {
    return publicKey(false);
  }

  /// The public half with the curve by name, or in full as most chips have it in data group 14.
  public SubjectPublicKeyInfo publicKey(boolean isCurveSpelledOut) {
    ASN1Encodable parameters =
        isCurveSpelledOut ? SpelledOutCurve.of(curve(), 0) : ECNamedCurveTable.getOID(curveName);
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters),
        curve().getG().multiply(secret).normalize().getEncoded(false));
  }

  /// Another secret on the same curve, as a copied chip has to make one up.
  ChipKey forged(String seed) {
    return new ChipKey(curveName, new SeededBytes(seed).below(curve().getN()), id);
  }

  public static X9ECParameters curve(String name) {
    X9ECParameters curve = ECNamedCurveTable.getByName(name);
    if (curve == null) {
      throw new IllegalArgumentException("no curve " + name);
    }
    return curve;
  }

  @Override
  public String toString() {
    return "ChipKey[" + curveName + "]";
  }
}
