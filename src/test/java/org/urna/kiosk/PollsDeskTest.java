package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ElectionMode;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Item;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.hardware.PowerSupply;
import org.urna.station.LogEntry;
import org.urna.station.LogEvent;
import org.urna.station.ReadinessCheck;
import org.urna.station.ReadinessReport;
import org.urna.station.SettableProbes;
import org.urna.station.StationFixture;
import org.urna.station.StationState;
import org.urna.station.StepResult;

/// A station with a real box, log and keys, and a machine that is as a test says.
class PollsDeskTest {
  private static final PowerSupply BATTERY =
      new PowerSupply(PowerSupply.Source.BATTERY, OptionalInt.of(12));

  @TempDir Path data;
  private final SettableProbes probes = StationFixture.goodProbes();
  private StationFixture station;
  private SignInDesk signIn;
  private VoterDesk voters;
  private PollsDesk desk;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
    station.session.provision(station.packagePath);
    putTogether();
  }

  private void putTogether() {
    ShownFailures shown = new ShownFailures(station.session);
    signIn =
        new SignInDesk(
            station.folder.keys(),
            shown,
            new WrongTries(station.folder.wrongTries(), station.clock));
    voters =
        new VoterDesk(
            () -> {
              throw new AssertionError("no voter comes");
            },
            null,
            null,
            station.session.counters(),
            null,
            _ -> {});
    desk =
        new PollsDesk(
            station.session,
            station.log,
            new ReadinessCheck(
                station.folder,
                ElectionMode.PRACTICE,
                station.log,
                station.vault,
                probes,
                station.clock),
            new StationReports(station.folder, station.clock),
            voters,
            () -> BATTERY,
            signIn,
            _ -> true,
            shown);
  }

  @AfterEach
  void close() throws Exception {
    signIn.lock();
    station.close();
  }

  private void signIn() {
    for (int official = 0; official < 2; official++) {
      try (TypedPassphrase passphrase =
          new TypedPassphrase(StationFixture.PASSPHRASES[official].toCharArray())) {
        signIn.signIn(official, passphrase);
      }
    }
  }

  private void open() {
    desk.checkReadiness(_ -> {});
    signIn();
    done(desk.openPolls(), StationState.OPEN);
  }

  private static void done(StepResult result, StationState state) {
    assertThat(result).isEqualTo(new StepResult.Done(state));
  }

  private static void refused(StepResult result, FailureCode code) {
    assertThat(result)
        .isInstanceOfSatisfying(
            StepResult.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
  }

  private static void refused(ReportOutcome outcome, FailureCode code) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            ReportOutcome.Refused.class,
            refused -> assertThat(refused.failure().code()).isEqualTo(code));
  }

  private static StationReport made(ReportOutcome outcome) {
    assertThat(outcome).isInstanceOf(ReportOutcome.Made.class);
    return ((ReportOutcome.Made) outcome).report();
  }

  private static Map<Item, String> values(StationReport report) {
    return report.lines().stream()
        .collect(Collectors.toMap(StationReport.Line::item, StationReport.Line::value));
  }

  /// What the log says was shown and is no step that was refused.
  private List<String> noted() {
    return station.log.entries().stream()
        .filter(entry -> entry.event() == LogEvent.FAULT)
        .map(entry -> entry.fields().get("reason").stringValue())
        .toList();
  }

  private LogEntry lastLogged() {
    return station.log.entries().getLast();
  }

  /// Nothing can be appended to a folder.
  private void breakTheLog() throws Exception {
    Files.delete(station.folder.log());
    Files.createDirectory(station.folder.log());
  }

  private void breakTheReports() throws Exception {
    Files.writeString(station.folder.path().resolve("reports"), "a file, not a folder");
  }

  @Test
  void theZeroReportIsKeptAndSaysThatTheBoxIsEmpty() throws Exception {
    StationReport report = made(desk.zeroReport());
    assertThat(values(report))
        .containsEntry(Item.BALLOTS_IN_BOX, "0")
        .containsEntry(Item.DAY, "1")
        .containsEntry(Item.SHORT_CODE, station.session.election().orElseThrow().shortCode());
    try (var kept = Files.list(Path.of(report.savedTo()))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("zero-day-1.json", "zero-day-1.csv", "zero-day-1.pdf");
    }
  }

  @Test
  void aBoxThatIsNotEmptyHasNoZeroReport() throws Exception {
    station.session.box().orElseThrow().openDay();
    station.cast(3);
    refused(desk.zeroReport(), FailureCode.BOX_NOT_EMPTY);
    assertThat(noted()).containsExactly("S08");
  }

  @Test
  void aReportThatCannotBeKeptIsNotMade() throws Exception {
    breakTheReports();
    refused(desk.zeroReport(), FailureCode.REPORT_NOT_KEPT);
    assertThat(noted()).containsExactly("S19");
  }

  @Test
  void pollsOpenPauseResumeAndCloseWithTheOfficialsKeys() {
    open();
    done(desk.pausePolls(), StationState.PAUSED);
    signIn();
    done(desk.resumePolls(), StationState.OPEN);
    made(desk.closePolls());
    assertThat(desk.state()).isEqualTo(StationState.DAY_CLOSED);
    assertThat(noted()).isEmpty();
  }

  @Test
  void withoutTheOfficialsKeysNothingOpens() {
    desk.checkReadiness(_ -> {});
    refused(desk.openPolls(), FailureCode.KEYS_LOCKED);
    signIn();
    signIn.lock();
    refused(desk.openPolls(), FailureCode.KEYS_LOCKED);
    assertThat(noted()).as("a question to the officials is no fault").isEmpty();
    assertThat(desk.state()).isEqualTo(StationState.PROVISIONED);
  }

  @Test
  void keysServeOneStepAlsoIfItIsRefused() {
    signIn();
    refused(desk.openPolls(), FailureCode.NOT_READY);
    desk.checkReadiness(_ -> {});
    refused(desk.openPolls(), FailureCode.KEYS_LOCKED);
  }

  @Test
  void aRefusedStepIsNotedOnce() {
    signIn();
    refused(desk.openPolls(), FailureCode.NOT_READY);
    assertThat(lastLogged().event()).isEqualTo(LogEvent.REFUSED);
    assertThat(lastLogged().fields().get("reason").stringValue()).isEqualTo("S07");
    assertThat(noted()).isEmpty();
  }

  @Test
  void aLineThatFailsKeepsThePollsShut() {
    probes.reader = Optional::empty;
    open(FailureCode.NOT_READY);
    probes.reader = () -> Optional.of("a reader");
    open();
  }

  private void open(FailureCode code) {
    desk.checkReadiness(_ -> {});
    signIn();
    refused(desk.openPolls(), code);
  }

  @Test
  void aReadinessCheckThatCannotBeNotedEndsInALineThatFails() throws Exception {
    breakTheLog();
    List<ReadinessReport.Line> lines = new ArrayList<>();
    desk.checkReadiness(lines::add);
    assertThat(lines.getLast().item()).isEqualTo(ReadinessReport.Item.LOG);
    assertThat(lines.getLast().verdict()).isEqualTo(ReadinessReport.Verdict.FAIL);
    assertThat(lines.getLast().reason()).startsWith("S20");
  }

  @Test
  void aStepThatCannotBeLoggedIsNotTaken() throws Exception {
    open();
    breakTheLog();
    refused(desk.pausePolls(), FailureCode.LOG_NOT_WRITABLE);
    assertThat(desk.state()).isEqualTo(StationState.OPEN);
    refused(desk.closePolls(), FailureCode.LOG_NOT_WRITABLE);
  }

  @Test
  void theClosingReportCountsTheDayAndCanBeReadAgain() throws Exception {
    open();
    station.cast(5);
    voters.count(new Counted.SessionStarted());
    voters.count(new Counted.SessionStarted());
    voters.count(new Counted.VoteCast());
    voters.count(new Counted.Tested());
    voters.count(new Counted.Abandoned(Counted.Stage.KEY));
    Map<Item, String> values = values(made(desk.closePolls()));
    assertThat(values)
        .containsEntry(Item.BALLOTS_IN_BOX, "5")
        .containsEntry(Item.BATCHES, "3")
        .containsEntry(Item.SESSIONS, "2")
        .containsEntry(Item.CAST, "1")
        .containsEntry(Item.TESTED, "1")
        .containsEntry(Item.ABANDONED, "1")
        .containsEntry(Item.REFUSED, "0")
        .containsEntry(Item.DAY, "1");
    station.load();
    putTogether();
    assertThat(values(made(desk.closingReport())))
        .containsEntry(Item.BALLOTS_IN_BOX, "5")
        .containsEntry(Item.BATCHES, "3");
  }

  @Test
  void theClosingReportIsOfItsDayAlone() throws Exception {
    open();
    station.cast(2);
    made(desk.closePolls());
    open();
    station.cast(1);
    assertThat(values(made(desk.closePolls())))
        .containsEntry(Item.DAY, "2")
        .containsEntry(Item.BALLOTS_IN_BOX, "1")
        .containsEntry(Item.BATCHES, "1");
  }

  @Test
  void aDayThatIsPausedClosesWithTheOfficialsKeysOnly() throws Exception {
    open();
    station.cast(1);
    desk.pausePolls();
    refused(desk.closePolls(), FailureCode.KEYS_LOCKED);
    assertThat(desk.state()).isEqualTo(StationState.PAUSED);
    signIn();
    made(desk.closePolls());
    assertThat(desk.state()).isEqualTo(StationState.DAY_CLOSED);
    assertThat(signIn.take()).isEmpty();
  }

  @Test
  void openPollsCloseWithTheKeysThatTheyHave() {
    open();
    signIn();
    made(desk.closePolls());
    assertThat(signIn.take()).as("the officials' second pair is not left open").isEmpty();
  }

  @Test
  void aDayClosesAlsoIfItsReportCannotBeKept() throws Exception {
    open();
    breakTheReports();
    refused(desk.closePolls(), FailureCode.REPORT_NOT_KEPT);
    assertThat(desk.state()).isEqualTo(StationState.DAY_CLOSED);
    Files.delete(station.folder.path().resolve("reports"));
    made(desk.closingReport());
  }

  @Test
  void figuresAreOfTheBoxTheVotersAndTheMachine() throws Exception {
    open();
    station.cast(2);
    voters.count(new Counted.SessionStarted());
    voters.callVolunteer();
    StationFigures figures = desk.figures();
    assertThat(figures.queued()).isEqualTo(2);
    assertThat(figures.sessions()).isEqualTo(1);
    assertThat(figures.helpWanted()).isTrue();
    assertThat(figures.power()).isEqualTo(BATTERY);
    assertThat(figures.storageFreeMebibytes()).isPositive();
    desk.helpGiven();
    assertThat(desk.figures().helpWanted()).isFalse();
  }
}
