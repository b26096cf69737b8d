package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.failure.Failing;
import org.urna.failure.FailureCode;
import org.urna.files.WholeFolder;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BallotQueue;
import org.urna.queue.BoxFigures;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.StepResult.Done;
import org.urna.station.StepResult.Refused;

/// What a station finds when it is taken up: a box, a log, a package or keys that are lost, older,
/// torn or another's is named, changes nothing and stops it; what a crash left between two of them
/// is finished.
class TakenUpStationTest {
  @TempDir Path data;
  private StationFixture station;
  private Path box;

  @BeforeEach
  void openWithBallots() throws Exception {
    station = new StationFixture(data);
    done(station.session.provision(station.packagePath), StationState.PROVISIONED);
    done(station.open(), StationState.OPEN);
    station.cast(3);
    box = station.folder.ballotBox(station.manifest.manifestHash());
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  private static void done(StepResult result, StationState state) {
    assertThat(result).isEqualTo(new Done(state));
  }

  /// Everything of the station's folder but its log and its lock, by name; of boxes all but what
  /// SQLite counts in them when they are rebuilt in order.
  private Map<Path, byte[]> everythingElse() throws Exception {
    try (Stream<Path> files = Files.walk(station.folder.path())) {
      Map<Path, byte[]> found = new java.util.TreeMap<>();
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        if (!each.equals(station.folder.log())
            && !each.equals(station.folder.lock())
            && !each.toString().endsWith("-journal")) {
          byte[] content = Files.readAllBytes(each);
          if (each.toString().endsWith(".sqlite") && content.length > 100) {
            Arrays.fill(content, 24, 44, (byte) 0);
            Arrays.fill(content, 92, 96, (byte) 0);
          }
          found.put(each, content);
        }
      }
      return found;
    }
  }

