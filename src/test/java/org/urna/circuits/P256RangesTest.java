package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.ConstraintSystem.FIELD;
import static org.urna.circuits.EcdsaForger.G;
import static org.urna.circuits.EcdsaForger.N;
import static org.urna.circuits.EcdsaForger.P;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.circuits.EcdsaForger.Point;

/// A second opinion about every number that p256-constants.mjs writes. Nothing of that program is
/// used: its *output* is read, weights are recovered from the text, and the ranges of all wires
/// come from walking the circom files here, coefficient by coefficient, with lower and upper ends.
///
/// What must hold of each relation (lib/p256/field.circom, VanishesModulo), with S and E the two
/// sums, m the modulus, r the field's order:
/// - the weights of S are 2^(32 i) modulo m, those of E agree with them modulo 2^k;
/// - |S − q m| < r 2^k and |E − q m' − t 2^k| < r for *every* q, t in range: no false statement
///   fits;
/// - the q and t of a true statement are in range: no true statement is refused.
class P256RangesTest {
  private static final BigInteger TWO = BigInteger.TWO;
  private static final int MOST_POINTS = 29;

  private static String text;
  private static Map<String, Integer> relationIds;
  private static Map<Integer, List<BigInteger>> facts;
  private static Map<Integer, List<BigInteger>> weights;
  private static Map<Integer, List<BigInteger>> lowWeights;

  @BeforeAll
  static void generate(@TempDir Path folder) throws IOException, InterruptedException {
    Path script = Path.of("src/main/circom/p256-constants.mjs").toAbsolutePath();
    Path output = folder.resolve("constants.circom");
    Process node =
        new ProcessBuilder(
                "node",
                "--input-type=module",
                "-e",
                "import { p256Constants } from '"
                    + script.toUri()
                    + "';"
                    + "process.stdout.write(p256Constants());")
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (!node.waitFor(2, TimeUnit.MINUTES) || node.exitValue() != 0) {
      node.destroyForcibly();
      throw new AssertionError("p256-constants.mjs failed");
    }
    text = Files.readString(output, StandardCharsets.UTF_8);
    relationIds = new LinkedHashMap<>();
    Matcher named =
        Pattern.compile("function p256(\\w+)\\(\\) \\{ return (\\d+); } // \\d+ ").matcher(text);
    while (named.find()) {
      relationIds.put(named.group(1), Integer.valueOf(named.group(2)));
    }
    facts = table("p256Relation", "relation");
    weights = table("p256Weights", "relation");
    lowWeights = table("p256LowWeights", "relation");
  }

  /// The numbers that a generated function returns for each value of its parameter.
  private static Map<Integer, List<BigInteger>> table(String function, String parameter) {
    int from = text.indexOf("function " + function + "(");
    String body = text.substring(from, text.indexOf("\n}\n", from));
    Map<Integer, List<BigInteger>> found = new TreeMap<>();
    Matcher branch = Pattern.compile("if \\(([^)]*)\\) \\{ out = ([^;]*);").matcher(body);
    while (branch.find()) {
      List<BigInteger> row = numbers(branch.group(2));
      Matcher value = Pattern.compile(parameter + " == (\\d+)").matcher(branch.group(1));
      while (value.find()) {
        assertThat(found.put(Integer.valueOf(value.group(1)), row)).isNull();
      }
    }
    return found;
  }

  private static List<BigInteger> numbers(String list) {
    List<BigInteger> numbers = new ArrayList<>();
    Matcher number = Pattern.compile("\\d+").matcher(list);
    while (number.find()) {
      numbers.add(new BigInteger(number.group()));
    }
    return numbers;
  }

  private static List<BigInteger> vector(String function) {
    Matcher found =
        Pattern.compile("function " + function + "\\(\\) \\{ return (.*?); }").matcher(text);
    assertThat(found.find()).as(function).isTrue();
    return numbers(found.group(1));
  }

  // --- weights -----------------------------------------------------------------------------------

  private static BigInteger node(int t) {
    return BigInteger.valueOf(t % 2 == 1 ? (t + 1) / 2 : -(t / 2));
  }

  /// What a sum over values at nodes gives coefficient i, in the field.
  private static BigInteger weightOf(List<BigInteger> ofValues, int points, int i) {
    BigInteger sum = BigInteger.ZERO;
    for (int t = 0; t < points; t++) {
      sum = sum.add(ofValues.get(t).multiply(node(t).pow(i)));
    }
    return sum.mod(FIELD);
  }

