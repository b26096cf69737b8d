package org.urna.circuits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.urna.enrolment.SignatureHints;
import org.urna.trust.tree.EcLeaf;
import org.urna.trust.tree.P256Point;

/// An ECDSA signature over P-256 that Bouncy Castle made or accepts, and the circuits' inputs for
/// it.
record EcdsaSignature(P256Point key, byte[] digest, BigInteger r, BigInteger s) {
  static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256r1");
  static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN());

  /// By a random key, on a random digest of so many bytes.
  static EcdsaSignature random(int digestBytes, Random random) {
    byte[] digest = new byte[digestBytes];
    random.nextBytes(digest);
    return of(new BigInteger(255, random).add(BigInteger.ONE), digest, random);
  }

  static EcdsaSignature of(BigInteger secret, byte[] digest, Random random) {
    // By hand and not by Bouncy Castle, which wants a SecureRandom: the tests repeat.
    BigInteger e = new BigInteger(1, digest);
    BigInteger n = P256Point.ORDER;
    BigInteger k = new BigInteger(255, random).add(BigInteger.ONE);
    BigInteger r = affineX(DOMAIN.getG().multiply(k)).mod(n);
    BigInteger s = k.modInverse(n).multiply(e.add(r.multiply(secret))).mod(n);
    EcdsaSignature made = new EcdsaSignature(point(DOMAIN.getG().multiply(secret)), digest, r, s);
    if (!made.isValid()) {
      throw new IllegalStateException("Bouncy Castle does not accept it");
    }
    return made;
  }

  static P256Point point(ECPoint point) {
    ECPoint affine = point.normalize();
    return new P256Point(
        affine.getAffineXCoord().toBigInteger(), affine.getAffineYCoord().toBigInteger());
  }

  static BigInteger affineX(ECPoint point) {
    return point.normalize().getAffineXCoord().toBigInteger();
  }

  /// What Bouncy Castle says.
  boolean isValid() {
    ECDSASigner verifier = new ECDSASigner();
    verifier.init(
        false, new ECPublicKeyParameters(CURVE.getCurve().createPoint(key.x(), key.y()), DOMAIN));
    return verifier.verifySignature(digest, r, s);
  }

  EcdsaSignature withS(BigInteger other) {
    return new EcdsaSignature(key, digest, r, other);
  }

  /// The inputs of `EcdsaP256`.
  Map<String, List<BigInteger>> privateKeyInputs() {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("digest", words(digest));
    inputs.put("keyX", limbs(key.x()));
    inputs.put("keyY", limbs(key.y()));
    inputs.putAll(SignatureHints.forPrivateKey("", key, digest, r, s).orElseThrow());
    return inputs;
  }

  /// The inputs of `EcdsaP256Listed`.
  Map<String, List<BigInteger>> listedInputs() {
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("digest", words(digest));
    inputs.put("multiples", EcLeaf.of(key).multiples());
    inputs.putAll(SignatureHints.forListedKey("", key, digest, r, s).orElseThrow());
    return inputs;
  }

  /// 32-bit words, most significant first.
  static List<BigInteger> words(byte[] digest) {
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < digest.length; i += 4) {
      words.add(new BigInteger(1, java.util.Arrays.copyOfRange(digest, i, i + 4)));
    }
    return words;
  }

  /// Eight limbs of 32 bits, least significant first.
  static List<BigInteger> limbs(BigInteger number) {
    List<BigInteger> limbs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      limbs.add(number.shiftRight(32 * i).and(BigInteger.valueOf(0xffffffffL)));
    }
    return limbs;
  }
}
