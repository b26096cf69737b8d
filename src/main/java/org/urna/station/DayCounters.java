package org.urna.station;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What voters did on one polling day, as the station's log counted it: through every restart of
/// that day, and without the days before.
public final class DayCounters {
  private final Map<Counter, Integer> sums = new EnumMap<>(Counter.class);

  private DayCounters() {}

  /// Adds up the counters between the opening of `day` and the next day's.
  static DayCounters of(List<LogEntry> entries, int day) {
    DayCounters counters = new DayCounters();
    boolean isOfDay = false;
    for (LogEntry entry : entries) {
      switch (entry.event()) {
        case PROVISIONED -> {
          // The days of another election.
          counters.sums.clear();
          isOfDay = false;
        }
        case OPENED -> isOfDay = entry.count("day") == day;
        case COUNTERS -> {
          if (isOfDay) {
            counters.add(entry);
          }
        }
        default -> {}
      }
    }
    return counters;
  }

  private void add(LogEntry entry) {
    for (Counter counter : Counter.values()) {
      sums.merge(counter, entry.count(counter.word()), Integer::sum);
    }
  }

  public int sessions() {
    return sum(Counter.SESSIONS);
  }

  public int cast() {
    return sum(Counter.CAST);
  }

  public int tested() {
    return sum(Counter.TESTED);
  }

  /// Voters who went before they had voted, wherever they were.
  public int abandoned() {
    return sum(
        Counter.ABANDONED_BEFORE_READING,
        Counter.ABANDONED_WHILE_READING,
        Counter.ABANDONED_WHILE_CHOOSING,
        Counter.ABANDONED_WHEN_SEALED);
  }

  /// Sessions that the station ended without a vote.
  public int refused() {
    return sum(
        Counter.REFUSED_KEY,
        Counter.REFUSED_CHIP,
        Counter.REFUSED_SIGNATURE,
        Counter.REFUSED_COPY,
        Counter.REFUSED_NOT_ELIGIBLE,
        Counter.REFUSED_ALREADY_VOTED,
        Counter.FAILED);
  }

  private int sum(Counter... of) {
    int sum = 0;
    for (Counter counter : of) {
      sum += sums.getOrDefault(counter, 0);
    }
    return sum;
  }
}
