package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessException;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.Poseidon;

/// `ballot-4` and `ballot-16` against protocol §6. As in [EnrolmentCircuitTest], the constraints
/// must refuse, not the calculator.
class BallotCircuitTest {
  private static final CircuitUnderTest BALLOT_4 = CircuitUnderTest.load("ballot-4");
  private static final BigInteger L = BabyJubJub.ORDER;

  /// What a voter's machine would do, honest or not: the ciphertexts always fit marks, randomness
  /// and key.
  private static final class Voter {
    final int places;
    int optionCount;
    BigInteger secret = BigInteger.TWO.pow(247).add(BigInteger.valueOf(99));
    Point jointKey =
        BabyJubJub.multiply(BabyJubJub.BASE8, new BigInteger("31415926535897932384626433"));
    final BigInteger[] marks;
    final BigInteger[] randomness;

    Voter(int places, int optionCount, int choice) {
      this.places = places;
      this.optionCount = optionCount;
      this.marks = new BigInteger[places];
      this.randomness = new BigInteger[places];
      Random random = new Random(places * 100 + optionCount * 10 + choice);
      for (int i = 0; i < places; i++) {
        marks[i] = BigInteger.valueOf(i == choice ? 1 : 0);
        randomness[i] = i < optionCount ? new BigInteger(300, random).mod(L) : BigInteger.ZERO;
      }
    }

    Map<String, List<BigInteger>> inputs() {
      List<BigInteger> ciphertexts = new ArrayList<>();
      for (int i = 0; i < places; i++) {
        Point c1 = BabyJubJub.multiply(BabyJubJub.BASE8, randomness[i].mod(L));
        Point mark = BabyJubJub.multiply(BabyJubJub.BASE8, marks[i].mod(L));
        Point c2 = BabyJubJub.add(BabyJubJub.multiply(jointKey, randomness[i].mod(L)), mark);
        ciphertexts.addAll(List.of(c1.x(), c1.y(), c2.x(), c2.y()));
      }
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
      inputs.put("badge", List.of(Poseidon.hash(Poseidon.tag("urna.badge.v1"), secret)));
      inputs.put("electionId", List.of(BigInteger.valueOf(5)));
      inputs.put("station", List.of(BigInteger.valueOf(6)));
      inputs.put("jointKey", List.of(jointKey.x(), jointKey.y()));
      inputs.put("optionCount", List.of(element(BigInteger.valueOf(optionCount))));
      inputs.put("ciphertexts", ciphertexts);
      inputs.put("badgeSecret", List.of(secret));
      inputs.put("marks", Stream.of(marks).map(BallotCircuitTest::element).toList());
      inputs.put("randomness", List.of(randomness));
      return inputs;
    }
  }

  /// The inputs of an honest vote for option 1 of 3 on `ballot-4`.
  static Map<String, List<BigInteger>> honestInputs() {
    return new Voter(4, 3, 1).inputs();
  }

  private static BigInteger element(BigInteger number) {
    return number.mod(ConstraintSystem.FIELD);
  }

