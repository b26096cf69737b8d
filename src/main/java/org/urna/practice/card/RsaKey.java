package org.urna.practice.card;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/// An RSA key pair that depends on its seed alone, not on a library's way of making keys, so that
/// an upgrade does not change the practice authority. For practice only.
public record RsaKey(PrivateKey secret, PublicKey open) {

  public static final BigInteger F4 = BigInteger.valueOf(65_537);

  /// @param bits length of the modulus, exact
  /// @param e public exponent, an odd prime
  public static RsaKey of(String seed, int bits, BigInteger e) {
    SeededBytes bytes = new SeededBytes(seed);
    while (true) {
      BigInteger p = bytes.prime(bits / 2);
      BigInteger q = bytes.prime(bits / 2);
      BigInteger p1 = p.subtract(BigInteger.ONE);
      BigInteger q1 = q.subtract(BigInteger.ONE);
      BigInteger n = p.multiply(q);
      boolean usable =
          !p.equals(q)
              && n.bitLength() == bits
              && p1.gcd(e).equals(BigInteger.ONE)
              && q1.gcd(e).equals(BigInteger.ONE);
      if (usable) {
        return of(p, q, p1, q1, n, e);
      }
    }
  }

  private static RsaKey of(
      BigInteger p, BigInteger q, BigInteger p1, BigInteger q1, BigInteger n, BigInteger e) {
    BigInteger d = e.modInverse(p1.multiply(q1).divide(p1.gcd(q1)));
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      return new RsaKey(
          rsa.generatePrivate(
              new RSAPrivateCrtKeySpec(n, e, d, p, q, d.mod(p1), d.mod(q1), q.modInverse(p))),
          rsa.generatePublic(new RSAPublicKeySpec(n, e)));
    } catch (GeneralSecurityException x) {
      throw new IllegalStateException("the JDK has RSA", x);
    }
  }

  @Override
  public String toString() {
    return "RsaKey";
  }
}
