package org.urna.enrolment;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;

/// The private inputs of the check of an RSA-2048 signature (src/main/circom/lib/rsa.circom): the
/// signature and the modulus in limbs, and for each of the modular products of signature^e its
/// quotient and remainder; for PSS also the salt. Squarings come first, then one product by the
/// signature, whose remainder is the encoded message and is not given.
///
/// The circuit believes none of it. **A secret**, as the passport is: numbers cannot be wiped, they
/// are the garbage collector's.
final class RsaHints {
  /// Limbs of a number of 2048 bits, least significant first.
  static final int LIMBS = 69;

  static final int LIMB_BITS = 30;

  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final BigInteger F4 = BigInteger.valueOf(65_537);
  private static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

  private RsaHints() {}

  /// The inputs by their names in src/main/circom/README.md.
  ///
  /// @param key of 2048 bits, with exponent 3 or 65537
  /// @param signature 256 bytes, big-endian
  /// @throws IllegalArgumentException if the key is not such a key, or the signature is not below
  ///   its modulus
  static Map<String, List<BigInteger>> of(
      SignerKey.Rsa key, SignatureScheme.Kind kind, byte[] signature) {
    BigInteger n = key.modulus();
    BigInteger s = new BigInteger(1, signature);
    if (n.bitLength() != 8 * RsaEncoding.SIZE || s.compareTo(n) >= 0) {
      throw new IllegalArgumentException("not a signature under a modulus of 2048 bits");
    }
    int squarings = squarings(key.exponent());
    List<BigInteger> quotients = new ArrayList<>(LIMBS * (squarings + 1));
    List<BigInteger> remainders = new ArrayList<>(LIMBS * squarings);
    BigInteger power = s;
    for (int i = 0; i < squarings; i++) {
      BigInteger[] division = power.multiply(power).divideAndRemainder(n);
      addLimbs(quotients, division[0]);
      addLimbs(remainders, division[1]);
      power = division[1];
    }
    BigInteger[] division = power.multiply(s).divideAndRemainder(n);
    addLimbs(quotients, division[0]);
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("signature", limbs(s));
    inputs.put("modulus", limbs(n));
    inputs.put("quotients", quotients);
    inputs.put("remainders", remainders);
    if (kind == SignatureScheme.Kind.RSA_PSS) {
      byte[] em = encodedMessage(division[1]);
      List<BigInteger> salt = new ArrayList<>(RsaEncoding.SALT_SIZE);
      for (byte b : RsaEncoding.saltOf(em)) {
        salt.add(BigInteger.valueOf(b & 0xff));
      }
      Arrays.fill(em, (byte) 0);
      inputs.put("salt", salt);
    }
    return inputs;
  }

  /// What the signature's power is: EM, if the signature is genuine.
  static byte[] encodedMessage(SignerKey.Rsa key, byte[] signature) {
    return encodedMessage(new BigInteger(1, signature).modPow(key.exponent(), key.modulus()));
  }

  private static byte[] encodedMessage(BigInteger number) {
    byte[] signed = number.toByteArray();
    byte[] em = new byte[RsaEncoding.SIZE];
    int from = Math.max(0, signed.length - em.length);
    System.arraycopy(signed, from, em, em.length - (signed.length - from), signed.length - from);
    return em;
  }

  private static int squarings(BigInteger exponent) {
    if (exponent.equals(F4)) {
      return 16;
    }
    if (exponent.equals(THREE)) {
      return 1;
    }
    throw new IllegalArgumentException("no circuit is for this exponent");
  }

  private static List<BigInteger> limbs(BigInteger number) {
    List<BigInteger> limbs = new ArrayList<>(LIMBS);
    addLimbs(limbs, number);
    return limbs;
  }

  private static void addLimbs(List<BigInteger> limbs, BigInteger number) {
    for (int i = 0; i < LIMBS; i++) {
      limbs.add(BigInteger.valueOf(number.shiftRight(LIMB_BITS * i).longValue() & LIMB_MASK));
    }
  }
}