  @TestFactory
  Stream<DynamicTest> acceptsEveryChoiceOfEveryCount() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int count = 1; count <= 4; count++) {
      for (int choice = 0; choice < count; choice++) {
        Voter voter = new Voter(4, count, choice);
        accepts(tests, "option " + choice + " of " + count, voter);
      }
    }
    for (BigInteger edge :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            L.subtract(BigInteger.ONE),
            L.shiftRight(1))) {
      Voter voter = new Voter(4, 4, 1);
      voter.randomness[1] = edge;
      accepts(tests, "randomness " + edge, voter);
    }
    return tests.stream();
  }

  private static void accepts(List<DynamicTest> tests, String what, Voter voter) {
    tests.add(dynamicTest(what, () -> assertAccepted(BALLOT_4, voter)));
  }

  private static void assertAccepted(CircuitUnderTest circuit, Voter voter)
      throws WitnessException {
    Map<String, List<BigInteger>> inputs = voter.inputs();
    try (Witness witness = circuit.witness(inputs)) {
      assertThat(circuit.constraints().assign(witness).violations()).isZero();
      var signals = circuit.circuit().signalsOf(witness);
      for (var signal : circuit.circuit().publicSignals()) {
        assertThat(signals.values(signal.name())).isEqualTo(inputs.get(signal.name()));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    List<DynamicTest> tests = new ArrayList<>();
    BigInteger one = BigInteger.ONE;
    refuses(tests, "two marks", v -> v.marks[2] = one);
    refuses(tests, "no mark", v -> v.marks[1] = BigInteger.ZERO);
    refuses(tests, "a mark of two", v -> v.marks[1] = BigInteger.TWO);
    refuses(
        tests,
        "marks 1, 1 and -1",
        v -> {
          v.marks[0] = one;
          v.marks[2] = one.negate();
        });
    refuses(
        tests,
        "marks 2 and -1",
        v -> {
          v.marks[1] = BigInteger.TWO;
          v.marks[2] = one.negate();
        });
    refuses(
        tests,
        "a mark beyond the option count",
        v -> {
          v.marks[1] = BigInteger.ZERO;
          v.marks[3] = one;
        });
    refuses(tests, "randomness beyond the option count", v -> v.randomness[3] = one);
    refuses(tests, "option count 0", v -> v.optionCount = 0);
    refuses(tests, "option count 5 of 4", v -> v.optionCount = 5);
    refuses(tests, "option count -1", v -> v.optionCount = -1);
    refuses(tests, "option count that leaves the mark outside", v -> v.optionCount = 1);
    refuses(tests, "randomness l", v -> v.randomness[0] = L);
    refuses(tests, "randomness l + 5", v -> v.randomness[0] = L.add(BigInteger.valueOf(5)));
    refuses(tests, "randomness 2^251", v -> v.randomness[0] = BigInteger.TWO.pow(251));
    refusesInput(tests, "another badge", "badge", 0);
    refusesInput(tests, "another badge secret", "badgeSecret", 0);
    refusesInput(tests, "a key off the curve (x)", "jointKey", 0);
    refusesInput(tests, "a key off the curve (y)", "jointKey", 1);
    for (int i = 0; i < 16; i++) {
      refusesInput(tests, "ciphertext word " + i, "ciphertexts", i);
    }
    for (int i = 0; i < 4; i++) {
      refusesInput(tests, "mark " + i, "marks", i);
      refusesInput(tests, "randomness " + i, "randomness", i);
    }
    tests.add(
        dynamicTest(
            "another key on the curve",
            () -> {
              Map<String, List<BigInteger>> inputs = new Voter(4, 3, 1).inputs();
              inputs.put("jointKey", List.of(BabyJubJub.BASE8.x(), BabyJubJub.BASE8.y()));
              assertRefused(inputs);
            }));
    tests.add(
        dynamicTest(
            "a ciphertext moved to another option",
            () -> {
              Map<String, List<BigInteger>> inputs = new Voter(4, 3, 1).inputs();
              List<BigInteger> words = new ArrayList<>(inputs.get("ciphertexts"));
              for (int i = 0; i < 4; i++) {
                java.util.Collections.swap(words, i, 4 + i);
              }
              inputs.put("ciphertexts", words);
              assertRefused(inputs);
            }));
    tests.add(
        dynamicTest(
            "a badge secret of 249 bits that opens its badge",
            () -> {
              Voter voter = new Voter(4, 3, 1);
              voter.secret = BigInteger.TWO.pow(248).add(one);
              assertRefused(voter.inputs());
            }));
    return tests.stream();
  }

  private static void refuses(List<DynamicTest> tests, String what, Consumer<Voter> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Voter voter = new Voter(4, 3, 1);
              flaw.accept(voter);
              assertRefused(voter.inputs());
            }));
  }

  private static void refusesInput(List<DynamicTest> tests, String what, String name, int at) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new Voter(4, 3, 1).inputs();
              List<BigInteger> copy = new ArrayList<>(inputs.get(name));
              copy.set(at, element(copy.get(at).add(BigInteger.ONE)));
              inputs.put(name, copy);
              assertRefused(inputs);
            }));
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs) {
    assertThat(BALLOT_4.attempt(inputs).violations()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ballot-4", "ballot-16"})
  void noWireIsFreeAndEveryPublicSignalIsBound(String name) throws WitnessException {
    CircuitUnderTest circuit = CircuitUnderTest.load(name);
    int places = circuit.circuit().group("ciphertexts").size() / 4;
    for (int count : new int[] {places, places - 1}) {
      Voter voter = new Voter(places, count, count - 1);
      assertAccepted(circuit, voter);
      Assignment honest = circuit.attempt(voter.inputs());
      for (var signal : circuit.circuit().publicSignals()) {
        for (int wire : circuit.wiresOf(signal.name())) {
          assertThat(honest.breaksWith(wire, honest.value(wire).add(BigInteger.ONE)))
              .as(signal.name())
              .isTrue();
        }
      }
      assertThat(circuit.freeWires(honest, new Random(count))).isEmpty();
    }
  }
}
