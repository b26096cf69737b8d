package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.FaultCode;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;
import org.urna.flow.staff.ScriptedStaffServices;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.KeyDraft;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.Preparation;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.ScriptedVoterServices;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFlowTest;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.flow.voter.VoterSession;
import org.urna.flow.voter.VoterState;

class FlowDriverTest {
  @Test
  void everyDraftThatIsLeftIsWiped() {
    try (Kiosk kiosk = Kiosk.open()) {
      List<KeyDraft> drafts = new ArrayList<>();
      kiosk
          .driver
          .voter()
          .watch(
              state -> {
                if (state instanceof VoterState.KeyEntry entry) {
                  drafts.add(entry.draft());
                }
              });
      toTheKey(kiosk);
      kiosk.type("L898902C36", "7408122", "1204159");
      VoterState.KeyEntry complete = (VoterState.KeyEntry) kiosk.state();
      assertThat(complete.draft().isComplete()).isTrue();
      kiosk.send(new VoterEvent.KeyEntered());
      assertThat(drafts).hasSizeGreaterThan(20).allMatch(KeyDraft::isWiped);

      TypedKey key = ((VoterState.Reading) kiosk.state()).key();
      assertThat(key.isWiped()).isFalse();
      kiosk.services.readings.add(new PassportOutcome.Admitted());
      kiosk.reader.runAll();
      assertThat(key.isWiped()).isTrue();
      assertThat(kiosk.services.keysLent).allMatch(TypedKey::isWiped);
      assertThat(kiosk.services.keysSeen).containsExactly("L898902C3740812120415");
    }
  }

  @Test
  void aScanThatComesTooLateIsWipedAndNotHeard() {
    try (Kiosk kiosk = Kiosk.open()) {
      toTheKey(kiosk);
      TypedKey late = SampleStates.key();
      kiosk.type("L898902C36", "7408122", "1204159");
      kiosk.send(new VoterEvent.KeyEntered());
      kiosk.send(new VoterEvent.KeyScanned(late));
      assertThat(late.isWiped()).isTrue();
      assertThat(kiosk.state()).isInstanceOf(VoterState.Reading.class);
    }
  }

  @Test
  void aKeyLentToWorkThatNeverBeganIsWiped() {
    try (Kiosk kiosk = Kiosk.open()) {
      toTheKey(kiosk);
      kiosk.type("L898902C36", "7408122", "1204159");
      kiosk.send(new VoterEvent.KeyEntered());
      kiosk.send(new VoterEvent.LeaveAsked());
      kiosk.reader.runAll();
      assertThat(kiosk.services.keysLent).isEmpty();
      assertThat(kiosk.services.closed).isEqualTo(1);
    }
  }

  @Test
  void answersOfAWipedSessionAreDropped() {
    try (Kiosk kiosk = Kiosk.open()) {
      toTheBadge(kiosk);
      kiosk.send(new VoterEvent.LeaveAsked());
      kiosk.send(new VoterEvent.LeaveConfirmed());
      kiosk.services.reader.accept(ReaderPresence.EMPTY);
      toTheBadge(kiosk);
      kiosk.services.proofs.add(new ProofOutcome.Prepared());
      kiosk.prover.runAll();
      // One proof was answered, the one of the session that lives.
      assertThat(((VoterState.Badge) kiosk.state()).preparation())
          .isEqualTo(new Preparation.Ready());
      assertThat(kiosk.services.proofs).isEmpty();
      assertThat(kiosk.services.opened).isEqualTo(2);
      assertThat(kiosk.services.closed).isEqualTo(1);
    }
  }

