package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.badge.VoterBadge;
import org.urna.proof.Circuit;
import org.urna.proof.Snarkjs;
import org.urna.proof.Witness;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal;
import tools.jackson.databind.json.JsonMapper;

/// For every circuit of ours the witness is, bit for bit, what snarkjs computes with the same
/// calculator, and satisfies every constraint; also when the calculator is used again.
class WitnessAgreementTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Length of a `.wtns` file before its elements.
  private static final int WTNS_HEAD = 76;

  @TempDir Path folder;

  static Set<String> enrolments() {
    return SpecimenVariants.SCHEMES.keySet();
  }

  @ParameterizedTest
  @MethodSource("enrolments")
  void ofEnrolments(String circuit) throws Exception {
    try (EnrolmentWitness inputs = SpecimenVariants.inputs(circuit)) {
      assertAgreement(circuit, inputs.inputs());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ballot-4", "ballot-16"})
  void ofBallots(String name) throws Exception {
    Circuit circuit = EnrolmentFixture.FILES.circuits().byName(name);
    int places = circuit.group("ciphertexts").size() / 4;
    int options = places - 1;
    Point key = BabyJubJub.multiply(BabyJubJub.BASE8, BabyJubJub.randomScalar(RANDOM));
    List<BigInteger> marks = new ArrayList<>();
    List<BigInteger> randomness = new ArrayList<>();
    List<BigInteger> ciphertexts = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      int mark = i == 1 ? 1 : 0;
      // Zero and ℓ − 1 are in the range too.
      BigInteger r =
          i == 0 || i >= options
              ? BigInteger.ZERO
              : i == 2
                  ? BabyJubJub.ORDER.subtract(BigInteger.ONE)
                  : BabyJubJub.randomScalar(RANDOM);
      marks.add(BigInteger.valueOf(mark));
      randomness.add(r);
      ciphertexts.addAll(ElGamal.encrypt(key, mark, r).toWords());
    }
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      assertAgreement(
          name,
          Map.of(
              "badge", List.of(badge.commitment().value()),
              "electionId", List.of(BigInteger.valueOf(4711)),
              "station", List.of(BigInteger.TWO.pow(160).subtract(BigInteger.ONE)),
              "jointKey", List.of(key.x(), key.y()),
              "optionCount", List.of(BigInteger.valueOf(options)),
              "ciphertexts", ciphertexts,
              "badgeSecret", List.of(badge.secret()),
              "marks", marks,
              "randomness", randomness));
    }
  }

  @Test
  void ofDecryptions() throws Exception {
    BigInteger share = BabyJubJub.randomScalar(RANDOM);
    Point key = BabyJubJub.multiply(BabyJubJub.BASE8, share);
    List<BigInteger> c1 = new ArrayList<>();
    List<BigInteger> partials = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Point sum =
          i < 9
              ? BabyJubJub.multiply(BabyJubJub.BASE8, BabyJubJub.randomScalar(RANDOM))
              : BabyJubJub.IDENTITY;
      Point partial = BabyJubJub.multiply(sum, share);
      Collections.addAll(c1, sum.x(), sum.y());
      Collections.addAll(partials, partial.x(), partial.y());
    }
    assertAgreement(
        "decryption-16",
        Map.of(
            "electionId", List.of(BigInteger.valueOf(4711)),
            "verificationKey", List.of(key.x(), key.y()),
            "optionCount", List.of(BigInteger.valueOf(10)),
            "c1", c1,
            "partials", partials,
            "share", List.of(share)));
  }

  private void assertAgreement(String circuit, Map<String, List<BigInteger>> inputs)
      throws Exception {
    Path wasm = EnrolmentFixture.FILES.wasm(circuit);
    Map<String, List<String>> text = new HashMap<>();
    inputs.forEach(
        (name, values) -> text.put(name, values.stream().map(Object::toString).toList()));
    Files.writeString(folder.resolve("input.json"), JsonMapper.shared().writeValueAsString(text));
    new Snarkjs(folder)
        .succeed("wtns", "calculate", wasm.toAbsolutePath().toString(), "input.json", "their.wtns");
    byte[] theirs = Files.readAllBytes(folder.resolve("their.wtns"));
    WitnessCalculator calculator = WitnessCalculator.load(wasm);
    for (int i = 0; i < 2; i++) {
      try (Witness witness = calculator.calculate(inputs)) {
        assertThat(
                witness
                    .littleEndian()
                    .mismatch(
                        java.lang.foreign.MemorySegment.ofArray(theirs)
                            .asSlice(WTNS_HEAD, theirs.length - WTNS_HEAD)))
            .isEqualTo(-1);
        assertThat(R1csFile.read(EnrolmentFixture.FILES.r1cs(circuit)).firstUnsatisfied(witness))
            .isEmpty();
      }
    }
    if (System.getProperty("urna.test.inputs") != null) {
      Files.copy(
          folder.resolve("input.json"),
          Path.of(System.getProperty("urna.test.inputs"), circuit + ".json"));
    }
  }
}