  private static BigInteger centred(BigInteger value, BigInteger modulus) {
    BigInteger least = value.mod(modulus);
    return least.shiftLeft(1).compareTo(modulus) > 0 ? least.subtract(modulus) : least;
  }

  private static BigInteger power(int i, BigInteger modulus) {
    return centred(TWO.pow(32 * i), modulus);
  }

  @Test
  void theModuliAndTheCurveAreThoseOfP256() {
    assertThat(vector("p256Modulus").getFirst()).isEqualTo(P.mod(FIELD));
    assertThat(vector("p256Order").getFirst()).isEqualTo(N.mod(FIELD));
    assertThat(vector("p256B")).isEqualTo(EcdsaForger.plain(EcdsaForger.B));
    assertThat(P)
        .isEqualTo(
            TWO.pow(256)
                .subtract(TWO.pow(224))
                .add(TWO.pow(192))
                .add(TWO.pow(96))
                .subtract(BigInteger.ONE));
    assertThat(P.isProbablePrime(100)).isTrue();
    assertThat(N.isProbablePrime(100)).isTrue();
    assertThat(G.times(N.subtract(BigInteger.ONE))).isEqualTo(G.negate());
    assertThat(Point.ofAbscissa(G.x()).y()).isIn(G.y(), G.negate().y());
  }

  @Test
  void weightsAreThePowersOfTheLimbsBase() {
    assertThat(relationIds).hasSize(facts.size());
    for (Map.Entry<String, Integer> relation : relationIds.entrySet()) {
      int id = relation.getValue();
      List<BigInteger> fact = facts.get(id);
      int points = fact.get(0).intValueExact();
      BigInteger twoToK = TWO.pow(fact.get(1).intValueExact());
      BigInteger modulus = modulusOf(id);
      assertThat(centred(fact.get(5), FIELD).subtract(modulus).mod(twoToK))
          .as(relation.getKey())
          .isEqualTo(BigInteger.ZERO);
      for (int i = 0; i < points; i++) {
        BigInteger weight = power(i, modulus);
        assertThat(weightOf(weights.get(id), points, i)).isEqualTo(weight.mod(FIELD));
        BigInteger low = centred(weightOf(lowWeights.get(id), points, i), FIELD);
        assertThat(low.subtract(weight).mod(twoToK)).isEqualTo(BigInteger.ZERO);
        assertThat(low.abs()).isLessThanOrEqualTo(twoToK.shiftRight(1));
      }
    }
    List<BigInteger> whole = vector("p256ValueWeights");
    List<BigInteger> low = vector("p256ValueLowWeights");
    for (int i = 0; i < 15; i++) {
      assertThat(weightOf(whole, 15, i)).isEqualTo(power(i, P).mod(FIELD));
      assertThat(centred(weightOf(low, 15, i), FIELD)).isEqualTo(centred(power(i, P), TWO.pow(96)));
    }
  }

  private static BigInteger modulusOf(int relation) {
    BigInteger inField = facts.get(relation).get(4);
    assertThat(inField).isIn(P.mod(FIELD), N.mod(FIELD));
    return inField.equals(P.mod(FIELD)) ? P : N;
  }

  /// Values at more nodes are those of the same polynomial.
  @Test
  void extensionsContinueThePolynomial() {
    int from = text.indexOf("function p256Extension(");
    String body = text.substring(from, text.indexOf("\n}\n", from));
    Matcher branch =
        Pattern.compile("if \\(from == (\\d+) && to == (\\d+)\\) \\{ out = ([^;]*);").matcher(body);
    int found = 0;
    while (branch.find()) {
      found++;
      int known = Integer.parseInt(branch.group(1));
      int wanted = Integer.parseInt(branch.group(2));
      List<BigInteger> matrix = numbers(branch.group(3));
      for (int t = known; t < wanted; t++) {
        for (int i = 0; i < known; i++) { // the monomials are a basis
          BigInteger sum = BigInteger.ZERO;
          for (int j = 0; j < known; j++) {
            sum = sum.add(matrix.get(22 * (t - known) + j).multiply(node(j).pow(i)));
          }
          assertThat(sum.subtract(node(t).pow(i)).mod(FIELD)).isEqualTo(BigInteger.ZERO);
        }
        for (int j = known; j < 22; j++) {
          assertThat(matrix.get(22 * (t - known) + j)).isEqualTo(BigInteger.ZERO);
        }
      }
    }
    assertThat(found).isEqualTo(3);
  }

