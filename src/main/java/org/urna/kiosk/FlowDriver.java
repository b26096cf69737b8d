package org.urna.kiosk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failure;
import org.urna.flow.ElectionView;
import org.urna.flow.FatalFaults;
import org.urna.flow.FaultCode;
import org.urna.flow.Flow;
import org.urna.flow.FlowLoop;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.Secret;
import org.urna.flow.Step;
import org.urna.flow.Subscription;
import org.urna.flow.staff.StaffEffect;
import org.urna.flow.staff.StaffEffects;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffFlow;
import org.urna.flow.staff.StaffServices;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterEffect;
import org.urna.flow.voter.VoterEffects;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFlow;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterState;
import org.urna.station.StationState;

/// Runs both flows of one kiosk: the voter's and the volunteers'. The same driver is used by the
/// kiosk's screens and by the headless demo; what differs is who sends the touches.
///
/// It joins the two flows where they touch: the volunteers open, pause and close the voter's side,
/// and a fault on the voter's side shows on the volunteers' page.
public final class FlowDriver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowDriver.class);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

  private final VoterFlow voterFlow;
  private final VoterServices voterServices;
  private final FlowThreads threads;
  private final FlowLoop<VoterState, VoterEvent, VoterEffect> voter;
  private final FlowLoop<StaffState, StaffEvent, StaffEffect> staff;
  private final VoterEffects voterEffects;
  private final StaffEffects staffEffects;
  private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);
  private @Nullable Subscription reader;

  /// Assigns only; [#start] begins.
  ///
  /// @param home the language between voters
  /// @param nanoTime as [System#nanoTime()]
  /// @param random for the order of the options: a `SecureRandom` in a real kiosk
  public FlowDriver(
      ElectionView election,
      VoterServices voterServices,
      StaffServices staffServices,
      VoterLimits limits,
      Language home,
      FlowThreads threads,
      RandomGenerator random,
      LongSupplier nanoTime) {
    this.voterServices = voterServices;
    this.threads = threads;
    this.voterFlow = new VoterFlow(election, limits, home);
    StaffFlow staffFlow = new StaffFlow(home, staffServices.officials());
    this.voterEffects =
        new VoterEffects(
            election,
            voterServices,
            threads,
            random,
            nanoTime,
            this::handleVoter,
            failure -> sendStaff(new StaffEvent.VoterSideBroke(failure)));
    this.staffEffects =
        new StaffEffects(
            staffServices,
            threads,
            this::handleStaff,
            polls -> handleVoter(new VoterEvent.PollsChanged(polls)));
    this.voter =
        new FlowLoop<>(
            threads.events(),
            voterFlow.initial(before(staffServices.state())),
            voterFlow::step,
            FlowDriver::wipeVoter,
            voterEffects,
            this::broke);
    this.staff =
        new FlowLoop<>(
            threads.events(),
            staffFlow.initial(),
            staffFlow::step,
            FlowDriver::wipeStaff,
            staffEffects,
            this::broke);
  }

  /// Begins to watch the reader. Call once.
  public void start() {
    reader =
        voterServices.watchReader(presence -> voter.send(new VoterEvent.PresenceChanged(presence)));
  }

  public Flow<VoterState, VoterEvent> voter() {
    return voter;
  }

  public Flow<StaffState, StaffEvent> staff() {
    return staff;
  }

  /// Ends both flows: cancels work, wipes the voter's session, waits a little for it, then ends the
  /// threads.
  @Override
  public void close() {
    Subscription watching = reader;
    if (watching != null) {
      watching.close();
    }
    CompletableFuture<Void> wiped = new CompletableFuture<>();
    threads
        .events()
        .execute(
            () -> {
              staffEffects.stop();
              voter.state().secrets().forEach(Secret::close);
              var _ = voterEffects.stop().whenComplete((_, _) -> wiped.complete(null));
            });
    try {
      wiped.get(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.error("the last voter's session did not end in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdown().run();
    }
  }

  /// Something broke outside of the work that a flow asked for: takes the kiosk out of order until
  /// officials have looked, whatever thread it was on. After a fault in telling so the process
  /// ends. Any thread.
  void broke(Throwable fault) {
    Failure failure = FaultCode.logged(LOG, fault);
    if (telling.get()) {
      FatalFaults.end(fault);
    }
    threads.events().execute(() -> tell(failure));
  }

  private void tell(Failure failure) {
    telling.set(true);
    try {
      voter.handle(new VoterEvent.Broke(failure));
    } finally {
      telling.set(false);
    }
  }

  private void handleVoter(VoterEvent event) {
    voter.handle(event);
  }

  private void handleStaff(StaffEvent event) {
    staff.handle(event);
  }

  private void sendStaff(StaffEvent event) {
    staff.send(event);
  }

  private static void wipeVoter(
      VoterState before, VoterEvent event, Step<VoterState, VoterEffect> step) {
    List<Secret> kept = step.state().secrets();
    for (Secret secret : before.secrets()) {
      if (!isAmong(secret, kept)) {
        secret.close();
      }
    }
    if (event instanceof VoterEvent.KeyScanned(TypedKey key) && !isAmong(key, kept)) {
      key.close();
    }
  }

  /// What voters are told before officials have signed in, after a start in the middle of the day.
  private static Polls before(StationState state) {
    return switch (state) {
      case UNCONFIGURED, PROVISIONED -> Polls.NOT_OPEN;
      case OPEN, PAUSED -> Polls.PAUSED;
      case DAY_CLOSED, CLOSED, UPLOADED, SETTLED -> Polls.CLOSED;
    };
  }

  private static void wipeStaff(
      StaffState before, StaffEvent event, Step<StaffState, StaffEffect> step) {
    if (event instanceof StaffEvent.PassphraseGiven(TypedPassphrase passphrase)
        && step.effects().stream()
            .noneMatch(
                effect ->
                    (effect instanceof StaffEffect.SignIn(int _, TypedPassphrase taken)
                            && taken == passphrase)
                        || (effect instanceof StaffEffect.Unlock(TypedPassphrase alone)
                            && alone == passphrase))) {
      passphrase.close();
    }
  }

  private static boolean isAmong(Secret secret, List<Secret> kept) {
    for (Secret other : kept) {
      if (other == secret) {
        return true;
      }
    }
    return false;
  }
}
