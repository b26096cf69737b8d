package org.urna.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UploadTermsTest {
  private static final BigInteger COIN = BigInteger.TEN.pow(18);

  @Test
  void onlyThePracticeChainsWordOnFinalityIsNotTaken() {
    assertThat(UploadTerms.of(31_337).asksFinalized()).isFalse();
    for (long chain : new long[] {1, 10, 100, 137, 8_453, 42_161, 11_155_111}) {
      UploadTerms terms = UploadTerms.of(chain);
      assertThat(terms.asksFinalized()).isTrue();
      assertThat(terms.depth()).isGreaterThanOrEqualTo(64);
    }
    assertThat(UploadTerms.of(424_242)).isEqualTo(UploadTerms.of(1));
  }

  /// geth refuses transactions that may cost more than one ether (`rpc.txfeecap`), so a full batch
  /// at the cap must stay below.
  @Test
  void aFullBatchAtTheCapPassesGethsOwnCap() {
    GasPolicy gas = UploadTerms.of(1).gas();
    long most = CastGas.atMost(16, 8, CastGas.batchMax(16, 8));
    BigInteger cost = gas.feeCap().multiply(BigInteger.valueOf(gas.gasLimit(most)));
    assertThat(cost).isLessThan(COIN);
  }

  @Test
  void whatIsSetTakesThePlaceOfWhatIsKnown() {
    UploadTerms known = UploadTerms.of(137);
    assertThat(
            known.with(
                new UploadTerms.Changes(
                    OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty())))
        .isEqualTo(known);
    UploadTerms set =
        known.with(
            new UploadTerms.Changes(
                OptionalInt.of(7), OptionalLong.of(3), OptionalLong.of(9_000_000)));
    assertThat(set.depth()).isEqualTo(7);
    assertThat(set.asksFinalized()).isTrue();
    assertThat(set.gas().feeCap()).isEqualTo(BigInteger.valueOf(3_000_000_000L));
    assertThat(set.gas().gasCap()).isEqualTo(9_000_000);
    assertThatThrownBy(() -> known.with(UploadTerms.Changes.depth(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
