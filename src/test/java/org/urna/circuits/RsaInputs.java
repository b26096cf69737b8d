package org.urna.circuits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The private inputs of an RSA signature's check, computed from src/main/circom/README.md and not
/// by the program. Numbers of more than 2048 bits end up in the last limb, for forgers.
final class RsaInputs {
  static final int WIDTH = 30;
  static final int LIMBS = 69;
  static final int SIZE = 256;

  private RsaInputs() {}

  /// Signature, modulus, and quotient and remainder of each squaring and of the last product.
  static Map<String, List<BigInteger>> of(
      BigInteger signature, BigInteger modulus, BigInteger exponent) {
    List<BigInteger> quotients = new ArrayList<>();
    List<BigInteger> remainders = new ArrayList<>();
    BigInteger power = signature;
    int squarings = exponent.bitLength() - 1;
    for (int i = 0; i <= squarings; i++) {
      BigInteger product = power.multiply(i < squarings ? power : signature);
      BigInteger[] division =
          modulus.signum() == 0
              ? new BigInteger[] {BigInteger.ZERO, product}
              : product.divideAndRemainder(modulus);
      quotients.addAll(limbs(division[0]));
      if (i < squarings) {
        remainders.addAll(limbs(division[1]));
      }
      power = division[1];
    }
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("signature", limbs(signature));
    inputs.put("modulus", limbs(modulus));
    inputs.put("quotients", quotients);
    inputs.put("remainders", remainders);
    return inputs;
  }

  /// signature^exponent modulo modulus in 256 bytes.
  static byte[] power(BigInteger signature, BigInteger exponent, BigInteger modulus) {
    byte[] signed = signature.modPow(exponent, modulus).toByteArray();
    byte[] fixed = new byte[SIZE];
    for (int i = 1; i <= Math.min(SIZE, signed.length); i++) {
      fixed[SIZE - i] = signed[signed.length - i];
    }
    return fixed;
  }

  static List<BigInteger> limbs(BigInteger number) {
    List<BigInteger> limbs = new ArrayList<>();
    BigInteger rest = number;
    for (int i = 0; i + 1 < LIMBS; i++) {
      limbs.add(rest.mod(BigInteger.ONE.shiftLeft(WIDTH)));
      rest = rest.shiftRight(WIDTH);
    }
    limbs.add(rest.mod(ConstraintSystem.FIELD));
    return limbs;
  }
}
