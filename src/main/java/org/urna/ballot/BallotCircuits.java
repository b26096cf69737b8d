package org.urna.ballot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.urna.badge.BadgeCommitment;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;
import org.urna.proof.PublicSignals;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// The circuits of the family `ballot`, which differ in how many places they have.
public final class BallotCircuits {
  private static final String FAMILY = "ballot";

  private BallotCircuits() {}

  /// The circuit with the fewest places that holds `optionCount` options.
  ///
  /// @throws IllegalArgumentException if none is large enough
  public static Circuit smallestFor(Circuits circuits, int optionCount) {
    return circuits.all().stream()
        .filter(circuit -> circuit.family().equals(FAMILY))
        .filter(circuit -> size(circuit) >= optionCount)
        .min(Comparator.comparingInt(BallotCircuits::size))
        .orElseThrow(
            () ->
                new IllegalArgumentException("no ballot circuit for " + optionCount + " options"));
  }

  /// How many places a ballot circuit has.
  ///
  /// @throws IllegalArgumentException if it is no ballot circuit
  public static int size(Circuit circuit) {
    return circuit.group("ciphertexts").size() / Ciphertext.WORDS;
  }

  /// The statement of a ballot; places beyond the options hold the neutral ciphertext.
  static PublicSignals signals(
      Circuit circuit, BallotContext context, BadgeCommitment badge, List<Ciphertext> ciphertexts) {
    if (ciphertexts.size() != context.optionCount()) {
      throw new IllegalArgumentException("a ballot has one ciphertext for each option");
    }
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < size(circuit); i++) {
      words.addAll((i < ciphertexts.size() ? ciphertexts.get(i) : Ciphertext.NEUTRAL).toWords());
    }
    return circuit
        .signals()
        .set("badge", badge.value())
        .set("electionId", context.electionId())
        .set("station", context.station().toInteger())
        .set("jointKey", List.of(context.jointKey().x(), context.jointKey().y()))
        .set("optionCount", BigInteger.valueOf(context.optionCount()))
        .set("ciphertexts", words)
        .build();
  }
}
