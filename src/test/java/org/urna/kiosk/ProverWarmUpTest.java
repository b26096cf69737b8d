package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProverWarmUpTest {
  /// A step that works until it is interrupted, or forever after released until told to end.
  private static final class LongStep implements ProverWarmUp.Step {
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicBoolean inside = new AtomicBoolean();
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private volatile CountDownLatch entered = new CountDownLatch(1);

    @Override
    public void run() throws InterruptedException {
      begun.incrementAndGet();
      inside.set(true);
      entered.countDown();
      try {
        mayEnd.await();
      } finally {
        inside.set(false);
      }
    }

    void awaitEntered() throws InterruptedException {
      assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void runsAllStepsInOrderAndSaysWhatRemains() throws Exception {
    LongStep step = new LongStep();
    CountDownLatch last = new CountDownLatch(1);
    try (ProverWarmUp warmUp = new ProverWarmUp(List.of(step, last::countDown))) {
      assertThat(warmUp.remaining()).isEmpty();
      warmUp.start();
      step.awaitEntered();
      assertThat(warmUp.remaining()).contains("0 / 2");
      assertThat(last.getCount()).isOne();
      step.mayEnd.countDown();
      assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
      while (warmUp.remaining().isPresent()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void makesWayForVotersAndGoesOnWhenTheLastIsDone() throws Exception {
    LongStep step = new LongStep();
    try (ProverWarmUp warmUp = new ProverWarmUp(List.of(step))) {
      warmUp.start();
      step.awaitEntered();
      ProverWarmUp.Turn first = warmUp.voterTurn();
      assertThat(step.inside).isFalse();
      ProverWarmUp.Turn second = warmUp.voterTurn();
      step.entered = new CountDownLatch(1);
      first.close();
      assertThat(step.entered.await(50, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(warmUp.remaining()).contains("0 / 1");
      second.close();
      step.awaitEntered();
      assertThat(step.begun).hasValue(2);
      step.mayEnd.countDown();
    }
  }

  @Test
  void letsAVoterThroughAtOnceWhenNothingRuns() throws Exception {
    try (ProverWarmUp warmUp = new ProverWarmUp(List.of(() -> {}))) {
      warmUp.voterTurn().close();
    }
  }

  @Test
  void skipsAStepThatFails() throws Exception {
    CountDownLatch last = new CountDownLatch(1);
    try (ProverWarmUp warmUp =
        new ProverWarmUp(
            List.of(
                () -> {
                  throw new IllegalStateException("expected in this test");
                },
                last::countDown))) {
      warmUp.start();
      assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void hasStoppedWhenItIsClosed() throws Exception {
    LongStep step = new LongStep();
    ProverWarmUp warmUp = new ProverWarmUp(List.of(step));
    warmUp.start();
    step.awaitEntered();
    warmUp.close();
    assertThat(step.inside).isFalse();
    assertThatThrownBy(warmUp::start).isInstanceOf(IllegalStateException.class);
    warmUp.close();
  }
}