  @Test
  void theOrderIsDrawnAnewForEachVoter() {
    try (Kiosk kiosk = Kiosk.open()) {
      List<List<Integer>> orders = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        toTheBadge(kiosk);
        orders.add(((VoterState.Badge) kiosk.state()).order());
        kiosk.send(new VoterEvent.LeaveAsked());
        kiosk.send(new VoterEvent.LeaveConfirmed());
        kiosk.services.reader.accept(ReaderPresence.EMPTY);
        kiosk.work();
      }
      assertThat(orders.stream().distinct().count()).isGreaterThan(2);
      assertThat(orders).allSatisfy(order -> assertThat(order).containsExactlyInAnyOrder(0, 1, 2));
    }
  }

  @Test
  void theUsualTimeIsThatOfEarlierReadings() {
    try (Kiosk kiosk = Kiosk.open()) {
      for (int i = 0; i < 3; i++) {
        toTheKey(kiosk);
        kiosk.type("L898902C36", "7408122", "1204159");
        kiosk.send(new VoterEvent.KeyEntered());
        assertThat(((VoterState.Reading) kiosk.state()).typicalSeconds()).isEqualTo(i == 0 ? 0 : 1);
        kiosk.services.readings.add(new PassportOutcome.Admitted());
        kiosk.reader.runAll();
        kiosk.send(new VoterEvent.LeaveAsked());
        kiosk.send(new VoterEvent.LeaveConfirmed());
        kiosk.services.reader.accept(ReaderPresence.EMPTY);
      }
    }
  }

  @Test
  void theVoterSideBreakingShowsOnTheVolunteersPage() {
    try (Kiosk kiosk = new Kiosk()) {
      StaffFlowTest.openThePolls(kiosk);
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
      toTheBadge(kiosk);
      kiosk.services.proofs.add(
          new ProofOutcome.Failed(new Failure(FailureCode.PROOF_FAILED, "not-provable")));
      kiosk.prover.runAll();
      StaffState.Live live = (StaffState.Live) kiosk.staff();
      assertThat(live.polls()).isEqualTo(Polls.OUT_OF_ORDER);
      assertThat(live.notice())
          .isEqualTo(
              new StaffState.Notice.VoterSideBroke(
                  new Failure(FailureCode.PROOF_FAILED, "not-provable")));
      kiosk.services.reader.accept(ReaderPresence.EMPTY);
      kiosk.send(new VoterEvent.Continued());
      assertThat(kiosk.state()).isInstanceOf(VoterState.NotVoting.class);
      kiosk.send(new StaffEvent.ResumeAsked());
      assertThat(kiosk.state()).isInstanceOf(VoterState.Start.class);
    }
  }

  @Test
  void faultCodesNameTypeAndPlaceAndNotTheMessage() {
    Failure one = FaultCode.of(thrown("AB1234567"));
    assertThat(one).isEqualTo(FaultCode.of(thrown("other")));
    assertThat(one.code()).isEqualTo(FailureCode.UNEXPECTED);
    // Groups that begin with a digit: none looks like a failure's code.
    assertThat(one.detail()).matches("([0-9][0-9A-HJKMNP-TV-Z]{2})-([0-9][0-9A-HJKMNP-TV-Z]{2})");
    assertThat(one).isNotEqualTo(FaultCode.of(new IllegalArgumentException("AB1234567")));
  }

  private static RuntimeException thrown(String message) {
    return new IllegalStateException(message);
  }

  /// Real threads: proving is interrupted when the voter leaves, the session is closed only after
  /// it has really ended, and the next voter is served meanwhile.
  @Test
  @Timeout(30)
  void leavingInterruptsTheProofAndThenClosesTheSession() throws Exception {
    CountDownLatch proving = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicBoolean closedWhileProving = new AtomicBoolean();
    AtomicBoolean working = new AtomicBoolean();
    VoterSession slow =
        new VoterSession() {
          @Override
          public PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
            return new PassportOutcome.Admitted();
          }

          @Override
          public ProofOutcome prove(DoubleConsumer progress) throws InterruptedException {
            working.set(true);
            proving.countDown();
            try {
              new CountDownLatch(1).await();
              throw new AssertionError("nobody opens this latch");
            } catch (InterruptedException e) {
              interrupted.set(true);
              throw e;
            } finally {
              working.set(false);
            }
          }

          @Override
          public SealOutcome seal(int option, DoubleConsumer progress) {
            throw new AssertionError("not reached");
          }

          @Override
          public void destroySealedBallot() {}

          @Override
          public CastOutcome cast() {
            throw new AssertionError("not reached");
          }

          @Override
          public TestOutcome test() {
            throw new AssertionError("not reached");
          }

          @Override
          public void close() {
            closedWhileProving.set(working.get());
            closed.countDown();
          }
        };
    ScriptedVoterServices scripted = new ScriptedVoterServices();
    VoterServices services =
        new VoterServices() {
          @Override
          public VoterSession openSession() {
            return slow;
          }

          @Override
          public Subscription watchReader(Consumer<ReaderPresence> listener) {
            listener.accept(ReaderPresence.PASSPORT);
            return () -> {};
          }

          @Override
          public ScannedPage scanKey() {
            return new ScannedPage.Key(SampleStates.key());
          }

          @Override
          public boolean printReceipt(VoterReceipt receipt) {
            return false;
          }

          @Override
          public void play(Sound sound) {
            scripted.play(sound);
          }

          @Override
          public void count(Counted counted) {
            scripted.count(counted);
          }

          @Override
          public void callVolunteer() {}
        };
    try (FlowDriver driver =
        new FlowDriver(
            VoterFlowTest.ELECTION,
            services,
            new ScriptedStaffServices(),
            VoterLimits.STANDARD,
            Language.ENGLISH,
            FlowThreads.start(),
            new Random(1),
            System::nanoTime)) {
      driver.start();
      driver.voter().send(new VoterEvent.PollsChanged(Polls.OPEN));
      driver.voter().send(new VoterEvent.LanguageChosen(Language.ENGLISH));
      driver.voter().send(new VoterEvent.Continued());
      driver
          .voter()
          .when(VoterState.Badge.class::isInstance)
          .get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
      assertThat(proving.await(10, TimeUnit.SECONDS)).isTrue();
      driver.voter().send(new VoterEvent.LeaveAsked());
      driver.voter().send(new VoterEvent.LeaveConfirmed());
      assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(interrupted).isTrue();
      assertThat(closedWhileProving).isFalse();
      driver
          .voter()
          .when(VoterState.TakePassport.class::isInstance)
          .get(10_000, TimeUnit.MILLISECONDS);
    }
  }

  private static void toTheKey(Kiosk kiosk) {
    kiosk.send(new VoterEvent.LanguageChosen(Language.ENGLISH));
    kiosk.send(new VoterEvent.Continued());
    kiosk.services.reader.accept(ReaderPresence.PASSPORT);
    assertThat(kiosk.state()).isInstanceOf(VoterState.KeyEntry.class);
  }

  private static void toTheBadge(Kiosk kiosk) {
    toTheKey(kiosk);
    kiosk.type("L898902C36", "7408122", "1204159");
    kiosk.send(new VoterEvent.KeyEntered());
    kiosk.services.readings.add(new PassportOutcome.Admitted());
    kiosk.reader.runAll();
    assertThat(kiosk.state()).isInstanceOf(VoterState.Badge.class);
  }
}