  @Test
  void theGeneratorsTableHoldsItsMultiples() {
    Map<Integer, List<BigInteger>> tables = table("p256GeneratorTable", "window");
    assertThat(tables).hasSize(32);
    Point base = G;
    for (int window = 0; window < 32; window++) {
      List<BigInteger> polynomials = tables.get(window);
      assertThat(polynomials).hasSize(10 * 128);
      Point twice = base.plus(base);
      Point multiple = base;
      for (int i = 0; i < 128; i++) {
        List<BigInteger> expected = new ArrayList<>(EcdsaForger.plain(multiple.x()));
        expected.add(multiple.y().mod(FIELD));
        expected.add(multiple.y().mod(TWO.pow(96)));
        for (int k = 0; k < 10; k++) {
          BigInteger value = BigInteger.ZERO;
          for (int monomial = i; ; monomial = (monomial - 1) & i) { // the subsets of i's bits
            value = value.add(polynomials.get(128 * k + monomial));
            if (monomial == 0) {
              break;
            }
          }
          assertThat(value.mod(FIELD)).isEqualTo(expected.get(k));
        }
        multiple = multiple.plus(twice);
      }
      for (int i = 0; i < 8; i++) {
        base = base.plus(base);
      }
    }
  }

  // --- ranges ------------------------------------------------------------------------------------

  /// Integers from `low` to `high`.
  private record Interval(BigInteger low, BigInteger high) {
    static final Interval ZERO = of(BigInteger.ZERO, BigInteger.ZERO);

    static Interval of(BigInteger low, BigInteger high) {
      return new Interval(low, high);
    }

    Interval plus(Interval other) {
      return of(low.add(other.low), high.add(other.high));
    }

    Interval times(Interval other) {
      List<BigInteger> ends =
          List.of(
              low.multiply(other.low), low.multiply(other.high),
              high.multiply(other.low), high.multiply(other.high));
      return of(
          ends.stream().min(BigInteger::compareTo).orElseThrow(),
          ends.stream().max(BigInteger::compareTo).orElseThrow());
    }

    Interval times(BigInteger factor) {
      return times(of(factor, factor));
    }

    Interval hull(Interval other) {
      return of(low.min(other.low), high.max(other.high));
    }

    BigInteger magnitude() {
      return low.abs().max(high.abs());
    }
  }

  /// A polynomial in 2^32 whose coefficients are known up to intervals.
  private record Poly(List<Interval> coefficients) {
    static Poly limbs(BigInteger low, BigInteger high) {
      return new Poly(java.util.Collections.nCopies(8, Interval.of(low, high)));
    }

    static Poly constant(long value) {
      BigInteger v = BigInteger.valueOf(value);
      return new Poly(List.of(Interval.of(v, v)));
    }

    int size() {
      return coefficients.size();
    }

    Interval at(int i) {
      return i < size() ? coefficients.get(i) : Interval.ZERO;
    }

    private Poly with(int size, IntFunction<Interval> coefficient) {
      List<Interval> all = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        all.add(coefficient.apply(i));
      }
      return new Poly(all);
    }

    private Poly each(UnaryOperator<Interval> change) {
      return with(size(), i -> change.apply(at(i)));
    }

    Poly plus(Poly other) {
      return with(Math.max(size(), other.size()), i -> at(i).plus(other.at(i)));
    }

    Poly minus(Poly other) {
      return plus(other.times(-1));
    }

    Poly times(long factor) {
      return each(c -> c.times(BigInteger.valueOf(factor)));
    }

    Poly times(Poly other) {
      List<Interval> all =
          new ArrayList<>(java.util.Collections.nCopies(size() + other.size() - 1, Interval.ZERO));
      for (int i = 0; i < size(); i++) {
        for (int j = 0; j < other.size(); j++) {
          all.set(i + j, all.get(i + j).plus(at(i).times(other.at(j))));
        }
      }
      return new Poly(all);
    }