  /// The station does not start, says why, notes that, and changes nothing else.
  private void refused(FailureCode code, String words) throws Exception {
    Map<Path, byte[]> before = everythingElse();
    int entries = StationLog.read(station.folder.log()).size();
    assertThatThrownBy(station::load)
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            Failing.class, refused -> assertThat(refused.failure().code()).isEqualTo(code));
    List<LogEntry> now = StationLog.read(station.folder.log());
    if (code == FailureCode.LOG_DAMAGED) {
      assertThat(now).as("a log that has lost something gets nothing added").hasSize(entries);
    } else {
      assertThat(now).hasSize(entries + 1);
      assertThat(now.getLast().event()).isEqualTo(LogEvent.FAULT);
      assertThat(now.getLast().fields().get("reason").stringValue()).isEqualTo(code.code());
    }
    assertThat(everythingElse().keySet()).isEqualTo(before.keySet());
    everythingElse()
        .forEach((file, content) -> assertThat(content).as("%s", file).isEqualTo(before.get(file)));
  }

  @Test
  void aBoxThatIsNotTheOneOfTheLogIsNamedAndStopsTheStation() throws Exception {
    Path checkpoint = box.resolveSibling(box.getFileName() + ".checkpoint");
    Path journal = box.resolveSibling(box.getFileName() + "-journal");
    station.session.pause();
    station.session.close();
    byte[] morning = Files.readAllBytes(box);
    byte[] morningsCheckpoint = Files.readAllBytes(checkpoint);
    station.load();
    done(station.session.resume(station.keys(1, 2)), StationState.OPEN);
    station.cast(2);
    done(station.session.pause(), StationState.PAUSED);
    station.session.close();
    byte[] image = Files.readAllBytes(box);
    byte[] kept = Files.readAllBytes(checkpoint);

    Files.delete(box);
    refused(FailureCode.BOX_MISSING, "gone");
    Files.delete(checkpoint);
    Files.delete(journal);
    refused(FailureCode.BOX_MISSING, "gone");
    Files.write(box, new byte[0]);
    Files.write(checkpoint, kept);
    refused(FailureCode.BOX_MISSING, "gone");
    Files.write(box, morning);
    refused(FailureCode.BOX_NOT_AS_LEFT, "3 ballots");
    // With its own checkpoint only the log knows better.
    Files.write(checkpoint, morningsCheckpoint);
    refused(FailureCode.BOX_NOT_AS_LEFT, "at least 5 were counted");
    Files.delete(checkpoint);
    refused(FailureCode.BOX_MISSING, "checkpoint");

    Files.delete(box);
    BoxIdentity own =
        BoxIdentity.of(
            ElectionFixtures.packageOf(data.resolve("again"), station.manifest),
            station.identity.address());
    try (SqliteBallotQueue another =
        SqliteBallotQueue.open(
            box,
            new BoxIdentity(
                own.electionId(),
                ElectionFixtures.ORGANISER,
                own.domain(),
                own.optionCount(),
                own.maxBallots()))) {
      another.openDay();
    }
    refused(FailureCode.BOX_FOREIGN, "another election or station");
    Files.delete(box);
    Files.delete(checkpoint);
    Files.write(box, image);
    Files.write(checkpoint, kept);
    try (var raw = java.sql.DriverManager.getConnection("jdbc:sqlite:" + box);
        var statement = raw.createStatement()) {
      statement.execute("PRAGMA user_version = 99");
    }
    refused(FailureCode.BOX_NEWER, "version 99");
    Files.write(box, image);
    byte[] noDatabase = image.clone();
    Arrays.fill(noDatabase, 0, 16, (byte) 1);
    Files.write(box, noDatabase);
    refused(FailureCode.BOX_DAMAGED, "cannot be opened");
    Files.write(box, image);
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.PAUSED);
    done(station.session.closeDay(station.keys(1, 2), _ -> true), StationState.DAY_CLOSED);
    assertThat(station.log.entries().getLast().count("ballots")).isEqualTo(5);
  }

  @Test
  void aDayThatWasClosedIsNotOpenAgainInAnOlderBox() throws Exception {
    Path checkpoint = box.resolveSibling(box.getFileName() + ".checkpoint");
    station.session.pause();
    station.session.close();
    byte[] before = Files.readAllBytes(box);
    station.load();
    done(station.session.closeDay(station.keys(1, 2), _ -> true), StationState.DAY_CLOSED);
    station.session.close();
    byte[] closed = Files.readAllBytes(box);
    Files.write(box, before);
    assertThat(checkpoint).as("the same ballots").exists();
    refused(FailureCode.BOX_NOT_AS_LEFT, "the batches of day 1");
    Files.write(box, closed);
    station.load();
  }

  @Test
  void aLogThatIsLostOrHasLostItsEndIsNamed() throws Exception {
    station.session.pause();
    station.session.close();
    byte[] whole = Files.readAllBytes(station.folder.log());
    Files.write(station.folder.log(), new byte[0]);
    refused(FailureCode.LOG_DAMAGED, "the station log is gone");
    Files.delete(station.folder.log());
    assertThatThrownBy(station::load).isInstanceOf(StationLogException.class);
    assertThat(station.folder.log()).doesNotExist();
    List<String> lines = new String(whole, StandardCharsets.UTF_8).lines().toList();
    Files.write(station.folder.log(), lines.subList(0, 1));
    refused(FailureCode.LOG_DAMAGED, "knows of no election");
    Files.write(station.folder.log(), lines.subList(0, 2));
    refused(FailureCode.LOG_DAMAGED, "entries are missing at its end");
    Files.write(station.folder.log(), whole);
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.PAUSED);
  }

  /// A tear in either form is taken off when the station is taken up, and not before: until then
  /// another program may be writing that very line. What was there is kept.
  @Test
  void aTornLastEntryIsTakenOffAndKept() throws Exception {
    station.session.pause();
    station.session.close();
    byte[] whole = Files.readAllBytes(station.folder.log());
    byte[] half = "{\"number\":9,\"time\":\"2026".getBytes(StandardCharsets.UTF_8);
    byte[] lost = new byte[301];
    lost[300] = '\n';
    int number = StationLog.read(station.folder.log()).size() + 1;
    for (byte[] tear : List.of(half, lost)) {
      Files.write(station.folder.log(), whole);
      Files.write(station.folder.log(), tear, StandardOpenOption.APPEND);
      StationLog.open(station.folder.log(), station.clock);
      assertThat(Files.size(station.folder.log())).isEqualTo(whole.length + tear.length);
      station.load();
      station.session.close();
      assertThat(station.log.entries())
          .extracting(LogEntry::event)
          .endsWith(LogEvent.STARTED, LogEvent.FAULT);
      assertThat(StationLog.read(station.folder.log())).isEqualTo(station.log.entries());
    }
    Path copy = station.folder.path().resolve("station-log.jsonl.torn-" + number);
    assertThat(copy).hasBinaryContent(half);
    assertThat(copy.resolveSibling(copy.getFileName() + "-2")).hasBinaryContent(lost);
    station.load();
  }

  @Test
  void aDamagedCopyOfThePackageIsNamedAndCanBeMadeAnew() throws Exception {
    station.session.close();
    Path copy = station.folder.election(station.manifest.manifestHash());
    byte[] manifest = Files.readAllBytes(copy.resolve("manifest.json"));
    Files.write(copy.resolve("manifest.json"), new byte[0]);
    refused(FailureCode.PACKAGE_COPY_DAMAGED, "manifest.json");
    Files.write(copy.resolve("manifest.json"), manifest);
    Files.delete(copy.resolve("signature.json"));
    refused(FailureCode.PACKAGE_COPY_DAMAGED, "signature.json");
    WholeFolder.delete(copy);
    refused(FailureCode.PACKAGE_COPY_DAMAGED, "");
    StationLog log = StationLog.open(station.folder.log(), station.clock);
    assertThat(
            StationSession.restorePackage(
                station.folder, ElectionFixtures.ORGANISER, log, station.packagePath))
        .isTrue();
    station.load();
    assertThat(station.session.box().orElseThrow().ballotsToday()).isEqualTo(3);
  }

  @Test
  void keysThatCannotBeReadAreNamed() throws Exception {
    station.session.close();
    Path keys;
    try (Stream<Path> files = Files.list(station.folder.keys())) {
      keys = files.filter(file -> file.toString().contains("signing")).findFirst().orElseThrow();
    }
    byte[] content = Files.readAllBytes(keys);
    Files.write(keys, Arrays.copyOf(content, content.length / 2));
    refused(FailureCode.KEYS_UNREADABLE, "");
    Files.write(keys, content);
    station.load();
  }

  @Test
  void aSecondProgramIsToldSoAndChangesNothing() throws Exception {
    byte[] log = Files.readAllBytes(station.folder.log());
    StationLog second = StationLog.open(station.folder.log(), station.clock);
    assertThatThrownBy(
            () ->
                StationSession.load(
                    station.folder,
                    org.urna.election.ElectionMode.PRACTICE,
                    ElectionFixtures.ORGANISER,
                    station.vault,
                    second,
                    station.clock))
        .isInstanceOfSatisfying(
            UnusableStationException.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(FailureCode.STATION_IN_USE));
    assertThat(station.folder.log()).hasBinaryContent(log);
    done(station.session.pause(), StationState.PAUSED);
  }

  /// Each ballot that is damaged is named once, when it is found; the day's close counts it.
  @Test
  void aDamagedBallotIsSetAsideNamedAndCounted() throws Exception {
    SealedBallot ballot = BallotFixtures.random(station.random);
    station.session.box().orElseThrow().append(ballot);
    station.session.pause();
    station.damage(ballot);
    assertThat(station.session.state()).isEqualTo(StationState.PAUSED);
    station.load();
    assertThat(station.log.entries())
        .filteredOn(entry -> entry.event() == LogEvent.BALLOT_SET_ASIDE)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.count("day")).isEqualTo(1);
              assertThat(entry.hash("id"))
                  .hasValue(station.session.box().orElseThrow().setAside().getFirst().id());
            });
    SealedBallot proven = BallotFixtures.random(station.random);
    done(station.session.resume(station.keys(1, 2)), StationState.OPEN);
    station.session.box().orElseThrow().append(proven);
    done(station.session.closeDay(each -> !each.equals(proven)), StationState.DAY_CLOSED);
    LogEntry closed = station.log.entries().getLast();
    assertThat(closed.count("ballots")).isEqualTo(3);
    assertThat(closed.count("set-aside")).isEqualTo(2);
    assertThat(station.log.entries())
        .filteredOn(entry -> entry.event() == LogEvent.BALLOT_SET_ASIDE)
        .hasSize(2);
    station.load();
    done(station.open(), StationState.OPEN);
  }

  /// The log is full, or its disk is: the batches are cut, and the entry that says so is not there.
  @Test
  void aDayThatIsHalfClosedTakesNoVotersAndIsClosedByTheNextTry() throws Exception {
    OpenPolls polls = station.session.polls().orElseThrow();
    Path aside = station.folder.path().resolve("log-aside");
    Files.move(station.folder.log(), aside);
    Files.createDirectory(station.folder.log());
    assertThatThrownBy(() -> station.session.closeDay(_ -> true))
        .isInstanceOf(StationLogException.class);
    assertThat(station.session.state()).isEqualTo(StationState.OPEN);
    assertThat(station.session.takesVoters()).isFalse();
    assertThat(polls.whileOpen(() -> "cast")).isEmpty();
    Files.delete(station.folder.log());
    Files.move(aside, station.folder.log());

    done(station.session.closeDay(station.keys(1, 2), _ -> true), StationState.DAY_CLOSED);
    assertThat(station.log.entries().getLast().count("ballots")).isEqualTo(3);
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.DAY_CLOSED);
  }

  @Test
  void resumingAHalfClosedDayClosesItInstead() throws Exception {
    station.session.pause();
    try (StationKeys keys = station.keys(1, 2)) {
      station
          .session
          .box()
          .orElseThrow()
          .cutBatches(
              2, keys.batchSigner(station.session.election().orElseThrow().chain()), _ -> true);
    }
    assertThat(station.session.resume(station.keys(1, 2)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(FailureCode.WRONG_STATE));
    assertThat(station.session.state()).isEqualTo(StationState.DAY_CLOSED);
  }

  /// A close that is refused leaves the polls as they were.
  @Test
  void pollsGoOnIfTheirDayCannotBeClosed() throws Exception {
    BallotQueue queue = station.session.box().orElseThrow();
    Path checkpoint = box.resolveSibling(box.getFileName() + ".checkpoint");
    byte[] kept = Files.readAllBytes(checkpoint);
    byte[] damaged = kept.clone();
    damaged[30] ^= 1;
    damaged[4096 + 30] ^= 1;
    Files.write(checkpoint, damaged);
    assertThat(station.session.closeDay(_ -> true)).isInstanceOf(Refused.class);
    assertThat(station.session.takesVoters()).isTrue();
    assertThat(station.session.polls().orElseThrow().whileOpen(() -> "cast")).hasValue("cast");
    assertThat(queue.batches()).isEmpty();
    Files.write(checkpoint, kept);
    done(station.session.closeDay(_ -> true), StationState.DAY_CLOSED);
  }

  /// Whoever asks is the thread that draws the window, and a close can take a minute.
  @Test
  void askingWhetherVotersMayEnterWaitsForNothing() throws Exception {
    BallotQueue queue = station.session.box().orElseThrow();
    synchronized (station.session) {
      synchronized (queue) {
        assertThat(
                CompletableFuture.supplyAsync(
                        () ->
                            station.session.takesVoters()
                                && station.session.polls().isPresent()
                                && station.session.box().isPresent()
                                && station.session.election().isPresent()
                                && station.session.state() == StationState.OPEN)
                    .get(60, TimeUnit.SECONDS))
            .isTrue();
      }
    }
  }

  @Test
  void aDaysCountersComeFromTheLogThroughARestart() throws Exception {
    station.session.counters().count(Counter.SESSIONS);
    station.session.counters().count(Counter.CAST);
    station.session.pause();
    station.load();
    done(station.session.resume(station.keys(1, 2)), StationState.OPEN);
    station.session.counters().count(Counter.SESSIONS);
    station.session.counters().count(Counter.REFUSED_COPY);
    done(station.session.closeDay(_ -> true), StationState.DAY_CLOSED);
    done(station.open(), StationState.OPEN);
    station.session.counters().count(Counter.SESSIONS);
    station.session.pause();
    DayCounters first = station.session.counters(1);
    assertThat(first.sessions()).isEqualTo(2);
    assertThat(first.cast()).isEqualTo(1);
    assertThat(first.refused()).isEqualTo(1);
    assertThat(station.session.counters(2).sessions()).isEqualTo(1);
    assertThat(station.session.counters(3).sessions()).isZero();
  }

  // ------------------------------------------------------------------ only looked at

  private StationFigures look() throws Exception {
    return StationFigures.read(
        station.folder,
        ElectionFixtures.ORGANISER,
        StationLog.open(station.folder.log(), station.clock));
  }

  private void notShown(FailureCode code) {
    assertThatThrownBy(this::look)
        .isInstanceOfSatisfying(
            Failing.class, refused -> assertThat(refused.failure().code()).isEqualTo(code));
  }

  @Test
  void lookingAtAStationChangesNoByteOfIt() throws Exception {
    notShown(FailureCode.STATION_IN_USE);
    SealedBallot ballot = BallotFixtures.random(station.random);
    station.session.box().orElseThrow().append(ballot);
    done(station.session.closeDay(_ -> true), StationState.DAY_CLOSED);
    station.damage(ballot);
    station.session.close();
    Files.writeString(station.folder.log(), "{\"torn", StandardOpenOption.APPEND);
    Map<Path, String> before = hashes();
    StationFigures figures = look();
    assertThat(figures.state()).isEqualTo(StationState.DAY_CLOSED);
    assertThat(figures.shortCode()).hasValueSatisfying(code -> assertThat(code).isNotEmpty());
    assertThat(figures.torn()).isPresent();
    BoxFigures figuresOfBox = figures.box().orElseThrow();
    assertThat(figuresOfBox.ballots()).isEqualTo(3);
    assertThat(figuresOfBox.waiting()).isZero();
    assertThat(figuresOfBox.batches()).hasSize(2);
    assertThat(figuresOfBox.setAside()).singleElement();
    assertThat(hashes()).isEqualTo(before);
    Files.write(box.resolveSibling(box.getFileName() + "-journal"), new byte[512]);
    notShown(FailureCode.BOX_DAMAGED);
    Files.delete(box);
    notShown(FailureCode.BOX_MISSING);
    Files.delete(station.folder.election(station.manifest.manifestHash()).resolve("manifest.json"));
    notShown(FailureCode.PACKAGE_COPY_DAMAGED);
    assertThat(box).doesNotExist();
  }

  private Map<Path, String> hashes() throws Exception {
    try (Stream<Path> files = Files.walk(station.folder.path())) {
      Map<Path, String> found = new java.util.TreeMap<>();
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        found.put(
            each,
            Arrays.hashCode(Files.readAllBytes(each)) + " " + Files.getLastModifiedTime(each));
      }
      return found;
    }
  }
}
