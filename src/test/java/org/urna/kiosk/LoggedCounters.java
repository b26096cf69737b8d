package org.urna.kiosk;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.urna.station.Counter;
import org.urna.station.Counters;
import org.urna.station.LogEntry;
import org.urna.station.LogEvent;
import org.urna.station.StationLog;
import org.urna.station.StationLogException;

/// What a station's log says of its counters.
final class LoggedCounters {
  private LoggedCounters() {}

  /// The sums of all bins, after the running one is written.
  static Map<Counter, Integer> of(Counters counters, StationLog log) {
    try {
      counters.flush();
    } catch (StationLogException e) {
      throw new AssertionError(e);
    }
    Map<Counter, Integer> sums = new EnumMap<>(Counter.class);
    for (LogEntry entry : log.entries()) {
      if (entry.event() == LogEvent.COUNTERS) {
        Arrays.stream(Counter.values())
            .filter(counter -> entry.fields().containsKey(counter.word()))
            .forEach(counter -> sums.merge(counter, entry.count(counter.word()), Integer::sum));
      }
    }
    return sums;
  }
}
