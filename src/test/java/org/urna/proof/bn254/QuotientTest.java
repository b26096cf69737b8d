package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The quotient against slow evaluation of the polynomials, on both arithmetics.
class QuotientTest {
  private static final BigInteger R = Fr.MODULUS;
  private final Workers workers = new Workers(2);

  /// Rows from a table.
  static Quotient.Rows rows(BigInteger[] a, BigInteger[] b) {
    long[] ours = elements(a);
    long[] theirs = elements(b);
    return (rows, count, toA, toB) -> {
      for (int i = 0; i < count; i++) {
        System.arraycopy(ours, 4 * rows[i], toA, 4 * i, 4);
        System.arraycopy(theirs, 4 * rows[i], toB, 4 * i, 4);
      }
    };
  }

  private static long[] elements(BigInteger[] values) {
    long[] a = new long[4 * values.length];
    for (int i = 0; i < values.length; i++) {
      System.arraycopy(Fr.FIELD.element(values[i]), 0, a, 4 * i, 4);
    }
    return a;
  }

  /// A polynomial: coefficients by exponent.
  private static BigInteger evaluate(Map<Integer, BigInteger> polynomial, BigInteger x) {
    BigInteger y = BigInteger.ZERO;
    for (Map.Entry<Integer, BigInteger> term : polynomial.entrySet()) {
      y = y.add(term.getValue().multiply(x.modPow(BigInteger.valueOf(term.getKey()), R)));
    }
    return y.mod(R);
  }

  /// The polynomial below degree n that has the product's values where xⁿ = 1.
  private static Map<Integer, BigInteger> productOnDomain(
      Map<Integer, BigInteger> a, Map<Integer, BigInteger> b, int n) {
    Map<Integer, BigInteger> product = new TreeMap<>();
    a.forEach(
        (i, x) ->
            b.forEach(
                (j, y) -> product.merge((i + j) % n, x.multiply(y), (p, q) -> p.add(q).mod(R))));
    return product;
  }

