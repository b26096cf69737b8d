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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.ConstraintSystem.Assignment;
import org.urna.proof.Witness;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// `decryption-16` against protocol §7. The constraints must refuse, not the calculator.
class DecryptionCircuitTest {
  private static final int PLACES = 16;
  private static final BigInteger L = BabyJubJub.ORDER;
  private static final BigInteger SHARE =
      new BigInteger("1234567890123456789012345678901234567890123456789012345678901234567890")
          .mod(L);
  private static final CircuitUnderTest DECRYPTION = CircuitUnderTest.load("decryption-16");

  /// What a trustee's machine would do, honest or not.
  private static final class Trustee {
    BigInteger share = SHARE;
    int optionCount = 5;
    final Point[] sums = new Point[PLACES];

    Trustee() {
      Random random = new Random(7);
      for (int i = 0; i < PLACES; i++) {
        sums[i] =
            i < optionCount
                ? BabyJubJub.multiply(BabyJubJub.BASE8, new BigInteger(300, random).mod(L))
                : BabyJubJub.IDENTITY;
      }
    }

    Map<String, List<BigInteger>> inputs() {
      Point key = BabyJubJub.multiply(BabyJubJub.BASE8, share.mod(L));
      List<BigInteger> c1 = new ArrayList<>();
      List<BigInteger> partials = new ArrayList<>();
      for (Point sum : sums) {
        Point partial = BabyJubJub.multiply(sum, share.mod(L));
        c1.addAll(List.of(sum.x(), sum.y()));
        partials.addAll(List.of(partial.x(), partial.y()));
      }
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
      inputs.put("electionId", List.of(BigInteger.valueOf(5)));
      inputs.put("verificationKey", List.of(key.x(), key.y()));
      inputs.put(
          "optionCount", List.of(BigInteger.valueOf(optionCount).mod(ConstraintSystem.FIELD)));
      inputs.put("c1", c1);
      inputs.put("partials", partials);
      inputs.put("share", List.of(share));
      return inputs;
    }
  }

  @TestFactory
  Stream<DynamicTest> accepts() {
    List<DynamicTest> tests = new ArrayList<>();
    accepts(tests, "a share", _ -> {});
    accepts(tests, "an option without a ballot", t -> t.sums[2] = BabyJubJub.IDENTITY);
    accepts(
        tests,
        "sixteen options",
        t -> {
          t.optionCount = PLACES;
          for (int i = 5; i < PLACES; i++) {
            t.sums[i] = BabyJubJub.add(t.sums[i - 1], t.sums[i - 2]);
          }
        });
    for (BigInteger edge :
        List.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, L.subtract(BigInteger.ONE))) {
      accepts(tests, "share " + edge, t -> t.share = edge);
    }
    return tests.stream();
  }

  private static void accepts(List<DynamicTest> tests, String what, Consumer<Trustee> terms) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Trustee trustee = new Trustee();
              terms.accept(trustee);
              Map<String, List<BigInteger>> inputs = trustee.inputs();
              try (Witness witness = DECRYPTION.witness(inputs)) {
                assertThat(DECRYPTION.constraints().assign(witness).violations()).isZero();
                var signals = DECRYPTION.circuit().signalsOf(witness);
                for (var signal : DECRYPTION.circuit().publicSignals()) {
                  assertThat(signals.values(signal.name())).isEqualTo(inputs.get(signal.name()));
                }
              }
            }));
  }

  @TestFactory
  Stream<DynamicTest> refuses() {
    List<DynamicTest> tests = new ArrayList<>();
    refuses(tests, "share l + 1", t -> t.share = L.add(BigInteger.ONE));
    refuses(tests, "share l", t -> t.share = L);
    refuses(tests, "share 2^252", t -> t.share = BigInteger.TWO.pow(252));
    refuses(tests, "option count 0", t -> t.optionCount = 0);
    refuses(tests, "option count 17", t -> t.optionCount = 17);
    refuses(tests, "a sum beyond the option count", t -> t.sums[5] = BabyJubJub.BASE8);
    refuses(tests, "an option count that leaves a sum outside", t -> t.optionCount = 4);
    refusesInput(tests, "another share", "share", 0);
    refusesInput(tests, "another key x", "verificationKey", 0);
    refusesInput(tests, "another key y", "verificationKey", 1);
    for (int i = 0; i < 2 * PLACES; i++) {
      refusesInput(tests, "sum word " + i, "c1", i);
      refusesInput(tests, "partial word " + i, "partials", i);
    }
    tests.add(
        dynamicTest(
            "a partial decryption with another share",
            () -> {
              Map<String, List<BigInteger>> inputs = new Trustee().inputs();
              Point other =
                  BabyJubJub.multiply(new Trustee().sums[1], SHARE.add(BigInteger.ONE).mod(L));
              List<BigInteger> partials = new ArrayList<>(inputs.get("partials"));
              partials.set(2, other.x());
              partials.set(3, other.y());
              inputs.put("partials", partials);
              assertRefused(inputs);
            }));
    return tests.stream();
  }

  private static void refuses(List<DynamicTest> tests, String what, Consumer<Trustee> flaw) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Trustee trustee = new Trustee();
              flaw.accept(trustee);
              assertRefused(trustee.inputs());
            }));
  }

  private static void refusesInput(List<DynamicTest> tests, String what, String name, int at) {
    tests.add(
        dynamicTest(
            what,
            () -> {
              Map<String, List<BigInteger>> inputs = new Trustee().inputs();
              List<BigInteger> copy = new ArrayList<>(inputs.get(name));
              copy.set(at, copy.get(at).add(BigInteger.ONE).mod(ConstraintSystem.FIELD));
              inputs.put(name, copy);
              assertRefused(inputs);
            }));
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs) {
    assertThat(DECRYPTION.attempt(inputs).violations()).isPositive();
  }

  @Test
  void noWireIsFreeAndEveryPublicSignalIsBound() {
    Assignment honest = DECRYPTION.attempt(new Trustee().inputs());
    assertThat(honest.violations()).isZero();
    for (var signal : DECRYPTION.circuit().publicSignals()) {
      for (int wire : DECRYPTION.wiresOf(signal.name())) {
        assertThat(honest.breaksWith(wire, honest.value(wire).add(BigInteger.ONE)))
            .as(signal.name())
            .isTrue();
      }
    }
    assertThat(DECRYPTION.freeWires(honest, new Random(3))).isEmpty();
  }
}
