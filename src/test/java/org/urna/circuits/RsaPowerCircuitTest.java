package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.urna.circuits.SignedDocument.Key;
import org.urna.proof.PublicSignals;
import org.urna.proof.Witness;

/// `RsaPower` (lib/rsa.circom) with exponent 3 and nothing around it: the arithmetic that all RSA
/// circuits share, its ranges, and what a lying prover can do to its hints.
class RsaPowerCircuitTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger FIELD = ConstraintSystem.FIELD;
  private static final BigInteger THREE = BigInteger.valueOf(3);
  private static final int WIDTH = RsaInputs.WIDTH;
  private static final int LIMBS = RsaInputs.LIMBS;
  private static final int POINTS = 2 * LIMBS - 1;

  private static CircuitUnderTest cube;
  private static BigInteger modulus;
  private static BigInteger signature;

  @BeforeAll
  static void load() {
    cube = CircuitUnderTest.loadTest("test-rsa-cube");
    modulus = Key.generate(THREE).modulus();
    signature = new BigInteger(2047, new Random(1)).mod(modulus);
  }

  private static Map<String, List<BigInteger>> inputs(BigInteger s, BigInteger n) {
    Map<String, List<BigInteger>> inputs = RsaInputs.of(s, n, THREE);
    inputs.put("message", RsaInputs.limbs(s.modPow(THREE, n)));
    return inputs;
  }

  private static void assertRefused(Map<String, List<BigInteger>> inputs) {
    assertThat(cube.attempt(inputs).violations()).as("broken constraints").isPositive();
  }

  private static void assertAccepted(Map<String, List<BigInteger>> inputs) throws Exception {
    try (Witness witness = cube.witness(inputs)) {
      assertThat(cube.constraints().assign(witness).violations()).isZero();
    }
  }

  private static BigInteger power(int exponent) {
    return ONE.shiftLeft(exponent);
  }

  // --- ranges, derived once more -----------------------------------------------------------------

  /// Everything that rsa-constants.mjs claims, from the definition of the coefficients and nothing
  /// else.
  @Test
  void rangesOfCarriesFollowFromTheWorstCase() throws Exception {
    PublicSignals plan = plan();
    int groups = plan("starts", plan).size() - 1;
    List<BigInteger> starts = plan("starts", plan);
    List<BigInteger> bits = plan("bits", plan);
    List<BigInteger> lows = plan("lows", plan);
    assertThat(starts.getFirst()).isZero();
    assertThat(starts.getLast()).isEqualTo(POINTS);
    // The carry into a group: its least and greatest value for an honest prover, and as checked.
    BigInteger leastIn = BigInteger.ZERO;
    BigInteger honestIn = BigInteger.ZERO;
    BigInteger greatestIn = BigInteger.ZERO;
    for (int g = 0; g < groups; g++) {
      int from = starts.get(g).intValueExact();
      int to = starts.get(g + 1).intValueExact();
      assertThat(to).isGreaterThan(from);
      BigInteger least = leastIn;
      BigInteger honest = honestIn;
      BigInteger greatest = greatestIn;
      for (int m = from; m < to; m++) {
        BigInteger weight = power(WIDTH * (m - from));
        BigInteger product = largestProduct(m);
        // a b - q n - r, each of the three from 0 to its largest.
        BigInteger remainder = m < LIMBS ? power(60).subtract(ONE) : BigInteger.ZERO;
        least = least.subtract(product.add(remainder).multiply(weight));
        honest = honest.add(product.multiply(weight));
        greatest = greatest.add(product.multiply(weight));
      }
      if (g == groups - 1) {
        // Zero in the field must mean zero.
        assertThat(least.negate()).isLessThan(FIELD);
        assertThat(greatest).isLessThan(FIELD);
        break;
      }
      BigInteger unit = power(WIDTH * (to - from));
      // Divisible by it in the field; and bits that are no other number's in the field.
      assertThat(unit).isLessThan(FIELD);
      assertThat(bits.get(g).intValueExact()).isBetween(1, 252);
      BigInteger leastOut = lows.get(g).negate();
      BigInteger greatestOut = leastOut.add(power(bits.get(g).intValueExact())).subtract(ONE);
      // E - unit carry = 0 in the field must mean so over the integers, whatever is in range.
      assertThat(greatest.subtract(leastOut.multiply(unit))).isLessThan(FIELD);
      assertThat(greatestOut.multiply(unit).subtract(least)).isLessThan(FIELD);
      // Every honest carry is in range, and the range is not twice as wide as it must be.
      BigInteger leastHonest = ceiling(least, unit);
      BigInteger greatestHonest = honest.divide(unit);
      assertThat(leastHonest).isGreaterThanOrEqualTo(leastOut);
      assertThat(greatestHonest).isLessThanOrEqualTo(greatestOut);
      assertThat(greatestHonest.subtract(leastHonest).bitLength())
          .isEqualTo(bits.get(g).intValueExact());
      leastIn = leastOut;
      honestIn = greatestHonest;
      greatestIn = greatestOut;
    }
  }

  private static BigInteger largestProduct(int m) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = Math.max(0, m - LIMBS + 1); i <= Math.min(m, LIMBS - 1); i++) {
      sum = sum.add(largestLimb(i).multiply(largestLimb(m - i)));
    }
    return sum;
  }

  private static BigInteger largestLimb(int i) {
    return power(i == LIMBS - 1 ? 2048 - WIDTH * (LIMBS - 1) : WIDTH).subtract(ONE);
  }

  private static BigInteger ceiling(BigInteger negative, BigInteger unit) {
    return negative.negate().divide(unit).negate();
  }

  @Test
  void weightsGiveTheGroupsOfCoefficients() throws Exception {
    PublicSignals plan = plan();
    List<BigInteger> starts = plan("starts", plan);
    List<BigInteger> weights = plan("weights", plan);
    Random random = new Random(2);
    BigInteger[] coefficients = new BigInteger[POINTS];
    for (int m = 0; m < POINTS; m++) {
      coefficients[m] = new BigInteger(253, random);
    }
    for (int g = 0; g + 1 < starts.size(); g++) {
      BigInteger expected = BigInteger.ZERO;
      int from = starts.get(g).intValueExact();
      for (int m = from; m < starts.get(g + 1).intValueExact(); m++) {
        expected = expected.add(coefficients[m].shiftLeft(WIDTH * (m - from)));
      }
      BigInteger sum = BigInteger.ZERO;
      for (int t = 0; t < POINTS; t++) {
        BigInteger point = BigInteger.valueOf(t % 2 == 1 ? (t + 1) / 2 : -(t / 2));
        BigInteger value = BigInteger.ZERO;
        for (int m = POINTS - 1; m >= 0; m--) {
          value = value.multiply(point).add(coefficients[m]).mod(FIELD);
        }
        sum = sum.add(weights.get(POINTS * g + t).multiply(value));
      }
      assertThat(sum.mod(FIELD)).as("group " + g).isEqualTo(expected.mod(FIELD));
    }
  }

  private static PublicSignals plan() throws Exception {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-rsa-plan");
    try (Witness witness = circuit.witness(Map.of("bit", List.of(ONE)))) {
      assertThat(circuit.constraints().assign(witness).violations()).isZero();
      return circuit.circuit().signalsOf(witness);
    }
  }

  private static List<BigInteger> plan(String name, PublicSignals plan) {
    return plan.values(name);
  }

  // --- what it accepts ---------------------------------------------------------------------------

  @TestFactory
  Stream<DynamicTest> acceptsNumbersAtTheBounds() {
    BigInteger largest = power(2048).subtract(ONE);
    BigInteger smallest = power(2047);
    List<DynamicTest> tests = new ArrayList<>();
    for (BigInteger n : List.of(largest, smallest, smallest.add(ONE), modulus)) {
      for (BigInteger s :
          List.of(
              BigInteger.ZERO,
              ONE,
              n.subtract(ONE),
              n.shiftRight(1),
              n.sqrt().add(ONE),
              power(2046).subtract(ONE))) {
        String what = s.toString(16).substring(0, 1) + "… of " + s.bitLength() + " bits";
        tests.add(
            dynamicTest(
                what + " modulo a number from " + n.shiftRight(2016).toString(16),
                () -> assertAccepted(inputs(s, n))));
      }
    }
    return tests.stream();
  }

  /// Not a defect: the next step's remainder is the same modulo n.
  @Test
  void acceptsRemainderThatIsNotReduced() throws Exception {
    BigInteger n = power(2047).add(BigInteger.valueOf(12345));
    BigInteger s = signature.mod(n);
    BigInteger[] first = s.multiply(s).divideAndRemainder(n);
    BigInteger unreduced = first[1].add(n);
    assertThat(unreduced.bitLength()).isLessThanOrEqualTo(2048);
    Map<String, List<BigInteger>> inputs = inputs(s, n);
    inputs.put("remainders", RsaInputs.limbs(unreduced));
    List<BigInteger> quotients = new ArrayList<>(RsaInputs.limbs(first[0].subtract(ONE)));
    quotients.addAll(RsaInputs.limbs(unreduced.multiply(s).divide(n)));
    inputs.put("quotients", quotients);
    assertAccepted(inputs);
  }

  // --- what it refuses ---------------------------------------------------------------------------

  @Test
  void refusesEachLimbOffByOne() {
    Map<String, List<BigInteger>> honest = inputs(signature, modulus);
    for (String name : List.of("signature", "modulus", "quotients", "remainders", "message")) {
      for (int i = 0; i < honest.get(name).size(); i++) {
        for (BigInteger delta : List.of(ONE, ONE.negate())) {
          assertThat(cube.attempt(changed(honest, name, i, delta)).violations())
              .as("%s limb %d %+d", name, i, delta.intValue())
              .isPositive();
        }
      }
    }
  }

  /// The same number in other limbs: only their ranges refuse it.
  @Test
  void refusesLimbsOutOfRange() {
    Map<String, List<BigInteger>> honest = inputs(signature, modulus);
    for (String name : List.of("signature", "modulus", "quotients", "remainders")) {
      for (int i = 0; i + 1 < LIMBS; i += 7) {
        Map<String, List<BigInteger>> forged =
            changed(changed(honest, name, i, power(WIDTH)), name, i + 1, ONE.negate());
        assertThat(cube.attempt(forged).violations()).as("%s limb %d", name, i).isPositive();
      }
    }
  }

  /// Multiples of the field's order, shifted to every limb: the identity still holds in the field
  /// wherever the limbs are summed up whole.
  @Test
  void refusesMultiplesOfTheFieldsOrder() {
    Map<String, List<BigInteger>> honest = inputs(signature, modulus);
    List<BigInteger> quotients = honest.get("quotients");
    BigInteger[] genuine = {
      number(quotients.subList(0, LIMBS)), number(quotients.subList(LIMBS, 2 * LIMBS))
    };
    BigInteger remainder = number(honest.get("remainders"));
    BigInteger message = number(honest.get("message"));
    int tried = 0;
    for (int shift = 0; shift + 254 <= 2048; shift += WIDTH) {
      for (BigInteger delta : List.of(FIELD.shiftLeft(shift), FIELD.shiftLeft(shift).negate())) {
        for (String name : List.of("remainders", "message", "first quotient", "second quotient")) {
          BigInteger forged =
              delta.add(
                  switch (name) {
                    case "remainders" -> remainder;
                    case "message" -> message;
                    case "first quotient" -> genuine[0];
                    default -> genuine[1];
                  });
          if (forged.signum() < 0 || forged.bitLength() > 2048) {
            continue;
          }
          Map<String, List<BigInteger>> inputs = inputs(signature, modulus);
          if (name.endsWith("quotient")) {
            List<BigInteger> both =
                new ArrayList<>(RsaInputs.limbs(name.startsWith("first") ? forged : genuine[0]));
            both.addAll(RsaInputs.limbs(name.startsWith("first") ? genuine[1] : forged));
            inputs.put("quotients", both);
          } else {
            inputs.put(name, RsaInputs.limbs(forged));
          }
          assertThat(cube.attempt(inputs).violations()).as("%s %d", name, shift).isPositive();
          tried++;
        }
      }
    }
    assertThat(tried).isGreaterThan(300);
  }

  /// The strongest forgery that there is without a signature: any message, or any square, and the
  /// quotient for it that makes the identity hold modulo 2^k, modulo the field's order and, up to
  /// the difference that this takes, in its highest bits. Then every carry below 2^k is genuine, so
  /// is every carry above the difference, and the last group's sum is 0 in the field: only carries
  /// between, whose range check is all that is left, tell.
  @Test
  void refusesQuotientThatFitsBelowAndAboveAndInTheField() throws Exception {
    int groups = plan("starts", plan()).size() - 1;
    Random random = new Random(4);
    for (int k = 0; k <= 1770; k += WIDTH) {
      Map<String, List<BigInteger>> honest = inputs(signature, modulus);
      List<BigInteger> quotients = honest.get("quotients");
      BigInteger square = number(honest.get("remainders"));
      BigInteger any = new BigInteger(2046, random);

      BigInteger forOther = fitting(square.multiply(signature).subtract(any), k);
      honest.put("message", RsaInputs.limbs(any));
      List<BigInteger> both = new ArrayList<>(quotients.subList(0, LIMBS));
      both.addAll(RsaInputs.limbs(forOther));
      honest.put("quotients", both);
      assertThat(cube.attempt(honest).violations())
          .as("message, %d", k)
          .isBetween(1, groups / 2 + 2);

      both = new ArrayList<>(RsaInputs.limbs(fitting(signature.pow(2).subtract(any), k)));
      both.addAll(RsaInputs.limbs(any.multiply(signature).divide(modulus)));
      honest.put("quotients", both);
      honest.put("remainders", RsaInputs.limbs(any));
      honest.put("message", RsaInputs.limbs(any.multiply(signature).mod(modulus)));
      assertThat(cube.attempt(honest).violations())
          .as("square, %d", k)
          .isBetween(1, groups / 2 + 2);
    }
  }

  /// The quotient q below 2^2048 next to `multiple` / modulus with q modulus = `multiple` modulo
  /// 2^k and modulo the field's order.
  private static BigInteger fitting(BigInteger multiple, int k) {
    BigInteger period = FIELD.shiftLeft(k);
    BigInteger rest = multiple.multiply(modulus.modInverse(period)).mod(period);
    BigInteger near = multiple.divide(modulus);
    BigInteger q = near.subtract(near.mod(period)).add(rest);
    assertThat(q.multiply(modulus).subtract(multiple).mod(period)).isZero();
    assertThat(q.bitLength()).isLessThanOrEqualTo(2048);
    assertThat(q).isNotEqualTo(near);
    return q;
  }

  @Test
  void refusesExtremesThatAreNoIdentity() {
    BigInteger all = power(2048).subtract(ONE);
    for (String name : List.of("signature", "quotients", "remainders", "message")) {
      Map<String, List<BigInteger>> inputs = inputs(signature, modulus);
      for (BigInteger extreme : List.of(BigInteger.ZERO, all)) {
        List<BigInteger> limbs = new ArrayList<>();
        IntStream.range(0, inputs.get(name).size() / LIMBS)
            .forEach(_ -> limbs.addAll(RsaInputs.limbs(extreme)));
        inputs.put(name, limbs);
        assertRefused(inputs);
      }
    }
  }

  @Test
  void refusesSignatureNotBelowTheModulus() {
    BigInteger n = power(2047).add(BigInteger.valueOf(99));
    for (BigInteger s : List.of(n, n.add(ONE), n.add(signature.shiftRight(5)))) {
      // All powers are what they must be: the comparison alone refuses.
      assertThat(cube.attempt(inputs(s, n)).violations()).isBetween(1, 2);
    }
  }

  @Test
  void refusesModulusOfOtherLength() {
    BigInteger n = power(2046).add(BigInteger.valueOf(7));
    assertThat(cube.attempt(inputs(signature.mod(n), n)).violations()).isBetween(1, 2);
    assertRefused(inputs(signature, power(2048).add(ONE)));
  }

  @Test
  void refusesPowerOfAnotherExponent() {
    Map<String, List<BigInteger>> inputs = inputs(signature, modulus);
    inputs.put("message", RsaInputs.limbs(signature.modPow(BigInteger.valueOf(65537), modulus)));
    assertRefused(inputs);
  }

  @Test
  void noWireIsFree() {
    assertThat(cube.freeWires(cube.attempt(inputs(signature, modulus)), new Random(3))).isEmpty();
  }

  private static BigInteger number(List<BigInteger> limbs) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 0; i < limbs.size(); i++) {
      number = number.add(limbs.get(i).shiftLeft(WIDTH * i));
    }
    return number;
  }

  private static Map<String, List<BigInteger>> changed(
      Map<String, List<BigInteger>> inputs, String name, int at, BigInteger delta) {
    Map<String, List<BigInteger>> copy = new java.util.LinkedHashMap<>(inputs);
    List<BigInteger> limbs = new ArrayList<>(inputs.get(name));
    limbs.set(at, limbs.get(at).add(delta).mod(FIELD));
    copy.put(name, limbs);
    return copy;
  }
}
