package org.urna.flow.staff;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failure;
import org.urna.flow.FatalFaults;
import org.urna.flow.FaultCode;
import org.urna.flow.FlowJobs;
import org.urna.flow.FlowThreads;
import org.urna.flow.Overdue;
import org.urna.flow.Polls;
import org.urna.flow.Secret;
import org.urna.flow.Subscription;
import org.urna.flow.TimerBoard;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StationStep;
import org.urna.station.StepResult;

/// Runs the volunteers' effects through [StaffServices], on background threads and one at a time,
/// so that the services need no locks. Figures and passphrases do not wait behind an upload.
public final class StaffEffects implements Consumer<StaffEffect> {
  private static final Logger LOG = LoggerFactory.getLogger(StaffEffects.class);

  private final StaffServices services;
  private final FlowThreads threads;
  private final Consumer<StaffEvent> events;
  private final Consumer<Polls> voters;
  private final TimerBoard<StaffTimer> timers;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final FlowJobs upload = new FlowJobs();
  private final FlowJobs others = new FlowJobs();

  public StaffEffects(
      StaffServices services,
      FlowThreads threads,
      Consumer<StaffEvent> events,
      Consumer<Polls> voters) {
    this.services = services;
    this.threads = threads;
    this.events = events;
    this.voters = voters;
    this.timers =
        new TimerBoard<>(
            StaffTimer.class,
            threads.timers(),
            timer -> events.accept(new StaffEvent.TimerElapsed(timer)));
  }

