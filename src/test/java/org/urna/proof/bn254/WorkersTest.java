package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void everyTaskRunsOnceOnAWorkerInRange(int threads) throws Exception {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    new Workers(threads)
        .run(
            1000,
            (index, worker) -> {
              assertThat(worker).isBetween(0, threads - 1);
              runs.incrementAndGet(index);
            });
    for (int i = 0; i < 1000; i++) {
      assertThat(runs.get(i)).isEqualTo(1);
    }
  }

  @Test
  void rangesCoverTheWholeOnce() throws Exception {
    AtomicIntegerArray hits = new AtomicIntegerArray(1001);
    new Workers(3)
        .ranges(
            1001,
            10,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                hits.incrementAndGet(i);
              }
            });
    for (int i = 0; i < 1001; i++) {
      assertThat(hits.get(i)).isEqualTo(1);
    }
    new Workers(3).ranges(0, 10, (_, _) -> assertThat(true).as("no range of nothing").isFalse());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void anInterruptedCallerStopsAllTasks(int threads) {
    AtomicInteger started = new AtomicInteger();
    Thread caller = Thread.currentThread();
    assertThatThrownBy(
            () ->
                new Workers(threads)
                    .run(
                        1_000_000,
                        (_, _) -> {
                          if (started.incrementAndGet() == 10) {
                            caller.interrupt();
                          }
                        }))
        .isInstanceOf(InterruptedException.class);
    int count = started.get();
    assertThat(count).isLessThan(1_000_000);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(started.get()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aFailureInATaskReachesTheCallerAndStopsTheRest(int threads) {
    AtomicInteger started = new AtomicInteger();
    assertThatThrownBy(
            () ->
                new Workers(threads)
                    .run(
                        1_000_000,
                        (index, _) -> {
                          started.incrementAndGet();
                          if (index == 7) {
                            throw new IllegalStateException("seven");
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("seven");
    assertThat(started.get()).isLessThan(1_000_000);
  }

  @Test
  void watcherHearsRisingCountsAndTheEnd() throws Exception {
    int[] last = {0};
    new Workers(2)
        .run(
            50,
            (_, _) -> {},
            finished -> {
              assertThat(finished).isGreaterThanOrEqualTo(last[0]);
              last[0] = finished;
            });
    assertThat(last[0]).isEqualTo(50);
  }

  @Test
  void refusesToWorkWithoutThreads() {
    assertThatThrownBy(() -> new Workers(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
