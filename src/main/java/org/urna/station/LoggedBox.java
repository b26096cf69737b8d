package org.urna.station;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.urna.election.Bytes;
import org.urna.election.Keccak256;
import org.urna.queue.BallotQueue;
import org.urna.queue.BatchEntry;
import org.urna.queue.BoxFault;
import org.urna.queue.QueueException;
import org.urna.queue.SetAside;
import tools.jackson.databind.JsonNode;

/// What the station's log says of its ballot box, and what the box says of itself.
///
/// The log is older or as old as the box: an entry follows the step that it tells. So a box may be
/// one step ahead (a day opened, a day closed), and hold more ballots of the running day than were
/// counted; it never holds less.
final class LoggedBox {
  private static final String BALLOTS = "ballots";

  private final BallotQueue box;

  /// The day that was last opened; 0 before the first.
  private int day;

  /// Whether that day's close is in the log.
  private boolean isClosed = true;

  /// How many ballots the box holds at least.
  private int least;

  private LoggedBox(BallotQueue box) {
    this.box = box;
  }

  /// Whether the polls were ever open since the station has this election.
  static boolean wasOpened(StationLog log) {
    return log.last(Set.of(LogEvent.OPENED, LogEvent.PROVISIONED))
        .filter(entry -> entry.event() == LogEvent.OPENED)
        .isPresent();
  }

  /// Insists that `box` is the one that `log` speaks of.
  ///
  /// @throws QueueException with [BoxFault#NOT_AS_LEFT] if it holds less than the log promises, or
  ///   something else; with another fault if it cannot be read
  /// @throws StationLogException if it is the log that has lost entries
  static void requireSame(StationLog log, BallotQueue box)
      throws QueueException, StationLogException {
    LoggedBox logged = new LoggedBox(box);
    for (LogEntry entry : sinceProvisioned(log.entries())) {
      logged.take(entry);
    }
    logged.requireNow();
  }

  private static List<LogEntry> sinceProvisioned(List<LogEntry> entries) {
    int from = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).event() == LogEvent.PROVISIONED) {
        from = i + 1;
      }
    }
    return entries.subList(from, entries.size());
  }

  private void take(LogEntry entry) throws QueueException {
    switch (entry.event()) {
      case OPENED -> {
        day = entry.count("day");
        isClosed = false;
        least = entry.count("ballots-before");
      }
      case COUNTERS -> least += entry.count(Counter.CAST.word());
      case PAUSED, INTERRUPTED, CLOSED -> least = Math.max(least, entry.count(BALLOTS));
      case DAY_CLOSED -> {
        isClosed = true;
        Map<String, JsonNode> found = new HashMap<>();
        dayClosed(box, entry.count("day")).forEach((name, value) -> found.put(name, value.json()));
        // Earlier versions of this program logged less.
        found.keySet().retainAll(entry.fields().keySet());
        if (!found.equals(entry.fields())) {
          throw notAsLeft(
              "the batches of day " + entry.count("day") + " are not those that were cut");
        }
      }
      default -> {}
    }
  }

  private void requireNow() throws QueueException, StationLogException {
    int last = box.lastDayNumber();
    int open = box.openDayNumber();
    int ballots = box.ballotsInAll();
    // Opened in the box, and the entry that says so was not written: nobody has voted yet.
    boolean isOneAhead = isClosed && last == day + 1 && open == last && box.ballotsToday() == 0;
    if (last > day && !isOneAhead) {
      throw StationLogException.damaged(
          "the ballot box has opened day "
              + last
              + ", the station log only "
              + day
              + ": entries"
              + " are missing at its end");
    }
    if (last < day) {
      throw notAsLeft("the log has opened day " + day + ", the ballot box only " + last);
    }
    if (isClosed && open == day && day != 0) {
      throw notAsLeft("day " + day + " was closed, and is open in the ballot box");
    }
    if (ballots < least) {
      throw notAsLeft(
          "the ballot box holds " + ballots + " ballots, at least " + least + " were counted");
    }
  }

  private static QueueException notAsLeft(String difference) {
    return new QueueException(
        BoxFault.NOT_AS_LEFT, "the ballot box is not the one of the station log: " + difference);
  }

  /// What the log says of a day that was closed.
  static Map<String, LogValue> dayClosed(BallotQueue queue, int day) throws QueueException {
    List<BatchEntry> batches =
        queue.batches().stream().filter(entry -> entry.day() == day).toList();
    byte[][] hashes =
        batches.stream().map(entry -> entry.ballotsHash().toByteArray()).toArray(byte[][]::new);
    long setAside =
        queue.setAside().stream().filter(each -> each.day() == day && each.batch() == 0).count();
    return Map.of(
        "day",
        new LogValue.Count(day),
        "batches",
        new LogValue.Count(batches.size()),
        BALLOTS,
        new LogValue.Count(batches.stream().mapToInt(BatchEntry::ballotCount).sum()),
        "set-aside",
        new LogValue.Count(Math.toIntExact(setAside)),
        "batch-list",
        new LogValue.Hash(Bytes.of(Keccak256.hash(hashes))));
  }

  /// What the log says of a ballot that was set aside.
  static Map<String, LogValue> setAside(SetAside ballot) {
    return Map.of(
        "id",
        new LogValue.Hash(ballot.id()),
        "day",
        new LogValue.Count(ballot.day()),
        "batch",
        new LogValue.Count(Math.toIntExact(ballot.batch())));
  }
}
