package org.urna.proof.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.urna.proof.bn254.Fr;
import org.urna.proof.hash.BabyJubJub.Point;
import tools.jackson.databind.JsonNode;

class BabyJubJubTest {
  /// (0, −1): on the curve, of order two.
  private static final Point ORDER_TWO =
      new Point(BigInteger.ZERO, Fr.MODULUS.subtract(BigInteger.ONE));

  @Test
  void equalsEip2494() throws IOException {
    JsonNode vector = CircomlibVectors.read("eip2494.json");
    Point p1 = CircomlibVectors.point(vector.required("p1"));
    Point p2 = CircomlibVectors.point(vector.required("p2"));
    assertThat(BabyJubJub.add(p1, p2))
        .isEqualTo(CircomlibVectors.point(vector.required("p1PlusP2")));
    assertThat(BabyJubJub.add(p1, p1))
        .isEqualTo(CircomlibVectors.point(vector.required("p1PlusP1")));
    assertThat(BabyJubJub.multiply(p1, CircomlibVectors.number(vector.required("scalar"))))
        .isEqualTo(CircomlibVectors.point(vector.required("scalarTimesP1")));
  }

  @Test
  void equalsCircomlib() throws IOException {
    for (JsonNode vector : CircomlibVectors.read("babyjub.json")) {
      Point a =
          BabyJubJub.multiply(BabyJubJub.BASE8, CircomlibVectors.number(vector.required("scalar")));
      BigInteger scalar2 = CircomlibVectors.number(vector.required("scalar2"));
      Point b = BabyJubJub.multiply(BabyJubJub.BASE8, scalar2);
      assertThat(a).isEqualTo(CircomlibVectors.point(vector.required("a")));
      assertThat(b).isEqualTo(CircomlibVectors.point(vector.required("b")));
      assertThat(BabyJubJub.add(a, b)).isEqualTo(CircomlibVectors.point(vector.required("sum")));
      assertThat(BabyJubJub.multiply(a, scalar2))
          .isEqualTo(CircomlibVectors.point(vector.required("aTimesScalar2")));
    }
  }

  @Test
  void additionIsCompleteBecauseAIsASquareAndDIsNot() {
    BigInteger half = Fr.MODULUS.shiftRight(1);
    assertThat(BabyJubJub.A.modPow(half, Fr.MODULUS)).isEqualTo(BigInteger.ONE);
    assertThat(BabyJubJub.D.modPow(half, Fr.MODULUS))
        .isEqualTo(Fr.MODULUS.subtract(BigInteger.ONE));
  }

  @Test
  void addsSpecialPairs() {
    Point p = BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(11));
    assertThat(BabyJubJub.add(p, BabyJubJub.IDENTITY)).isEqualTo(p);
    assertThat(BabyJubJub.add(p, p.negate())).isEqualTo(BabyJubJub.IDENTITY);
    assertThat(BabyJubJub.subtract(p, p)).isEqualTo(BabyJubJub.IDENTITY);
    assertThat(BabyJubJub.add(ORDER_TWO, ORDER_TWO)).isEqualTo(BabyJubJub.IDENTITY);
    assertThat(BabyJubJub.multiply(p, BigInteger.ZERO)).isEqualTo(BabyJubJub.IDENTITY);
  }

  @Test
  void multiplicationIsRepeatedAddition() {
    Point sum = BabyJubJub.IDENTITY;
    for (int i = 0; i < 70; i++) {
      assertThat(BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(i))).isEqualTo(sum);
      sum = BabyJubJub.add(sum, BabyJubJub.BASE8);
    }
  }

  @Test
  void tellsTheSubgroup() {
    Point inside = BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(123_456_789));
    assertThat(BabyJubJub.isInSubgroup(inside)).isTrue();
    assertThat(BabyJubJub.isInSubgroup(BabyJubJub.IDENTITY)).isTrue();
    assertThat(BabyJubJub.isInSubgroup(ORDER_TWO)).isFalse();
    assertThat(BabyJubJub.isInSubgroup(BabyJubJub.add(inside, ORDER_TWO))).isFalse();
  }

  @Test
  void refusesPointsOffTheCurveAndCoordinatesBeyondTheField() {
    Point b8 = BabyJubJub.BASE8;
    assertThatThrownBy(() -> new Point(b8.x(), b8.y().add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(b8.x().add(Fr.MODULUS), b8.y()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Point(b8.x(), b8.y().subtract(Fr.MODULUS)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyIsNeitherTheIdentityNorOutsideTheSubgroup() {
    Point b8 = BabyJubJub.BASE8;
    Point mixed = BabyJubJub.add(b8, ORDER_TWO);
    assertThat(BabyJubJub.requireKey(b8.x(), b8.y())).isEqualTo(b8);
    assertThatThrownBy(() -> BabyJubJub.requireKey(BigInteger.ZERO, BigInteger.ONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BabyJubJub.requireKey(mixed.x(), mixed.y()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void randomScalarsRejectWhatIsNotBelowTheOrder() {
    // First 251 one bits, which is above ℓ, then the number 5.
    SecureRandom fixed =
        new SecureRandom() {
          private int call;

          @Override
          public void nextBytes(byte[] bytes) {
            java.util.Arrays.fill(bytes, (byte) (call == 0 ? 0xff : 0));
            bytes[31] = (byte) (call++ == 0 ? 0xff : 5);
          }
        };
    assertThat(BabyJubJub.randomScalar(fixed)).isEqualTo(BigInteger.valueOf(5));
  }

  @Test
  void randomScalarsFillTheWholeRange() {
    SecureRandom random = new SecureRandom();
    int high = 0;
    BigInteger half = BabyJubJub.ORDER.shiftRight(1);
    for (int i = 0; i < 400; i++) {
      BigInteger scalar = BabyJubJub.randomScalar(random);
      assertThat(scalar).isLessThan(BabyJubJub.ORDER);
      high += scalar.compareTo(half) > 0 ? 1 : 0;
    }
    // 400 fair coins: outside this with a probability below 10^-15.
    assertThat(high).isBetween(120, 280);
  }
}