  private static BigInteger[] values(Map<Integer, BigInteger> polynomial, int log) {
    BigInteger w = Fr.rootOfUnity(log);
    BigInteger[] values = new BigInteger[1 << log];
    BigInteger x = BigInteger.ONE;
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluate(polynomial, x);
      x = x.multiply(w).mod(R);
    }
    return values;
  }

  private void check(
      Kernel kernel,
      int log,
      Map<Integer, BigInteger> a,
      Map<Integer, BigInteger> b,
      Iterable<Integer> places)
      throws Exception {
    int n = 1 << log;
    Map<Integer, BigInteger> c = productOnDomain(a, b, n);
    long[] h = new long[4 * n];
    Quotient quotient = Quotient.onDomain(log, kernel);
    assertThat(quotient.size()).isEqualTo(n);
    quotient.compute(rows(values(a, log), values(b, log)), h, workers, _ -> {});
    BigInteger g = Fr.rootOfUnity(log + 1);
    assertThat(g.multiply(g).mod(R)).isEqualTo(Fr.rootOfUnity(log));
    for (int i : places) {
      BigInteger x = g.modPow(BigInteger.valueOf(2L * i + 1), R);
      BigInteger expected = evaluate(a, x).multiply(evaluate(b, x)).subtract(evaluate(c, x)).mod(R);
      assertThat(PrimeField.number(h, 4 * i)).as("place %d", i).isEqualTo(expected);
    }
  }

  private static List<Integer> all(int n) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      places.add(i);
    }
    return places;
  }

  @ParameterizedTest
  @CsvSource({
    "SCALAR,1",
    "SCALAR,2",
    "SCALAR,3",
    "SCALAR,6",
    "VECTOR,1",
    "VECTOR,2",
    "VECTOR,3",
    "VECTOR,4",
    "VECTOR,5",
    "VECTOR,6",
    "VECTOR,7",
    "VECTOR,8"
  })
  void isThePolynomialsQuotientEverywhereOnTheOddCoset(Kernel kernel, int log) throws Exception {
    Samples samples = new Samples(16);
    int n = 1 << log;
    Map<Integer, BigInteger> a = new TreeMap<>();
    Map<Integer, BigInteger> b = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      a.put(i, i % 3 == 2 ? BigInteger.ZERO : samples.below(R));
      b.put(i, i % 5 == 1 ? R.subtract(BigInteger.ONE) : samples.below(R));
    }
    check(kernel, log, a, b, all(n));
  }

  @ParameterizedTest
  @CsvSource({
    "SCALAR,12",
    "SCALAR,13",
    "SCALAR,14",
    "SCALAR,15",
    "VECTOR,9",
    "VECTOR,10",
    "VECTOR,11",
    "VECTOR,12",
    "VECTOR,13",
    "VECTOR,14",
    "VECTOR,15",
    "VECTOR,16"
  })
  void largeDomainsAgreeAtSampledPlaces(Kernel kernel, int log) throws Exception {
    // A polynomial with few terms can be evaluated anywhere at once, whatever the domain's size.
    Samples samples = new Samples(17);
    int n = 1 << log;
    Map<Integer, BigInteger> a = new TreeMap<>();
    Map<Integer, BigInteger> b = new TreeMap<>();
    for (int exponent : new int[] {0, 1, n / 2 - 1, n / 2 + 3, n - 1}) {
      a.put(exponent, samples.below(R));
      b.put(n - 1 - exponent / 3, samples.below(R));
    }
    List<Integer> places = new ArrayList<>(List.of(0, 1, n / 2 - 1, n / 2, n - 1));
    for (int i = 0; i < n; i += 1 + samples.upTo(n / 32)) {
      places.add(i);
    }
    check(kernel, log, a, b, places);
  }

  /// Compares the two arithmetics everywhere, on rows of one kind.
  static void compare(int log, BigInteger[] a, BigInteger[] b) throws Exception {
    long[] expected = new long[4 << log];
    long[] actual = new long[4 << log];
    Quotient scalar = Quotient.onDomain(log, Kernel.SCALAR);
    Quotient vector = Quotient.onDomain(log, Kernel.VECTOR);
    scalar.compute(rows(a, b), expected, new Workers(1), _ -> {});
    for (int threads = 1; threads <= 3; threads++) {
      vector.compute(rows(a, b), actual, new Workers(threads), _ -> {});
      if (!Arrays.equals(expected, actual)) {
        throw new AssertionError("the arithmetics differ on 2^" + log + ", threads " + threads);
      }
    }
  }

  /// Compares the arithmetics on random rows and on the extremes: all rows 0, 1, p − 1, the limbs'
  /// edges, one row alone.
  static void compareOnEdges(int log) throws Exception {
    Samples samples = new Samples(18);
    int n = 1 << log;
    List<BigInteger> edges = samples.elements(R, 30);
    BigInteger[] a = new BigInteger[n];
    BigInteger[] b = new BigInteger[n];
    for (BigInteger edge :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            R.subtract(BigInteger.ONE),
            R.shiftRight(1),
            R.shiftRight(1).add(BigInteger.ONE))) {
      Arrays.fill(a, edge);
      Arrays.fill(b, R.subtract(BigInteger.ONE));
      compare(log, a, b);
      Arrays.fill(a, BigInteger.ZERO);
      a[samples.upTo(n)] = edge;
      compare(log, a, b);
      for (int i = 0; i < n; i++) {
        a[i] = i % 2 == 0 ? edge : R.subtract(edge).mod(R);
        b[i] = i / 8 % 2 == 0 ? edge : R.subtract(edge).mod(R);
      }
      compare(log, a, b);
    }
    for (int i = 0; i < n; i++) {
      a[i] = edges.get(samples.upTo(edges.size()));
      b[i] = edges.get(samples.upTo(edges.size()));
    }
    compare(log, a, b);
  }

  @ParameterizedTest
  @CsvSource({"6", "7", "9", "12", "13"})
  void bothArithmeticsAgreeOnTheEdges(int log) throws Exception {
    compareOnEdges(log);
  }

  @ParameterizedTest
  @EnumSource
  void progressRisesToTheEndAndInterruptionIsHeardAtEveryStep(Kernel kernel) throws Exception {
    int log = 13;
    BigInteger[] ones = new BigInteger[1 << log];
    Arrays.fill(ones, BigInteger.ONE);
    Quotient quotient = Quotient.onDomain(log, kernel);
    long[] h = new long[4 << log];
    List<Double> heard = new ArrayList<>();
    quotient.compute(rows(ones, ones), h, workers, heard::add);
    assertThat(heard).isSorted().hasSizeGreaterThan(3);
    assertThat(heard.getFirst()).isLessThan(0.3);
    assertThat(heard.getLast()).isEqualTo(1.0);
    for (int step = 0; step < heard.size() - 1; step += 1 + heard.size() / 10) {
      int last = step;
      int[] steps = {0};
      assertThatThrownBy(
              () ->
                  quotient.compute(
                      rows(ones, ones),
                      h,
                      new Workers(1),
                      _ -> {
                        if (steps[0]++ == last) {
                          Thread.currentThread().interrupt();
                        }
                      }))
          .isInstanceOf(InterruptedException.class);
      assertThat(steps[0]).isBetween(last + 1, last + 2);
    }
  }

  @Test
  void refusesDomainsWithoutRootsOfUnity() {
    for (Kernel kernel : Kernel.values()) {
      for (int log : new int[] {-1, 0, 28, 32}) {
        assertThatThrownBy(() -> Quotient.onDomain(log, kernel))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }
}
