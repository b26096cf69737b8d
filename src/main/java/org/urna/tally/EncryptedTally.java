package org.urna.tally;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.urna.election.ElectionManifest;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// The sum of the ciphertexts of all accepted ballots, per option, and how many ballots there were.
///
/// @param sums one ciphertext for each option, in the order of the manifest; unmodifiable
/// @param ballots how many accepted ballots were added
public record EncryptedTally(List<Ciphertext> sums, int ballots) {
  public EncryptedTally {
    sums = List.copyOf(sums);
    if (sums.size() < 2 || sums.size() > ElectionManifest.MAX_OPTIONS) {
      throw new IllegalArgumentException("an election has 2 to 16 options");
    }
    if (ballots < 0) {
      throw new IllegalArgumentException("a number of ballots is not negative");
    }
  }

  /// The sum of no ballots.
  public static EncryptedTally empty(int optionCount) {
    return new EncryptedTally(Collections.nCopies(optionCount, Ciphertext.NEUTRAL), 0);
  }

  /// The sums as a contract gives them: C1.x, C1.y, C2.x, C2.y for each option.
  ///
  /// @throws IllegalArgumentException if there are not four words for each of 2 to 16 options, or a
  ///   point is not on the curve or not in the subgroup
  public static EncryptedTally ofWords(List<BigInteger> words, int ballots) {
    if (words.size() % Ciphertext.WORDS != 0) {
      throw new IllegalArgumentException("a ciphertext has 4 words");
    }
    List<Ciphertext> sums = new ArrayList<>();
    for (int i = 0; i < words.size(); i += Ciphertext.WORDS) {
      Ciphertext sum = Ciphertext.fromWords(words.subList(i, i + Ciphertext.WORDS));
      if (!sum.isInSubgroup()) {
        throw new IllegalArgumentException("a sum lies outside the subgroup");
      }
      sums.add(sum);
    }
    return new EncryptedTally(sums, ballots);
  }

  /// This and one more ballot, whose proofs have been checked.
  ///
  /// @throws IllegalArgumentException if the ballot has another number of options
  public EncryptedTally add(List<Ciphertext> ballot) {
    if (ballot.size() != sums.size()) {
      throw new IllegalArgumentException("a ballot of another number of options");
    }
    List<Ciphertext> added = new ArrayList<>(sums.size());
    for (int i = 0; i < sums.size(); i++) {
      added.add(sums.get(i).add(ballot.get(i)));
    }
    return new EncryptedTally(added, Math.addExact(ballots, 1));
  }

  /// How many options there are.
  public int optionCount() {
    return sums.size();
  }

  /// [#ofWords]' words.
  public List<BigInteger> toWords() {
    return sums.stream().flatMap(sum -> sum.toWords().stream()).toList();
  }
}