    Poly hull(Poly other) {
      return with(Math.max(size(), other.size()), i -> at(i).hull(other.at(i)));
    }
  }

  private static final Poly SIGNED =
      Poly.limbs(TWO.pow(31).negate(), TWO.pow(31).subtract(BigInteger.ONE));
  private static final Poly PLAIN =
      Poly.limbs(BigInteger.ZERO, TWO.pow(32).subtract(BigInteger.ONE));

  /// A y-coordinate as two numbers: in S, and in E.
  private record Outside(Interval whole, Interval low) {
    static final Outside NONE = new Outside(Interval.ZERO, Interval.ZERO);

    static final Outside CANONICAL =
        new Outside(
            Interval.of(BigInteger.ZERO, P.subtract(BigInteger.ONE)),
            Interval.of(BigInteger.ZERO, TWO.pow(96).subtract(BigInteger.ONE)));

    Outside withEitherSign() {
      BigInteger minus = BigInteger.ONE.negate();
      return new Outside(whole.hull(whole.times(minus)), low.hull(low.times(minus)));
    }

    Outside plus(Outside other) {
      return new Outside(whole.plus(other.whole), low.plus(other.low));
    }

    Outside times(long factor) {
      BigInteger f = BigInteger.valueOf(factor);
      return new Outside(whole.times(f), low.times(f));
    }
  }

  private record Running(Poly x, Poly twiceY) {}

  private final Map<String, Integer> checked = new TreeMap<>();

  private void vanishes(String relation, Poly polynomial) {
    vanishes(relation, polynomial, Outside.NONE);
  }

  private void vanishes(String relation, Poly polynomial, Outside outside) {
    Integer id = relationIds.get(relation);
    assertThat(id).as(relation).isNotNull();
    checked.merge(relation, 1, Integer::sum);
    List<BigInteger> fact = facts.get(id);
    int k = fact.get(1).intValueExact();
    BigInteger twoToK = TWO.pow(k);
    BigInteger modulus = modulusOf(id);
    BigInteger lowModulus = centred(fact.get(5), FIELD);
    assertThat(polynomial.size()).as(relation).isLessThanOrEqualTo(fact.get(0).intValueExact());
    if (outside != Outside.NONE) {
      assertThat(k).as("y is known modulo 2^96 only: " + relation).isLessThanOrEqualTo(96);
    }
    Interval s = outside.whole;
    Interval e = outside.low;
    for (int i = 0; i < polynomial.size(); i++) {
      BigInteger weight = power(i, modulus);
      s = s.plus(polynomial.at(i).times(weight));
      e = e.plus(polynomial.at(i).times(centred(weight, twoToK)));
    }
    Interval q = range(fact.get(2));
    Interval t = range(fact.get(3));
    BigInteger minus = BigInteger.ONE.negate();
    assertThat(s.plus(q.times(modulus).times(minus)).magnitude())
        .as("S - q m, " + relation)
        .isLessThan(FIELD.multiply(twoToK));
    assertThat(
            e.plus(q.times(lowModulus).times(minus)).plus(t.times(twoToK).times(minus)).magnitude())
        .as("E - q m' - t 2^k, " + relation)
        .isLessThan(FIELD);
    Interval honest = Interval.of(s.low.divide(modulus), s.high.divide(modulus));
    assertThat(honest.hull(q)).as("completeness, q of " + relation).isEqualTo(q);
    Interval carry = e.plus(honest.times(lowModulus).times(minus));
    Interval carried = Interval.of(carry.low.divide(twoToK), carry.high.divide(twoToK));
    assertThat(carried.hull(t)).as("completeness, t of " + relation).isEqualTo(t);
  }

  private static Interval range(BigInteger bits) {
    assertThat(bits.intValueExact()).isLessThanOrEqualTo(252); // Bits(n) itself must not wrap
    BigInteger half = TWO.pow(bits.intValueExact() - 1);
    return Interval.of(half.negate(), half.subtract(BigInteger.ONE));
  }

  @Test
  void everyRelationFitsTheField() {
    onCurve("KeyOnCurve", PLAIN, PLAIN);
    onCurve("NonceOnCurve", PLAIN, SIGNED);
    jointMultiple();
    Poly[] generator = generatorMultiple();
    listedMultiple(generator);
    scalars();
    assertThat(checked.keySet()).isEqualTo(relationIds.keySet());
  }

  private void onCurve(String relation, Poly x, Poly y) {
    vanishes(relation, x.times(x).times(x).minus(x.times(3)).plus(PLAIN).minus(y.times(y)));
  }

  // Templates of lib/p256/points.circom.

  private Running tableDoubling(Poly x, Poly y) {
    vanishes(
        "TableDoubling",
        SIGNED.times(y).times(2).minus(x.times(x).times(3)).plus(Poly.constant(3)));
    vanishes("TableX", SIGNED.times(SIGNED).minus(x.times(2)).minus(SIGNED));
    return new Running(SIGNED, SIGNED.times(x.minus(SIGNED)).minus(y));
  }

  private Running tableAddition(Poly xA, Poly yA, Poly xB, Poly yB) {
    vanishes("TableAddition", SIGNED.times(xA.minus(xB)).minus(yA).plus(yB));
    vanishes("TableX", SIGNED.times(SIGNED).minus(xA).minus(xB).minus(SIGNED));
    return new Running(SIGNED, SIGNED.times(xA.minus(SIGNED)).minus(yA));
  }

  private Running doubleAndAdd(String kind, Running p, Poly xT, Outside yT) {
    Poly l = SIGNED;
    vanishes(kind + "First", l.times(xT.minus(p.x)).times(2).plus(p.twiceY), yT.times(-2));
    Poly b = l.plus(l).times(l.times(l).minus(p.x.times(2)).minus(xT));
    vanishes(kind + "Second", b.plus(p.twiceY));
    Poly x = l.minus(l).times(l.plus(l)).plus(xT);
    // (l2 - l1)(l2 + l1) is l2^2 - l1^2: no cross terms, a narrower interval
    Poly narrow = l.times(l).minus(l.times(l)).plus(xT);
    assertThat(x.size()).isEqualTo(narrow.size());
    return new Running(narrow, l.times(p.x.minus(narrow)).times(2).plus(b));
  }

  private void jointMultiple() {
    Running twiceKey = tableDoubling(PLAIN, PLAIN);
    Running twiceNonce = tableDoubling(PLAIN, SIGNED);
    List<Running> entries = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int sign = i < 4 ? 1 : -1;
      Poly zero = Poly.constant(0);
      Running entry =
          switch (i % 4) {
            case 0 -> tableAddition(PLAIN, PLAIN, PLAIN, SIGNED.times(sign));
            case 1 -> {
              Running left = entries.get(i - 1);
              yield tableAddition(left.x, left.twiceY, twiceKey.x, twiceKey.twiceY);
            }
            default -> {
              Running left = entries.get(i - 2);
              yield tableAddition(left.x, left.twiceY, twiceNonce.x, twiceNonce.twiceY.times(sign));
            }
          };
      assertThat(entry.x.plus(zero)).isEqualTo(SIGNED);
      entries.add(entry);
    }
    Outside chosen = null;
    for (Running entry : entries) {
      Interval whole = Interval.ZERO;
      Interval low = Interval.ZERO;
      for (int i = 0; i < entry.twiceY.size(); i++) { // y itself here
        BigInteger weight = power(i, P);
        whole = whole.plus(entry.twiceY.at(i).times(weight));
        low = low.plus(entry.twiceY.at(i).times(centred(weight, TWO.pow(96))));
      }
      chosen =
          chosen == null
              ? new Outside(whole, low)
              : new Outside(chosen.whole.hull(whole), chosen.low.hull(low));
    }
    Outside yT = java.util.Objects.requireNonNull(chosen).withEitherSign();
    Running v = new Running(SIGNED, entries.getFirst().twiceY.times(2));
    for (int step = 0; step < 64; step++) {
      vanishes(
          "Doubling", SIGNED.times(v.twiceY).minus(v.x.times(v.x).times(3)).plus(Poly.constant(3)));
      vanishes("DoubledX", SIGNED.times(SIGNED).minus(v.x.times(2)).minus(SIGNED));
      Running doubled =
          new Running(SIGNED, SIGNED.times(v.x.minus(SIGNED)).times(2).minus(v.twiceY));
      v = doubleAndAdd("Guarded", doubled, SIGNED, yT);
    }
    for (Poly y : List.of(PLAIN, SIGNED)) {
      Poly xT = PLAIN;
      vanishes("CorrectionX", v.x.minus(SIGNED));
      vanishes(
          "CorrectionSlope",
          SIGNED.times(xT.minus(SIGNED)).times(2).plus(y.times(2)).plus(v.twiceY));
      Poly x = SIGNED.times(SIGNED).minus(SIGNED).minus(xT);
      Poly twiceY = SIGNED.times(xT.minus(x)).times(2).plus(y.times(2));
      v = new Running(v.x.hull(x), v.twiceY.hull(twiceY));
    }
    Poly[] generator = generatorMultiple();
    vanishes("EqualX", v.x.minus(generator[0]));
    vanishes(
        "EqualY",
        v.twiceY.plus(generator[1].times(2)),
        Outside.CANONICAL.withEitherSign().times(2));
  }

  /// x, and the part of y that is a polynomial.
  private Poly[] generatorMultiple() {
    Outside y = Outside.CANONICAL.withEitherSign();
    Poly x = PLAIN;
    Poly yPart = Poly.constant(0);
    for (int window = 1; window < 32; window++) {
      vanishes("Generator" + window, SIGNED.times(PLAIN.minus(x)).plus(yPart), y.plus(y));
      x = SIGNED.times(SIGNED).minus(x).minus(PLAIN);
      yPart = SIGNED.times(PLAIN.minus(x));
    }
    return new Poly[] {x, yPart};
  }

  private void listedMultiple(Poly[] generator) {
    Running v = new Running(PLAIN, PLAIN.times(2));
    for (int step = 0; step < 64; step++) {
      v = doubleAndAdd("Listed", v, PLAIN, Outside.CANONICAL.withEitherSign());
    }
    vanishes("SumDifference", v.x.minus(generator[0]).minus(SIGNED));
    vanishes("SumX", SIGNED.times(SIGNED).minus(v.x).minus(generator[0]).minus(PLAIN));
    vanishes(
        "SumSlope",
        SIGNED.times(SIGNED).times(2).minus(v.twiceY).plus(generator[1].times(2)),
        Outside.CANONICAL.withEitherSign().times(2));
  }

  private void scalars() {
    BigInteger digits16 = TWO.pow(32).subtract(BigInteger.ONE); // 3 (4^16 - 1) / 3
    Interval limb = Interval.of(digits16.negate(), digits16);
    Interval lowest = limb.plus(Interval.of(BigInteger.ONE.negate(), BigInteger.ZERO));
    Interval one = Interval.of(BigInteger.ONE, BigInteger.ONE);
    Poly half = new Poly(List.of(lowest, limb, limb, limb, one));
    Poly whole = new Poly(java.util.Collections.nCopies(8, limb)); // 255 (256^4 - 1) / 255, too
    vanishes("HalfScalars", half.times(SIGNED).minus(half.times(PLAIN)));
    vanishes("HalfGenerator", whole.times(SIGNED).minus(half.times(PLAIN)));
    List<Interval> lanes = new ArrayList<>(whole.coefficients());
    lanes.set(7, limb.plus(Interval.of(TWO.pow(33), TWO.pow(33))));
    vanishes("ListedScalar", new Poly(lanes).times(SIGNED).minus(PLAIN));
    vanishes("ListedGenerator", whole.times(SIGNED).minus(PLAIN));
  }

  /// NotZeroModuloP sees a difference as zero iff it is 0, p or −p: so it must stay below 2 p, and
  /// no sum of two hinted or plain elements may reach it.
  @Test
  void differencesOfElementsStayBelowTwiceP() {
    for (Poly left : List.of(SIGNED, PLAIN)) {
      for (Poly right : List.of(SIGNED, PLAIN)) {
        Interval number = Interval.ZERO;
        Poly difference = left.minus(right);
        for (int i = 0; i < 8; i++) {
          number = number.plus(difference.at(i).times(TWO.pow(32 * i)));
        }
        assertThat(number.magnitude()).isLessThan(P.shiftLeft(1));
      }
    }
  }

  /// Multipliers of the key in the listed form before the addition of a window: never ±(that
  /// window's multiplier) modulo n. In the last step the numbers may exceed n, but then they are
  /// even and n is odd.
  @Test
  void noWindowOfAListedKeyAddsAPointToItself() {
    BigInteger lanes = BigInteger.ONE.add(TWO.pow(64)).add(TWO.pow(128)).add(TWO.pow(192));
    for (int step = 0; step < 64; step++) {
      BigInteger middle = TWO.pow(193 + step);
      BigInteger reach = lanes.shiftLeft(step); // |t_j - d_j| is at most 2^step in each lane
      assertThat(middle.subtract(reach)).isPositive();
      BigInteger most = middle.add(reach);
      if (step < 63) {
        assertThat(most).isLessThan(N);
      } else {
        assertThat(most).isLessThan(N.shiftLeft(1));
      }
    }
    assertThat(N.testBit(0)).isTrue();
  }

  @Test
  void noRelationHasMorePointsThanTheFunctionsCanHold() {
    facts.values().forEach(f -> assertThat(f.getFirst().intValueExact()).isBetween(1, MOST_POINTS));
  }
}
