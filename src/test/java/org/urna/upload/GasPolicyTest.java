package org.urna.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GasPolicyTest {
  private static final GasPolicy POLICY =
      new GasPolicy(BigInteger.valueOf(1_000), 1_000_000, 10, Duration.ofMinutes(1), 12);

  private static FeeMarket market(long base, long priority) {
    return new FeeMarket(BigInteger.valueOf(base), BigInteger.valueOf(priority));
  }

  private static Fees fees(long max, long priority) {
    return new Fees(BigInteger.valueOf(max), BigInteger.valueOf(priority));
  }

  @Test
  void firstOfferLetsTheBaseFeeDouble() {
    assertThat(POLICY.first(market(100, 3))).hasValue(fees(203, 3));
  }

  @Test
  void offerNeverExceedsTheCap() {
    assertThat(POLICY.first(market(600, 3))).hasValue(fees(1_000, 3));
    assertThat(POLICY.first(market(1_001, 3))).isEmpty();
    assertThat(POLICY.first(market(10, 5_000))).hasValue(fees(1_000, 1_000));
  }

  @Test
  void replacementRaisesBothFeesByWhatNodesDemand() {
    assertThat(POLICY.replacement(fees(203, 3), market(100, 3))).hasValue(fees(228, 4));
    assertThat(POLICY.replacement(fees(203, 3), market(300, 50))).hasValue(fees(650, 50));
  }

  @Test
  void replacementThatNodesWouldRefuseIsNotOffered() {
    assertThat(POLICY.replacement(fees(900, 3), market(100, 3))).isEmpty();
    assertThat(POLICY.replacement(fees(890, 3), market(100, 3))).hasValue(fees(997, 4));
  }

  @Test
  void gasLimitHasAMarginAndACap() {
    assertThat(POLICY.gasLimit(500_000)).isEqualTo(550_000);
    assertThat(POLICY.gasLimit(999_999)).isEqualTo(1_000_000);
  }

  @Test
  void refusesBumpThatNoNodeTakes() {
    assertThatThrownBy(() -> new GasPolicy(BigInteger.ONE, 30_000, 0, Duration.ZERO, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
