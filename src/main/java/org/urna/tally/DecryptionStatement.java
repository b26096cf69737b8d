package org.urna.tally;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.Circuit;
import org.urna.proof.PublicSignals;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// The statement of a partial decryption.
final class DecryptionStatement {
  private DecryptionStatement() {}

  /// The public signals; places beyond the options hold the identity.
  ///
  /// @throws IllegalArgumentException if there are not as many points as options, or the circuit
  ///   has too few places
  static PublicSignals of(
      Circuit circuit,
      BigInteger electionId,
      Point verificationKey,
      EncryptedTally tally,
      List<Point> partials) {
    if (partials.size() != tally.optionCount()) {
      throw new IllegalArgumentException("a partial decryption has one point for each option");
    }
    return circuit
        .signals()
        .set("electionId", electionId)
        .set("verificationKey", PartialDecryption.words(List.of(verificationKey)))
        .set("optionCount", BigInteger.valueOf(tally.optionCount()))
        .set("c1", padded(circuit, "c1", tally.sums().stream().map(Ciphertext::c1).toList()))
        .set("partials", padded(circuit, "partials", partials))
        .build();
  }

  private static List<BigInteger> padded(Circuit circuit, String signal, List<Point> points) {
    List<Point> all = new ArrayList<>(points);
    while (2 * all.size() < circuit.group(signal).size()) {
      all.add(BabyJubJub.IDENTITY);
    }
    return PartialDecryption.words(all);
  }
}
