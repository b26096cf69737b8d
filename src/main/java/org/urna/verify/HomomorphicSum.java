package org.urna.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// Adds ciphertexts up: per option the sum of C1 and the sum of C2.
final class HomomorphicSum {
  private HomomorphicSum() {}

  /// The sums' words, four per option; the identity (0, 1) for no ballots.
  ///
  /// @param ballots the ciphertext words of each ballot, four per option
  /// @throws IllegalArgumentException if a word pair is not a point of the curve
  static List<BigInteger> of(List<List<BigInteger>> ballots, int optionCount) {
    List<Point> sums = new ArrayList<>(Collections.nCopies(2 * optionCount, BabyJubJub.IDENTITY));
    for (List<BigInteger> words : ballots) {
      for (int i = 0; i < sums.size(); i++) {
        sums.set(i, BabyJubJub.add(sums.get(i), new Point(words.get(2 * i), words.get(2 * i + 1))));
      }
    }
    List<BigInteger> out = new ArrayList<>(4 * optionCount);
    for (Point sum : sums) {
      out.add(sum.x());
      out.add(sum.y());
    }
    return List.copyOf(out);
  }
}
