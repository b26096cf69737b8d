package org.urna.flow.voter;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failure;
import org.urna.flow.Counted;
import org.urna.flow.ElectionView;
import org.urna.flow.FaultCode;
import org.urna.flow.FlowJobs;
import org.urna.flow.FlowThreads;
import org.urna.flow.Secret;
import org.urna.flow.Sound;
import org.urna.flow.TimerBoard;

/// Runs the voter's effects through [VoterServices]. All methods are called on the events thread;
/// answers come back as events. Answers of a session that was wiped meanwhile are dropped.
public final class VoterEffects implements Consumer<VoterEffect> {
  private static final Logger LOG = LoggerFactory.getLogger(VoterEffects.class);
  private static final int PACE_MEMORY = 9;

  private final ElectionView election;
  private final VoterServices services;
  private final FlowThreads threads;
  private final RandomGenerator random;
  private final LongSupplier nanoTime;
  private final Consumer<VoterEvent> events;
  private final Consumer<Failure> outOfOrder;
  private final TimerBoard<VoterTimer> timers;
  private final FlowJobs jobs = new FlowJobs();
  private final FlowJobs scans = new FlowJobs();
  private final ArrayDeque<Duration> pace = new ArrayDeque<>();
  private @Nullable VoterSession session;
  private int epoch;

  /// @param events handles an event now; only called on the events thread
  /// @param outOfOrder told when this kiosk must not take further voters
  public VoterEffects(
      ElectionView election,
      VoterServices services,
      FlowThreads threads,
      RandomGenerator random,
      LongSupplier nanoTime,
      Consumer<VoterEvent> events,
      Consumer<Failure> outOfOrder) {
    this.election = election;
    this.services = services;
    this.threads = threads;
    this.random = random;
    this.nanoTime = nanoTime;
    this.events = events;
    this.outOfOrder = outOfOrder;
    this.timers =
        new TimerBoard<>(
            VoterTimer.class,
            threads.timers(),
            timer -> events.accept(new VoterEvent.TimerElapsed(timer)));
  }

  @Override
  public void accept(VoterEffect effect) {
    switch (effect) {
      case VoterEffect.ScanKey _ -> scan();
      case VoterEffect.StopScanning _ -> {
        var _ = scans.cancel();
      }
      case VoterEffect.ReadPassport(TypedKey key) -> read(key);
      case VoterEffect.DrawOrder _ -> events.accept(new VoterEvent.OrderDrawn(order()));
      case VoterEffect.Prove _ -> prove();
      case VoterEffect.SealBallot(int option) -> seal(option);
      case VoterEffect.DestroySealedBallot _ -> {
        VoterSession mine = open();
        jobs.start(
            threads.prover(),
            () -> {
              try {
                mine.destroySealedBallot();
              } catch (Throwable e) {
                Failure failure = logged(e);
                threads.events().execute(() -> events.accept(new VoterEvent.Broke(failure)));
              }
            });
      }
      case VoterEffect.CastBallot _ -> castBallot();
      case VoterEffect.TestBallot _ -> test();
      case VoterEffect.PrintReceipt(VoterReceipt receipt) -> print(receipt);
      case VoterEffect.WipeSession _ -> {
        var _ = wipe();
      }
      case VoterEffect.StartTimer(VoterTimer timer, Duration after) -> timers.start(timer, after);
      case VoterEffect.StopTimer(VoterTimer timer) -> timers.stop(timer);
      case VoterEffect.PlaySound(Sound sound) -> quietly(() -> services.play(sound));
      case VoterEffect.Count(Counted counted) -> quietly(() -> services.count(counted));
      case VoterEffect.CallVolunteer _ -> quietly(services::callVolunteer);
      case VoterEffect.TakeOutOfOrder(Failure failure) -> outOfOrder.accept(failure);
    }
  }

  /// Ends everything, for the end of the program.
  public CompletableFuture<Void> stop() {
    timers.stopAll();
    return wipe();
  }

  private VoterSession open() {
    VoterSession mine = session;
    if (mine == null) {
      mine = services.openSession();
      session = mine;
    }
    return mine;
  }

  private void scan() {
    int mine = epoch;
    // There is one scanner: an older wait would take the page of the new one.
    var _ = scans.cancel();
    scans.start(
        threads.background(),
        () -> {
          try {
            listen(mine);
          } catch (InterruptedException e) {
            throw e;
          } catch (Throwable e) {
            // Typing remains possible: a broken scanner stops nobody.
            logged(e);
          }
        });
  }

  private void listen(int mine) throws InterruptedException {
    while (true) {
      switch (services.scanKey()) {
        case ScannedPage.Key(TypedKey key) -> {
          answerWithKey(mine, key);
          return;
        }
        case ScannedPage.Unsuitable(ScanNotice notice) ->
            answer(mine, new VoterEvent.PageUnsuitable(notice));
        case ScannedPage.None _ -> {
          return;
        }
      }
    }
  }

