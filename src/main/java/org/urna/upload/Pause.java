package org.urna.upload;

import java.time.Duration;
import org.urna.time.RealTime;

/// Lets time pass between two questions to a chain. Tests let their clock pass instead.
@FunctionalInterface
public interface Pause {
  void pause(Duration length) throws InterruptedException;

  /// Waits on the machine's own clock; ends early only by interruption.
  static Pause real() {
    return RealTime::pass;
  }
}
