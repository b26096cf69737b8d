package org.urna.tally;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.Proof;
import org.urna.proof.hash.BabyJubJub.Point;

/// A trustee's share of opening the sum: D_i = x_j·C1_i for each option, with the proof that this
/// x_j is the one behind V_j (Chaum–Pedersen as a Groth16 statement).
///
/// @param trustee j, counted from 1
/// @param points D_i, in the order of the manifest; unmodifiable
/// @param proof of the circuit family `decryption`
public record PartialDecryption(int trustee, List<Point> points, Proof proof) {
  public PartialDecryption {
    if (trustee < 1) {
      throw new IllegalArgumentException("a trustee's number is counted from 1");
    }
    points = List.copyOf(points);
  }

  /// Reads the points as the contract takes them: x, y for each option.
  ///
  /// @throws IllegalArgumentException if a word is missing or a point is not on the curve
  public static PartialDecryption ofWords(int trustee, List<BigInteger> words, Proof proof) {
    if (words.size() % 2 != 0) {
      throw new IllegalArgumentException("a point has two words");
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      points.add(new Point(words.get(i), words.get(i + 1)));
    }
    return new PartialDecryption(trustee, points, proof);
  }

  /// x, y for each option.
  public List<BigInteger> toWords() {
    return words(points);
  }

  static List<BigInteger> words(List<Point> points) {
    List<BigInteger> words = new ArrayList<>(2 * points.size());
    for (Point point : points) {
      words.add(point.x());
      words.add(point.y());
    }
    return List.copyOf(words);
  }
}
