package org.urna.rescue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.ballot.BallotCheck;
import org.urna.ballot.BallotVerifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionPackage;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchId;
import org.urna.queue.QueueException;
import org.urna.queue.sqlite.BoxRemains;
import org.urna.station.LogRemains;
import org.urna.upload.sqlite.UploadRemains;

/// Everything that the remains of a station hold of one election, judged. A ballot is whole when
/// both its proofs hold for this election and this station, as the contract asks; where it lay says
/// nothing. A batch is whole when the station signed it and each of its ballots is whole: one bad
/// ballot makes the contract refuse all of them.
public final class Survey {
  private static final Logger LOG = LoggerFactory.getLogger(Survey.class);
  private static final String LOG_NAME = "station-log.jsonl";
  private static final String JOURNAL = "-journal";

  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int AT_A_TIME = 1024;

  /// Beyond it a forger is at work, and the figure says nothing.
  private static final int MOST_BROKEN = 100_000;

  private final ElectionPackage election;
  private final BallotVerifier verifier;
  private final Address station;
  private final int options;
  private final int ballotBytes;

  private final List<SourceReport> sources = new ArrayList<>();

  /// Every whole ballot by its words.
  private final Map<Bytes, SealedBallot> ballots = new ConcurrentHashMap<>();

  /// Those that SQLite still finds in a box, as its program left it.
  private final Set<Bytes> inATable = new HashSet<>();

  /// Places that look like a ballot and are none that is whole: what their nullifier may be.
  private final Set<Set<Bytes>> damaged = new HashSet<>();

  /// Signed batches by number, the first found first; more than one under a number is a crime.
  private final Map<Long, Map<Bytes, Batch>> signed = new TreeMap<>();

  private final List<LogRemains> logs = new ArrayList<>();

  /// Whether there is a box that SQLite reads to its end, with nothing damaged in it.
  private boolean hasWholeBox;

  private Survey(ElectionPackage election, BallotVerifier verifier, Address station) {
    this.election = election;
    this.verifier = verifier;
    this.station = station;
    this.options = election.manifest().optionCount();
    this.ballotBytes = SealedBallot.byteCount(options);
  }

  /// Looks through `files`. It takes some milliseconds for each ballot.
  ///
  /// @param verifier of this election
  /// @param station whose ballots they are; others' are not whole here
  /// @throws IOException if there is no room for a copy of a box; what cannot be read is reported
  public static Survey of(
      SourceFiles files, ElectionPackage election, BallotVerifier verifier, Address station)
      throws IOException {
    Survey survey = new Survey(election, verifier, station);
    for (Path file : files.files()) {
      survey.look(file, files.files());
    }
    return survey;
  }

  private void look(Path file, List<Path> all) throws IOException {
    Look look = new Look();
    try {
      BallotScan scan = new BallotScan(ballotBytes, look::place);
      long unreadable = RawFile.read(file, scan::take);
      scan.end();
      if (unreadable > 0) {
        look.notes.add("%,d bytes cannot be read from the medium".formatted(unreadable));
      }
    } catch (IOException e) {
      LOG.debug("{} cannot be read", file, e);
      sources.add(new SourceReport(file, 0, 0, List.of("cannot be read")));
      return;
    }
    String name = file.getFileName().toString();
    if (isDatabase(file)) {
      Path journal = file.resolveSibling(name + JOURNAL);
      askSqlite(file, all.contains(journal) ? journal : null, look);
    } else if (name.endsWith(".sqlite")) {
      look.notes.add("is no database any more");
    }
    look.judge();
    if (name.endsWith(".batch")) {
      batchFile(file, look.notes);
    }
    if (name.equals(LOG_NAME)) {
      log(file, look.notes);
    }
    if (!look.whole.isEmpty() || !look.broken.isEmpty() || !look.notes.isEmpty()) {
      sources.add(
          new SourceReport(file, look.whole.size(), look.broken.size(), List.copyOf(look.notes)));
    }
  }

