package org.urna.time;

import java.time.Duration;

/// The machine's own time passing: the one place in which a thread sleeps. What waits by the clock
/// is either handed a pause that tests replace, or answers to a device that has a clock of its own.
public final class RealTime {
  private RealTime() {}

  /// Ends early only by interruption.
  public static void pass(Duration length) throws InterruptedException {
    Thread.sleep(length);
  }
}
