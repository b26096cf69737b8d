package org.urna.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time that passes only when a test says so.
public final class FakeTimers extends Clock implements Timers {
  private record Pending(Instant at, long order, Runnable task) {}

  private final List<Pending> pending = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private long order;

  @Override
  public Subscription after(Duration delay, Runnable task) {
    Pending entry = new Pending(now.plus(delay), order++, task);
    pending.add(entry);
    return () -> pending.remove(entry);
  }

  /// Lets time pass and runs what comes due, in order.
  public void pass(Duration duration) {
    Instant end = now.plus(duration);
    while (true) {
      Pending next =
          pending.stream()
              .filter(entry -> !entry.at().isAfter(end))
              .min(Comparator.comparing(Pending::at).thenComparing(Pending::order))
              .orElse(null);
      if (next == null) {
        break;
      }
      pending.remove(next);
      now = next.at();
      next.task().run();
    }
    now = end;
  }

  /// The same time as [System#nanoTime()] would tell it.
  public long nanoTime() {
    return ChronoUnit.NANOS.between(Instant.EPOCH, now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
