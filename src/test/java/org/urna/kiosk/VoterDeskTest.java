package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.FakeTimers;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.ScriptedVoterServices;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.MrzScanner;
import org.urna.station.Counter;
import org.urna.station.Counters;
import org.urna.station.LogEntry;
import org.urna.station.StationLog;

/// What a station counts of voters and tells them of its devices; no printer is needed for that.
class VoterDeskTest {
  @TempDir Path folder;
  private final FakeTimers clock = new FakeTimers();
  private final Devices devices = new Devices();
  private final List<Sound> sounds = new ArrayList<>();
  private StationLog log;
  private Counters counters;
  private VoterDesk desk;

  @BeforeEach
  @SuppressWarnings("NullAway") // nothing is printed here
  void open() throws Exception {
    log = StationLog.open(folder.resolve("station.log"), clock);
    counters = new Counters(log, clock);
    desk =
        new VoterDesk(
            new ScriptedVoterServices()::openSession,
            devices,
            new NoPages(),
            counters,
            null,
            sounds::add);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCESS_KEY_REFUSED, REFUSED_KEY",
    "CHIP_PAUSES, REFUSED_KEY",
    "CHIP_SILENT, REFUSED_CHIP",
    "NO_CHIP_IN_DOCUMENT, REFUSED_CHIP",
    "OTHER_CARD_ANSWERED, REFUSED_CHIP",
    "CHIP_PROTOCOL_ERROR, REFUSED_CHIP",
    "CHIP_CANNOT_PROVE_ITSELF, REFUSED_CHIP",
    "NO_VARIANT_FOR_PASSPORT, REFUSED_CHIP",
    "SIGNER_UNKNOWN, REFUSED_SIGNATURE",
    "SIGNATURE_WRONG, REFUSED_SIGNATURE",
    "SIGNATURE_NOT_ACCEPTED, REFUSED_SIGNATURE",
    "COPY_SUSPECTED, REFUSED_COPY",
    "PAGE_AND_CHIP_DIFFER, REFUSED_COPY",
    "TOO_YOUNG, REFUSED_NOT_ELIGIBLE",
    "PASSPORT_EXPIRED, REFUSED_NOT_ELIGIBLE",
    "OTHER_CITIZENSHIP, REFUSED_NOT_ELIGIBLE",
    "NOT_AN_ORDINARY_PASSPORT, REFUSED_NOT_ELIGIBLE",
    "DATE_UNCLEAR, REFUSED_NOT_ELIGIBLE",
    "ALREADY_VOTED, REFUSED_ALREADY_VOTED",
    "READER_GONE, FAILED",
    "READER_BUSY, FAILED",
    "PROOF_FAILED, FAILED",
    "NOT_STORED, FAILED",
    "STORAGE_UNCERTAIN, FAILED",
    "BOX_FULL, FAILED",
    "POLLS_ENDED, FAILED",
    "UNEXPECTED, FAILED"
  })
  void aRefusalIsShownByItsCodeAndLoggedInACoarseGroup(FailureCode code, Counter group) {
    desk.count(new Counted.Refused(code));

    assertThat(desk.tallied().refused()).isEqualTo(Map.of(code, 1));
    assertThat(desk.tallied().hindered()).isEmpty();
    assertThat(LoggedCounters.of(counters, log)).isEqualTo(Map.of(group, 1));
  }

  @Test
  void whatAVoterCouldGoOnAfterIsOneNumberInTheLog() {
    desk.count(new Counted.Hindered(FailureCode.CONTACT_LOST));
    desk.count(new Counted.Hindered(FailureCode.CONTACT_LOST));
    desk.count(new Counted.Hindered(FailureCode.KEY_MISTYPED));

    assertThat(desk.tallied().hindered())
        .isEqualTo(Map.of(FailureCode.CONTACT_LOST, 2, FailureCode.KEY_MISTYPED, 1));
    assertThat(desk.tallied().refused()).isEmpty();
    assertThat(LoggedCounters.of(counters, log)).isEqualTo(Map.of(Counter.HINDERED, 3));
  }

  @Test
  void theLogSaysOfARefusalNoMoreThanItsGroup() throws Exception {
    desk.count(new Counted.Refused(FailureCode.TOO_YOUNG));
    desk.count(new Counted.Refused(FailureCode.PASSPORT_EXPIRED));
    counters.flush();

    LogEntry entry = log.entries().getFirst();
    assertThat(entry.fields().keySet()).containsExactly("refused-not-eligible");
    assertThat(entry.count("refused-not-eligible")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(Counted.Stage.class)
  void whoLeavesIsCountedByTheStage(Counted.Stage stage) {
    desk.count(new Counted.Abandoned(stage));

    assertThat(desk.tallied().abandoned()).isEqualTo(Map.of(stage, 1));
    assertThat(LoggedCounters.of(counters, log))
        .isEqualTo(
            Map.of(
                switch (stage) {
                  case PASSPORT, KEY -> Counter.ABANDONED_BEFORE_READING;
                  case READING, BADGE -> Counter.ABANDONED_WHILE_READING;
                  case BALLOT, REVIEW -> Counter.ABANDONED_WHILE_CHOOSING;
                  case SEALED -> Counter.ABANDONED_WHEN_SEALED;
                },
                1));
  }

  @Test
  void sessionsVotesAndTestsAreCounted() {
    desk.count(new Counted.SessionStarted());
    desk.count(new Counted.SessionStarted());
    desk.count(new Counted.VoteCast());
    desk.count(new Counted.Tested());

    assertThat(desk.tallied().sessions()).isEqualTo(2);
    assertThat(desk.tallied().cast()).isEqualTo(1);
    assertThat(desk.tallied().tested()).isEqualTo(1);
    assertThat(LoggedCounters.of(counters, log))
        .isEqualTo(Map.of(Counter.SESSIONS, 2, Counter.CAST, 1, Counter.TESTED, 1));
  }

  @Test
  void aCallForHelpStandsUntilItWasGiven() {
    assertThat(desk.isHelpWanted()).isFalse();
    desk.callVolunteer();
    assertThat(desk.isHelpWanted()).isTrue();
    desk.helpGiven();
    assertThat(desk.isHelpWanted()).isFalse();
  }

  @Test
  void theReaderIsNotThereUntilItIsSeenAndOnlyChangesAreTold() throws Exception {
    BlockingQueue<ReaderPresence> told = new LinkedBlockingQueue<>();
    Subscription watching = desk.watchReader(told::add);
    assertThat(told.take()).isEqualTo(ReaderPresence.NO_READER);

    devices.states.put(ReaderState.EMPTY);
    assertThat(told.take()).isEqualTo(ReaderPresence.EMPTY);
    devices.states.put(ReaderState.EMPTY);
    devices.states.put(ReaderState.CARD_PRESENT);
    assertThat(told.take()).isEqualTo(ReaderPresence.PASSPORT);
    devices.states.put(ReaderState.NO_READER);
    assertThat(told.take()).isEqualTo(ReaderPresence.NO_READER);

    watching.close();
    devices.closed.await();
    assertThat(told).isEmpty();
  }

  @Test
  void aScannerThatSeesNothingGivesNoKey() throws Exception {
    assertThat(desk.scanKey()).isEqualTo(new ScannedPage.None());
  }

  @Test
  void soundsArePassedOn() {
    desk.play(Sound.ATTENTION);
    assertThat(sounds).containsExactly(Sound.ATTENTION);
  }

  /// A reader that says what a test puts into it.
  private static final class Devices implements ReaderWatch {
    private final BlockingQueue<ReaderState> states = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public ReaderState await(ReaderState known, Duration limit) throws InterruptedException {
      return states.take();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static final class NoPages implements MrzScanner {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public MrzScan await(Duration limit) {
      return new MrzScan.Nothing();
    }

    @Override
    public void close() {}
  }
}
