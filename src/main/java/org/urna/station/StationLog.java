package org.urna.station;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.files.WholeFile;

/// What happened at this station, for auditors: one JSON line per step of the officials, chained by
/// hashes, signed while the keys are open. What voters do is only ever counted ([Counters]).
///
/// Entries are synced before [#append] returns. A line that a power cut tore off at the end is
/// removed when the log is opened: its step was not reported as done. Every other damage is
/// refused.
///
/// It is also what the station's state is read from, so that there are no two truths about it
/// ([StationSession]).
public final class StationLog {
  private static final Logger LOG = LoggerFactory.getLogger(StationLog.class);
  private static final int MAX_SIZE = 64 << 20;

  private final Path file;
  private final Clock clock;
  private final List<LogEntry> entries;
  private @Nullable StationKeys keys;

  private StationLog(Path file, Clock clock, List<LogEntry> entries) {
    this.file = file;
    this.clock = clock;
    this.entries = entries;
  }

  /// Opens the log at `file`, or starts one.
  ///
  /// @throws StationLogException if an entry was changed, removed or added, or the file cannot be
  ///   read
  public static StationLog open(Path file, Clock clock) throws StationLogException {
    List<LogEntry> entries = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        removeTornLine(file);
        entries.addAll(read(file));
      }
    } catch (IOException e) {
      throw StationLogException.damaged("the station log cannot be read", e);
    }
    return new StationLog(file, clock, entries);
  }

  private static void removeTornLine(Path file) throws IOException, StationLogException {
    if (Files.size(file) > MAX_SIZE) {
      throw StationLogException.damaged("the station log is larger than it can be");
    }
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    if (end < content.length) {
      LOG.warn("the last line of the station log was torn and is removed");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end);
        channel.force(true);
      }
    }
  }

  /// Reads and checks a log or a copy of one.
  ///
  /// @throws StationLogException naming the first entry that does not fit
  public static List<LogEntry> read(Path file) throws StationLogException {
    List<LogEntry> entries = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw StationLogException.damaged("the station log cannot be read", e);
    }
    LogEntry last = null;
    for (String line : lines) {
      int number = entries.size() + 1;
      LogEntry entry;
      try {
        entry = LogEntry.of(line);
      } catch (IllegalArgumentException e) {
        throw StationLogException.damaged("entry " + number + " of the station log is damaged", e);
      }
      if (entry.number() != number
          || !entry.previous().equals(last == null ? LogEntry.NOTHING : last.hash())) {
        throw StationLogException.damaged(
            "entry " + number + " of the station log does not follow");
      }
      entries.add(entry);
      last = entry;
    }
    return entries;
  }

  /// Every signature that is not the station's, and whether the log ends with entries that none
  /// covers; empty if all is well.
  public List<String> check(Address station) {
    List<String> problems = new ArrayList<>();
    synchronized (this) {
      for (LogEntry entry : entries) {
        if (entry.signature() != null && !entry.isSignedBy(station)) {
          problems.add("entry " + entry.number() + " is not signed by this station");
        }
      }
      try {
        if (!read(file).equals(entries)) {
          problems.add("the file is not what was written");
        }
      } catch (StationLogException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    return problems;
  }

  /// From now on entries are signed.
  synchronized void signWith(StationKeys open) {
    keys = open;
  }

  /// From now on entries are not signed: the keys are about to be wiped.
  synchronized void stopSigning() {
    keys = null;
  }

  /// Adds an entry for this moment, to the second.
  ///
  /// @throws IllegalArgumentException if a field is not allowed for `event`
  /// @throws StationLogException if it could not be written and synced; it is then not there,
  ///   unless the disk itself is failing
  public LogEntry append(LogEvent event, Map<String, LogValue> fields) throws StationLogException {
    return append(clock.instant().truncatedTo(ChronoUnit.SECONDS), event, fields);
  }

  /// Adds an entry for another moment: the start of the counters' 15 minutes.
  synchronized LogEntry append(Instant time, LogEvent event, Map<String, LogValue> fields)
      throws StationLogException {
    LogEntry entry =
        LogEntry.after(entries.isEmpty() ? null : entries.getLast(), time, event, fields, keys);
    boolean isNew = entries.isEmpty();
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            WholeFile.ownerOnly(file))) {
      writeWhole(channel, entry.line() + "\n");
      if (isNew) {
        WholeFile.forceFolderOf(file);
      }
    } catch (IOException e) {
      throw StationLogException.notWritable(e);
    }
    entries.add(entry);
    return entry;
  }

  /// Half a line would swallow the next one, so a failed write is cut off again.
  private static void writeWhole(FileChannel channel, String text) throws IOException {
    long before = channel.size();
    boolean done = false;
    try {
      ByteBuffer line = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        channel.write(line);
      }
      channel.force(true);
      done = true;
    } finally {
      if (!done) {
        channel.truncate(before);
      }
    }
  }

  public synchronized List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  /// The last entry of one of these kinds.
  synchronized Optional<LogEntry> last(Set<LogEvent> events) {
    return entries.reversed().stream().filter(entry -> events.contains(entry.event())).findFirst();
  }
}
