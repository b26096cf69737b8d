package org.urna.practice.card;

import java.time.Duration;
import org.urna.time.RealTime;

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
        RealTime.pass(howLong);
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
