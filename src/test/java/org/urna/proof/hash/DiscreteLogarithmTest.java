package org.urna.proof.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.proof.hash.BabyJubJub.Point;

class DiscreteLogarithmTest {
  private static Point times(int number) {
    return BabyJubJub.multiply(BabyJubJub.BASE8, BigInteger.valueOf(number));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1001, 1002, 999_999, 1_000_000})
  void findsCountsUpToAMillion(int count) {
    assertThat(DiscreteLogarithm.upTo(1_000_000).of(times(count))).hasValue(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 8, 9, 10, 99})
  void findsEveryNumberUpToASmallLimitAndNothingBeyond(int limit) {
    DiscreteLogarithm logarithm = DiscreteLogarithm.upTo(limit);
    for (int i = 0; i <= limit; i++) {
      assertThat(logarithm.of(times(i))).hasValue(i);
    }
    for (int i = limit + 1; i < limit + 25; i++) {
      assertThat(logarithm.of(times(i))).isEmpty();
    }
    assertThat(logarithm.of(times(1).negate())).isEmpty();
  }

  @Test
  void refusesLimitsOutOfRange() {
    assertThatThrownBy(() -> DiscreteLogarithm.upTo(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DiscreteLogarithm.upTo(DiscreteLogarithm.MAX_LIMIT + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
