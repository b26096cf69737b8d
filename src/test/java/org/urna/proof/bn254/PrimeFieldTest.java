package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Both prime fields against BigInteger, every edge with every edge.
class PrimeFieldTest {
  static Stream<PrimeField> fields() {
    return Stream.of(Fq.FIELD, Fr.FIELD);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void agreesWithBigIntegerOnAllPairs(PrimeField field) {
    BigInteger p = field.modulus();
    List<BigInteger> samples = new Samples(1).elements(p, 60);
    long[] r = new long[6];
    for (BigInteger x : samples) {
      long[] a = field.element(x);
      assertThat(field.toBigInteger(a, 0)).isEqualTo(x);
      field.negate(r, 1, a, 0);
      assertThat(field.toBigInteger(r, 1)).isEqualTo(x.negate().mod(p));
      field.square(r, 1, a, 0);
      assertThat(field.toBigInteger(r, 1)).isEqualTo(x.multiply(x).mod(p));
      for (BigInteger y : samples) {
        long[] b = field.element(y);
        field.multiply(r, 1, a, 0, b, 0);
        assertReduced(field, r, x.multiply(y).mod(p));
        field.add(r, 1, a, 0, b, 0);
        assertReduced(field, r, x.add(y).mod(p));
        field.subtract(r, 1, a, 0, b, 0);
        assertReduced(field, r, x.subtract(y).mod(p));
        assertThat(PrimeField.isEqual(a, 0, b, 0)).isEqualTo(x.equals(y));
      }
    }
  }

  private static void assertReduced(PrimeField field, long[] r, BigInteger expected) {
    assertThat(field.isReduced(r[1], r[2], r[3], r[4])).isTrue();
    assertThat(field.toBigInteger(r, 1)).isEqualTo(expected);
    assertThat(r[0]).isZero();
    assertThat(r[5]).isZero();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void resultMayLieOverEitherOperand(PrimeField field) {
    BigInteger p = field.modulus();
    Samples samples = new Samples(2);
    for (int i = 0; i < 50; i++) {
      BigInteger x = samples.below(p);
      BigInteger y = samples.below(p);
      long[] a = field.element(x);
      long[] b = field.element(y);
      field.multiply(a, 0, a, 0, b, 0);
      assertThat(field.toBigInteger(a, 0)).isEqualTo(x.multiply(y).mod(p));
      a = field.element(x);
      field.subtract(b, 0, a, 0, b, 0);
      assertThat(field.toBigInteger(b, 0)).isEqualTo(x.subtract(y).mod(p));
      field.add(a, 0, a, 0, a, 0);
      assertThat(field.toBigInteger(a, 0)).isEqualTo(x.add(x).mod(p));
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void invertsEveryElementAndMapsZeroToZero(PrimeField field) {
    BigInteger p = field.modulus();
    for (BigInteger x : new Samples(3).elements(p, 30)) {
      long[] a = field.element(x);
      field.invert(a, 0, a, 0);
      assertThat(field.toBigInteger(a, 0)).isEqualTo(x.signum() == 0 ? x : x.modInverse(p));
    }
  }

  @ParameterizedTest
  @MethodSource("fields")
  void knowsWhatIsReduced(PrimeField field) {
    BigInteger p = field.modulus();
    for (BigInteger x : new Samples(4).elements(p, 20)) {
      for (BigInteger y :
          List.of(x, x.add(p), p.add(BigInteger.TWO.pow(64)), p.add(BigInteger.TWO.pow(192)), p)) {
        long[] l = PrimeField.limbs(y);
        assertThat(field.isReduced(l[0], l[1], l[2], l[3])).isEqualTo(y.compareTo(p) < 0);
      }
    }
    assertThat(field.isReduced(-1, -1, -1, -1)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void convertsMontgomeryFormBothWays(PrimeField field) {
    for (BigInteger x : new Samples(5).elements(field.modulus(), 20)) {
      long[] a = PrimeField.limbs(x);
      long[] m = new long[4];
      field.toMontgomery(m, 0, a, 0);
      assertThat(m).isEqualTo(field.element(x));
      field.fromMontgomery(m, 0, m, 0);
      assertThat(m).isEqualTo(a);
    }
  }
}
