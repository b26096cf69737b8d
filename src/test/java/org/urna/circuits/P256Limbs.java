package org.urna.circuits;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Elements and polynomials as lib/p256/field.circom writes them, computed here without it.
final class P256Limbs {
  static final BigInteger FIELD = ConstraintSystem.FIELD;
  static final BigInteger P =
      BigInteger.TWO
          .pow(256)
          .subtract(BigInteger.TWO.pow(224))
          .add(BigInteger.TWO.pow(192))
          .add(BigInteger.TWO.pow(96))
          .subtract(BigInteger.ONE);
  static final BigInteger BASE = BigInteger.TWO.pow(32);
  private static final BigInteger HALF = BigInteger.TWO.pow(31);

  private P256Limbs() {}

  /// Eight plain limbs.
  static List<BigInteger> plain(BigInteger number) {
    return EcdsaSignature.limbs(number);
  }

  /// Eight signed limbs of a number that is congruent to `residue`.
  static List<BigInteger> signed(BigInteger residue, BigInteger modulus) {
    return hint(residue, modulus).stream().map(limb -> limb.subtract(HALF)).toList();
  }

  /// What `SignedElement` takes for it.
  static List<BigInteger> hint(BigInteger residue, BigInteger modulus) {
    BigInteger offset = valueOf(IntStream.range(0, 8).mapToObj(_ -> HALF).toList());
    return plain(residue.add(offset).mod(modulus));
  }

  /// As field elements.
  static List<BigInteger> inField(List<BigInteger> numbers) {
    return numbers.stream().map(number -> number.mod(FIELD)).toList();
  }

  /// The integer that the coefficients stand for.
  static BigInteger valueOf(List<BigInteger> coefficients) {
    BigInteger value = BigInteger.ZERO;
    for (int i = coefficients.size() - 1; i >= 0; i--) {
      value = value.multiply(BASE).add(coefficients.get(i));
    }
    return value;
  }

  static BigInteger node(int t) {
    return BigInteger.valueOf(t % 2 == 1 ? (t + 1) / 2 : -t / 2);
  }

  /// Values at the first nodes, in the field.
  static List<BigInteger> valuesOf(List<BigInteger> coefficients, int points) {
    List<BigInteger> values = new ArrayList<>();
    for (int t = 0; t < points; t++) {
      BigInteger value = BigInteger.ZERO;
      for (int i = coefficients.size() - 1; i >= 0; i--) {
        value = value.multiply(node(t)).add(coefficients.get(i));
      }
      values.add(value.mod(FIELD));
    }
    return values;
  }

  /// The polynomial with small coefficients that has these values at the first nodes: Newton's
  /// divided differences.
  static List<BigInteger> coefficientsOf(List<BigInteger> values) {
    int points = values.size();
    BigInteger[] differences = values.toArray(BigInteger[]::new);
    for (int order = 1; order < points; order++) {
      for (int t = points - 1; t >= order; t--) {
        differences[t] =
            differences[t]
                .subtract(differences[t - 1])
                .multiply(node(t).subtract(node(t - order)).mod(FIELD).modInverse(FIELD))
                .mod(FIELD);
      }
    }
    BigInteger[] coefficients = new BigInteger[points];
    java.util.Arrays.fill(coefficients, BigInteger.ZERO);
    for (int t = points - 1; t >= 0; t--) { // times (X − node t), plus the difference
      for (int i = points - 1; i > 0; i--) {
        coefficients[i] = coefficients[i - 1].subtract(coefficients[i].multiply(node(t)));
      }
      coefficients[0] = differences[t].subtract(coefficients[0].multiply(node(t)));
      for (int i = 0; i < points; i++) {
        coefficients[i] = coefficients[i].mod(FIELD);
      }
    }
    return java.util.Arrays.stream(coefficients).map(P256Limbs::centred).toList();
  }

  static BigInteger centred(BigInteger element) {
    return element.bitLength() >= FIELD.bitLength() - 1 && element.shiftLeft(1).compareTo(FIELD) > 0
        ? element.subtract(FIELD)
        : element;
  }

  /// What values at nodes stand for modulo p.
  static BigInteger residueOf(List<BigInteger> values) {
    return valueOf(coefficientsOf(values)).mod(P);
  }
}
