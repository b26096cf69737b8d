package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Step;
import org.urna.flow.staff.ExportOutcome;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.ScriptedStaffServices;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.StaffEffect;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffFlow;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.flow.staff.StaffTimer;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.staff.UploadOutcome;
import org.urna.flow.voter.VoterFlowTest;
import org.urna.flow.voter.VoterState;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StationStep;
import org.urna.station.StepResult;

public class StaffFlowTest {
  private static final Failure NOT_EMPTY = new Failure(FailureCode.BOX_NOT_EMPTY, "3");

  private static final Failure WRONG = Failure.of(FailureCode.PASSPHRASES_REFUSED);

  static Stream<StaffState> states() {
    return SampleStates.staff(Language.ENGLISH).values().stream();
  }

  public static void openThePolls(Kiosk kiosk) {
    signIn(kiosk, 2);
    kiosk.send(new StaffEvent.ZeroReportAsked());
    kiosk.send(new StaffEvent.OpenAsked());
    kiosk.send(new StaffEvent.Confirmed());
    assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
  }

  private static void signIn(Kiosk kiosk, int officials) {
    for (int i = 0; i < officials; i++) {
      kiosk.send(new StaffEvent.PassphraseGiven(new TypedPassphrase("secret".toCharArray())));
    }
  }

  @Test
  void theSamplesMissNoKind() {
    assertThat(states().map(StaffState::getClass).toList())
        .containsAll(VoterFlowTest.concrete(StaffState.class));
  }

