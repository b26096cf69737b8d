package org.urna.practice.card;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Map;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/// A group of prime order in which PACE agrees on a key (ICAO 9303-11 §9.5): elements are byte
/// strings as they cross the interface, uncompressed points or numbers as long as the modulus.
///
/// Not constant time; it holds secrets of a simulated chip.
sealed interface CardPaceGroup {

  Map<Integer, String> CURVES =
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

  /// The standardized domain parameters `id` of §9.5.1.
  static CardPaceGroup standardized(int id) {
    return switch (id) {
      case 0 -> new Modular(ModularGroups.MODP_1024_160);
      case 1 -> new Modular(ModularGroups.MODP_2048_224);
      case 2 -> new Modular(ModularGroups.MODP_2048_256);
      default -> new Curve(ChipKey.curve(CURVES.getOrDefault(id, "reserved parameters " + id)));
    };
  }

  BigInteger order();

  byte[] generator();

  /// `base` to the power of `exponent`, or times it in a curve's words.
  byte[] power(byte[] base, BigInteger exponent);

  byte[] product(byte[] left, byte[] right);

  /// An element from outside.
  ///
  /// @throws CardRefusal 6A80 if it is not one, or the neutral one, or outside the group
  void requireElement(byte[] encoded) throws CardRefusal;

  /// An element as it stands in data objects: a point, or a number of as few octets as it has
  /// (§9.4.1).
  byte[] written(byte[] element);

  boolean isNeutral(byte[] element);

  /// What of a shared element goes into key derivation: the x-coordinate, or all of it.
  byte[] sharedSecret(byte[] element);

  /// The prime that the integrated mapping reduces its pseudo-random number by.
  BigInteger prime();

  /// The integrated mapping's encoding of a number below [#prime] (§4.4.3.3 and appendix B).
  byte[] encode(BigInteger number);

  /// The tag of a public key in the authentication token's input (§9.4).
  int publicKeyTag();

  /// An exponent from 1 to order − 1: as many random bytes as the order has, drawn until they fit.
  default BigInteger secret(SecureRandom random) {
    byte[] bytes = new byte[(order().bitLength() + 7) / 8];
    BigInteger drawn;
    do {
      random.nextBytes(bytes);
      bytes[0] &= (byte) (0xFF >> (8 * bytes.length - order().bitLength()));
      drawn = new BigInteger(1, bytes);
    } while (drawn.signum() == 0 || drawn.compareTo(order()) >= 0);
    return drawn;
  }

  /// Points of a named curve with cofactor 1.
  record Curve(X9ECParameters parameters) implements CardPaceGroup {

    @Override
    public BigInteger order() {
      return parameters.getN();
    }

    @Override
    public byte[] generator() {
      return parameters.getG().getEncoded(false);
    }

    @Override
    public byte[] power(byte[] base, BigInteger exponent) {
      return point(base).multiply(exponent).normalize().getEncoded(false);
    }

    @Override
    public byte[] product(byte[] left, byte[] right) {
      return point(left).add(point(right)).normalize().getEncoded(false);
    }

    @Override
    public void requireElement(byte[] encoded) throws CardRefusal {
      // Uncompressed only (BSI TR-03111 §3.2.1); this also keeps the point at infinity out.
      if (encoded.length != parameters.getG().getEncoded(false).length || encoded[0] != 0x04) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
      try {
        point(encoded);
      } catch (IllegalArgumentException notOnCurve) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
    }

    @Override
    public byte[] written(byte[] element) {
      return element.clone();
    }

    @Override
    public boolean isNeutral(byte[] element) {
      return element.length == 1;
    }

    @Override
    public byte[] sharedSecret(byte[] element) {
      return point(element).getAffineXCoord().getEncoded();
    }

    @Override
    public BigInteger prime() {
      return parameters.getCurve().getField().getCharacteristic();
    }

    /// Appendix B.2, affine coordinates, with the names of the standard; `t` is the number.
    @Override
    public byte[] encode(BigInteger t) {
      ECCurve curve = parameters.getCurve();
      BigInteger p = prime();
      BigInteger a = curve.getA().toBigInteger();
      BigInteger b = curve.getB().toBigInteger();
      BigInteger alpha = t.multiply(t).negate().mod(p);
      BigInteger inverse = alpha.add(alpha.multiply(alpha)).modInverse(p);
      BigInteger x2 =
          b.negate().multiply(a.modInverse(p)).multiply(BigInteger.ONE.add(inverse)).mod(p);
      BigInteger x3 = alpha.multiply(x2).mod(p);
      BigInteger h2 = x2.pow(3).add(a.multiply(x2)).add(b).mod(p);
      BigInteger u = t.pow(3).multiply(h2).mod(p);
      BigInteger quarter = p.add(BigInteger.ONE).shiftRight(2);
      BigInteger root = h2.modPow(p.subtract(BigInteger.ONE).subtract(quarter), p);
      boolean second = root.multiply(root).multiply(h2).mod(p).equals(BigInteger.ONE);
      ECPoint point =
          second
              ? curve.createPoint(x2, root.multiply(h2).mod(p))
              : curve.createPoint(x3, root.multiply(u).mod(p));
      return point.multiply(curve.getCofactor()).normalize().getEncoded(false);
    }

    @Override
    public int publicKeyTag() {
      return 0x86;
    }

    private ECPoint point(byte[] encoded) {
      return parameters.getCurve().decodePoint(encoded);
    }
  }

  /// A subgroup of prime order of the numbers modulo a prime (RFC 5114).
  record Modular(DHParameters parameters) implements CardPaceGroup {

    @Override
    public BigInteger order() {
      return parameters.getQ();
    }

    @Override
    public byte[] generator() {
      return encoded(parameters.getG());
    }

    @Override
    public byte[] power(byte[] base, BigInteger exponent) {
      return encoded(number(base).modPow(exponent, parameters.getP()));
    }

    @Override
    public byte[] product(byte[] left, byte[] right) {
      return encoded(number(left).multiply(number(right)).mod(parameters.getP()));
    }

    @Override
    public void requireElement(byte[] encoded) throws CardRefusal {
      BigInteger value = number(encoded);
      boolean isElement =
          encoded.length <= generator().length
              && value.compareTo(BigInteger.ONE) > 0
              && value.compareTo(parameters.getP()) < 0
              && value.modPow(parameters.getQ(), parameters.getP()).equals(BigInteger.ONE);
      if (!isElement) {
        throw new CardRefusal(StatusWord.WRONG_DATA);
      }
    }

    @Override
    public byte[] written(byte[] element) {
      return BigIntegers.asUnsignedByteArray(number(element));
    }

    @Override
    public boolean isNeutral(byte[] element) {
      return number(element).equals(BigInteger.ONE);
    }

    @Override
    public byte[] sharedSecret(byte[] element) {
      return element.clone();
    }

    @Override
    public BigInteger prime() {
      return parameters.getP();
    }

    @Override
    public byte[] encode(BigInteger number) {
      BigInteger cofactor = prime().subtract(BigInteger.ONE).divide(order());
      return encoded(number.modPow(cofactor, prime()));
    }

    @Override
    public int publicKeyTag() {
      return 0x84;
    }

    private byte[] encoded(BigInteger value) {
      return BigIntegers.asUnsignedByteArray((prime().bitLength() + 7) / 8, value);
    }

    private static BigInteger number(byte[] encoded) {
      return new BigInteger(1, encoded);
    }
  }
}