  @Override
  public void accept(StaffEffect effect) {
    switch (effect) {
      case StaffEffect.SignIn(int official, TypedPassphrase passphrase) ->
          check(() -> services.signIn(official, passphrase), passphrase);
      case StaffEffect.Unlock(TypedPassphrase passphrase) ->
          check(() -> services.unlock(passphrase), passphrase);
      case StaffEffect.Lock _ -> others.start(threads.background(), this::lock);
      case StaffEffect.ReadState _ ->
          run(
              Overdue.STEP,
              StaffEvent.StateKnown::new,
              // Not knowing is not a reason to open: readiness will say what is wrong.
              _ -> StationState.UNCONFIGURED,
              services::state);
      case StaffEffect.CheckReadiness _ -> checkReadiness();
      case StaffEffect.MakeZeroReport _ ->
          run(
              Overdue.STEP,
              StaffEvent.ZeroReportMade::new,
              ReportOutcome.Refused::new,
              services::zeroReport);
      case StaffEffect.OpenPolls _ ->
          run(
              Overdue.STEP,
              StaffEvent.PollsOpened::new,
              failure -> new StepResult.Refused(StationStep.OPEN, failure),
              services::openPolls);
      case StaffEffect.PausePolls _ ->
          run(
              Overdue.STEP,
              StaffEvent.PollsPaused::new,
              failure -> new StepResult.Refused(StationStep.PAUSE, failure),
              services::pausePolls);
      case StaffEffect.ResumePolls _ ->
          run(
              Overdue.STEP,
              StaffEvent.PollsResumed::new,
              failure -> new StepResult.Refused(StationStep.RESUME, failure),
              services::resumePolls);
      case StaffEffect.ClosePolls _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.PollsClosed::new,
              ReportOutcome.Refused::new,
              services::closePolls);
      case StaffEffect.ReadClosingReport _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.PollsClosed::new,
              ReportOutcome.Refused::new,
              services::closingReport);
      case StaffEffect.ReadFigures _ -> readFigures();
      case StaffEffect.Preflight _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.PreflightDone::new,
              PreflightOutcome.Refused::new,
              services::preflight);
      case StaffEffect.Upload _ -> upload();
      case StaffEffect.InterruptUpload _ -> {
        var _ = upload.cancel();
      }
      case StaffEffect.ExportReceipts _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.ExportEnded::new,
              ExportOutcome.Refused::new,
              services::exportReceipts);
      case StaffEffect.ExportBatches _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.ExportEnded::new,
              ExportOutcome.Refused::new,
              services::exportBatches);
      case StaffEffect.ImportReceipts _ ->
          run(
              Overdue.LONG_STEP,
              StaffEvent.ExportEnded::new,
              ExportOutcome.Refused::new,
              services::importReceipts);
      case StaffEffect.GiveHelp _ -> others.start(threads.background(), this::giveHelp);
      case StaffEffect.TellVoters(Polls polls) -> voters.accept(polls);
      case StaffEffect.StartTimer(StaffTimer timer, Duration after) -> timers.start(timer, after);
      case StaffEffect.StopTimer(StaffTimer timer) -> timers.stop(timer);
    }
  }

  public void stop() {
    timers.stopAll();
    var _ = upload.cancel();
    var _ = others.cancel();
  }

  private void lock() {
    try {
      services.lock();
    } catch (Throwable e) {
      logged(e);
    }
  }

  private void giveHelp() {
    try {
      services.helpGiven();
    } catch (Throwable e) {
      logged(e);
    }
  }

  private void checkReadiness() {
    Subscription deadline =
        within(
            Overdue.LONG_STEP,
            () -> {
              events.accept(new StaffEvent.ReadinessFound(failed(Overdue.FAILURE)));
              events.accept(new StaffEvent.ReadinessChecked());
            });
    others.start(
        threads.background(),
        () -> {
          oneAtATime.lockInterruptibly();
          try {
            services.checkReadiness(line -> answer(new StaffEvent.ReadinessFound(line)));
          } catch (InterruptedException e) {
            throw e;
          } catch (Throwable e) {
            // A check that broke is a check that failed.
            answer(new StaffEvent.ReadinessFound(failed(shown(e))));
          } finally {
            oneAtATime.unlock();
          }
          answer(deadline, new StaffEvent.ReadinessChecked());
        });
  }

  private static ReadinessReport.Line failed(Failure failure) {
    return new ReadinessReport.Line(
        ReadinessReport.Item.APPLICATION, ReadinessReport.Verdict.FAIL, failure.toString());
  }

  private void readFigures() {
    others.start(
        threads.background(),
        () -> {
          try {
            answer(new StaffEvent.FiguresRead(services.figures()));
          } catch (Throwable e) {
            logged(e);
          }
        });
  }

  /// Does not wait for its turn: a page that locked over an upload must open before that ends.
  private void check(Asked<SignInOutcome> asked, TypedPassphrase passphrase) {
    Subscription deadline =
        within(
            Overdue.STEP,
            () ->
                events.accept(new StaffEvent.SignedIn(new SignInOutcome.Refused(Overdue.FAILURE))));
    others.start(
        threads.background(),
        () -> {
          SignInOutcome outcome;
          try {
            outcome = asked.ask();
          } catch (InterruptedException e) {
            throw e;
          } catch (Throwable e) {
            outcome = new SignInOutcome.Refused(shown(e));
          }
          answer(deadline, new StaffEvent.SignedIn(outcome));
        },
        passphrase);
  }

  private void upload() {
    upload.start(
        threads.background(),
        () -> {
          UploadOutcome outcome;
          try {
            oneAtATime.lockInterruptibly();
            try {
              outcome = services.upload(row -> answer(new StaffEvent.BatchMoved(row)));
            } finally {
              oneAtATime.unlock();
            }
          } catch (InterruptedException e) {
            outcome = new UploadOutcome.Interrupted();
          } catch (Throwable e) {
            outcome = new UploadOutcome.Stopped(shown(e));
          }
          answer(new StaffEvent.UploadEnded(outcome));
        });
  }

  private interface Asked<T> {
    T ask() throws InterruptedException;
  }

  /// Runs `asked` and answers with its outcome; with a fault if it threw, whatever it threw; and
  /// with [Overdue#FAILURE] if there is none after `limit`, the wait for earlier work included. An
  /// outcome that comes later is told too: the page takes it if it still fits.
  private <T> void run(
      Duration limit,
      Function<? super T, ? extends StaffEvent> event,
      Function<Failure, ? extends T> fault,
      Asked<T> asked,
      Secret... lent) {
    Subscription deadline =
        within(limit, () -> events.accept(event.apply(fault.apply(Overdue.FAILURE))));
    others.start(
        threads.background(),
        () -> {
          T outcome;
          try {
            oneAtATime.lockInterruptibly();
            try {
              outcome = asked.ask();
            } finally {
              oneAtATime.unlock();
            }
          } catch (InterruptedException e) {
            throw e;
          } catch (Throwable e) {
            outcome = fault.apply(shown(e));
          }
          answer(deadline, event.apply(outcome));
        },
        lent);
  }

  /// On the events thread.
  private Subscription within(Duration limit, Runnable overdue) {
    return threads.timers().after(limit, overdue);
  }

  private void answer(Subscription deadline, StaffEvent event) {
    threads
        .events()
        .execute(
            () -> {
              deadline.close();
              events.accept(event);
            });
  }

  private void answer(StaffEvent event) {
    threads.events().execute(() -> events.accept(event));
  }

  /// A fault that officials are shown is noted where whoever asks for the log finds it.
  private Failure shown(Throwable e) {
    FatalFaults.endIfFatal(e);
    Failure failure = FaultCode.of(e);
    LOG.error("{}", failure, e);
    try {
      services.note(failure);
    } catch (Throwable alsoBroken) {
      LOG.error("the fault could not be noted", alsoBroken);
    }
    return failure;
  }

  private static void logged(Throwable e) {
    FatalFaults.endIfFatal(e);
    LOG.error("{}", FaultCode.of(e), e);
  }
}
