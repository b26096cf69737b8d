package org.urna.upload;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets time pass between two questions to a chain. Tests let their clock pass instead.
@FunctionalInterface
public interface Pause {
  void pause(Duration length) throws InterruptedException;

  /// Waits on the machine's own clock; ends early only by interruption.
  static Pause real() {
    return length -> {
      boolean opened = new CountDownLatch(1).await(length.toMillis(), TimeUnit.MILLISECONDS);
      if (opened) {
        throw new IllegalStateException("a latch that nobody holds has opened");
      }
    };
  }
}
