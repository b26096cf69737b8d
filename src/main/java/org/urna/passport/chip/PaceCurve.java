package org.urna.passport.chip;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/// A group of points of an elliptic curve over a prime field. All curves here have cofactor 1, so
/// that every point but O generates the whole group.
///
/// @param order n
record PaceCurve(ECCurve curve, BigInteger order, ECPoint generator) implements PaceGroup {

  /// The rows of ICAO 9303-11 §9.5.1.
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(8, "secp192r1"),
          Map.entry(9, "brainpoolP192r1"),
          Map.entry(10, "secp224r1"),
          Map.entry(11, "brainpoolP224r1"),
          Map.entry(12, "secp256r1"),
          Map.entry(13, "brainpoolP256r1"),
          Map.entry(14, "brainpoolP320r1"),
          Map.entry(15, "secp384r1"),
          Map.entry(16, "brainpoolP384r1"),
          Map.entry(17, "brainpoolP512r1"),
          Map.entry(18, "secp521r1"));

  private static final int UNCOMPRESSED = 0x04;

  static boolean isKnown(int parameterId) {
    return NAMES.containsKey(parameterId);
  }

  /// Integrated mapping needs p = 3 mod 4, which secp224r1 does not have.
  static boolean canBeHashedOnto(int parameterId) {
    return standardised(parameterId).prime().and(BigInteger.valueOf(3)).intValue() == 3;
  }

  static PaceCurve standardised(int parameterId) {
    X9ECParameters parameters = ECNamedCurveTable.getByName(NAMES.get(parameterId));
    return new PaceCurve(parameters.getCurve(), parameters.getN(), parameters.getG());
  }

  @Override
  public EphemeralKey newKey(SecureRandom random) {
    BigInteger secret = PaceGroup.scalar(order, random);
    return new EphemeralKey(secret, generator.multiply(secret).normalize().getEncoded(false));
  }

  /// The x-coordinate, as long as p.
  @Override
  public byte[] agree(EphemeralKey ours, byte[] theirs) throws BadElementException {
    return sharedPoint(ours, theirs).getAffineXCoord().getEncoded();
  }

  @Override
  public PaceGroup mapped(BigInteger nonce, EphemeralKey ours, byte[] theirs)
      throws BadElementException {
    return withGenerator(generator.multiply(nonce.mod(order)).add(sharedPoint(ours, theirs)));
  }

  @Override
  public PaceGroup mapped(BigInteger x) throws BadElementException {
    return withGenerator(hashed(x));
  }

  @Override
  public BigInteger prime() {
    return curve.getField().getCharacteristic();
  }

  @Override
  public int elementTag() {
    return 0x86;
  }

  private PaceCurve withGenerator(ECPoint mapped) throws BadElementException {
    if (mapped.isInfinity()) {
      throw new BadElementException("the nonce maps to the point at infinity");
    }
    return new PaceCurve(curve, order, mapped.normalize());
  }

  private ECPoint sharedPoint(EphemeralKey ours, byte[] theirs) throws BadElementException {
    ECPoint shared = point(theirs).multiply(ours.secret()).normalize();
    if (shared.isInfinity()) {
      throw new BadElementException("the shared point is the point at infinity");
    }
    return shared;
  }

  /// Uncompressed, of full length, on the curve.
  private ECPoint point(byte[] encoded) throws BadElementException {
    int coordinate = (curve.getFieldSize() + 7) / 8;
    if (encoded.length != 1 + 2 * coordinate || encoded[0] != UNCOMPRESSED) {
      throw new BadElementException("not an uncompressed point of this curve's length");
    }
    try {
      // Checks both coordinates' range, the curve's equation and the order.
      return curve.decodePoint(encoded);
    } catch (IllegalArgumentException e) {
      throw new BadElementException("not a point of the curve");
    }
  }

  /// Point encoding for integrated mapping, ICAO 9303-11 appendix B.2 with its variable names:
  /// affine coordinates, p = 3 mod 4, cofactor 1.
  private ECPoint hashed(BigInteger t) throws BadElementException {
    BigInteger p = prime();
    BigInteger a = curve.getA().toBigInteger();
    BigInteger b = curve.getB().toBigInteger();
    BigInteger alpha = t.multiply(t).negate().mod(p);
    BigInteger sum = alpha.multiply(alpha).add(alpha).mod(p);
    if (sum.signum() == 0) {
      throw new BadElementException("the nonces map to no point");
    }
    BigInteger x2 =
        b.negate()
            .multiply(BigIntegers.modOddInverse(p, a))
            .multiply(BigInteger.ONE.add(BigIntegers.modOddInverse(p, sum)))
            .mod(p);
    BigInteger h2 = x2.modPow(BigInteger.valueOf(3), p).add(a.multiply(x2)).add(b).mod(p);
    BigInteger u = t.modPow(BigInteger.valueOf(3), p).multiply(h2).mod(p);
    BigInteger quarter = p.add(BigInteger.ONE).shiftRight(2);
    BigInteger root = h2.modPow(p.subtract(BigInteger.ONE).subtract(quarter), p);
    boolean isSquare = root.multiply(root).multiply(h2).mod(p).equals(BigInteger.ONE);
    BigInteger x = isSquare ? x2 : alpha.multiply(x2).mod(p);
    BigInteger y = root.multiply(isSquare ? h2 : u).mod(p);
    try {
      return curve.validatePoint(x, y);
    } catch (IllegalArgumentException e) {
      throw new BadElementException("the nonces map to no point");
    }
  }
}
