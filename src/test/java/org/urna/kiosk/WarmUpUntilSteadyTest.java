package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpUntilSteadyTest {
  private long now;
  private int rounds;

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  /// Rounds that take so long one after the other, the last of them ever after.
  private WarmUpUntilSteady rounds(int most, List<Long> times) {
    return new WarmUpUntilSteady(
        () -> now += times.get(Math.min(rounds++, times.size() - 1)), most, () -> now);
  }

  @Test
  void stopsWhenSomeRoundsInARowAreNoFaster() throws Exception {
    rounds(20, List.of(100L, 80L, 50L)).run();
    assertThat(rounds).isEqualTo(3 + WarmUpUntilSteady.PATIENCE);
  }

  @Test
  void waitsForALateGain() throws Exception {
    rounds(20, List.of(100L, 100L, 104L, 60L)).run();
    assertThat(rounds).isEqualTo(4 + WarmUpUntilSteady.PATIENCE);
  }

  @Test
  void stopsAtTheMostHoweverFastItStillGets() throws Exception {
    rounds(4, List.of(1000L, 900L, 800L, 700L, 600L, 500L)).run();
    assertThat(rounds).isEqualTo(4);
  }

  @Test
  void goesOnWhereAVoterInterrupted() throws Exception {
    WarmUpUntilSteady steady =
        new WarmUpUntilSteady(
            () -> {
              now += 10;
              if (++rounds == 2) {
                Thread.currentThread().interrupt();
              }
            },
            5,
            () -> now);
    assertThatThrownBy(steady::run).isInstanceOf(InterruptedException.class);
    assertThat(rounds).isEqualTo(2);
    steady.run();
    assertThat(rounds).isEqualTo(1 + WarmUpUntilSteady.PATIENCE);
    steady.run();
    assertThat(rounds).isEqualTo(1 + WarmUpUntilSteady.PATIENCE);
  }

  @Test
  void refusesNoRounds() {
    assertThatThrownBy(() -> rounds(0, List.of(1L))).isInstanceOf(IllegalArgumentException.class);
  }
}
