package org.urna.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.proof.hash.BabyJubJub;

class LagrangeTest {
  @Test
  void everyQuorumInterpolatesTheSecret() {
    SecureRandom random = new SecureRandom();
    for (int t = 1; t <= 4; t++) {
      List<BigInteger> polynomial = new ArrayList<>();
      for (int k = 0; k < t; k++) {
        polynomial.add(BabyJubJub.randomScalar(random));
      }
      for (int mask = 1; mask < 1 << 6; mask++) {
        if (Integer.bitCount(mask) != t) {
          continue;
        }
        List<Integer> quorum = new ArrayList<>();
        for (int j = 1; j <= 6; j++) {
          if ((mask >> j - 1 & 1) == 1) {
            quorum.add(j);
          }
        }
        BigInteger sum = BigInteger.ZERO;
        for (int j : quorum) {
          BigInteger share = BigInteger.ZERO;
          for (int k = 0; k < t; k++) {
            share = share.add(polynomial.get(k).multiply(BigInteger.valueOf(j).pow(k)));
          }
          sum = sum.add(share.multiply(Lagrange.atZero(j, quorum)));
        }
        assertThat(sum.mod(BabyJubJub.ORDER)).isEqualTo(polynomial.getFirst());
      }
    }
  }

  @Test
  void refusesWrongNumbers() {
    assertThatThrownBy(() -> Lagrange.atZero(1, List.of(2, 3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Lagrange.atZero(2, List.of(2, 2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Lagrange.atZero(0, List.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
