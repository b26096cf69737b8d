package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Range checks (lib/bits.circom) and the comparison of limbs (lib/bigint.circom) at widths at
/// which *every* assignment can be tried, not only the one that the calculator makes: a lying
/// prover's hints prove nothing false, and an honest one has no choice.
class ComparisonCircuitTest {
  private static final int LIMBS = 3;
  private static final int WIDTH = 2;

  @Test
  void numbersInOrderHaveOneProofAndOthersNone() {
    CircuitUnderTest below = CircuitUnderTest.loadTest("test-below");
    int numbers = 1 << LIMBS * WIDTH;
    for (int a = 0; a < numbers; a++) {
      for (int b = 0; b < numbers; b++) {
        assertThat(Assignments.count(below, Map.of("a", limbs(a), "b", limbs(b))))
            .as("%d < %d", a, b)
            .isEqualTo(a < b ? 1 : 0);
      }
    }
  }

  private static List<BigInteger> limbs(int number) {
    List<BigInteger> limbs = new ArrayList<>();
    for (int i = 0; i < LIMBS; i++) {
      limbs.add(BigInteger.valueOf(number >> WIDTH * i & (1 << WIDTH) - 1));
    }
    return limbs;
  }

  @Test
  void numbersInRangeHaveOneProofAndOthersNone() {
    List<BigInteger> numbers = new ArrayList<>();
    for (int i = -40; i < 40; i++) {
      numbers.add(BigInteger.valueOf(i));
      // What becomes a small number when it is doubled, as a bit of weight 2 would be.
      numbers.add(
          BigInteger.valueOf(i).multiply(BigInteger.TWO.modInverse(ConstraintSystem.FIELD)));
      numbers.add(ConstraintSystem.FIELD.shiftRight(1).add(BigInteger.valueOf(i)));
      numbers.add(BigInteger.TWO.pow(253).add(BigInteger.valueOf(i)));
    }
    for (String name : List.of("test-in-range", "test-bits")) {
      CircuitUnderTest inRange = CircuitUnderTest.loadTest(name);
      for (BigInteger number : numbers) {
        boolean isInRange = number.mod(ConstraintSystem.FIELD).bitLength() <= 4;
        assertThat(Assignments.count(inRange, Map.of("number", List.of(number))))
            .as("%s %s", name, number)
            .isEqualTo(isInRange ? 1 : 0);
      }
    }
  }
}