  /// The whole day, with what the voter's side does at each step.
  @Test
  void aDayFromSigningInToTheReceipts() {
    try (Kiosk kiosk = new Kiosk()) {
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
      signIn(kiosk, 1);
      assertThat(((StaffState.SignIn) kiosk.staff()).typed()).containsExactly(0);
      signIn(kiosk, 1);
      assertThat(((StaffState.Preparing) kiosk.staff()).isReady()).isTrue();
      kiosk.send(new StaffEvent.ZeroReportAsked());
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Zero.class);
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
      kiosk.send(new StaffEvent.OpenAsked());
      kiosk.send(new StaffEvent.Confirmed());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
      kiosk.send(new StaffEvent.PauseAsked());
      kiosk.send(new StaffEvent.Confirmed());
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
      kiosk.send(new StaffEvent.ResumeAsked());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
      kiosk.send(new StaffEvent.CloseAsked());
      kiosk.send(new StaffEvent.Confirmed());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
      signIn(kiosk, 2);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Closed.class);
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.CLOSED);
      kiosk.send(new StaffEvent.ReceiptsImportAsked());
      assertThat(((StaffState.Closed) kiosk.staff()).notice())
          .isEqualTo(new Notice.ReceiptsTaken(1));
      kiosk.send(new StaffEvent.UploadAsked());
      assertThat(kiosk.staff()).isInstanceOf(StaffState.ReadyToSend.class);
      kiosk.send(new StaffEvent.SendAsked());
      StaffState.Uploaded uploaded = (StaffState.Uploaded) kiosk.staff();
      assertThat(uploaded.finished()).isTrue();
      assertThat(uploaded.rows()).containsExactly(ScriptedStaffServices.ROW);
      kiosk.send(new StaffEvent.ReceiptsExportAsked());
      assertThat(((StaffState.Uploaded) kiosk.staff()).notice())
          .isEqualTo(new Notice.Exported("/media/stick"));
      assertThat(kiosk.staffServices.calls)
          .containsSubsequence(
              "signIn 0 secret",
              "signIn 1 secret",
              "state",
              "checkReadiness",
              "zeroReport",
              "openPolls",
              "pausePolls",
              "resumePolls",
              "closePolls",
              "preflight",
              "upload",
              "exportReceipts");
      assertThat(kiosk.staffServices.lent).hasSize(4).allMatch(TypedPassphrase::isWiped);
    }
  }

  @Test
  void aLineThatFailsKeepsThePollsShut() {
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.verdict = ReadinessReport.Verdict.FAIL;
      signIn(kiosk, 2);
      kiosk.send(new StaffEvent.ZeroReportAsked());
      kiosk.send(new StaffEvent.OpenAsked());
      kiosk.send(new StaffEvent.Confirmed());
      assertThat(kiosk.staffServices.calls).doesNotContain("zeroReport", "openPolls");
      kiosk.staffServices.verdict = ReadinessReport.Verdict.WARN;
      kiosk.send(new StaffEvent.CheckAsked());
      kiosk.send(new StaffEvent.ZeroReportAsked());
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Zero.class);
    }
  }

  @Test
  void aBoxThatIsNotEmptyKeepsThePollsShut() {
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.open = new StepResult.Refused(StationStep.OPEN, NOT_EMPTY);
      signIn(kiosk, 2);
      kiosk.send(new StaffEvent.ZeroReportAsked());
      kiosk.send(new StaffEvent.OpenAsked());
      kiosk.send(new StaffEvent.Confirmed());
      assertThat(((StaffState.Zero) kiosk.staff()).notice())
          .isEqualTo(new Notice.Refused(NOT_EMPTY));
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
    }
  }

  @Test
  void oneOfficialAloneOpensAndClosesNothing() {
    try (Kiosk kiosk = new Kiosk()) {
      signIn(kiosk, 1);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.SignIn.class);
      assertThat(((StaffState.SignIn) kiosk.staff()).active()).isEqualTo(1);
      kiosk.staffServices.signIn = new SignInOutcome.Refused(WRONG);
      signIn(kiosk, 1);
      assertThat(((StaffState.SignIn) kiosk.staff()).answer())
          .isEqualTo(new StaffState.Answer.Wrong(WRONG));
      kiosk.staffServices.signIn = new SignInOutcome.LockedOut(WRONG, Duration.ofSeconds(30));
      signIn(kiosk, 1);
      assertThat(((StaffState.SignIn) kiosk.staff()).answer())
          .isEqualTo(new StaffState.Answer.LockedOut(WRONG, 30));
      assertThat(kiosk.staffServices.calls).doesNotContain("checkReadiness");
    }
  }

  @Test
  void aWrongFirstPassphraseCanBeTypedAgain() {
    try (Kiosk kiosk = new Kiosk()) {
      signIn(kiosk, 1);
      kiosk.staffServices.signIn = new SignInOutcome.Refused(WRONG);
      signIn(kiosk, 1);
      kiosk.send(new StaffEvent.OfficialChosen(0));
      assertThat(((StaffState.SignIn) kiosk.staff()).active()).isZero();
      assertThat(((StaffState.SignIn) kiosk.staff()).answer())
          .as("the remedy stays while it is followed")
          .isEqualTo(new StaffState.Answer.Wrong(WRONG));
      signIn(kiosk, 1);
      assertThat(kiosk.staffServices.calls)
          .containsSubsequence("signIn 0 secret", "signIn 1 secret", "signIn 0 secret");
    }
  }

  @Test
  void ofMoreThanTwoOfficialsAnyTwoSignIn() {
    StaffFlow flow = new StaffFlow(Language.ENGLISH, 3);
    StaffState state = flow.step(flow.initial(), new StaffEvent.OfficialChosen(1)).state();
    state = kept(flow, state);
    assertThat(((StaffState.SignIn) state).typed()).containsExactly(1);
    state = flow.step(state, new StaffEvent.OfficialChosen(2)).state();
    assertThat(((StaffState.SignIn) state).active()).isEqualTo(2);
    try (TypedPassphrase typed = new TypedPassphrase("secret".toCharArray())) {
      Step<StaffState, StaffEffect> step = flow.step(state, new StaffEvent.PassphraseGiven(typed));
      assertThat(step.effects()).containsExactly(new StaffEffect.SignIn(2, typed));
      state =
          flow.step(step.state(), new StaffEvent.SignedIn(new SignInOutcome.Accepted())).state();
    }
    assertThat(state).isInstanceOf(StaffState.Loading.class);
  }

  private static StaffState kept(StaffFlow flow, StaffState state) {
    try (TypedPassphrase typed = new TypedPassphrase("secret".toCharArray())) {
      StaffState checking = flow.step(state, new StaffEvent.PassphraseGiven(typed)).state();
      return flow.step(checking, new StaffEvent.SignedIn(new SignInOutcome.Kept())).state();
    }
  }

  @Test
  void pollsThatPausedUnderALockGoOnWhenTwoSignIn() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      kiosk.send(new StaffEvent.PauseAsked());
      kiosk.send(new StaffEvent.Confirmed());
      kiosk.send(new StaffEvent.LockAsked());
      signIn(kiosk, 1);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
      kiosk.staffServices.resume =
          new StepResult.Refused(StationStep.RESUME, Failure.of(FailureCode.KEYS_LOCKED));
      kiosk.send(new StaffEvent.ResumeAsked());
      assertThat(((StaffState.SignIn) kiosk.staff()).purpose())
          .isInstanceOf(StaffState.Purpose.Resume.class);
      kiosk.staffServices.resume = new StepResult.Done(StationState.OPEN);
      signIn(kiosk, 2);
      assertThat(((StaffState.Live) kiosk.staff()).polls()).isEqualTo(Polls.OPEN);
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
  }

  @Test
  void whoeverWasNotSignedInOpensALockedPageWithAnother() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      kiosk.send(new StaffEvent.LockAsked());
      kiosk.send(new StaffEvent.TwoAsked());
      signIn(kiosk, 1);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.SignIn.class);
      signIn(kiosk, 1);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
    }
  }

  @Test
  void votersAreToldHowThingsStandBeforeOfficialsSignInAgain() {
    ScriptedStaffServices closed = new ScriptedStaffServices();
    closed.state = StationState.DAY_CLOSED;
    try (Kiosk kiosk = new Kiosk(closed)) {
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.CLOSED);
    }
    ScriptedStaffServices broken = new ScriptedStaffServices();
    broken.state = StationState.OPEN;
    try (Kiosk kiosk = new Kiosk(broken)) {
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.PAUSED);
    }
  }

  @Test
  void noLeavesThingsAsTheyWere() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      for (StaffEvent asked : List.of(new StaffEvent.PauseAsked(), new StaffEvent.CloseAsked())) {
        kiosk.send(asked);
        assertThat(kiosk.staff()).isInstanceOf(StaffState.Confirm.class);
        kiosk.send(new StaffEvent.WentBack());
        assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
      }
      assertThat(kiosk.staffServices.calls).doesNotContain("pausePolls", "closePolls");
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
  }

  @Test
  void aRefusedCloseLeavesThePollsAsTheyWere() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      Failure storage = Failure.of(FailureCode.BOX_DAMAGED);
      kiosk.staffServices.close = new ReportOutcome.Refused(storage);
      kiosk.send(new StaffEvent.CloseAsked());
      kiosk.send(new StaffEvent.Confirmed());
      signIn(kiosk, 2);
      assertThat(((StaffState.Live) kiosk.staff()).notice()).isEqualTo(new Notice.Refused(storage));
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
  }

  @Test
  void afterARestartTheOfficialsDecideWhetherToGoOn() {
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.state = StationState.PAUSED;
      signIn(kiosk, 2);
      assertThat(((StaffState.Live) kiosk.staff()).polls()).isEqualTo(Polls.PAUSED);
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.PAUSED);
      kiosk.send(new StaffEvent.ResumeAsked());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.state = StationState.DAY_CLOSED;
      signIn(kiosk, 2);
      assertThat(((StaffState.Closed) kiosk.staff()).report())
          .isEqualTo(ScriptedStaffServices.CLOSING);
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.CLOSED);
    }
  }

  @Test
  void thePageLocksAfterHalfAnHourAndThePollsStayOpen() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      passWithWork(kiosk, Duration.ofMinutes(29));
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
      passWithWork(kiosk, Duration.ofMinutes(1));
      assertThat(kiosk.staff()).isInstanceOf(StaffState.SignIn.class);
      assertThat(kiosk.staffServices.calls).contains("lock");
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
      signIn(kiosk, 1);
      assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
    }
  }

  @Test
  void thePageLocksAfterTwelveHoursEvenIfItIsUsed() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      for (int i = 0; i < 72; i++) {
        assertThat(kiosk.staff()).isInstanceOf(StaffState.Live.class);
        kiosk.send(new StaffEvent.Active());
        passWithWork(kiosk, Duration.ofMinutes(10));
      }
      assertThat(kiosk.staff()).isInstanceOf(StaffState.SignIn.class);
    }
  }

  private static void passWithWork(Kiosk kiosk, Duration duration) {
    kiosk.pass(duration);
    kiosk.background.runAll();
  }

  @Test
  void whatRunsGoesOnUnderALockedPage() {
    StaffFlow flow = new StaffFlow(Language.ENGLISH, 2);
    StaffState uploading =
        new StaffState.Uploading(Language.ENGLISH, ScriptedStaffServices.CLOSING, List.of(), false);
    StaffState locked = flow.step(uploading, new StaffEvent.LockAsked()).state();
    locked = flow.step(locked, new StaffEvent.BatchMoved(ScriptedStaffServices.ROW)).state();
    locked = flow.step(locked, new StaffEvent.UploadEnded(new UploadOutcome.Finished())).state();
    StaffState.Purpose.Unlock purpose =
        (StaffState.Purpose.Unlock) ((StaffState.SignIn) locked).purpose();
    assertThat(purpose.under())
        .isEqualTo(
            new StaffState.Uploaded(
                Language.ENGLISH,
                ScriptedStaffServices.CLOSING,
                List.of(ScriptedStaffServices.ROW),
                true,
                new Notice.None()));
  }

  @Test
  void anUploadCanBeInterruptedAndContinued() {
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.state = StationState.DAY_CLOSED;
      signIn(kiosk, 2);
      kiosk.staffServices.upload = new UploadOutcome.Interrupted();
      kiosk.send(new StaffEvent.UploadAsked());
      kiosk.send(new StaffEvent.SendAsked());
      StaffState.Uploaded stopped = (StaffState.Uploaded) kiosk.staff();
      assertThat(stopped.finished()).isFalse();
      assertThat(stopped.notice()).isEqualTo(new Notice.Interrupted());
      kiosk.staffServices.upload = new UploadOutcome.Finished();
      kiosk.send(new StaffEvent.UploadAsked());
      kiosk.send(new StaffEvent.SendAsked());
      assertThat(((StaffState.Uploaded) kiosk.staff()).finished()).isTrue();
    }
  }

  @Test
  void aServiceThatBreaksIsARefusalWithACode() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      kiosk.staffServices.broken = true;
      kiosk.send(new StaffEvent.PauseAsked());
      kiosk.send(new StaffEvent.Confirmed());
      StaffState.Live live = (StaffState.Live) kiosk.staff();
      assertThat(live.polls()).isEqualTo(Polls.OPEN);
      Failure failure = ((Notice.Refused) live.notice()).failure();
      assertThat(failure.code()).isEqualTo(FailureCode.UNEXPECTED);
      assertThat(failure.detail()).isNotEmpty();
      assertThat(kiosk.staffServices.noted).containsExactly(failure);
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.broken = true;
      signIn(kiosk, 1);
      assertThat(((StaffState.SignIn) kiosk.staff()).answer())
          .isEqualTo(new StaffState.Answer.Wrong(kiosk.staffServices.noted.getFirst()));
      assertThat(kiosk.staffServices.noted)
          .extracting(Failure::code)
          .containsExactly(FailureCode.UNEXPECTED);
      assertThat(kiosk.staffServices.lent).allMatch(TypedPassphrase::isWiped);
    }
  }

  @Test
  void aPassphraseThatNobodyTakesIsWiped() {
    try (Kiosk kiosk = new Kiosk()) {
      openThePolls(kiosk);
      TypedPassphrase stray = new TypedPassphrase("secret".toCharArray());
      kiosk.send(new StaffEvent.PassphraseGiven(stray));
      assertThat(stray.isWiped()).isTrue();
      assertThat(stray.toString()).doesNotContain("secret");
    }
  }

  static List<StaffEvent> touches() {
    List<StaffEvent> all = new ArrayList<>();
    all.add(new StaffEvent.Active());
    all.add(new StaffEvent.OfficialChosen(1));
    all.add(new StaffEvent.TwoAsked());
    all.add(new StaffEvent.Confirmed());
    all.add(new StaffEvent.CheckAsked());
    all.add(new StaffEvent.ZeroReportAsked());
    all.add(new StaffEvent.OpenAsked());
    all.add(new StaffEvent.PauseAsked());
    all.add(new StaffEvent.ResumeAsked());
    all.add(new StaffEvent.CloseAsked());
    all.add(new StaffEvent.UploadAsked());
    all.add(new StaffEvent.SendAsked());
    all.add(new StaffEvent.InterruptAsked());
    all.add(new StaffEvent.ReceiptsExportAsked());
    all.add(new StaffEvent.BatchesExportAsked());
    all.add(new StaffEvent.ReceiptsImportAsked());
    all.add(new StaffEvent.NextDayAsked());
    all.add(new StaffEvent.HelpGiven());
    all.add(new StaffEvent.WentBack());
    all.add(new StaffEvent.LanguageChosen(Language.RUSSIAN));
    return all;
  }

  static List<StaffEvent> answers() {
    List<StaffEvent> all = new ArrayList<>();
    all.add(new StaffEvent.SignedIn(new SignInOutcome.Accepted()));
    for (StationState state : StationState.values()) {
      all.add(new StaffEvent.StateKnown(state));
    }
    all.add(
        new StaffEvent.ReadinessFound(
            new ReadinessReport.Line(ReadinessReport.Item.LOG, ReadinessReport.Verdict.PASS, "")));
    all.add(new StaffEvent.ReadinessChecked());
    all.add(new StaffEvent.ZeroReportMade(new ReportOutcome.Made(ScriptedStaffServices.ZERO)));
    all.add(new StaffEvent.PollsOpened(new StepResult.Done(StationState.OPEN)));
    all.add(new StaffEvent.PollsPaused(new StepResult.Done(StationState.PAUSED)));
    all.add(new StaffEvent.PollsResumed(new StepResult.Done(StationState.OPEN)));
    all.add(new StaffEvent.PollsClosed(new ReportOutcome.Made(ScriptedStaffServices.CLOSING)));
    all.add(new StaffEvent.FiguresRead(StationFigures.none()));
    all.add(new StaffEvent.PreflightDone(new PreflightOutcome.Ready(List.of(), List.of())));
    all.add(new StaffEvent.BatchMoved(ScriptedStaffServices.ROW));
    all.add(new StaffEvent.UploadEnded(new UploadOutcome.Finished()));
    all.add(new StaffEvent.ExportEnded(new ExportOutcome.Verified("")));
    all.add(new StaffEvent.VoterSideBroke(WRONG));
    for (StaffTimer timer : StaffTimer.values()) {
      all.add(new StaffEvent.TimerElapsed(timer));
    }
    return all;
  }

  @Test
  void theEventsMissNoKind() {
    Set<Class<?>> kinds = new HashSet<>();
    touches().forEach(event -> kinds.add(event.getClass()));
    answers().forEach(event -> kinds.add(event.getClass()));
    kinds.add(StaffEvent.PassphraseGiven.class);
    kinds.add(StaffEvent.LockAsked.class);
    assertThat(kinds).containsAll(VoterFlowTest.concrete(StaffEvent.class));
  }

  /// From a locked page no touch does anything but unlock; answers never open it.
  @ParameterizedTest
  @MethodSource("states")
  void nothingButPassphrasesOpensALockedPage(StaffState state) {
    StaffFlow flow = new StaffFlow(Language.ENGLISH, 2);
    StaffState locked = flow.step(state, new StaffEvent.LockAsked()).state();
    List<StaffEvent> events = new ArrayList<>(touches());
    events.addAll(answers());
    for (StaffEvent event : events) {
      Step<StaffState, StaffEffect> step = flow.step(locked, event);
      assertThat(step.state()).as("%s in %s", event, locked).isInstanceOf(StaffState.SignIn.class);
      if (event instanceof StaffEvent.Touch) {
        assertThat(step.effects())
            .as("%s in %s", event, locked)
            .allMatch(
                effect ->
                    effect instanceof StaffEffect.StartTimer
                        || effect instanceof StaffEffect.StopTimer);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void anyEventInAnyStateIsTaken(StaffState state) {
    StaffFlow flow = new StaffFlow(Language.ENGLISH, 2);
    List<StaffEvent> events = new ArrayList<>(touches());
    events.addAll(answers());
    events.add(new StaffEvent.LockAsked());
    for (StaffEvent event : events) {
      Step<StaffState, StaffEffect> step = flow.step(state, event);
      boolean opens =
          step.effects().contains(new StaffEffect.OpenPolls())
              || step.effects().contains(new StaffEffect.ClosePolls());
      if (opens) {
        assertThat(state).isInstanceOfAny(StaffState.Confirm.class, StaffState.SignIn.class);
      }
      for (StaffEffect effect : step.effects()) {
        if (effect.equals(new StaffEffect.TellVoters(Polls.OPEN))) {
          assertThat(event)
              .isIn(
                  new StaffEvent.PollsOpened(new StepResult.Done(StationState.OPEN)),
                  new StaffEvent.PollsResumed(new StepResult.Done(StationState.OPEN)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(StaffTimer.class)
  void timersOfALockedPageDoNothing(StaffTimer timer) {
    StaffFlow flow = new StaffFlow(Language.ENGLISH, 2);
    StaffState begin = flow.initial();
    assertThat(flow.step(begin, new StaffEvent.TimerElapsed(timer)).state()).isSameAs(begin);
  }
}
