package org.urna.tally;

import java.math.BigInteger;
import java.util.List;
import org.urna.proof.hash.BabyJubJub;

/// Lagrange's coefficients at 0 for Shamir shares, modulo ℓ (never modulo the field of the curve's
/// coordinates: shares are exponents).
final class Lagrange {
  private Lagrange() {}

  /// λ_j = Π k/(k − j) over the other numbers k.
  ///
  /// @param number j, one of `numbers`
  /// @param numbers the trustees who take part, counted from 1, distinct
  /// @throws IllegalArgumentException if a number is not positive, is there twice, or j is missing
  static BigInteger atZero(int number, List<Integer> numbers) {
    if (!numbers.contains(number)
        || numbers.stream().distinct().count() != numbers.size()
        || numbers.stream().anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("the trustees' numbers are wrong");
    }
    BigInteger numerator = BigInteger.ONE;
    BigInteger denominator = BigInteger.ONE;
    for (int k : numbers) {
      if (k != number) {
        numerator = numerator.multiply(BigInteger.valueOf(k)).mod(BabyJubJub.ORDER);
        denominator =
            denominator.multiply(BigInteger.valueOf((long) k - number)).mod(BabyJubJub.ORDER);
      }
    }
    return numerator.multiply(denominator.modInverse(BabyJubJub.ORDER)).mod(BabyJubJub.ORDER);
  }
}
