package org.urna.station;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what voters do, and tells the log only sums over 15 minutes. A sum is written with the
/// first step after its minutes or when the polls pause or close, under the time the minutes began,
/// so that no entry carries the moment of anyone's step. A crash loses the counts of the running 15
/// minutes (never a ballot: those are counted in the box).
public final class Counters {
  private static final Duration BIN = Duration.ofMinutes(15);

  private final StationLog log;
  private final Clock clock;
  private final Map<Counter, Integer> running = new EnumMap<>(Counter.class);
  private @Nullable Instant binStart;

  public Counters(StationLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /// Counts one.
  ///
  /// @throws StationLogException if earlier minutes were over and could not be logged; this one is
  ///   counted nevertheless
  public synchronized void count(Counter counter) throws StationLogException {
    Instant bin = bin(clock.instant());
    try {
      writeIfOver(bin);
    } finally {
      binStart = bin;
      running.merge(counter, 1, Integer::sum);
    }
  }

  private void writeIfOver(Instant bin) throws StationLogException {
    if (binStart != null && !binStart.equals(bin)) {
      flush();
    }
  }

  /// Writes the running sum, if there is one.
  public synchronized void flush() throws StationLogException {
    Instant start = binStart;
    if (start == null || running.isEmpty()) {
      return;
    }
    Map<String, LogValue> fields = new HashMap<>();
    running.forEach((counter, sum) -> fields.put(counter.word(), new LogValue.Count(sum)));
    log.append(start, LogEvent.COUNTERS, fields);
    running.clear();
    binStart = null;
  }

  private static Instant bin(Instant time) {
    long seconds = BIN.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
  }
}
