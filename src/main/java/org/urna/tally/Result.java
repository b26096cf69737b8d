package org.urna.tally;

import java.math.BigInteger;
import java.util.List;

/// How many ballots each option got.
///
/// @param counts in the order of the manifest; unmodifiable
public record Result(List<Integer> counts) {
  public Result {
    counts = List.copyOf(counts);
    if (counts.size() < 2 || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("a result has a count for each of 2 or more options");
    }
  }

  /// The sum of the counts.
  ///
  /// @throws ArithmeticException if it is above 2^31 − 1
  public int ballots() {
    return counts.stream().reduce(0, Math::addExact);
  }

  /// The counts as the contract takes them.
  public List<BigInteger> toWords() {
    return counts.stream().map(count -> BigInteger.valueOf(count)).toList();
  }
}
