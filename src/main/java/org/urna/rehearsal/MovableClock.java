package org.urna.rehearsal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/// The system's clock, set forward: how the practice election comes to its close without waiting
/// for it.
public final class MovableClock extends Clock {
  private final Clock system;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public MovableClock(Clock system) {
    this.system = system;
  }

  /// From now on it is at least `time`.
  public void moveTo(Instant time) {
    ahead.set(Duration.between(system.instant(), time));
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a station's clock is in UTC");
  }

  @Override
  public Instant instant() {
    return system.instant().plus(ahead.get());
  }
}
