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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.failure.Failure;
import org.urna.files.WholeFile;

/// What happened at this station, for auditors: one JSON line per step of the officials, chained by
/// hashes, signed while the keys are open. What voters do is only ever counted ([Counters]).
///
/// Entries are synced before [#append] returns. A last line that is no entry was torn by a power
/// cut: its step was not reported as done. It is left out, and taken off before the next entry is
/// written, by then with nobody else at the station; a copy of it is kept beside the log. That it
/// was there is an entry of its own, and the ballot box is held against what is left ([LoggedBox]),
/// so that nobody can take an entry back by damaging it. Every other damage is refused.
///
/// It is also what the station's state is read from, so that there are no two truths about it
/// ([StationSession]).
public final class StationLog {
  private static final Logger LOG = LoggerFactory.getLogger(StationLog.class);
  private static final int MAX_SIZE = 64 << 20;

  private final Path file;
  private final Clock clock;
  private final List<LogEntry> entries = new ArrayList<>();

  /// Whether the last entry was torn when the log was read.
  private boolean wasTorn;

  /// What is left of it and still lies behind the entries.
  private byte[] tear = new byte[0];

  private @Nullable StationKeys keys;

  private StationLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /// Opens the log at `file`, or will start one. Nothing is written before [#append].
  ///
  /// @throws StationLogException if an entry was changed, removed or added, or the file cannot be
  ///   read
  public static StationLog open(Path file, Clock clock) throws StationLogException {
    StationLog log = new StationLog(file, clock);
    log.readAgain();
    return log;
  }

  /// Reads the file once more, for who has made sure only now that nobody else writes into it.
  ///
  /// @throws StationLogException as for [#open]
  synchronized void readAgain() throws StationLogException {
    byte[] content;
    try {
      if (Files.exists(file) && Files.size(file) > MAX_SIZE) {
        throw StationLogException.damaged("the station log is larger than it can be");
      }
      content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw StationLogException.damaged("the station log cannot be read", e);
    }
    int end = endOfEntries(content);
    List<LogEntry> read =
        chained(new String(content, 0, end, StandardCharsets.UTF_8).lines().toList());
    entries.clear();
    entries.addAll(read);
    tear = Arrays.copyOfRange(content, end, content.length);
    wasTorn = tear.length > 0;
  }

  /// Where what a power cut left of the last entry begins: a part of its line, or a line of its
  /// length of which some blocks never came to the medium.
  private static int endOfEntries(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    if (end == 0 || end < content.length) {
      return end;
    }
    int start = end - 1;
    while (start > 0 && content[start - 1] != '\n') {
      start--;
    }
    return isEntry(new String(content, start, end - 1 - start, StandardCharsets.UTF_8))
        ? end
        : start;
  }

  private static boolean isEntry(String line) {
    try {
      LogEntry.of(line);
      return true;
    } catch (IllegalArgumentException e) {
      LOG.debug("no entry of a station log", e);
      return false;
    }
  }

  /// Reads and checks a log or a copy of one.
  ///
  /// @throws StationLogException naming the first entry that does not fit
  public static List<LogEntry> read(Path file) throws StationLogException {
    try {
      return chained(Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw StationLogException.damaged("the station log cannot be read", e);
    }
  }

  private static List<LogEntry> chained(List<String> lines) throws StationLogException {
    List<LogEntry> entries = new ArrayList<>();
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

  /// That the last entry was torn when the log was opened.
  Optional<Failure> torn() {
    return wasTorn
        ? Optional.of(StationLogException.damaged("its last entry was torn").failure())
        : Optional.empty();
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
    takeOffTear();
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

  /// Keeps what is left of a torn entry in a file of its own, then takes it off: it may be all that
  /// is left of a step, for whoever has to find out what happened.
  private void takeOffTear() throws StationLogException {
    if (tear.length == 0) {
      return;
    }
    LOG.warn("the last entry of the station log was torn and is taken off");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      WholeFile.writeSecret(freeName(), tear);
      channel.truncate(channel.size() - tear.length);
      channel.force(true);
      tear = new byte[0];
    } catch (IOException e) {
      throw StationLogException.notWritable(e);
    }
  }

  /// `<log>.torn-<number of the entry>`, or with a further number if that is taken.
  private Path freeName() {
    String name = file.getFileName() + ".torn-" + (entries.size() + 1);
    Path free = file.resolveSibling(name);
    for (int i = 2; Files.exists(free); i++) {
      free = file.resolveSibling(name + "-" + i);
    }
    return free;
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
