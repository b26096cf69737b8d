package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.failure.FailureCode;
import org.urna.flow.FatalFaults;
import org.urna.flow.FlowLoop;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Step;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.flow.voter.VoterState;

/// Work that throws an error, and work that never ends: each is told, wiped, and lets nobody else
/// in, where a screen stood still for ever.
class BrokenWorkTest {
  /// What a voter waits for.
  enum Work {
    READING(FailureCode.PROGRAM_BROKEN, FailureCode.WORK_HANGS),
    PROVING(FailureCode.PROGRAM_BROKEN, FailureCode.WORK_HANGS),
    SEALING(FailureCode.PROGRAM_BROKEN, FailureCode.WORK_HANGS),
    CASTING(FailureCode.STORAGE_UNCERTAIN, FailureCode.STORAGE_UNCERTAIN),
    TESTING(FailureCode.PROGRAM_BROKEN, FailureCode.WORK_HANGS);

    final FailureCode broken;
    final FailureCode hanging;

    Work(FailureCode broken, FailureCode hanging) {
      this.broken = broken;
      this.hanging = hanging;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorInAnyWorkStopsTheVisitAndTheKiosk(Work work) {
    try (Kiosk kiosk = new Kiosk()) {
      StaffFlowTest.openThePolls(kiosk);
      begin(kiosk, work);
      kiosk.services.crash = Optional.of(new NoClassDefFoundError("org/urna/Missing"));
      kiosk.work();
      assertStopped(kiosk, work.broken);
      assertThat(kiosk.services.closed).as("the session is wiped").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void workThatHangsStopsTheVisitAndTheKiosk(Work work) {
    try (Kiosk kiosk = new Kiosk()) {
      StaffFlowTest.openThePolls(kiosk);
      begin(kiosk, work);
      kiosk.pass(VoterLimits.STANDARD.overdue().minusSeconds(1));
      assertThat(kiosk.state()).isNotInstanceOf(VoterState.Stopped.class);
      kiosk.pass(Duration.ofSeconds(1));
      assertStopped(kiosk, work.hanging);
    }
  }

  private static void assertStopped(Kiosk kiosk, FailureCode code) {
    assertThat(kiosk.state()).isInstanceOf(VoterState.Stopped.class);
    assertThat(((VoterState.Stopped) kiosk.state()).failure().code()).isEqualTo(code);
    assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.OUT_OF_ORDER);
    StaffState.Live live = (StaffState.Live) kiosk.staff();
    assertThat(live.polls()).isEqualTo(Polls.OUT_OF_ORDER);
    assertThat(live.notice()).isInstanceOf(StaffState.Notice.VoterSideBroke.class);
  }

  @Test
  void aPrinterThatHangsIsGivenUpAndTheVoterKeepsTheReceipt() {
    try (Kiosk kiosk = Kiosk.open()) {
      begin(kiosk, Work.CASTING);
      kiosk.services.casts.add(new CastOutcome.Cast(SampleStates.RECEIPT));
      kiosk.work();
      kiosk.send(new VoterEvent.ReceiptAsked());
      kiosk.send(new VoterEvent.ReceiptPrintAsked());
      kiosk.pass(VoterLimits.STANDARD.overdue());
      assertThat(kiosk.state())
          .isInstanceOfSatisfying(
              VoterState.Receipt.class,
              receipt -> assertThat(receipt.paper()).isEqualTo(VoterState.Paper.FAILED));
    }
  }

  @Test
  void whatBreaksBetweenVotersClosesTheKioskAndResumingOpensIt() {
    try (Kiosk kiosk = new Kiosk()) {
      StaffFlowTest.openThePolls(kiosk);
      kiosk.driver.broke(new IllegalStateException("a thread of a driver"));
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
      assertThat(((StaffState.Live) kiosk.staff()).polls()).isEqualTo(Polls.OUT_OF_ORDER);
      kiosk.send(new StaffEvent.ResumeAsked());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
  }

  @Test
  void whoHasVotedIsStillToldSoWhenSomethingBreaks() {
    try (Kiosk kiosk = Kiosk.open()) {
      begin(kiosk, Work.CASTING);
      kiosk.services.casts.add(new CastOutcome.Cast(SampleStates.RECEIPT));
      kiosk.work();
      kiosk.driver.broke(new IllegalStateException("a thread of a driver"));
      assertThat(kiosk.state()).isInstanceOf(VoterState.Cast.class);
      assertThat(kiosk.state().visit().polls()).isEqualTo(Polls.OUT_OF_ORDER);
    }
  }

  @Test
  void anErrorBehindTheOfficialsPageIsShownThere() {
    try (Kiosk kiosk = new Kiosk()) {
      kiosk.staffServices.error = Optional.of(new NoClassDefFoundError("org/urna/Missing"));
      kiosk.send(new StaffEvent.PassphraseGiven(new TypedPassphrase("any twelve".toCharArray())));
      assertThat(answer(kiosk).code()).isEqualTo(FailureCode.PROGRAM_BROKEN);
    }
  }

  @Test
  void workThatHangsBehindTheOfficialsPageIsShownThere() {
    try (Kiosk kiosk = new Kiosk()) {
      TypedPassphrase passphrase = new TypedPassphrase("any twelve".toCharArray());
      // Not by the kiosk's own method, which lets the work run.
      kiosk.driver.staff().send(new StaffEvent.PassphraseGiven(passphrase));
      kiosk.pass(org.urna.flow.Overdue.STEP);
      assertThat(answer(kiosk).code()).isEqualTo(FailureCode.WORK_HANGS);
    }
  }

  private static org.urna.failure.Failure answer(Kiosk kiosk) {
    StaffState.SignIn page = (StaffState.SignIn) kiosk.staff();
    return ((StaffState.Answer.Wrong) page.answer()).failure();
  }

  @Test
  void aStepAWatcherOrAnEffectThatThrowsIsToldAndTheRestIsCarriedOut() {
    List<Throwable> told = new ArrayList<>();
    List<String> done = new ArrayList<>();
    FlowLoop<String, String, String> loop =
        new FlowLoop<>(
            Runnable::run,
            "begin",
            (state, event) -> {
              if (event.equals("break")) {
                throw new AssertionError(event);
              }
              return Step.to(event, "throw", "wipe");
            },
            (_, _, _) -> {},
            effect -> {
              done.add(effect);
              if (effect.equals("throw")) {
                throw new NoClassDefFoundError(effect);
              }
            },
            told::add);
    loop.send("break");
    assertThat(loop.state()).isEqualTo("begin");
    loop.send("end");
    assertThat(loop.state()).isEqualTo("end");
    assertThat(done).containsExactly("throw", "wipe");
    assertThat(told).hasSize(2);
  }

  @Test
  void onlyWhatLeavesTheVirtualMachineInDoubtEndsTheProcess() {
    assertThat(FatalFaults.isFatal(new OutOfMemoryError())).isTrue();
    assertThat(FatalFaults.isFatal(new IllegalStateException(new InternalError()))).isTrue();
    assertThat(FatalFaults.isFatal(new StackOverflowError())).isFalse();
    assertThat(FatalFaults.isFatal(new NoClassDefFoundError())).isFalse();
    Exception one = new Exception();
    Exception ring = new Exception(one);
    one.initCause(ring);
    assertThat(FatalFaults.isFatal(ring)).isFalse();
  }

  @Test
  @Timeout(60)
  void afterAnErrorOfTheVirtualMachineTheProcessEndsWithTheCodeThatIsStartedAgain()
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OutOfMemoryMain.class.getName())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(FatalFaults.EXIT);
  }

  /// A kiosk in which reading a passport uses up the memory.
  static final class OutOfMemoryMain {
    private OutOfMemoryMain() {}

    public static void main(String[] args) {
      try (Kiosk kiosk = Kiosk.open()) {
        begin(kiosk, Work.READING);
        kiosk.services.crash = Optional.of(new OutOfMemoryError("asked for"));
        kiosk.work();
      }
    }
  }

  /// Up to where the kiosk was asked for `work` and has not begun it.
  private static void begin(Kiosk kiosk, Work work) {
    kiosk.send(new VoterEvent.LanguageChosen(Language.ENGLISH));
    kiosk.send(new VoterEvent.Continued());
    kiosk.services.reader.accept(ReaderPresence.PASSPORT);
    kiosk.send(new VoterEvent.KeyScanned(SampleStates.key()));
    if (work == Work.READING) {
      return;
    }
    kiosk.services.readings.add(new PassportOutcome.Admitted());
    kiosk.reader.runAll();
    kiosk.send(new VoterEvent.Continued());
    kiosk.send(new VoterEvent.OptionTouched(1));
    kiosk.send(new VoterEvent.ReviewAsked());
    if (work == Work.PROVING) {
      kiosk.send(new VoterEvent.ChoiceConfirmed());
      assertThat(kiosk.state()).isInstanceOf(VoterState.WaitingForProof.class);
      return;
    }
    kiosk.services.proofs.add(new ProofOutcome.Prepared());
    kiosk.prover.runAll();
    kiosk.send(new VoterEvent.ChoiceConfirmed());
    if (work == Work.SEALING) {
      return;
    }
    kiosk.services.seals.add(new SealOutcome.Sealed(SampleStates.CODE));
    kiosk.prover.runAll();
    kiosk.send(work == Work.CASTING ? new VoterEvent.CastAsked() : new VoterEvent.TestAsked());
  }
}
