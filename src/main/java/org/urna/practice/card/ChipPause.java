package org.urna.practice.card;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// How a simulated chip lets time pass before it answers.
@FunctionalInterface
public interface ChipPause {

  /// Waits, or notes that it would have.
  void pause(Duration howLong);

  /// Real time on the thread that asked the chip. An interrupt ends the pause early and stays set.
  static ChipPause real() {
    return howLong -> {
      if (howLong.isZero()) {
        return;
      }
      try {
        // Nothing counts it down: awaiting it is a wait with an end.
        boolean never = new CountDownLatch(1).await(howLong.toNanos(), TimeUnit.NANOSECONDS);
        assert !never;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /// No time at all.
  static ChipPause none() {
    return howLong -> {};
  }
}
