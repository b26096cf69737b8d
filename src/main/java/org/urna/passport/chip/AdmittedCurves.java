package org.urna.passport.chip;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X962Parameters;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPublicKeySpec;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// The curves a chip may authenticate itself on: those of BSI TR-03110-3 §A.2.1.1, with 192 bits
/// for Russian passports. Explicit parameters are admitted only if they equal one of these, and are
/// replaced by the named curve before any arithmetic: an attacker chooses none of them.
final class AdmittedCurves {

  private static final List<String> NAMES =
      List.of(
          "secp192r1",
          "secp224r1",
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "brainpoolP192r1",
          "brainpoolP224r1",
          "brainpoolP256r1",
          "brainpoolP320r1",
          "brainpoolP384r1",
          "brainpoolP512r1");

  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private AdmittedCurves() {}

  /// The public key on its named curve, checked to be a point of it and not the point at infinity.
  ///
  /// @param subjectPublicKeyInfo DER
  /// @throws PassportReadException [PassportReadFailure#CHIP_KEY_UNSUPPORTED] for anything else
  static ECPublicKey publicKey(byte[] subjectPublicKeyInfo) throws PassportReadException {
    try {
      SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo);
      String name = nameOf(info.getAlgorithm());
      if (name == null) {
        throw unsupported("its curve is not admitted");
      }
      X9ECParameters curve = ECNamedCurveTable.getByName(name);
      ECPoint point = curve.getCurve().decodePoint(info.getPublicKeyData().getOctets());
      boolean sound = !point.isInfinity() && point.multiply(curve.getN()).isInfinity();
      if (!sound) {
        throw unsupported("it is no point of the curve's group");
      }
      return (ECPublicKey)
          KeyFactory.getInstance("EC", PROVIDER)
              .generatePublic(
                  new ECPublicKeySpec(
                      point,
                      new ECNamedCurveParameterSpec(
                          name, curve.getCurve(), curve.getG(), curve.getN(), curve.getH())));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new PassportReadException(
          PassportReadFailure.CHIP_KEY_UNSUPPORTED, "the chip's public key does not parse", e);
    }
  }

  private static @Nullable String nameOf(AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return null;
    }
    X962Parameters parameters = X962Parameters.getInstance(algorithm.getParameters());
    for (String name : NAMES) {
      ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(name);
      boolean same =
          parameters.isNamedCurve()
              ? parameters.getParameters().equals(oid)
              : !parameters.isImplicitlyCA()
                  && equal(
                      X9ECParameters.getInstance(parameters.getParameters()),
                      ECNamedCurveTable.getByName(name));
      if (same) {
        return name;
      }
    }
    return null;
  }

  private static boolean equal(X9ECParameters given, X9ECParameters known) {
    BigInteger cofactor = given.getH();
    return given.getCurve().getField().equals(known.getCurve().getField())
        && given.getCurve().getA().toBigInteger().equals(known.getCurve().getA().toBigInteger())
        && given.getCurve().getB().toBigInteger().equals(known.getCurve().getB().toBigInteger())
        && given.getN().equals(known.getN())
        && (cofactor == null || cofactor.equals(known.getH()))
        && given
            .getG()
            .normalize()
            .getAffineXCoord()
            .toBigInteger()
            .equals(known.getG().normalize().getAffineXCoord().toBigInteger())
        && given
            .getG()
            .normalize()
            .getAffineYCoord()
            .toBigInteger()
            .equals(known.getG().normalize().getAffineYCoord().toBigInteger());
  }

  private static PassportReadException unsupported(String why) {
    return new PassportReadException(PassportReadFailure.CHIP_KEY_UNSUPPORTED, why);
  }
}
