package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.P256Limbs.FIELD;
import static org.urna.circuits.P256Limbs.P;
import static org.urna.circuits.P256Limbs.hint;
import static org.urna.circuits.P256Limbs.inField;
import static org.urna.circuits.P256Limbs.plain;
import static org.urna.circuits.P256Limbs.residueOf;
import static org.urna.circuits.P256Limbs.signed;
import static org.urna.circuits.P256Limbs.valuesOf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.circuits.ConstraintSystem.Assignment;

/// Each template of lib/p256 alone, against Bouncy Castle and [BigInteger]. Forged inputs go
/// through the calculator without assertions: the constraints must refuse them.
class P256TemplatesTest {
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger TWO = BigInteger.TWO;
  private static final BigInteger N = EcdsaSignature.CURVE.getN();
  private static final BigInteger B = EcdsaSignature.CURVE.getCurve().getB().toBigInteger();
  private static final BigInteger LOW = TWO.pow(96);

  private final Random random = new Random(20261122);

  // ------------------------------------------------------------------ relations

  /// c_8 … random up to the bound that the relation allows for limbs, c_0 … c_7 such that the sum
  /// vanishes.
  private List<BigInteger> vanishing(int points, BigInteger modulus, int bits) {
    List<BigInteger> upper = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      upper.add(
          i < 8 ? BigInteger.ZERO : new BigInteger(bits, random).subtract(ONE.shiftLeft(bits - 1)));
    }
    List<BigInteger> lower = signed(P256Limbs.valueOf(upper).negate().mod(modulus), modulus);
    for (int i = 0; i < 8; i++) {
      upper.set(i, lower.get(i));
    }
    return upper;
  }

  private static Map<String, List<BigInteger>> relation(List<BigInteger> coefficients) {
    return relation(coefficients, BigInteger.ZERO);
  }

  private static Map<String, List<BigInteger>> relation(
      List<BigInteger> coefficients, BigInteger outside) {
    return Map.of(
        "coefficients", inField(coefficients),
        "outsideWhole", List.of(outside.mod(FIELD)),
        "outsideLow",
            List.of(
                outside.signum() < 0
                    ? outside.negate().mod(LOW).negate().mod(FIELD)
                    : outside.mod(LOW)));
  }

  @ParameterizedTest
  @CsvSource({
    "doubling,29,p,98",
    "guardedfirst,22,p,66",
    "generator31,22,p,66",
    "tablex,15,p,64",
    "halfscalars,12,n,64",
    "halfgenerator,15,n,64"
  })
  void relationHoldsForMultiplesOfTheModulusOnly(
      String name, int points, String modulus, int bits) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-relation-" + name);
    BigInteger m = modulus.equals("p") ? P : N;
    for (int round = 0; round < 20; round++) {
      List<BigInteger> coefficients = vanishing(points, m, bits);
      assertThat(circuit.attempt(relation(coefficients)).violations()).isZero();
      for (int i = 0; i < points; i++) {
        for (BigInteger change : List.of(ONE, ONE.negate(), TWO.pow(31))) {
          List<BigInteger> changed = new ArrayList<>(coefficients);
          changed.set(i, changed.get(i).add(change));
          assertThat(circuit.attempt(relation(changed)).violations())
              .as("%s, coefficient %d plus %s", name, i, change)
              .isPositive();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"doubling,29,p", "tablex,15,p", "halfscalars,12,n", "halfgenerator,15,n"})
  void relationRefusesWhatVanishesInTheFieldOrModuloThePowerOfTwoOnly(
      String name, int points, String modulus) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-relation-" + name);
    BigInteger m = modulus.equals("p") ? P : N;
    // r, and 2^200, as polynomials: 0 for one of the two checks, not 0 modulo m
    for (BigInteger number : List.of(FIELD, TWO.pow(200), FIELD.multiply(TWO), m.subtract(FIELD))) {
      List<BigInteger> coefficients = new ArrayList<>(plain(number.mod(TWO.pow(256))));
      while (coefficients.size() < points) {
        coefficients.add(BigInteger.ZERO);
      }
      assertThat(number.mod(m).signum()).isNotZero();
      assertThat(circuit.attempt(relation(coefficients)).violations()).isPositive();
    }
  }

  @Test
  void relationTakesAnOrdinateOutOfATable() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-relation-generator31");
    for (int round = 0; round < 20; round++) {
      BigInteger y = new BigInteger(256, random).mod(P);
      if (round % 2 == 1) {
        y = y.negate();
      }
      List<BigInteger> coefficients = new ArrayList<>(signed(y.negate().mod(P), P));
      while (coefficients.size() < 22) {
        coefficients.add(BigInteger.ZERO);
      }
      assertThat(circuit.attempt(relation(coefficients, y)).violations()).isZero();
      Map<String, List<BigInteger>> inputs = new LinkedHashMap<>(relation(coefficients, y));
      for (String name : List.of("outsideWhole", "outsideLow")) {
        Map<String, List<BigInteger>> forged = new LinkedHashMap<>(inputs);
        forged.put(name, List.of(inputs.get(name).getFirst().add(ONE).mod(FIELD)));
        assertThat(circuit.attempt(forged).violations()).as(name).isPositive();
      }
    }
  }

  @Test
  void differentMeansDifferentModuloP() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-different");
    for (int round = 0; round < 30; round++) {
      BigInteger a = new BigInteger(256, random).mod(P);
      BigInteger b = new BigInteger(256, random).mod(P);
      assertThat(attemptDifferent(circuit, plain(a), signed(b, P))).isZero();
      assertThat(attemptDifferent(circuit, plain(a), plain(a))).isPositive();
      assertThat(attemptDifferent(circuit, plain(a), signed(a, P))).isPositive();
      assertThat(attemptDifferent(circuit, signed(a, P), plain(a))).isPositive();
    }
    BigInteger small = TWO.pow(200).add(ONE); // has two plain representations
    assertThat(attemptDifferent(circuit, plain(small), plain(small.add(P)))).isPositive();
    assertThat(attemptDifferent(circuit, plain(small.add(P)), plain(small))).isPositive();
  }

  private static int attemptDifferent(
      CircuitUnderTest circuit, List<BigInteger> a, List<BigInteger> b) {
    return circuit.attempt(Map.of("a", inField(a), "b", inField(b))).violations();
  }

  @Test
  void nonceAbscissaIsBelowPAndNotZeroModuloN() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-nonce-abscissa");
    BigInteger bound = TWO.pow(256).subtract(TWO.pow(224)).add(TWO.pow(192));
    for (BigInteger good :
        List.of(
            ONE,
            TWO.pow(32),
            TWO.pow(255),
            N.subtract(ONE),
            N.add(ONE),
            bound.subtract(ONE),
            bound.subtract(TWO.pow(190)),
            new BigInteger(255, random))) {
      Assignment assignment = circuit.attempt(Map.of("hint", plain(good)));
      assertThat(assignment.violations()).as("%x", good).isZero();
      assertThat(circuit.freeWires(assignment, random)).isEmpty();
    }
    for (BigInteger bad :
        List.of(
            BigInteger.ZERO,
            N,
            P,
            P.add(ONE),
            P.add(TWO.pow(100)),
            TWO.pow(256).subtract(ONE),
            bound,
            P.subtract(ONE))) { // the last two are below p: see BelowP
      assertThat(circuit.attempt(Map.of("hint", plain(bad))).violations())
          .as("%x", bad)
          .isPositive();
    }
    for (int i = 0; i < 8; i++) {
      for (BigInteger limb : List.of(TWO.pow(32), FIELD.subtract(ONE), TWO.pow(64))) {
        List<BigInteger> limbs = new ArrayList<>(plain(new BigInteger(255, random)));
        limbs.set(i, limb);
        assertThat(circuit.attempt(Map.of("hint", limbs)).violations()).isPositive();
      }
    }
  }

  // --------------------------------------------------------------------- points

  private ECPoint point() {
    return EcdsaSignature.CURVE.getG().multiply(new BigInteger(255, random).add(ONE)).normalize();
  }

  private static BigInteger x(ECPoint point) {
    return point.normalize().getAffineXCoord().toBigInteger();
  }

  private static BigInteger y(ECPoint point) {
    return point.normalize().getAffineYCoord().toBigInteger();
  }

  private static BigInteger chord(ECPoint a, ECPoint b) {
    return y(a).subtract(y(b)).multiply(x(a).subtract(x(b)).modInverse(P)).mod(P);
  }

  private static BigInteger tangent(ECPoint a) {
    return x(a).pow(2)
        .subtract(ONE)
        .multiply(BigInteger.valueOf(3))
        .multiply(y(a).shiftLeft(1).modInverse(P))
        .mod(P);
  }

  private static List<BigInteger> limbs(BigInteger residue) {
    return inField(signed(residue, P));
  }

  private static List<BigInteger> values(List<BigInteger> limbs, int points) {
    return valuesOf(limbs, points);
  }

  private static List<BigInteger> twice(List<BigInteger> values) {
    return values.stream().map(value -> value.shiftLeft(1).mod(FIELD)).toList();
  }

  /// The outputs of a circuit, by name.
  private static List<BigInteger> output(
      CircuitUnderTest circuit, Assignment assignment, String name) {
    return circuit.wiresOf(name).stream().map(assignment::value).toList();
  }

  /// The constraints hold; every wire is pinned; one more or less in any number of `inputs`, hints
  /// among them, is refused.
  private void isTightFor(CircuitUnderTest circuit, Map<String, List<BigInteger>> inputs) {
    Assignment honest = circuit.attempt(inputs);
    assertThat(honest.violations()).isZero();
    assertThat(circuit.freeWires(honest, random)).isEmpty();
    inputs.forEach(
        (name, numbers) -> {
          for (int i = 0; i < numbers.size(); i++) {
            for (BigInteger change : List.of(ONE, FIELD.subtract(ONE))) {
              Map<String, List<BigInteger>> forged = new LinkedHashMap<>(inputs);
              List<BigInteger> changed = new ArrayList<>(numbers);
              changed.set(i, changed.get(i).add(change).mod(FIELD));
              forged.put(name, changed);
              assertThat(circuit.attempt(forged).violations())
                  .as("%s[%d] plus %s", name, i, change)
                  .isPositive();
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"key", "nonce"})
  void onCurveMeansTheEquationHolds(String which) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-" + which + "-on-curve");
    for (int round = 0; round < 3; round++) {
      ECPoint point = point();
      List<BigInteger> y = which.equals("key") ? plain(y(point)) : limbs(y(point));
      isTightFor(circuit, Map.of("x", plain(x(point)), "y", y));
      // on the curve with another b, and on the twist's side
      BigInteger other = x(point).add(ONE);
      while (isSquare(equation(other))) {
        other = other.add(ONE);
      }
      assertThat(circuit.attempt(Map.of("x", plain(other), "y", y)).violations()).isPositive();
      List<BigInteger> zero = plain(BigInteger.ZERO);
      assertThat(
              circuit
                  .attempt(
                      Map.of("x", zero, "y", which.equals("key") ? zero : limbs(BigInteger.ZERO)))
                  .violations())
          .isPositive();
    }
  }

  private static BigInteger equation(BigInteger x) {
    return x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(B).mod(P);
  }

  private static boolean isSquare(BigInteger value) {
    return value.modPow(P.subtract(ONE).shiftRight(1), P).equals(ONE);
  }

  @Test
  void tableDoublingDoubles() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-table-doubling");
    for (int round = 0; round < 2; round++) {
      ECPoint a = point();
      ECPoint sum = a.twice();
      Map<String, List<BigInteger>> inputs =
          Map.of(
              "xA", plain(x(a)),
              "yA", values(plain(y(a)), 15),
              "slopeHint", hint(tangent(a), P),
              "xHint", hint(x(sum), P));
      isTightFor(circuit, inputs);
      Assignment assignment = circuit.attempt(inputs);
      assertThat(output(circuit, assignment, "x")).isEqualTo(limbs(x(sum)));
      assertThat(residueOf(output(circuit, assignment, "y"))).isEqualTo(y(sum));
    }
  }

  @Test
  void tableAdditionAddsAndRefusesEqualAbscissas() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-table-addition");
    ECPoint a = point();
    ECPoint b = point();
    Map<String, List<BigInteger>> inputs = tableAddition(a, b, chord(a, b), x(a.add(b)));
    isTightFor(circuit, inputs);
    Assignment assignment = circuit.attempt(inputs);
    assertThat(output(circuit, assignment, "x")).isEqualTo(limbs(x(a.add(b))));
    assertThat(residueOf(output(circuit, assignment, "y"))).isEqualTo(y(a.add(b)));

    // A = B with any slope: only the guard stands between the forger and a free point
    BigInteger slope = new BigInteger(255, random);
    BigInteger free = slope.pow(2).subtract(x(a).shiftLeft(1)).mod(P);
    assertThat(circuit.attempt(tableAddition(a, a, slope, free)).violations()).isEqualTo(1);
    // A = -B: no slope
    assertThat(circuit.attempt(tableAddition(a, a.negate(), slope, free)).violations())
        .isGreaterThan(1);
  }

  private static Map<String, List<BigInteger>> tableAddition(
      ECPoint a, ECPoint b, BigInteger slope, BigInteger x) {
    return Map.of(
        "xA", limbs(x(a)),
        "yA", values(signed(y(a), P), 15),
        "xB", limbs(x(b)),
        "yB", values(signed(y(b), P), 15),
        "slopeHint", hint(slope, P),
        "xHint", hint(x, P));
  }

  @Test
  void doublingDoublesTheRunningPoint() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-doubling");
    for (int round = 0; round < 2; round++) {
      ECPoint a = point();
      ECPoint sum = a.twice();
      Map<String, List<BigInteger>> inputs =
          Map.of(
              "x", values(signed(x(a), P), 15),
              "twiceY", twice(values(signed(y(a), P), 22)),
              "slopeHint", hint(tangent(a), P),
              "xHint", hint(x(sum), P));
      isTightFor(circuit, inputs);
      Assignment assignment = circuit.attempt(inputs);
      assertThat(output(circuit, assignment, "xLimbs")).isEqualTo(limbs(x(sum)));
      assertThat(residueOf(output(circuit, assignment, "twiceYOut")))
          .isEqualTo(y(sum).shiftLeft(1).mod(P));
    }
  }

  private static Map<String, List<BigInteger>> guardedStep(
      ECPoint p, ECPoint t, BigInteger first, BigInteger second) {
    return Map.of(
        "xP", limbs(x(p)),
        "yP", limbs(y(p)),
        "xT", limbs(x(t)),
        "yTWhole", List.of(y(t).mod(FIELD)),
        "yTLow", List.of(y(t).mod(LOW)),
        "firstHint", hint(first, P),
        "secondHint", hint(second, P));
  }

  private static Map<String, List<BigInteger>> listedStep(
      ECPoint p, ECPoint t, BigInteger first, BigInteger second) {
    return Map.of(
        "xP", values(signed(x(p), P), 22),
        "twiceYP", twice(values(signed(y(p), P), 22)),
        "xT", plain(x(t)),
        "yTWhole", List.of(y(t).mod(FIELD)),
        "yTLow", List.of(y(t).mod(LOW)),
        "firstHint", hint(first, P),
        "secondHint", hint(second, P));
  }

  @Test
  void doubleAndAddGivesTwicePPlusT() {
    for (int round = 0; round < 2; round++) {
      ECPoint p = point();
      ECPoint t = point();
      BigInteger first = chord(p, t);
      BigInteger second = chord(p, p.add(t));
      givesTwicePPlusT("test-p256-guarded-step", guardedStep(p, t, first, second), p, t);
      givesTwicePPlusT("test-p256-listed-step", listedStep(p, t, first, second), p, t);
    }
  }

  private void givesTwicePPlusT(
      String name, Map<String, List<BigInteger>> inputs, ECPoint p, ECPoint t) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest(name);
    isTightFor(circuit, inputs);
    Assignment assignment = circuit.attempt(inputs);
    ECPoint sum = p.twice().add(t);
    assertThat(residueOf(output(circuit, assignment, "x"))).isEqualTo(x(sum));
    assertThat(residueOf(output(circuit, assignment, "twiceY")))
        .isEqualTo(y(sum).shiftLeft(1).mod(P));
  }

  /// T = P leaves the first slope free: every other relation can be satisfied, and the result is no
  /// point of the curve. The guard is the one constraint that refuses it.
  @Test
  void onlyTheGuardRefusesAFreeSlope() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-guarded-step");
    ECPoint p = point();
    BigInteger first = new BigInteger(255, random);
    BigInteger second =
        y(p).shiftLeft(1)
            .negate()
            .multiply(
                first.pow(2).subtract(x(p).multiply(BigInteger.valueOf(3))).mod(P).modInverse(P))
            .subtract(first)
            .mod(P);
    Assignment forged = circuit.attempt(guardedStep(p, p, first, second));
    assertThat(forged.violations()).isEqualTo(1);
    BigInteger x = residueOf(output(circuit, forged, "x"));
    BigInteger twiceY = residueOf(output(circuit, forged, "twiceY"));
    assertThat(equation(x).shiftLeft(2).subtract(twiceY.pow(2)).mod(P).signum()).isNotZero();
  }

  @Test
  void doubleAndAddRefusesOppositePointsAndTheIdentity() {
    for (int round = 0; round < 4; round++) {
      ECPoint p = point();
      BigInteger slope = new BigInteger(255, random);
      // T = -P: no first slope. T = -2P: P + T = -P, no second slope.
      ECPoint minusTwice = p.twice().negate().normalize();
      for (var hints :
          List.of(
              listedStep(p, p.negate(), slope, slope),
              listedStep(p, minusTwice, chord(p, minusTwice), slope))) {
        assertThat(CircuitUnderTest.loadTest("test-p256-listed-step").attempt(hints).violations())
            .isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void conditionalSubtractionSubtractsIfAsked(int isTaken) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-conditional-subtraction");
    ECPoint v = point();
    ECPoint t = point();
    ECPoint sum = isTaken == 1 ? v.subtract(t) : v;
    Map<String, List<BigInteger>> inputs = new LinkedHashMap<>();
    inputs.put("x", values(signed(x(v), P), 15));
    inputs.put("twiceY", twice(values(signed(y(v), P), 22)));
    inputs.put("xT", plain(x(t)));
    inputs.put("yT", limbs(y(t)));
    inputs.put("xHint", hint(x(v), P));
    inputs.put("slopeHint", hint(chord(v, t.negate()), P));
    Map<String, List<BigInteger>> all = new LinkedHashMap<>(inputs);
    all.put("isTaken", List.of(BigInteger.valueOf(isTaken)));
    Assignment assignment = circuit.attempt(all);
    assertThat(assignment.violations()).isZero();
    assertThat(circuit.freeWires(assignment, random)).isEmpty();
    assertThat(residueOf(output(circuit, assignment, "xOut"))).isEqualTo(x(sum));
    assertThat(residueOf(output(circuit, assignment, "twiceYOut")))
        .isEqualTo(y(sum).shiftLeft(1).mod(P));
    inputs.forEach(
        (name, numbers) -> {
          for (int i = 0; i < numbers.size(); i++) {
            Map<String, List<BigInteger>> forged = new LinkedHashMap<>(all);
            List<BigInteger> changed = new ArrayList<>(numbers);
            changed.set(i, changed.get(i).add(ONE).mod(FIELD));
            forged.put(name, changed);
            assertThat(circuit.attempt(forged).violations()).as("%s[%d]", name, i).isPositive();
          }
        });
    for (BigInteger notABit : List.of(TWO, FIELD.subtract(ONE))) {
      all.put("isTaken", List.of(notABit));
      assertThat(circuit.attempt(all).violations()).isPositive();
    }
    // V = T, guarded
    all.put("isTaken", List.of(ONE));
    all.put("xT", plain(x(v)));
    all.put("yT", limbs(y(v)));
    assertThat(circuit.attempt(all).violations()).isPositive();
  }

  // -------------------------------------------------------------------- windows

  @Test
  void choiceOfEightChooses() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-choice");
    List<BigInteger> entries =
        IntStream.range(0, 8).mapToObj(_ -> new BigInteger(253, random)).toList();
    for (int index = 0; index < 8; index++) {
      Map<String, List<BigInteger>> inputs = Map.of("entries", entries, "bits", bits(index, 3));
      Assignment assignment = circuit.attempt(inputs);
      assertThat(assignment.violations()).isZero();
      assertThat(output(circuit, assignment, "out")).containsExactly(entries.get(index));
      assertThat(
              assignment.breaksWith(
                  circuit.wiresOf("out").getFirst(), entries.get((index + 1) % 8)))
          .isTrue();
    }
  }

  private static List<BigInteger> bits(int number, int count) {
    return IntStream.range(0, count).mapToObj(i -> BigInteger.valueOf(number >> i & 1)).toList();
  }

  private List<BigInteger> entries() {
    return IntStream.range(0, 80).mapToObj(_ -> new BigInteger(250, random)).toList();
  }

  @Test
  void jointWindowChoosesDigitsAndTheirPoint() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-joint-window");
    List<BigInteger> entries = entries();
    for (int index = 0; index < 16; index++) {
      Assignment assignment = circuit.attempt(Map.of("entries", entries, "bits", bits(index, 4)));
      assertThat(assignment.violations()).isZero();
      int sign = (index & 1) == 1 ? -1 : 1;
      int a = sign * ((index & 2) == 0 ? 1 : 3);
      int b = sign * ((index & 8) == 0 ? 1 : -1) * ((index & 4) == 0 ? 1 : 3);
      assertThat(output(circuit, assignment, "digitA")).containsExactly(element(a));
      assertThat(output(circuit, assignment, "digitB")).containsExactly(element(b));
      chooses(
          circuit, assignment, entries.subList(10 * (index >> 1), 10 * (index >> 1) + 10), sign);
    }
    refusesOtherThanBits(circuit, entries);
  }

  @Test
  void laneWindowChoosesDigitsAndTheirPoint() {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-lane-window");
    List<BigInteger> entries = entries();
    for (int index = 0; index < 16; index++) {
      Assignment assignment = circuit.attempt(Map.of("entries", entries, "bits", bits(index, 4)));
      assertThat(assignment.violations()).isZero();
      int sign = (index & 1) == 1 ? -1 : 1;
      List<BigInteger> digits = new ArrayList<>();
      for (int lane = 0; lane < 3; lane++) {
        digits.add(element((index >> (1 + lane) & 1) == 1 ? -sign : sign));
      }
      digits.add(element(sign));
      assertThat(output(circuit, assignment, "digits")).isEqualTo(digits);
      chooses(
          circuit, assignment, entries.subList(10 * (index >> 1), 10 * (index >> 1) + 10), sign);
    }
    refusesOtherThanBits(circuit, entries);
  }

  private static BigInteger element(int number) {
    return BigInteger.valueOf(number).mod(FIELD);
  }

  private static void chooses(
      CircuitUnderTest circuit, Assignment assignment, List<BigInteger> entry, int sign) {
    BigInteger s = BigInteger.valueOf(sign);
    assertThat(output(circuit, assignment, "x")).isEqualTo(entry.subList(0, 8));
    assertThat(output(circuit, assignment, "yWhole"))
        .containsExactly(entry.get(8).multiply(s).mod(FIELD));
    assertThat(output(circuit, assignment, "yLow"))
        .containsExactly(entry.get(9).multiply(s).mod(FIELD));
    for (String name : List.of("x", "yWhole", "yLow")) {
      for (int wire : circuit.wiresOf(name)) {
        assertThat(assignment.breaksWith(wire, assignment.value(wire).add(ONE))).isTrue();
      }
    }
  }

  private static void refusesOtherThanBits(CircuitUnderTest circuit, List<BigInteger> entries) {
    for (int i = 0; i < 4; i++) {
      for (BigInteger notABit : List.of(TWO, FIELD.subtract(ONE))) {
        List<BigInteger> bits = new ArrayList<>(bits(5, 4));
        bits.set(i, notABit);
        assertThat(circuit.attempt(Map.of("entries", entries, "bits", bits)).violations())
            .isPositive();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31})
  void generatorWindowIsAMultipleOfG(int window) {
    CircuitUnderTest circuit = CircuitUnderTest.loadTest("test-p256-generator-window-" + window);
    for (int index = 0; index < 256; index++) {
      Assignment assignment = circuit.attempt(Map.of("bits", bits(index, 8)));
      assertThat(assignment.violations()).isZero();
      int magnitude = 1 + 2 * (index & 127);
      int sign = index < 128 ? 1 : -1;
      ECPoint point =
          EcdsaSignature.CURVE
              .getG()
              .multiply(BigInteger.valueOf(magnitude).shiftLeft(8 * window).mod(N))
              .normalize();
      List<BigInteger> entry = new ArrayList<>(plain(x(point)));
      entry.add(y(point).mod(FIELD));
      entry.add(y(point).mod(LOW));
      chooses(circuit, assignment, entry, sign);
      assertThat(output(circuit, assignment, "digit")).containsExactly(element(sign * magnitude));
    }
    for (int i = 0; i < 8; i++) {
      List<BigInteger> bits = new ArrayList<>(bits(93, 8));
      bits.set(i, TWO);
      assertThat(circuit.attempt(Map.of("bits", bits)).violations()).isPositive();
    }
  }
}
