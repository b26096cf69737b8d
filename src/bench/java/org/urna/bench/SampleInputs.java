package org.urna.bench;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.badge.VoterBadge;
import org.urna.enrolment.SampleEnrolment;
import org.urna.proof.Circuit;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal;

/// A true statement for each circuit, with all places of a ballot in use.
final class SampleInputs {
  private static final SecureRandom RANDOM = new SecureRandom();

  private SampleInputs() {}

  /// The inputs of a true statement, or nothing if nobody has written a sample for the circuit yet.
  static Optional<Map<String, List<BigInteger>>> of(Circuit circuit) throws Exception {
    return switch (circuit.family()) {
      case "enrolment" -> SampleEnrolment.inputs(circuit.name());
      case "ballot" -> Optional.of(ballot(circuit.group("ciphertexts").size() / 4));
      case "decryption" -> Optional.of(decryption(circuit.group("c1").size() / 2));
      default -> Optional.empty();
    };
  }

  private static Map<String, List<BigInteger>> ballot(int options) {
    Point key = BabyJubJub.multiply(BabyJubJub.BASE8, BabyJubJub.randomScalar(RANDOM));
    List<BigInteger> marks = new ArrayList<>();
    List<BigInteger> randomness = new ArrayList<>();
    List<BigInteger> ciphertexts = new ArrayList<>();
    for (int i = 0; i < options; i++) {
      BigInteger r = BabyJubJub.randomScalar(RANDOM);
      marks.add(i == 1 ? BigInteger.ONE : BigInteger.ZERO);
      randomness.add(r);
      ciphertexts.addAll(ElGamal.encrypt(key, i == 1 ? 1 : 0, r).toWords());
    }
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      return Map.of(
          "badge", List.of(badge.commitment().value()),
          "electionId", List.of(BigInteger.valueOf(4711)),
          "station", List.of(BigInteger.TWO.pow(160).subtract(BigInteger.ONE)),
          "jointKey", List.of(key.x(), key.y()),
          "optionCount", List.of(BigInteger.valueOf(options)),
          "ciphertexts", ciphertexts,
          "badgeSecret", List.of(badge.secret()),
          "marks", marks,
          "randomness", randomness);
    }
  }

  private static Map<String, List<BigInteger>> decryption(int options) {
    BigInteger share = BabyJubJub.randomScalar(RANDOM);
    Point key = BabyJubJub.multiply(BabyJubJub.BASE8, share);
    List<BigInteger> c1 = new ArrayList<>();
    List<BigInteger> partials = new ArrayList<>();
    for (int i = 0; i < options; i++) {
      Point sum = BabyJubJub.multiply(BabyJubJub.BASE8, BabyJubJub.randomScalar(RANDOM));
      Point partial = BabyJubJub.multiply(sum, share);
      Collections.addAll(c1, sum.x(), sum.y());
      Collections.addAll(partials, partial.x(), partial.y());
    }
    return Map.of(
        "electionId", List.of(BigInteger.valueOf(4711)),
        "verificationKey", List.of(key.x(), key.y()),
        "optionCount", List.of(BigInteger.valueOf(options)),
        "c1", c1,
        "partials", partials,
        "share", List.of(share));
  }
}
