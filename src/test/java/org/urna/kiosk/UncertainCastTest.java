package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.BallotCode;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionPackage;
import org.urna.failure.FailureCode;
import org.urna.flow.Counted;
import org.urna.flow.FakeTimers;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.ManualExecutor;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Sound;
import org.urna.flow.Subscription;
import org.urna.flow.staff.ScriptedStaffServices;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.ScannedPage;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFlowTest;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterSession;
import org.urna.flow.voter.VoterState;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;
import org.urna.passport.scan.MrzScan;
import org.urna.passport.scan.MrzScanner;
import org.urna.queue.BallotFixtures;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.Counter;
import org.urna.station.Counters;
import org.urna.station.PollsInMemory;
import org.urna.station.StationLog;

/// The disk takes the ballot and then fails: from the box through the real visit, desk and flow to
/// what the screen is told. Nobody may hear that nothing was kept.
class UncertainCastTest {
  @TempDir Path data;
  private final FakeTimers time = new FakeTimers();
  private final ManualExecutor reader = new ManualExecutor();
  private final ManualExecutor prover = new ManualExecutor();
  private final ManualExecutor background = new ManualExecutor();
  private ElectionPackage election;
  private SqliteBallotQueue box;
  private PollsInMemory polls;
  private SealedBallot ballot;
  private Counters counters;
  private StationLog log;

  @BeforeEach
  void open() throws Exception {
    election = ElectionFixtures.practicePackage(data.resolve("package"));
    box =
        SqliteBallotQueue.open(
            data.resolve("box"), BoxIdentity.of(election, ElectionFixtures.STATION));
    box.openDay();
    polls = new PollsInMemory(data.resolve("keys"), election);
    ballot = BallotFixtures.random(new SecureRandom());
    log = StationLog.open(data.resolve("station.log"), time);
    counters = new Counters(log, time);
  }

  @AfterEach
  void close() throws Exception {
    polls.end();
    box.close();
  }

  @Test
  void aDiskThatFailsBehindTheWriteLeavesTheVoterWaiting() throws Exception {
    castOn(
        failingBehindTheWrite(
            () -> new QueueException(QueueException.Effect.UNKNOWN, "the disk does not answer")));
  }

  @Test
  void soDoesAFaultOfTheProgramBehindTheWrite() throws Exception {
    castOn(failingBehindTheWrite(() -> new IllegalStateException("behind the write")));
  }

  private void castOn(BallotQueue queue) throws Exception {
    VoterDesk desk = desk(queue);
    try (FlowDriver driver =
        new FlowDriver(
            VoterFlowTest.ELECTION,
            new WithoutAReader(desk),
            new ScriptedStaffServices(),
            VoterLimits.STANDARD,
            Language.ENGLISH,
            new FlowThreads(Runnable::run, reader, prover, background, time, () -> {}),
            new Random(7),
            time::nanoTime)) {
      driver.start();
      driver.voter().send(new VoterEvent.PresenceChanged(VoterServices.ReaderPresence.EMPTY));
      driver.voter().send(new VoterEvent.PollsChanged(Polls.OPEN));
      driver.voter().send(new VoterEvent.LanguageChosen(Language.ENGLISH));
      driver.voter().send(new VoterEvent.Continued());
      driver.voter().send(new VoterEvent.PresenceChanged(VoterServices.ReaderPresence.PASSPORT));
      driver.voter().send(new VoterEvent.KeyScanned(SampleStates.key()));
      reader.runAll();
      prover.runAll();
      driver.voter().send(new VoterEvent.Continued());
      driver.voter().send(new VoterEvent.OptionTouched(1));
      driver.voter().send(new VoterEvent.ReviewAsked());
      driver.voter().send(new VoterEvent.ChoiceConfirmed());
      prover.runAll();
      driver.voter().send(new VoterEvent.CastAsked());
      prover.runAll();

      VoterState.Stopped stopped = (VoterState.Stopped) driver.voter().state();
      assertThat(stopped.failure().code()).isEqualTo(FailureCode.STORAGE_UNCERTAIN);
      assertThat(stopped.visit().polls()).isEqualTo(Polls.OUT_OF_ORDER);
    }
    assertThat(box.ballotsInAll()).as("it was kept").isEqualTo(1);
    assertThat(box.holds(ballot.nullifier())).as("as the next attempt will tell").isTrue();
    assertThat(desk.tallied().refused()).isEqualTo(Map.of(FailureCode.STORAGE_UNCERTAIN, 1));
    assertThat(desk.tallied().cast()).isZero();
    assertThat(LoggedCounters.of(counters, log))
        .isEqualTo(Map.of(Counter.SESSIONS, 1, Counter.FAILED, 1));
  }

  private BallotQueue failingBehindTheWrite(Supplier<Exception> failure) {
    return (BallotQueue)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BallotQueue.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(box, arguments);
                if (method.getName().equals("append")) {
                  throw failure.get();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @SuppressWarnings("NullAway") // nothing is printed here
  private VoterDesk desk(BallotQueue queue) {
    return new VoterDesk(
        () -> new CastingVisit(visit(queue)),
        new NoReader(),
        new NoScanner(),
        counters,
        null,
        _ -> {});
  }

  @SuppressWarnings("NullAway") // keeping a ballot needs neither reader nor provers
  private VoterVisit visit(BallotQueue queue) {
    return new VoterVisit(
        new VoterVisit.Station(
            election.manifest(),
            null,
            null,
            queue,
            polls.polls(),
            new SecureRandom(),
            Clock.systemUTC()));
  }

  /// A visit that needs no passport and no prover up to the cast, which is the real one.
  private final class CastingVisit implements VoterSession {
    private final VoterVisit visit;

    CastingVisit(VoterVisit visit) {
      this.visit = visit;
    }

    @Override
    public PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
      return new PassportOutcome.Admitted();
    }

    @Override
    public ProofOutcome prove(DoubleConsumer progress) {
      return new ProofOutcome.Prepared();
    }

    @Override
    public SealOutcome seal(int option, DoubleConsumer progress) {
      return new SealOutcome.Sealed(SampleStates.CODE);
    }

    @Override
    public void destroySealedBallot() {}

    @Override
    public CastOutcome cast() {
      BallotCode code = ballot.code(election.electionId(), ElectionFixtures.STATION);
      return visit.keep(ballot, code);
    }

    @Override
    public TestOutcome test() {
      throw new AssertionError("nobody tests here");
    }

    @Override
    public void close() {
      visit.close();
    }
  }

  /// The desk, with presence told by the test's own thread.
  private record WithoutAReader(VoterDesk desk) implements VoterServices {
    @Override
    public VoterSession openSession() {
      return desk.openSession();
    }

    @Override
    public Subscription watchReader(Consumer<ReaderPresence> listener) {
      return () -> {};
    }

    @Override
    public ScannedPage scanKey() throws InterruptedException {
      return desk.scanKey();
    }

    @Override
    public boolean printReceipt(VoterReceipt receipt) {
      return desk.printReceipt(receipt);
    }

    @Override
    public void play(Sound sound) {
      desk.play(sound);
    }

    @Override
    public void count(Counted counted) {
      desk.count(counted);
    }

    @Override
    public void callVolunteer() {
      desk.callVolunteer();
    }
  }

  private static final class NoReader implements ReaderWatch {
    @Override
    public ReaderState await(ReaderState known, Duration limit) {
      throw new AssertionError("nobody watches here");
    }

    @Override
    public void close() {}
  }

  private static final class NoScanner implements MrzScanner {
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
