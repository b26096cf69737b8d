package org.urna.station;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.election.Bytes;

/// What a damaged station log still says. Unlike [StationLog] it takes every line that is an entry
/// by its own hash, whatever lies around it, and changes nothing.
///
/// It is a witness and no authority: an unsigned entry can be anybody's. What it says of ballots is
/// a lower bound, because an entry follows the step that it tells, and entries may be lost.
///
/// @param entries those that are whole, in the order of the file
/// @param damaged how many lines are no entry
/// @param isChained whether the entries follow each other from the first one on, without a gap
public record LogRemains(List<LogEntry> entries, int damaged, boolean isChained) {
  private static final Logger LOG = LoggerFactory.getLogger(LogRemains.class);

  /// The same as of a whole log: nobody reads for ever.
  private static final long MAX_SIZE = 64L << 20;

  private static final int MAX_COUNT = 1_000_000;

  public LogRemains {
    entries = List.copyOf(entries);
  }

  /// Reads what is left at `file`.
  ///
  /// @throws IOException if it cannot be read at all, or is larger than a log can be
  public static LogRemains read(Path file) throws IOException {
    if (Files.size(file) > MAX_SIZE) {
      throw new IOException(file + " is larger than a station log can be");
    }
    List<LogEntry> entries = new ArrayList<>();
    int damaged = 0;
    boolean isChained = true;
    LogEntry last = null;
    // Not as UTF-8 at once: one flipped bit would refuse the whole file.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.ISO_8859_1))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LogEntry entry = entry(line);
        if (entry == null) {
          damaged++;
          isChained = false;
        } else {
          isChained &= follows(entry, last);
          entries.add(entry);
          last = entry;
        }
      }
    }
    return new LogRemains(entries, damaged, isChained);
  }

  private static @Nullable LogEntry entry(String line) {
    try {
      return LogEntry.of(line);
    } catch (IllegalArgumentException e) {
      LOG.debug("no entry of a station log", e);
      return null;
    }
  }

  private static boolean follows(LogEntry entry, @Nullable LogEntry last) {
    return last == null
        ? entry.number() == 1 && entry.previous().equals(LogEntry.NOTHING)
        : entry.number() == last.number() + 1 && entry.previous().equals(last.hash());
  }

  /// The number of the last entry that `station` signed; 0 if it signed none.
  public int lastSigned(Address station) {
    return entries.stream()
        .filter(entry -> entry.isSignedBy(station))
        .mapToInt(LogEntry::number)
        .max()
        .orElse(0);
  }

  /// A day that was closed.
  ///
  /// @param batchList hash of the list of its batches' hashes
  public record ClosedDay(int day, int ballots, int batches, Bytes batchList) {}

  /// What the ballot box of an election held at least.
  ///
  /// @param ballots in all
  /// @param days that were closed, in order
  public record Promise(int ballots, List<ClosedDay> days) {
    public Promise {
      days = List.copyOf(days);
    }
  }

  /// What the log promises of the election with this manifest. Where the entry is lost that says
  /// which election it was, the log is taken for one of this election.
  public Promise promise(Bytes manifestHash) {
    boolean isOfElection = entries.stream().noneMatch(e -> e.event() == LogEvent.PROVISIONED);
    long least = 0;
    long closed = 0;
    List<ClosedDay> days = new ArrayList<>();
    for (LogEntry entry : entries) {
      if (entry.event() == LogEvent.PROVISIONED) {
        isOfElection = entry.hash("manifest").filter(manifestHash::equals).isPresent();
        continue;
      }
      if (!isOfElection) {
        continue;
      }
      switch (entry.event()) {
        case OPENED -> least = Math.max(least, count(entry, "ballots-before"));
        case COUNTERS -> least += count(entry, Counter.CAST.word());
        case DAY_CLOSED -> {
          closed += count(entry, "ballots") + count(entry, "set-aside");
          least = Math.max(least, closed);
          days.add(
              new ClosedDay(
                  count(entry, "day"),
                  count(entry, "ballots"),
                  count(entry, "batches"),
                  entry.hash("batch-list").orElse(LogEntry.NOTHING)));
        }
        default -> least = Math.max(least, count(entry, "ballots"));
      }
    }
    return new Promise(Math.clamp(least, 0, MAX_COUNT), days);
  }

  /// A count, within what a log may hold (`log-events.toml`): a forged one must not overflow.
  private static int count(LogEntry entry, String field) {
    return Math.clamp(entry.count(field), 0, MAX_COUNT);
  }
}
