package org.urna.circuits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.circuits.P256Limbs.FIELD;
import static org.urna.circuits.P256Limbs.P;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;

/// The generated numbers, checked without the generator: the table of G against Bouncy Castle,
/// weights against their definition, and ranges against bounds found anew, by interval arithmetic
/// over the formulas of lib/p256 as they stand there.
class P256ConstantsTest {
  private static final BigInteger N = EcdsaSignature.CURVE.getN();
  private static final BigInteger TWO = BigInteger.TWO;
  private static final int LOW_BITS = 96;
  private static final String TEXT = read();

  private static String read() {
    try {
      return Files.readString(CircuitUnderTest.testFiles().dir().resolve("p256-constants.circom"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String function(String name) {
    int start = TEXT.indexOf("function " + name + "(");
    assertThat(start).as(name).isNotNegative();
    int end = TEXT.indexOf("\n}", start);
    int line = TEXT.indexOf('\n', start);
    return TEXT.substring(start, end < 0 || TEXT.substring(start, line).endsWith("}") ? line : end);
  }

  private static List<BigInteger> numbers(String text) {
    List<BigInteger> found = new ArrayList<>();
    Matcher matcher = Pattern.compile("-?\\d+").matcher(text);
    while (matcher.find()) {
      found.add(new BigInteger(matcher.group()));
    }
    return found;
  }

  /// The array that a function gives where its first argument is `number`.
  private static List<BigInteger> branch(String function, String argument, int number) {
    for (String line : function.split("\n    if \\(")) {
      int close = line.indexOf(')');
      if (close > 0
          && Arrays.asList(line.substring(0, close).split(" \\|\\| "))
              .contains(argument + " == " + number)) {
        return numbers(line.substring(line.indexOf("out = ") + 6));
      }
    }
    throw new AssertionError("no branch for " + number);
  }

  /// points, k, bits of the quotient, bits of the carry
  private record Relation(int id, int points, int k, int qBits, int tBits) {}

  private static Map<String, Relation> relations() {
    Map<String, Relation> found = new LinkedHashMap<>();
    Matcher matcher =
        Pattern.compile(
                "function p256(\\w+)\\(\\) \\{ return (\\d+); } // (\\d+) (\\d+) (\\d+) (\\d+)\n")
            .matcher(TEXT);
    while (matcher.find()) {
      int[] n = new int[5];
      Arrays.setAll(n, i -> Integer.parseInt(matcher.group(2 + i)));
      found.put(matcher.group(1), new Relation(n[0], n[1], n[2], n[3], n[4]));
    }
    return found;
  }

  private static BigInteger modulusOf(String relation) {
    return switch (relation) {
      case "HalfScalars", "HalfGenerator", "ListedScalar", "ListedGenerator" -> N;
      default -> P;
    };
  }

  private static BigInteger centred(BigInteger a, BigInteger m) {
    BigInteger c = a.mod(m);
    return c.shiftLeft(1).compareTo(m) > 0 ? c.subtract(m) : c;
  }

  private static BigInteger weight(int i, BigInteger modulus) {
    return centred(TWO.pow(32 * i), modulus);
  }

  private static BigInteger lowWeight(int i, BigInteger modulus, int k) {
    return centred(weight(i, modulus), TWO.pow(k));
  }

  @Test
  void tableIsOfMultiplesOfG() {
    String table = function("p256GeneratorTable");
    ECPoint base = EcdsaSignature.CURVE.getG();
    for (int window = 0; window < 32; window++) {
      List<BigInteger> numbers = branch(table, "window", window);
      assertThat(numbers).hasSize(1280);
      ECPoint twice = base.twice().normalize();
      ECPoint point = base;
      for (int index = 0; index < 128; index++) {
        BigInteger x = point.normalize().getAffineXCoord().toBigInteger();
        BigInteger y = point.normalize().getAffineYCoord().toBigInteger();
        List<BigInteger> expected = new ArrayList<>(P256Limbs.plain(x));
        expected.add(y.mod(FIELD));
        expected.add(y.mod(TWO.pow(LOW_BITS)));
        for (int k = 0; k < 10; k++) {
          BigInteger sum = BigInteger.ZERO;
          for (int monomial = 0; monomial < 128; monomial++) {
            if ((monomial & ~index) == 0) {
              sum = sum.add(numbers.get(128 * k + monomial));
            }
          }
          assertThat(sum.mod(FIELD)).isEqualTo(expected.get(k));
        }
        point = point.add(twice);
      }
      base = base.timesPow2(8).normalize();
    }
  }

  @Test
  void weightsAreThoseOfTheCoefficients() {
    String weights = function("p256Weights");
    String lowWeights = function("p256LowWeights");
    String facts = function("p256Relation");
    relations()
        .forEach(
            (name, relation) -> {
              BigInteger modulus = modulusOf(name);
              List<BigInteger> w = branch(weights, "relation", relation.id());
              List<BigInteger> low = branch(lowWeights, "relation", relation.id());
              for (int i = 0; i < relation.points(); i++) {
                BigInteger s = BigInteger.ZERO;
                BigInteger e = BigInteger.ZERO;
                for (int t = 0; t < relation.points(); t++) { // the polynomial X^i
                  s = s.add(w.get(t).multiply(P256Limbs.node(t).pow(i)));
                  e = e.add(low.get(t).multiply(P256Limbs.node(t).pow(i)));
                }
                assertThat(s.mod(FIELD)).as(name).isEqualTo(weight(i, modulus).mod(FIELD));
                assertThat(e.mod(FIELD))
                    .as(name)
                    .isEqualTo(lowWeight(i, modulus, relation.k()).mod(FIELD));
              }
              assertThat(branch(facts, "relation", relation.id()))
                  .containsExactly(
                      BigInteger.valueOf(relation.points()),
                      BigInteger.valueOf(relation.k()),
                      BigInteger.valueOf(relation.qBits()),
                      BigInteger.valueOf(relation.tBits()),
                      modulus.mod(FIELD),
                      centred(modulus, TWO.pow(relation.k())).mod(FIELD));
            });
    assertThat(
            numbers(
                    TEXT.lines()
                        .filter(l -> l.contains("p256B()"))
                        .findFirst()
                        .orElseThrow()
                        .replace("p256B", ""))
                .subList(0, 8))
        .isEqualTo(P256Limbs.plain(EcdsaSignature.CURVE.getCurve().getB().toBigInteger()));
    assertThat(TEXT)
        .contains("function p256Modulus() { return " + P.mod(FIELD) + "; }")
        .contains("function p256Order() { return " + N.mod(FIELD) + "; }");
  }

  @Test
  void extensionsEvaluateThePolynomialOfTheFirstValues() {
    String extension = function("p256Extension");
    int[][] sizes = {{15, 22}, {15, 29}, {22, 29}};
    for (int[] size : sizes) {
      int from = size[0];
      int to = size[1];
      int at = extension.indexOf("from == " + from + " && to == " + to);
      int next = extension.indexOf("if (", at);
      List<BigInteger> matrix =
          numbers(
              extension.substring(
                  extension.indexOf("out = ", at), next < 0 ? extension.length() : next));
      for (int i = 0; i < from; i++) { // X^i
        for (int t = from; t < to; t++) {
          BigInteger value = BigInteger.ZERO;
          for (int j = 0; j < from; j++) {
            value = value.add(matrix.get(22 * (t - from) + j).multiply(P256Limbs.node(j).pow(i)));
          }
          assertThat(value.mod(FIELD)).isEqualTo(P256Limbs.node(t).pow(i).mod(FIELD));
        }
      }
    }
  }

  // ------------------------------------------------------------- ranges, by intervals

  /// A polynomial whose coefficients are in intervals. Formulas below are those of the circuits'
  /// `values[t] <== …`, on polynomials instead of values.
  private record Intervals(List<BigInteger> low, List<BigInteger> high) {
    static Intervals of(int size, BigInteger low, BigInteger high) {
      return new Intervals(
          java.util.Collections.nCopies(size, low), java.util.Collections.nCopies(size, high));
    }

    static Intervals constant(long number) {
      return of(1, BigInteger.valueOf(number), BigInteger.valueOf(number));
    }

    int size() {
      return low.size();
    }

    private static BigInteger at(List<BigInteger> list, int i) {
      return i < list.size() ? list.get(i) : BigInteger.ZERO;
    }

    Intervals plus(Intervals other) {
      List<BigInteger> l = new ArrayList<>();
      List<BigInteger> h = new ArrayList<>();
      for (int i = 0; i < Math.max(size(), other.size()); i++) {
        l.add(at(low, i).add(at(other.low, i)));
        h.add(at(high, i).add(at(other.high, i)));
      }
      return new Intervals(l, h);
    }

    Intervals times(long factor) {
      BigInteger f = BigInteger.valueOf(factor);
      Intervals scaled =
          new Intervals(
              low.stream().map(f::multiply).toList(), high.stream().map(f::multiply).toList());
      return factor < 0 ? new Intervals(scaled.high, scaled.low) : scaled;
    }

    Intervals minus(Intervals other) {
      return plus(other.times(-1));
    }

    Intervals times(Intervals other) {
      int size = size() + other.size() - 1;
      BigInteger[] l = new BigInteger[size];
      BigInteger[] h = new BigInteger[size];
      Arrays.fill(l, BigInteger.ZERO);
      Arrays.fill(h, BigInteger.ZERO);
      for (int i = 0; i < size(); i++) {
        for (int j = 0; j < other.size(); j++) {
          List<BigInteger> corners =
              List.of(
                  low.get(i).multiply(other.low.get(j)),
                  low.get(i).multiply(other.high.get(j)),
                  high.get(i).multiply(other.low.get(j)),
                  high.get(i).multiply(other.high.get(j)));
          l[i + j] = l[i + j].add(java.util.Collections.min(corners));
          h[i + j] = h[i + j].add(java.util.Collections.max(corners));
        }
      }
      return new Intervals(List.of(l), List.of(h));
    }

    /// Either of two.
    Intervals or(Intervals other) {
      List<BigInteger> l = new ArrayList<>();
      List<BigInteger> h = new ArrayList<>();
      for (int i = 0; i < Math.max(size(), other.size()); i++) {
        l.add(at(low, i).min(at(other.low, i)));
        h.add(at(high, i).max(at(other.high, i)));
      }
      return new Intervals(l, h);
    }

    BigInteger magnitude(int i) {
      return low.get(i).abs().max(high.get(i).abs());
    }
  }

  private static final Intervals SIGNED =
      Intervals.of(8, TWO.pow(31).negate(), TWO.pow(31).subtract(BigInteger.ONE));
  private static final Intervals PLAIN =
      Intervals.of(8, BigInteger.ZERO, TWO.pow(32).subtract(BigInteger.ONE));

  /// What is added outside the polynomial: bounds of the integer and of its low part.
  private record Outside(BigInteger whole, BigInteger low) {
    static final Outside NONE = new Outside(BigInteger.ZERO, BigInteger.ZERO);

    /// Twice an ordinate below p, either sign, or two of them.
    static final Outside ORDINATES = new Outside(P.shiftLeft(1), TWO.pow(LOW_BITS + 1));
  }

  private final Map<String, Relation> all = relations();
  private final java.util.Set<String> checked = new java.util.LinkedHashSet<>();

  /// The three inequalities of `VanishesModulo`, and that every true statement fits the ranges.
  private void fits(String name, Intervals polynomial, Outside outside) {
    Relation relation = all.get(name);
    BigInteger modulus = modulusOf(name);
    assertThat(polynomial.size()).as(name).isLessThanOrEqualTo(relation.points());
    BigInteger s = outside.whole();
    BigInteger e = outside.low();
    for (int i = 0; i < polynomial.size(); i++) {
      s = s.add(polynomial.magnitude(i).multiply(weight(i, modulus).abs()));
      e = e.add(polynomial.magnitude(i).multiply(lowWeight(i, modulus, relation.k()).abs()));
    }
    BigInteger twoToK = TWO.pow(relation.k());
    BigInteger q = TWO.pow(relation.qBits() - 1);
    BigInteger t = TWO.pow(relation.tBits() - 1);
    BigInteger lowModulus = centred(modulus, twoToK).abs();
    if (!outside.equals(Outside.NONE)) {
      assertThat(relation.k()).as(name).isLessThanOrEqualTo(LOW_BITS);
    }
    // sound: S - q m is below r 2^k, E - q m' - t 2^k below r
    assertThat(s.add(q.multiply(modulus))).as(name).isLessThan(FIELD.multiply(twoToK));
    assertThat(e.add(q.multiply(lowModulus)).add(t.multiply(twoToK))).as(name).isLessThan(FIELD);
    // complete
    BigInteger mostQ = s.divide(modulus);
    assertThat(mostQ).as(name).isLessThan(q);
    assertThat(e.add(mostQ.multiply(lowModulus)).divide(twoToK)).as(name).isLessThan(t);
    checked.add(name);
  }

  private void fits(String name, Intervals polynomial) {
    fits(name, polynomial, Outside.NONE);
  }

  private record State(Intervals x, Intervals twiceY) {}

  private State doubleAndAdd(
      String first, String second, State p, Intervals xT, Outside twiceOrdinate) {
    Intervals square = SIGNED.times(SIGNED);
    Intervals run = SIGNED.times(xT.minus(p.x()));
    Intervals b =
        SIGNED.times(2).times(square.minus(p.x().times(2)).minus(xT)); // l1 + l2 is in 2 SIGNED
    fits(first, run.times(2).plus(p.twiceY()), twiceOrdinate);
    fits(second, b.plus(p.twiceY()));
    Intervals x = square.minus(square).plus(xT);
    Intervals rise = SIGNED.times(p.x().minus(x));
    return new State(x, rise.times(2).plus(b));
  }

  @Test
  void rangesFitTheWorstCase() {
    Intervals square = SIGNED.times(SIGNED);
    fits(
        "KeyOnCurve",
        PLAIN
            .times(PLAIN)
            .times(PLAIN)
            .minus(PLAIN.times(3))
            .plus(PLAIN)
            .minus(PLAIN.times(PLAIN)));
    fits(
        "NonceOnCurve",
        PLAIN.times(PLAIN).times(PLAIN).minus(PLAIN.times(3)).plus(PLAIN).minus(square));

    // the table
    List<Intervals> ys = new ArrayList<>();
    for (Intervals y : List.of(PLAIN, SIGNED)) {
      fits(
          "TableDoubling",
          SIGNED.times(y).times(2).minus(PLAIN.times(PLAIN).times(3)).plus(Intervals.constant(3)));
      fits("TableX", square.minus(PLAIN.times(2)).minus(SIGNED));
      ys.add(SIGNED.times(PLAIN.minus(SIGNED)).minus(y));
    }
    Intervals doubled = ys.get(0).or(ys.get(1)).or(ys.get(1).times(-1));
    fits(
        "TableAddition",
        SIGNED.times(PLAIN.minus(PLAIN)).minus(PLAIN).plus(SIGNED.or(SIGNED.times(-1))));
    fits("TableX", square.minus(PLAIN).minus(PLAIN).minus(SIGNED));
    Intervals y0 = SIGNED.times(PLAIN.minus(SIGNED)).minus(PLAIN);
    Intervals entryY = y0;
    Intervals y = y0;
    for (int i = 0; i < 2; i++) { // Q +- R, plus 2 Q, plus 2 R
      fits("TableAddition", SIGNED.times(SIGNED.minus(SIGNED)).minus(y).plus(doubled));
      fits("TableX", square.minus(SIGNED).minus(SIGNED).minus(SIGNED));
      y = SIGNED.times(SIGNED.minus(SIGNED)).minus(y);
      entryY = entryY.or(y);
    }
    BigInteger whole = BigInteger.ZERO;
    BigInteger low = BigInteger.ZERO;
    for (int i = 0; i < entryY.size(); i++) {
      whole = whole.add(entryY.magnitude(i).multiply(weight(i, P).abs()));
      low = low.add(entryY.magnitude(i).multiply(lowWeight(i, P, LOW_BITS).abs()));
    }
    Outside twiceEntry = new Outside(whole.shiftLeft(1), low.shiftLeft(1));

    // a Q + b R
    State v = new State(SIGNED, y0.times(2));
    for (int step = 0; step < 64; step++) {
      fits(
          "Doubling",
          SIGNED.times(v.twiceY()).minus(v.x().times(v.x()).times(3)).plus(Intervals.constant(3)));
      fits("DoubledX", square.minus(v.x().times(2)).minus(SIGNED));
      Intervals twiceY = SIGNED.times(v.x().minus(SIGNED)).times(2).minus(v.twiceY());
      v =
          doubleAndAdd(
              "GuardedFirst", "GuardedSecond", new State(SIGNED, twiceY), SIGNED, twiceEntry);
    }
    for (Intervals yT : List.of(PLAIN, SIGNED)) {
      fits("CorrectionX", v.x().minus(SIGNED));
      Intervals xSum = square.minus(SIGNED).minus(PLAIN);
      fits(
          "CorrectionSlope",
          SIGNED.times(PLAIN.minus(SIGNED)).times(2).plus(yT.times(2)).plus(v.twiceY()));
      v =
          new State(
              v.x().or(xSum),
              v.twiceY().or(SIGNED.times(PLAIN.minus(xSum)).times(2).plus(yT.times(2))));
    }

    // c G
    Intervals xG = PLAIN;
    Intervals yG = Intervals.constant(0);
    for (int window = 1; window < 32; window++) {
      fits("Generator" + window, SIGNED.times(PLAIN.minus(xG)).plus(yG), Outside.ORDINATES);
      xG = square.minus(xG).minus(PLAIN);
      yG = SIGNED.times(PLAIN.minus(xG));
    }
    fits("EqualX", v.x().minus(xG));
    fits("EqualY", v.twiceY().plus(yG.times(2)), Outside.ORDINATES);

    // u2 Q
    State u = new State(PLAIN, PLAIN.times(2));
    for (int step = 0; step < 64; step++) {
      u = doubleAndAdd("ListedFirst", "ListedSecond", u, PLAIN, Outside.ORDINATES);
    }
    fits("SumDifference", u.x().minus(xG).minus(SIGNED));
    fits("SumX", square.minus(u.x()).minus(xG).minus(PLAIN));
    fits("SumSlope", square.times(2).minus(u.twiceY()).plus(yG.times(2)), Outside.ORDINATES);

    // scalars, from their digits
    BigInteger sixteen = BigInteger.ZERO; // digits up to 3, base 4
    for (int i = 0; i < 16; i++) {
      sixteen = sixteen.shiftLeft(2).add(BigInteger.valueOf(3));
    }
    Intervals half = Intervals.of(4, sixteen.negate(), sixteen);
    half =
        new Intervals(append(half.low(), BigInteger.ONE), append(half.high(), BigInteger.ONE))
            .plus(new Intervals(List.of(BigInteger.ONE.negate()), List.of(BigInteger.ZERO)));
    BigInteger four = BigInteger.ZERO; // digits up to 255, base 256
    BigInteger lane = BigInteger.ZERO; // digits 1, base 2
    for (int i = 0; i < 4; i++) {
      four = four.shiftLeft(8).add(BigInteger.valueOf(255));
    }
    for (int i = 0; i < 32; i++) {
      lane = lane.shiftLeft(1).add(BigInteger.ONE);
    }
    Intervals c = Intervals.of(8, four.negate(), four);
    Intervals scalar = Intervals.of(7, lane.negate(), lane);
    BigInteger top = TWO.pow(33);
    scalar =
        new Intervals(
            append(scalar.low(), top.subtract(lane)), append(scalar.high(), top.add(lane)));
    fits("HalfScalars", half.times(SIGNED).minus(half.times(PLAIN)));
    fits("HalfGenerator", c.times(SIGNED).minus(half.times(PLAIN)));
    fits("ListedScalar", scalar.times(SIGNED).minus(PLAIN));
    fits("ListedGenerator", c.times(SIGNED).minus(PLAIN));

    assertThat(checked).containsExactlyInAnyOrderElementsOf(all.keySet());
  }

  private static List<BigInteger> append(List<BigInteger> list, BigInteger last) {
    List<BigInteger> longer = new ArrayList<>(list);
    longer.add(last);
    return List.copyOf(longer);
  }
}