  private void answerWithKey(int mine, TypedKey key) {
    threads
        .events()
        .execute(
            () -> {
              if (mine == epoch) {
                events.accept(new VoterEvent.KeyScanned(key));
              } else {
                key.close();
              }
            });
  }

  private void read(TypedKey key) {
    VoterSession voter = open();
    int mine = epoch;
    events.accept(new VoterEvent.PaceKnown(typicalSeconds()));
    run(
        threads.reader(),
        VoterEvent.PassportRead::new,
        PassportOutcome.Refused::new,
        () -> {
          long begun = nanoTime.getAsLong();
          PassportOutcome outcome =
              voter.readPassport(key, step -> answer(mine, new VoterEvent.ReadingProgressed(step)));
          if (outcome instanceof PassportOutcome.Admitted) {
            remember(Duration.ofNanos(nanoTime.getAsLong() - begun));
          }
          return outcome;
        },
        key);
  }

  private void remember(Duration reading) {
    threads
        .events()
        .execute(
            () -> {
              pace.addLast(reading);
              if (pace.size() > PACE_MEMORY) {
                pace.removeFirst();
              }
            });
  }

  private int typicalSeconds() {
    List<Duration> sorted = pace.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : (int) Math.max(1, Math.round(sorted.get(sorted.size() / 2).toMillis() / 1000.0));
  }

  private List<Integer> order() {
    List<Integer> order = new ArrayList<>(election.manifestOrder());
    if (election.shuffled()) {
      Collections.shuffle(order, random);
    }
    return order;
  }

  private void prove() {
    VoterSession voter = open();
    int mine = epoch;
    run(
        threads.prover(),
        VoterEvent.ProofFinished::new,
        ProofOutcome.Failed::new,
        () -> voter.prove(fraction -> answer(mine, new VoterEvent.ProofProgressed(fraction))));
  }

  private void seal(int option) {
    VoterSession voter = open();
    int mine = epoch;
    run(
        threads.prover(),
        VoterEvent.SealingFinished::new,
        SealOutcome.Failed::new,
        () ->
            voter.seal(
                option, fraction -> answer(mine, new VoterEvent.SealingProgressed(fraction))));
  }

  private void castBallot() {
    VoterSession voter = open();
    // What was thrown may have been thrown behind the write.
    run(
        threads.prover(),
        VoterEvent.CastFinished::new,
        fault -> new CastOutcome.Uncertain(fault.detail()),
        voter::cast);
  }

  private void test() {
    VoterSession voter = open();
    run(threads.prover(), VoterEvent.TestFinished::new, TestOutcome.Failed::new, voter::test);
  }

  private void print(VoterReceipt receipt) {
    int mine = epoch;
    jobs.start(
        threads.background(),
        () -> {
          boolean acknowledged = false;
          try {
            acknowledged = services.printReceipt(receipt);
          } catch (Throwable e) {
            logged(e);
          }
          answer(mine, new VoterEvent.ReceiptPrinted(acknowledged));
        });
  }

  /// Cancels, waits for the real end of the work, then closes the session. The next voter does not
  /// wait: their session is another object.
  private CompletableFuture<Void> wipe() {
    epoch++;
    VoterSession old = session;
    session = null;
    CompletableFuture<Void> ended = CompletableFuture.allOf(jobs.cancel(), scans.cancel());
    if (old == null) {
      return ended;
    }
    return ended.thenRun(
        () -> {
          try {
            old.close();
          } catch (Throwable e) {
            // What it holds may not be wiped: nobody else may vote before the program was started
            // again.
            threads.events().execute(() -> events.accept(new VoterEvent.Broke(logged(e))));
          }
        });
  }

  private interface Asked<T> {
    T ask() throws InterruptedException;
  }

  /// Runs `asked` and answers with its outcome, or with a fault if it threw, whatever it threw: an
  /// error that nobody answers for is a screen that stands still. The exception itself is logged by
  /// type and place only: a message could hold what was read.
  private <T> void run(
      Executor executor,
      Function<? super T, ? extends VoterEvent> event,
      Function<? super Failure, ? extends T> fault,
      Asked<T> asked,
      Secret... lent) {
    int mine = epoch;
    jobs.start(
        executor,
        () -> {
          T outcome;
          try {
            outcome = asked.ask();
          } catch (InterruptedException e) {
            throw e;
          } catch (Throwable e) {
            outcome = fault.apply(logged(e));
          }
          answer(mine, event.apply(outcome));
        },
        lent);
  }

  private void answer(int mine, VoterEvent event) {
    threads
        .events()
        .execute(
            () -> {
              if (mine == epoch) {
                events.accept(event);
              }
            });
  }

  private static Failure logged(Throwable fault) {
    return FaultCode.logged(LOG, fault);
  }

  private static void quietly(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      logged(e);
    }
  }
}
