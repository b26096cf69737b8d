package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NttTest {
  private static final BigInteger R = Fr.MODULUS;
  private final Workers workers = new Workers(2);

  private static long[] elements(BigInteger[] values) {
    long[] a = new long[4 * values.length];
    for (int i = 0; i < values.length; i++) {
      System.arraycopy(Fr.FIELD.element(values[i]), 0, a, 4 * i, 4);
    }
    return a;
  }

  private static BigInteger evaluate(BigInteger[] coefficients, BigInteger x) {
    BigInteger y = BigInteger.ZERO;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      y = y.multiply(x).add(coefficients[i]).mod(R);
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void movesValuesToTheOddCosetAsSlowEvaluationDoes(int log) throws Exception {
    Samples samples = new Samples(16);
    int n = 1 << log;
    BigInteger[] coefficients = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      coefficients[i] = i % 3 == 2 ? BigInteger.ZERO : samples.below(R);
    }
    BigInteger w = Fr.rootOfUnity(log);
    BigInteger g = Fr.rootOfUnity(log + 1);
    assertThat(g.multiply(g).mod(R)).isEqualTo(w);
    BigInteger[] onDomain = new BigInteger[n];
    BigInteger[] onCoset = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      onDomain[i] = evaluate(coefficients, w.modPow(BigInteger.valueOf(i), R));
      onCoset[i] = evaluate(coefficients, g.modPow(BigInteger.valueOf(2L * i + 1), R));
    }
    long[] a = elements(onDomain);
    new Ntt(log).toOddCoset(a, workers);
    assertThat(a).isEqualTo(elements(onCoset));
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 13, 14, 16})
  void largeTransformsAgreeAtSampledPlacesAndGoBack(int log) throws Exception {
    // A polynomial with few terms can be evaluated anywhere at once, whatever the domain's size.
    Samples samples = new Samples(17);
    int n = 1 << log;
    int[] exponents = {0, 1, n / 2 - 1, n / 2 + 3, n - 1};
    BigInteger[] factors = new BigInteger[exponents.length];
    for (int k = 0; k < factors.length; k++) {
      factors[k] = samples.below(R);
    }
    BigInteger w = Fr.rootOfUnity(log);
    BigInteger g = Fr.rootOfUnity(log + 1);
    BigInteger[] onDomain = new BigInteger[n];
    for (int i = 0; i < n; i++) {
      onDomain[i] = sparse(exponents, factors, w.modPow(BigInteger.valueOf(i), R));
    }
    Ntt ntt = new Ntt(log);
    long[] original = elements(onDomain);
    long[] a = original.clone();
    ntt.toOddCoset(a, workers);
    for (int i = 0; i < n; i += 1 + samples.upTo(n / 64)) {
      BigInteger x = g.modPow(BigInteger.valueOf(2L * i + 1), R);
      assertThat(Fr.FIELD.toBigInteger(a, 4 * i)).isEqualTo(sparse(exponents, factors, x));
    }
    long[] b = original.clone();
    ntt.inverse(b, new Workers(1));
    ntt.forward(b, new Workers(3));
    long[] size = Fr.FIELD.element(BigInteger.valueOf(n));
    for (int i = 0; i < n; i++) {
      Fr.FIELD.multiply(original, 4 * i, original, 4 * i, size, 0);
    }
    assertThat(b).isEqualTo(original);
  }

  private static BigInteger sparse(int[] exponents, BigInteger[] factors, BigInteger x) {
    BigInteger y = BigInteger.ZERO;
    for (int k = 0; k < exponents.length; k++) {
      y = y.add(factors[k].multiply(x.modPow(BigInteger.valueOf(exponents[k]), R)));
    }
    return y.mod(R);
  }

  @Test
  void refusesDomainsWithoutRootsOfUnity() {
    assertThatThrownBy(() -> new Ntt(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Ntt(28)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Fr.rootOfUnity(29)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Fr.rootOfUnity(28).modPow(BigInteger.TWO.pow(27), R))
        .isEqualTo(R.subtract(BigInteger.ONE));
  }
}
