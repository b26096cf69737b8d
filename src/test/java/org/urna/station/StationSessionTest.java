package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.failure.FailureCode;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.station.StepResult.Done;
import org.urna.station.StepResult.Refused;

class StationSessionTest {
  /// Protocol §8, written down a second time.
  private static final Map<StationState, Set<StationStep>> ALLOWED =
      new EnumMap<>(
          Map.of(
              StationState.UNCONFIGURED, EnumSet.of(StationStep.PROVISION),
              StationState.PROVISIONED, EnumSet.of(StationStep.PROVISION, StationStep.OPEN),
              StationState.OPEN, EnumSet.of(StationStep.PAUSE, StationStep.CLOSE_DAY),
              StationState.PAUSED, EnumSet.of(StationStep.RESUME, StationStep.CLOSE_DAY),
              StationState.DAY_CLOSED, EnumSet.of(StationStep.OPEN, StationStep.CLOSE),
              StationState.CLOSED, EnumSet.of(StationStep.MARK_UPLOADED),
              StationState.UPLOADED, EnumSet.of(StationStep.MARK_SETTLED),
              StationState.SETTLED, EnumSet.noneOf(StationStep.class)));

  @TempDir Path data;
  private StationFixture station;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  @ParameterizedTest
  @EnumSource(StationState.class)
  void everyStepIsAllowedOrRefusedByNameInEveryState(StationState state) throws Exception {
    // A refused step changes nothing, so one station serves for all steps.
    reach(state);
    for (StationStep step : StationStep.values()) {
      if (ALLOWED.get(state).contains(step)) {
        assertThat(state.allows(step)).as("%s in %s", step, state).isTrue();
        continue;
      }
      int entries = station.log.entries().size();
      StepResult result = take(step);
      assertThat(result)
          .as("%s in %s", step, state)
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.failure().code()).isEqualTo(FailureCode.WRONG_STATE);
                assertThat(refused.step()).isEqualTo(step);
              });
      assertThat(station.session.state()).isEqualTo(state);
      LogEntry last = station.log.entries().getLast();
      assertThat(last.event()).isEqualTo(LogEvent.REFUSED);
      assertThat(station.log.entries()).hasSize(entries + 1);
    }
  }

  @Test
  void aWholeElectionInTwoDays() throws Exception {
    done(station.session.provision(station.packagePath), StationState.PROVISIONED);
    done(station.open(), StationState.OPEN);
    assertThat(station.session.takesVoters()).isTrue();
    station.cast(5);
    done(station.session.closeDay(_ -> true), StationState.DAY_CLOSED);
    assertThat(station.session.polls()).isEmpty();
    assertThat(station.session.zeroReport().ballotsBefore()).isEqualTo(5);
    done(station.open(), StationState.OPEN);
    station.cast(2);
    done(station.session.pause(), StationState.PAUSED);
    done(station.session.closeDay(station.keys(2, 3), _ -> true), StationState.DAY_CLOSED);
    List<BatchEntry> batches = station.session.box().orElseThrow().batches();
    assertThat(batches).extracting(BatchEntry::ballotCount).containsExactly(2, 2, 1, 2);
    done(station.session.closeForGood(), StationState.CLOSED);
    refused(station.session.markUploaded(), FailureCode.BATCHES_NOT_SETTLED);
    for (BatchEntry batch : batches) {
      station.session.box().orElseThrow().advance(batch.id(), BatchState.EXPORTED);
    }
    done(station.session.markUploaded(), StationState.UPLOADED);
    refused(station.session.markSettled(), FailureCode.BATCHES_NOT_SETTLED);
    for (BatchEntry batch : batches) {
      station.session.box().orElseThrow().advance(batch.id(), BatchState.SETTLED);
    }
    done(station.session.markSettled(), StationState.SETTLED);
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.SETTLED);
    assertThat(station.log.check(station.identity.address())).isEmpty();
    assertThat(station.log.entries())
        .filteredOn(entry -> entry.event() == LogEvent.DAY_CLOSED)
        .extracting(entry -> entry.count("day"), entry -> entry.count("ballots"))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 5), org.assertj.core.groups.Tuple.tuple(2, 2));
    assertThat(station.log.entries())
        .filteredOn(entry -> entry.event() == LogEvent.OPENED)
        .allMatch(entry -> entry.isSignedBy(station.identity.address()));
  }

  @Test
  void aDayWithoutBallotsHasNoBatches() throws Exception {
    reach(StationState.OPEN);
    station.cast(1);
    station.session.closeDay(_ -> true);
    station.open();
    done(station.session.closeDay(_ -> true), StationState.DAY_CLOSED);
    LogEntry closed = station.log.entries().getLast();
    assertThat(closed.count("day")).isEqualTo(2);
    assertThat(closed.count("ballots")).isZero();
    assertThat(closed.count("batches")).isZero();
  }

  @Test
  void keysAreInMemoryOnlyWhilePollsAreOpen() throws Exception {
    reach(StationState.OPEN);
    OpenPolls polls = station.session.polls().orElseThrow();
    station.session.pause();
    assertThat(station.session.polls()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> polls.nullifierKey().commitment());
    assertThatIllegalStateException().isThrownBy(() -> polls.keys().vaultKey());
    done(station.session.resume(station.keys(1, 2)), StationState.OPEN);
  }

  @Test
  void keysAreWipedWhenOpeningIsRefused() throws Exception {
    reach(StationState.PROVISIONED);
    StationKeys keys = station.keys(1, 2);
    refused(station.session.open(keys), FailureCode.NOT_READY);
    assertThatIllegalStateException().isThrownBy(keys::vaultKey);
    assertThat(station.session.polls()).isEmpty();
    assertThat(station.log.entries().getLast().event()).isEqualTo(LogEvent.REFUSED);
  }

  @Test
  void refusesToOpenWithBallotsOfThatDay() throws Exception {
    reach(StationState.PROVISIONED);
    // Someone put a ballot into the box before the polls opened.
    var box = station.session.box().orElseThrow();
    box.openDay();
    box.append(BallotFixtures.random(station.random));
    assertThat(station.session.zeroReport().isZero()).isFalse();
    refused(station.open(), FailureCode.BOX_NOT_EMPTY);
    assertThat(station.session.state()).isEqualTo(StationState.PROVISIONED);
  }

  @Test
  void refusesToOpenOnAFailedOldOrForeignReadinessCheck() throws Exception {
    reach(StationState.PROVISIONED);
    ReadinessReport good = station.readiness(StationFixture.goodProbes());
    ReadinessReport failed =
        new ReadinessReport(
            good.time(),
            good.manifestHash(),
            List.of(
                new ReadinessReport.Line(
                    ReadinessReport.Item.READER, ReadinessReport.Verdict.FAIL, "gone")));
    station.session.noteReadiness(failed);
    refused(station.session.open(station.keys(1, 2)), FailureCode.NOT_READY);
    ReadinessReport foreign =
        new ReadinessReport(good.time(), Bytes.of(new byte[32]), good.lines());
    station.session.noteReadiness(foreign);
    refused(station.session.open(station.keys(1, 2)), FailureCode.NOT_READY);
    station.session.noteReadiness(good);
    station.clock.advance(Duration.ofMinutes(61));
    refused(station.session.open(station.keys(1, 2)), FailureCode.NOT_READY);
    station.clock.set(StationFixture.MORNING);
    done(station.session.open(station.keys(1, 2)), StationState.OPEN);
  }

  @Test
  void pollsAreOpenOnlyWithinTheSchedule() throws Exception {
    reach(StationState.PROVISIONED);
    station.clock.set(station.manifest.schedule().opening().minusSeconds(1));
    refused(station.open(), FailureCode.OUTSIDE_SCHEDULE);
    station.clock.set(StationFixture.EVENING);
    refused(station.open(), FailureCode.OUTSIDE_SCHEDULE);
    station.clock.set(StationFixture.EVENING.minusSeconds(1));
    done(station.open(), StationState.OPEN);
    assertThat(station.session.takesVoters()).isTrue();
    station.clock.set(StationFixture.EVENING);
    assertThat(station.session.takesVoters()).isFalse();
    station.session.pause();
    refused(station.session.resume(station.keys(1, 2)), FailureCode.OUTSIDE_SCHEDULE);
    done(station.session.closeDay(station.keys(1, 2), _ -> true), StationState.DAY_CLOSED);
  }

  @Test
  void refusesKeysOfAnotherStation() throws Exception {
    reach(StationState.PROVISIONED);
    Path elsewhere = data.resolve("other");
    StationKeys.create(
        elsewhere, StationFixture.passphrases(), StationFixture.CHEAP, station.random);
    station.session.noteReadiness(station.readiness(StationFixture.goodProbes()));
    refused(
        station.session.open(
            StationKeys.open(elsewhere, StationFixture.official(1), StationFixture.official(2))),
        FailureCode.KEYS_UNREADABLE);
  }

  @Test
  void refusesPackagesOfOthersOfTheOtherModeAndWithoutThisStation() throws Exception {
    ElectionManifest foreign = ElectionFixtures.practice();
    refused(
        station.session.provision(write("foreign", foreign)), FailureCode.STATION_NOT_ACCREDITED);
    Path damaged = write("damaged", station.manifest);
    Files.writeString(damaged.resolve("media/anna.jpg"), "another face");
    refused(station.session.provision(damaged), FailureCode.PACKAGE_REFUSED);
    refused(station.session.provision(data.resolve("nowhere")), FailureCode.PACKAGE_REFUSED);
    assertThat(station.session.state()).isEqualTo(StationState.UNCONFIGURED);
    done(station.session.provision(station.packagePath), StationState.PROVISIONED);
  }

  @Test
  void aRealStationRefusesAPracticeElection() throws Exception {
    StationFolder real = StationFolder.of(data, ElectionMode.REAL);
    Files.createDirectories(real.path());
    Files.createDirectories(real.keys());
    try (var files = Files.list(station.folder.keys())) {
      for (Path file : files.toList()) {
        Files.copy(file, real.keys().resolve(file.getFileName()));
      }
    }
    StationLog log = StationLog.open(real.log(), station.clock);
    try (StationSession session =
        StationSession.load(
            real,
            ElectionMode.REAL,
            ElectionFixtures.ORGANISER,
            station.vault,
            log,
            station.clock)) {
      refused(session.provision(station.packagePath), FailureCode.WRONG_MODE);
      assertThat(session.state()).isEqualTo(StationState.UNCONFIGURED);
      assertThat(session.box()).isEmpty();
    }
  }

  @Test
  void openPollsArePausedAfterACrash() throws Exception {
    reach(StationState.OPEN);
    station.cast(3);
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.PAUSED);
    assertThat(station.session.polls()).isEmpty();
    assertThat(station.session.box().orElseThrow().ballotsToday()).isEqualTo(3);
    done(station.session.resume(station.keys(1, 2)), StationState.OPEN);
  }

  @Test
  void aCrashBetweenCuttingAndItsEntryIsFinished() throws Exception {
    reach(StationState.OPEN);
    station.cast(3);
    try (StationKeys keys = station.keys(1, 2)) {
      ElectionPackage election = station.session.election().orElseThrow();
      station
          .session
          .box()
          .orElseThrow()
          .cutBatches(2, keys.batchSigner(election.chain()), _ -> true);
    }
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.DAY_CLOSED);
    LogEntry closed = station.log.entries().getLast();
    assertThat(closed.event()).isEqualTo(LogEvent.DAY_CLOSED);
    assertThat(closed.count("ballots")).isEqualTo(3);
  }

  @Test
  void aCrashBetweenOpeningTheBoxAndItsEntryCanBeRepeated() throws Exception {
    reach(StationState.PROVISIONED);
    station.session.box().orElseThrow().openDay();
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.PROVISIONED);
    done(station.open(), StationState.OPEN);
    assertThat(station.log.entries().getLast().count("day")).isEqualTo(1);
  }

  @Test
  void nullifierKeyIsDestroyedByTheFinalCloseEvenBeforeTheLegalClose() throws Exception {
    reach(StationState.DAY_CLOSED);
    assertThat(station.session.destroyNullifierKeyIfDue()).isFalse();
    assertThat(station.vault.holdsKey()).isTrue();
    done(station.session.closeForGood(), StationState.CLOSED);
    assertThat(station.vault.holdsKey()).isFalse();
    assertThat(station.session.destroyNullifierKeyIfDue()).isTrue();
    assertThat(station.log.entries())
        .filteredOn(entry -> entry.event() == LogEvent.KEY_DESTROYED)
        .hasSize(1);
    assertThat(Files.exists(station.folder.keys().resolve("sealing-key.json"))).isFalse();
  }

  @Test
  void aCrashBetweenTheFinalCloseAndDestroyingTheKeyIsFinished() throws Exception {
    reach(StationState.DAY_CLOSED);
    station.log.append(LogEvent.CLOSED, Map.of("ballots", new LogValue.Count(0)));
    station.load();
    assertThat(station.session.state()).isEqualTo(StationState.CLOSED);
    assertThat(station.vault.holdsKey()).isFalse();
    assertThat(station.log.entries().getLast().event()).isEqualTo(LogEvent.KEY_DESTROYED);
  }

  @Test
  void pollsThatWereNeverClosedKeepTheirKey() throws Exception {
    reach(StationState.OPEN);
    station.clock.set(StationFixture.EVENING.plusSeconds(60));
    station.load();
    assertThat(station.vault.holdsKey()).isTrue();
    done(station.session.closeDay(station.keys(1, 2), _ -> true), StationState.DAY_CLOSED);
    done(station.session.closeForGood(), StationState.CLOSED);
    assertThat(station.vault.holdsKey()).isFalse();
  }

  @Test
  void refusesToBeTakenUpWithAChangedPackageOrLog() throws Exception {
    reach(StationState.DAY_CLOSED);
    Path copy = station.folder.election(station.manifest.manifestHash());
    Path photo = copy.resolve("media/anna.jpg");
    byte[] before = Files.readAllBytes(photo);
    Files.writeString(photo, "another face");
    assertThatThrownBy(station::load)
        .isInstanceOfSatisfying(
            UnusableStationException.class,
            refused ->
                assertThat(refused.failure().code()).isEqualTo(FailureCode.PACKAGE_COPY_DAMAGED));
    Files.write(photo, before);
    String log = Files.readString(station.folder.log());
    Files.writeString(station.folder.log(), log.replaceFirst("\"ballots\":\\d+", "\"ballots\":9"));
    assertThatThrownBy(station::load).isInstanceOf(StationLogException.class);
    Files.writeString(station.folder.log(), log);
    station.load();
  }

  @Test
  void aPackageCanBeReplacedUntilThePollsHaveBeenOpen() throws Exception {
    reach(StationState.PROVISIONED);
    ElectionManifest other =
        StationFixture.manifest(station.commitment.add(java.math.BigInteger.ONE), station.identity);
    done(station.session.provision(write("replaced", other)), StationState.PROVISIONED);
    assertThat(station.session.election().map(ElectionPackage::manifestHash))
        .isEqualTo(Optional.of(other.manifestHash()));
    refused(station.open(), FailureCode.NULLIFIER_KEY_REFUSED);
    done(station.session.provision(station.packagePath), StationState.PROVISIONED);
    done(station.open(), StationState.OPEN);
  }

  private Path write(String name, ElectionManifest manifest) throws Exception {
    Path folder = data.resolve(name);
    ElectionFixtures.packageOf(folder, manifest);
    return folder;
  }

  /// A fresh station in `state`.
  private void reach(StationState state) throws Exception {
    station.close();
    data = Files.createTempDirectory(data, "station");
    station = new StationFixture(data);
    List<StationState> way =
        switch (state) {
          case UNCONFIGURED -> List.of();
          case PAUSED -> List.of(StationState.PROVISIONED, StationState.OPEN, StationState.PAUSED);
          default ->
              List.of(
                      StationState.PROVISIONED,
                      StationState.OPEN,
                      StationState.DAY_CLOSED,
                      StationState.CLOSED,
                      StationState.UPLOADED,
                      StationState.SETTLED)
                  .stream()
                  .filter(step -> step.compareTo(state) <= 0)
                  .toList();
        };
    for (StationState next : way) {
      StepResult result =
          switch (next) {
            case UNCONFIGURED -> throw new AssertionError();
            case PROVISIONED -> station.session.provision(station.packagePath);
            case OPEN -> station.open();
            case PAUSED -> station.session.pause();
            case DAY_CLOSED -> station.session.closeDay(_ -> true);
            case CLOSED -> station.session.closeForGood();
            case UPLOADED -> station.session.markUploaded();
            case SETTLED -> station.session.markSettled();
          };
      done(result, next);
    }
  }

  private StepResult take(StationStep step) throws Exception {
    return switch (step) {
      case PROVISION -> station.session.provision(station.packagePath);
      case OPEN -> station.session.open(station.keys(1, 2));
      case PAUSE -> station.session.pause();
      case RESUME -> station.session.resume(station.keys(1, 2));
      case CLOSE_DAY ->
          station.session.state() == StationState.OPEN
              ? station.session.closeDay(_ -> true)
              : station.session.closeDay(station.keys(1, 2), _ -> true);
      case CLOSE -> station.session.closeForGood();
      case MARK_UPLOADED -> station.session.markUploaded();
      case MARK_SETTLED -> station.session.markSettled();
    };
  }

  private static void done(StepResult result, StationState state) {
    assertThat(result).isEqualTo(new Done(state));
  }

  private static void refused(StepResult result, FailureCode reason) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.failure().code()).isEqualTo(reason));
  }

  /// `urna station status` beside a running kiosk: were its entry written, the log would fork, and
  /// the station could not be taken up again after the next restart.
  @Test
  void secondProgramBesideOpenStationLeavesTheLogAlone() throws Exception {
    reach(StationState.OPEN);
    StationLog second = StationLog.open(station.folder.log(), station.clock);

    assertThatThrownBy(
            () ->
                StationSession.load(
                    station.folder,
                    ElectionMode.PRACTICE,
                    ElectionFixtures.ORGANISER,
                    station.vault,
                    second,
                    station.clock))
        .isInstanceOf(UnusableStationException.class);

    done(station.session.pause(), StationState.PAUSED);
    assertThat(StationLog.read(station.folder.log())).isEqualTo(station.log.entries());
  }
}
