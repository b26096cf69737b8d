package org.urna.passport.chip;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.util.BigIntegers;
import org.jmrtd.lds.PACEInfo.DHCParameterSpec;

/// The subgroup of prime order q of the integers modulo p: RFC 5114 §2.1 to §2.3.
///
/// @param prime p
/// @param order q
/// @param generator g, or what a nonce was mapped to
record PacePrimeField(BigInteger prime, BigInteger order, BigInteger generator)
    implements PaceGroup {

  static boolean isKnown(int parameterId) {
    return parameterId >= 0 && parameterId <= 2;
  }

  /// With the numbers from JMRTD's copy of the RFC.
  static PacePrimeField standardised(int parameterId) {
    DHCParameterSpec parameters =
        (DHCParameterSpec) org.jmrtd.lds.PACEInfo.toParameterSpec(parameterId);
    return new PacePrimeField(parameters.getP(), parameters.getQ(), parameters.getG());
  }

  /// A key whose public number is as long as p: the standard leaves open whether a shorter one is
  /// sent with leading zeros, and chips do not agree. One key in 256 is thrown away.
  @Override
  public EphemeralKey newKey(SecureRandom random) {
    while (true) {
      BigInteger secret = PaceGroup.scalar(order, random);
      byte[] element = BigIntegers.asUnsignedByteArray(generator.modPow(secret, prime));
      if (element.length == primeBytes()) {
        return new EphemeralKey(secret, element);
      }
    }
  }

  /// The number, as long as p.
  @Override
  public byte[] agree(EphemeralKey ours, byte[] theirs) throws BadElementException {
    return BigIntegers.asUnsignedByteArray(primeBytes(), shared(ours, theirs));
  }

  @Override
  public PaceGroup mapped(BigInteger nonce, EphemeralKey ours, byte[] theirs)
      throws BadElementException {
    return withGenerator(generator.modPow(nonce, prime).multiply(shared(ours, theirs)).mod(prime));
  }

  /// x^((p-1)/q).
  @Override
  public PaceGroup mapped(BigInteger x) throws BadElementException {
    return withGenerator(x.modPow(prime.subtract(BigInteger.ONE).divide(order), prime));
  }

  @Override
  public int elementTag() {
    return 0x84;
  }

  private PacePrimeField withGenerator(BigInteger mapped) throws BadElementException {
    if (mapped.compareTo(BigInteger.ONE) <= 0) {
      throw new BadElementException("the nonce maps to no generator");
    }
    return new PacePrimeField(prime, order, mapped);
  }

  private BigInteger shared(EphemeralKey ours, byte[] theirs) throws BadElementException {
    return element(theirs).modPow(ours.secret(), prime);
  }

  /// From 2 to p - 2 and in the subgroup (RFC 2631 §2.1.5), which keeps out small subgroups.
  private BigInteger element(byte[] encoded) throws BadElementException {
    BigInteger y = new BigInteger(1, encoded);
    boolean inside =
        encoded.length <= primeBytes()
            && y.compareTo(BigInteger.ONE) > 0
            && y.compareTo(prime.subtract(BigInteger.ONE)) < 0
            && y.modPow(order, prime).equals(BigInteger.ONE);
    if (!inside) {
      throw new BadElementException("not a number of the group");
    }
    return y;
  }

  private int primeBytes() {
    return (prime.bitLength() + 7) / 8;
  }
}
