package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The extension fields against schoolbook polynomial arithmetic: F_q¹² as F_q\[w\]/(w¹² − 18w⁶ +
/// 82), where u = w⁶ − 9.
class TowerTest {
  private static final BigInteger Q = Fq.MODULUS;
  private final Samples samples = new Samples(6);
  private final Fq12 field = new Fq12();

  private long[] random() {
    long[] a = new long[Fq12.WIDTH];
    for (int i = 0; i < 12; i++) {
      BigInteger x = samples.upTo(8) == 0 ? BigInteger.ZERO : samples.below(Q);
      System.arraycopy(Fq.FIELD.element(x), 0, a, 4 * i, 4);
    }
    return a;
  }

  /// The twelve coefficients in w of a tower element.
  private static BigInteger[] polynomial(long[] a) {
    BigInteger[] p = new BigInteger[12];
    Arrays.fill(p, BigInteger.ZERO);
    for (int k = 0; k < 6; k++) {
      int at = ((k & 1) * 3 + (k >> 1)) * Fq2.WIDTH;
      BigInteger c0 = Fq.FIELD.toBigInteger(a, at);
      BigInteger c1 = Fq.FIELD.toBigInteger(a, at + 4);
      p[k] = p[k].add(c0).subtract(c1.multiply(BigInteger.valueOf(9))).mod(Q);
      p[k + 6] = p[k + 6].add(c1).mod(Q);
    }
    return p;
  }

  private static BigInteger[] product(BigInteger[] a, BigInteger[] b) {
    BigInteger[] r = new BigInteger[23];
    Arrays.fill(r, BigInteger.ZERO);
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        r[i + j] = r[i + j].add(a[i].multiply(b[j])).mod(Q);
      }
    }
    for (int i = 22; i >= 12; i--) {
      r[i - 6] = r[i - 6].add(r[i].multiply(BigInteger.valueOf(18))).mod(Q);
      r[i - 12] = r[i - 12].subtract(r[i].multiply(BigInteger.valueOf(82))).mod(Q);
    }
    return Arrays.copyOf(r, 12);
  }

  @Test
  void multipliesAndSquaresAsPolynomials() {
    long[] r = new long[Fq12.WIDTH];
    for (int i = 0; i < 20; i++) {
      long[] a = random();
      long[] b = random();
      field.multiply(r, a, b);
      assertThat(polynomial(r)).isEqualTo(product(polynomial(a), polynomial(b)));
      field.square(r, a);
      assertThat(polynomial(r)).isEqualTo(product(polynomial(a), polynomial(a)));
      long[] over = a.clone();
      field.multiply(over, over, b);
      field.multiply(r, a, b);
      assertThat(over).isEqualTo(r);
      over = b.clone();
      field.multiply(over, a, over);
      assertThat(over).isEqualTo(r);
    }
  }

  @Test
  void multipliesByLinesAsByFullElements() {
    for (int i = 0; i < 20; i++) {
      long[] a = random();
      long[] line = Arrays.copyOf(random(), 3 * Fq2.WIDTH);
      long[] full = new long[Fq12.WIDTH];
      System.arraycopy(line, 0, full, 0, 8);
      System.arraycopy(line, 8, full, Fq6.WIDTH, 16);
      long[] expected = new long[Fq12.WIDTH];
      field.multiply(expected, a, full);
      field.multiplyByLine(a, a, line);
      assertThat(a).isEqualTo(expected);
    }
  }

  @Test
  void invertsAtEveryFloor() {
    Fq2 two = new Fq2();
    Fq6 six = new Fq6();
    for (int i = 0; i < 20; i++) {
      long[] a = random();
      long[] r = new long[Fq12.WIDTH];
      field.invert(r, a);
      field.multiply(r, r, a);
      assertThat(Fq12.isOne(r)).isTrue();
      long[] r6 = new long[Fq6.WIDTH];
      six.invert(r6, 0, a, 0);
      six.multiply(r6, 0, r6, 0, a, 0);
      assertThat(Fq12.isOne(Arrays.copyOf(r6, Fq12.WIDTH))).isTrue();
      long[] r2 = new long[8];
      a[0] |= 1;
      two.invert(r2, 0, a, 0);
      two.multiply(r2, 0, r2, 0, a, 0);
      assertThat(Fq12.isOne(Arrays.copyOf(r2, Fq12.WIDTH))).isTrue();
    }
  }

  @Test
  void quadraticFieldAgreesWithComplexArithmetic() {
    Fq2 two = new Fq2();
    for (BigInteger x0 : samples.elements(Q, 4)) {
      for (BigInteger x1 : samples.elements(Q, 2)) {
        BigInteger y0 = samples.below(Q);
        BigInteger y1 = samples.below(Q);
        long[] a = Fq2.element(x0, x1);
        long[] b = Fq2.element(y0, y1);
        long[] r = new long[8];
        two.multiply(r, 0, a, 0, b, 0);
        assertThat(r)
            .isEqualTo(
                Fq2.element(
                    x0.multiply(y0).subtract(x1.multiply(y1)),
                    x0.multiply(y1).add(x1.multiply(y0))));
        two.square(r, 0, a, 0);
        assertThat(r)
            .isEqualTo(
                Fq2.element(
                    x0.multiply(x0).subtract(x1.multiply(x1)), x0.multiply(x1).shiftLeft(1)));
        two.square(a, 0, a, 0);
        assertThat(a).isEqualTo(r);
        a = Fq2.element(x0, x1);
        two.multiplyByNonResidue(a, 0, a, 0);
        BigInteger nine = BigInteger.valueOf(9);
        assertThat(a)
            .isEqualTo(Fq2.element(nine.multiply(x0).subtract(x1), nine.multiply(x1).add(x0)));
        two.halve(a, 0, a, 0);
        two.add(a, 0, a, 0, a, 0);
        assertThat(a)
            .isEqualTo(Fq2.element(nine.multiply(x0).subtract(x1), nine.multiply(x1).add(x0)));
      }
    }
  }

  @Test
  void frobeniusIsTheQthPower() {
    long[] a = random();
    long[] expected = new long[Fq12.WIDTH];
    Fq12.setOne(expected);
    for (int bit = Q.bitLength() - 1; bit >= 0; bit--) {
      field.square(expected, expected);
      if (Q.testBit(bit)) {
        field.multiply(expected, expected, a);
      }
    }
    long[] r = new long[Fq12.WIDTH];
    field.frobenius(r, a);
    assertThat(r).isEqualTo(expected);
    field.frobenius(r, r);
    long[] squared = new long[Fq12.WIDTH];
    field.frobeniusSquared(squared, a);
    assertThat(squared).isEqualTo(r);
    for (int i = 0; i < 4; i++) {
      field.frobenius(r, r);
    }
    long[] conjugate = new long[Fq12.WIDTH];
    field.conjugate(conjugate, a);
    assertThat(r).isEqualTo(conjugate);
  }
}
