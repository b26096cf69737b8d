package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.hardware.CardExchange;

class BlockSizesTest {

  private static final List<Integer> LADDER = List.of(960, 448, 223, 160, 112);

  @Test
  void asksForLessAfterEachDeathAndInShortApdusWhereTheyDo() {
    BlockSizes sizes = new BlockSizes(true, LADDER);
    List<CardExchange> used = new ArrayList<>();
    do {
      sizes.beginSession();
      assertThat(sizes.canTrySmaller()).isFalse();
      CardExchange exchange = sizes.exchange(true);
      used.add(exchange);
      sizes.diedAt(exchange.blockSize());
    } while (sizes.canTrySmaller());
    assertThat(used)
        .containsExactly(
            new CardExchange(true, 960),
            new CardExchange(true, 448),
            new CardExchange(false, 223),
            new CardExchange(false, 160),
            new CardExchange(false, 112));
  }

  @Test
  void staysSmallUntilASessionEndsWell() {
    BlockSizes sizes = new BlockSizes(true, LADDER);
    sizes.diedAt(960);
    sizes.beginSession();
    assertThat(sizes.exchange(true).blockSize()).isEqualTo(448);
    sizes.beginSession();
    assertThat(sizes.exchange(true).blockSize()).isEqualTo(448);
    sizes.endedWell();
    assertThat(sizes.exchange(true).blockSize()).isEqualTo(960);
    assertThat(sizes.canTrySmaller()).isFalse();
  }

  @Test
  void goesBelowWhatWasReallyAskedFor() {
    BlockSizes sizes = new BlockSizes(false, List.of(231, 223, 160));
    sizes.diedAt(223); // AES made 223 of 231
    assertThat(sizes.exchange(true).blockSize()).isEqualTo(160);
  }

  @Test
  void heedsAChipThatTakesShortApdusOnly() {
    assertThat(new BlockSizes(true, LADDER).exchange(false))
        .isEqualTo(new CardExchange(false, 223));
    assertThat(new BlockSizes(false, List.of(231, 160)).exchange(false))
        .isEqualTo(new CardExchange(false, 231));
    assertThat(new BlockSizes(true, List.of(7_900)).exchange(false))
        .isEqualTo(new CardExchange(false, 231));
  }
}