  private static boolean isDatabase(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
    }
  }

  // ------------------------------------------------------------------ ballots

  /// What one file gives.
  private final class Look {
    private final List<List<BallotScan.Look>> waiting = new ArrayList<>();

    /// The words of whole ballots.
    private final Set<Bytes> whole = new LinkedHashSet<>();

    /// Places that look like a ballot and are none that is whole: what their nullifier may be.
    private final Set<Set<Bytes>> broken = new HashSet<>();

    private final List<String> notes = new ArrayList<>();

    /// Judged some at a time: whoever forges millions costs us time and no memory.
    void place(List<BallotScan.Look> looks) {
      waiting.add(looks);
      if (waiting.size() == AT_A_TIME) {
        judge();
      }
    }

    void row(Bytes words) {
      Bytes nullifier = Bytes.of(Arrays.copyOfRange(words.toByteArray(), 32, 64));
      place(List.of(new BallotScan.Look(nullifier, words)));
    }

    void judge() {
      waiting.stream()
          .flatMap(List::stream)
          .map(BallotScan.Look::words)
          .filter(Objects::nonNull)
          .distinct()
          .parallel()
          .filter(words -> !ballots.containsKey(words))
          .forEach(words -> ballot(words).ifPresent(ballot -> ballots.put(words, ballot)));
      for (List<BallotScan.Look> looks : waiting) {
        Set<Bytes> good = new HashSet<>();
        for (BallotScan.Look look : looks) {
          if (look.words() != null && ballots.containsKey(look.words())) {
            good.add(look.words());
          }
        }
        whole.addAll(good);
        if (good.isEmpty() && broken.size() < MOST_BROKEN) {
          broken.add(looks.stream().map(BallotScan.Look::nullifier).collect(Collectors.toSet()));
        }
      }
      waiting.clear();
      damaged.addAll(broken);
    }
  }

  /// The ballot, if its proofs hold here.
  private Optional<SealedBallot> ballot(Bytes words) {
    SealedBallot ballot;
    try {
      ballot = SealedBallot.fromBytes(words.toByteArray(), options);
    } catch (IllegalArgumentException e) {
      LOG.debug("no ballot: {}", e.getMessage());
      return Optional.empty();
    }
    return switch (verifier.check(ballot, station)) {
      case BallotCheck.Valid() -> Optional.of(ballot);
      case BallotCheck.UnknownVariant _,
          BallotCheck.WrongOptionCount _,
          BallotCheck.EnrolmentProofRefused _,
          BallotCheck.BallotProofRefused _ ->
          Optional.empty();
    };
  }

  // ------------------------------------------------------------------ boxes

  /// Copies the box and asks SQLite for its rows: as it was before a change that did not end, and
  /// as the file is.
  private void askSqlite(Path box, @Nullable Path journal, Look look) throws IOException {
    Path folder = Files.createTempDirectory("urna-rescue-");
    try {
      List<BoxRemains> views = new ArrayList<>();
      if (journal != null && Files.size(journal) > 0) {
        Path before = folder.resolve("before");
        RawFile.copy(box, before);
        Path undo = folder.resolve("undo");
        RawFile.copy(journal, undo);
        if (BoxRemains.undo(undo, before)) {
          look.notes.add("holds a change that did not end; its journal undoes it");
          views.add(BoxRemains.read(before, ballotBytes));
        }
      }
      Path copy = folder.resolve("box");
      RawFile.copy(box, copy);
      views.add(BoxRemains.read(copy, ballotBytes));
      for (BoxRemains view : views) {
        for (BoxRemains.BallotRow row : view.ballots()) {
          inATable.add(row.words());
          look.row(row.words());
        }
      }
      UploadRemains.read(
          copy,
          transaction -> {
            BallotScan scan = new BallotScan(ballotBytes, look::place);
            scan.take(transaction, transaction.length);
            scan.end();
          });
      look.judge();
      batches(views, look);
      notes(views.getFirst(), look.notes);
      hasWholeBox |= isWhole(views.getFirst());
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private boolean isWhole(BoxRemains box) {
    return box.cutShort() == 0
        && box.ofStation().filter(station::equals).isPresent()
        && box.ballots().stream().allMatch(row -> ballots.containsKey(row.words()));
  }

  private void notes(BoxRemains box, List<String> notes) {
    if (box.cutShort() > 0) {
      notes.add("not all of its tables can be read");
    }
    Address named = box.ofStation().orElse(station);
    if (!named.equals(station)) {
      notes.add("says that it is the box of " + named);
    }
  }

  private void batches(List<BoxRemains> views, Look look) {
    Set<Long> good = new HashSet<>();
    Set<Long> bad = new TreeSet<>();
    for (BoxRemains view : views) {
      Map<Long, List<SealedBallot>> members = new HashMap<>();
      for (BoxRemains.BallotRow row : view.ballots()) {
        SealedBallot ballot = ballots.get(row.words());
        if (ballot != null) {
          members.computeIfAbsent(row.batch(), _ -> new ArrayList<>()).add(ballot);
        }
      }
      for (BoxRemains.BatchRow row : view.batches()) {
        List<SealedBallot> its = members.getOrDefault(row.sequence(), List.of());
        (isSigned(row, its) ? good : bad).add(row.sequence());
      }
    }
    bad.removeAll(good);
    for (long sequence : bad) {
      look.notes.add("batch " + sequence + " is not as it was signed");
    }
  }

  private boolean isSigned(BoxRemains.BatchRow row, List<SealedBallot> its) {
    try {
      Batch batch =
          new Batch(
              new BatchId(station, row.sequence()),
              its.stream().sorted(Comparator.comparing(SealedBallot::nullifier)).toList(),
              EcdsaSignature.ofBytes(row.signature()));
      return batch.isSignedFor(election.chain().domain()) && keep(batch);
    } catch (IllegalArgumentException e) {
      LOG.debug("batch {} is not whole", row.sequence(), e);
      return false;
    }
  }

  // ------------------------------------------------------------------ batch files

  private void batchFile(Path file, List<String> notes) {
    try {
      Batch batch = new BatchFile(election.chain().domain(), election.electionId()).read(file);
      if (!batch.id().station().equals(station)) {
        notes.add("is a batch of " + batch.id().station());
      } else if (keep(batch)) {
        notes.add("is batch " + batch.id().sequence() + ", signed");
      } else {
        notes.add(
            "is batch %d, signed, and holds a ballot that the contract would refuse"
                .formatted(batch.id().sequence()));
      }
    } catch (QueueException e) {
      LOG.debug("no batch file", e);
      notes.add("is not as it was signed");
    }
  }

  /// Keeps a batch that the station signed, if each of its ballots is whole.
  private boolean keep(Batch batch) {
    for (SealedBallot ballot : batch.ballots()) {
      Bytes words = Bytes.of(ballot.toBytes());
      if (!ballots.containsKey(words) && ballot(words).isEmpty()) {
        return false;
      }
    }
    signed
        .computeIfAbsent(batch.id().sequence(), _ -> new LinkedHashMap<>())
        .putIfAbsent(batch.ballotsHash(), batch);
    return true;
  }

  // ------------------------------------------------------------------ log

  private void log(Path file, List<String> notes) {
    try {
      LogRemains log = LogRemains.read(file);
      LogRemains.Promise promise = log.promise(election.manifestHash());
      logs.add(log);
      notes.add(
          "%d entries, %d damaged, %s; signed up to entry %d"
              .formatted(
                  log.entries().size(),
                  log.damaged(),
                  log.isChained() ? "in one chain" : "with gaps",
                  log.lastSigned(station)));
      notes.add(
          "promises at least %d ballots; closed days: %d"
              .formatted(promise.ballots(), promise.days().size()));
    } catch (IOException e) {
      LOG.debug("the log cannot be read", e);
      notes.add("cannot be read");
    }
  }

  // ------------------------------------------------------------------ what was found

  /// What one file gave.
  ///
  /// @param whole ballots, each once
  /// @param damaged what looks like a ballot and is not whole
  public record SourceReport(Path file, int whole, int damaged, List<String> notes) {
    public SourceReport {
      notes = List.copyOf(notes);
    }
  }

  ElectionPackage election() {
    return election;
  }

  Address station() {
    return station;
  }

  public List<SourceReport> sources() {
    return List.copyOf(sources);
  }

  /// Every whole ballot once; those that SQLite still finds in a box first, then in order of their
  /// words.
  List<SealedBallot> whole() {
    return ballots.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Bytes, SealedBallot> entry) -> !inATable.contains(entry.getKey()))
                .thenComparing(entry -> entry.getKey().hex()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// Signed batches by number, of which only the first can be told from a crime.
  Map<Long, List<Batch>> signed() {
    Map<Long, List<Batch>> all = new TreeMap<>();
    signed.forEach((sequence, batches) -> all.put(sequence, List.copyOf(batches.values())));
    return all;
  }

  /// How many damaged ballots are nowhere whole.
  int lost() {
    Set<Bytes> known = new HashSet<>();
    ballots.values().forEach(ballot -> known.add(Bytes.ofWord(ballot.nullifier().value())));
    return (int)
        damaged.stream().filter(nullifiers -> Collections.disjoint(nullifiers, known)).count();
  }

  boolean hasWholeBox() {
    return hasWholeBox;
  }

  /// The log that promises most; nothing if there is none.
  Optional<LogRemains> log() {
    return logs.stream()
        .max(Comparator.comparingInt(log -> log.promise(election.manifestHash()).ballots()));
  }
}
