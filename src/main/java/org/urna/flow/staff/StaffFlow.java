package org.urna.flow.staff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.urna.failure.Failure;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.Step;
import org.urna.flow.staff.StaffState.Answer;
import org.urna.flow.staff.StaffState.Closed;
import org.urna.flow.staff.StaffState.Closing;
import org.urna.flow.staff.StaffState.Confirm;
import org.urna.flow.staff.StaffState.Live;
import org.urna.flow.staff.StaffState.Loading;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.flow.staff.StaffState.Preflight;
import org.urna.flow.staff.StaffState.Preparing;
import org.urna.flow.staff.StaffState.Purpose;
import org.urna.flow.staff.StaffState.Question;
import org.urna.flow.staff.StaffState.ReadyToSend;
import org.urna.flow.staff.StaffState.SignIn;
import org.urna.flow.staff.StaffState.Uploaded;
import org.urna.flow.staff.StaffState.Uploading;
import org.urna.flow.staff.StaffState.Zero;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadProgress;

/// The volunteers' day as a pure function: sign in, readiness, zero report, open, live, close,
/// upload. The page locks by itself; what runs beneath goes on.
public final class StaffFlow {
  static final Duration LOCK_AFTER_IDLE = Duration.ofMinutes(30);
  static final Duration LOCK_AFTER = Duration.ofHours(12);
  static final Duration REFRESH = Duration.ofSeconds(2);
  static final int PAIR = 2;

  private static final Notice NOTHING = new Notice.None();

  private final Language home;
  private final int officials;

  /// @param officials how many the station has
  public StaffFlow(Language home, int officials) {
    this.home = home;
    this.officials = officials;
  }

  public StaffState initial() {
    return signIn(home, new Purpose.Begin(), PAIR);
  }

  /// The next state and what is to be done. Pure.
  public Step<StaffState, StaffEffect> step(StaffState state, StaffEvent event) {
    Step<StaffState, StaffEffect> reaction = react(state, event);
    List<StaffEffect> effects = new ArrayList<>(reaction.effects());
    effects.addAll(timers(state, event, reaction.state()));
    return new Step<>(reaction.state(), effects);
  }

  private static List<StaffEffect> timers(StaffState before, StaffEvent event, StaffState after) {
    List<StaffEffect> effects = new ArrayList<>();
    boolean wasIn = isSignedIn(before);
    boolean isIn = isSignedIn(after);
    if (isIn && !wasIn) {
      effects.add(new StaffEffect.StartTimer(StaffTimer.SESSION, LOCK_AFTER));
    }
    if (isIn && (!wasIn || event instanceof StaffEvent.Touch)) {
      effects.add(new StaffEffect.StartTimer(StaffTimer.IDLE, LOCK_AFTER_IDLE));
    }
    if (wasIn && !isIn) {
      effects.add(new StaffEffect.StopTimer(StaffTimer.SESSION));
      effects.add(new StaffEffect.StopTimer(StaffTimer.IDLE));
    }
    boolean elapsed =
        event instanceof StaffEvent.TimerElapsed(StaffTimer timer) && timer == StaffTimer.REFRESH;
    if (after instanceof Live && (!(before instanceof Live) || elapsed)) {
      effects.add(new StaffEffect.StartTimer(StaffTimer.REFRESH, REFRESH));
    } else if (before instanceof Live && !(after instanceof Live)) {
      effects.add(new StaffEffect.StopTimer(StaffTimer.REFRESH));
    }
    return effects;
  }

  private static boolean isSignedIn(StaffState state) {
    return !(state instanceof SignIn signIn)
        || !(signIn.purpose() instanceof Purpose.Begin
            || signIn.purpose() instanceof Purpose.Unlock);
  }

  private Step<StaffState, StaffEffect> react(StaffState state, StaffEvent event) {
    return switch (event) {
      case StaffEvent.LanguageChosen(Language language) -> Step.to(state.in(language));
      case StaffEvent.Active _ -> ignore(state);
      case StaffEvent.OfficialChosen(int official) ->
          state instanceof SignIn s && !(s.answer() instanceof Answer.Checking)
              ? Step.to(chosen(s, official))
              : ignore(state);
      case StaffEvent.PassphraseGiven(TypedPassphrase passphrase) ->
          state instanceof SignIn s && !(s.answer() instanceof Answer.Checking)
              ? Step.to(
                  answered(s, new Answer.Checking()),
                  s.needed() < PAIR
                      ? new StaffEffect.Unlock(passphrase)
                      : new StaffEffect.SignIn(s.active(), passphrase))
              : ignore(state);
      case StaffEvent.SignedIn(SignInOutcome outcome) ->
          state instanceof SignIn s && s.answer() instanceof Answer.Checking
              ? signedIn(s, outcome)
              : ignore(state);
      case StaffEvent.StateKnown(StationState found) ->
          state instanceof Loading s ? resume(s, found) : ignore(state);
      case StaffEvent.TwoAsked _ ->
          state instanceof SignIn s && s.needed() < PAIR && !(s.answer() instanceof Answer.Checking)
              ? Step.to(signIn(s.language(), s.purpose(), PAIR))
              : ignore(state);
      case StaffEvent.Confirmed _ -> state instanceof Confirm s ? confirmed(s) : ignore(state);
      case StaffEvent.CheckAsked _ ->
          state instanceof Preparing s && !s.running() ? check(s.language()) : ignore(state);
      case StaffEvent.ReadinessFound(ReadinessReport.Line line) ->
          state instanceof Preparing s && s.running() ? Step.to(s.with(line)) : under(state, event);
      case StaffEvent.ReadinessChecked _ ->
          state instanceof Preparing s && s.running()
              ? Step.to(new Preparing(s.language(), s.lines(), false, s.notice()))
              : under(state, event);
      case StaffEvent.ZeroReportAsked _ ->
          state instanceof Preparing s && s.isReady()
              ? Step.to(
                  new Preparing(s.language(), s.lines(), s.running(), NOTHING),
                  new StaffEffect.MakeZeroReport())
              : ignore(state);
      case StaffEvent.ZeroReportMade(ReportOutcome outcome) ->
          state instanceof Preparing s ? Step.to(zero(s, outcome)) : under(state, event);
      case StaffEvent.OpenAsked _ ->
          state instanceof Zero s && !s.opening()
              ? Step.to(new Confirm(s.language(), Question.OPEN, s))
              : ignore(state);
      case StaffEvent.PollsOpened(StepResult result) ->
          state instanceof Zero s && s.opening() ? opened(s, result) : under(state, event);
      case StaffEvent.PauseAsked _ ->
          state instanceof Live s && !s.working() && s.polls() == Polls.OPEN
              ? Step.to(new Confirm(s.language(), Question.PAUSE, s))
              : ignore(state);
      case StaffEvent.ResumeAsked _ ->
          state instanceof Live s && !s.working() && s.polls() != Polls.OPEN
              ? Step.to(working(s), new StaffEffect.ResumePolls())
              : ignore(state);
      case StaffEvent.PollsPaused(StepResult result) ->
          state instanceof Live s && s.working()
              ? changed(s, result, Polls.PAUSED)
              : under(state, event);
      case StaffEvent.PollsResumed(StepResult result) ->
          state instanceof Live s && s.working() ? resumed(s, result) : under(state, event);
      case StaffEvent.CloseAsked _ ->
          state instanceof Live s && !s.working()
              ? Step.to(new Confirm(s.language(), Question.CLOSE, s))
              : ignore(state);
      case StaffEvent.PollsClosed(ReportOutcome outcome) ->
          switch (state) {
            case Closing s -> closed(s, outcome);
            case Loading s -> reloaded(s, outcome);
            case StaffState s -> under(s, event);
          };
      case StaffEvent.FiguresRead(StationFigures figures) ->
          state instanceof Live s
              ? Step.to(new Live(s.language(), s.polls(), figures, s.working(), s.notice()))
              : under(state, event);
      case StaffEvent.HelpGiven _ ->
          state instanceof Live s
              ? Step.to(s, new StaffEffect.GiveHelp(), new StaffEffect.ReadFigures())
              : ignore(state);
      case StaffEvent.UploadAsked _ ->
          switch (state) {
            case Closed s when !(s.notice() instanceof Notice.Exporting) ->
                preflight(s.language(), s.report());
            case Uploaded s when !s.finished() && !(s.notice() instanceof Notice.Exporting) ->
                preflight(s.language(), s.report());
            case StaffState s -> ignore(s);
          };
      case StaffEvent.PreflightDone(PreflightOutcome outcome) ->
          state instanceof Preflight s ? checked(s, outcome) : under(state, event);
      case StaffEvent.SendAsked _ ->
          state instanceof ReadyToSend s
              ? Step.to(
                  new Uploading(s.language(), s.report(), s.preflight().rows(), false),
                  new StaffEffect.Upload())
              : ignore(state);
      case StaffEvent.BatchMoved(UploadProgress row) ->
          state instanceof Uploading s ? Step.to(s.with(row)) : under(state, event);
      case StaffEvent.InterruptAsked _ ->
          state instanceof Uploading s && !s.interrupting()
              ? Step.to(
                  new Uploading(s.language(), s.report(), s.rows(), true),
                  new StaffEffect.InterruptUpload())
              : ignore(state);
      case StaffEvent.UploadEnded(UploadOutcome outcome) ->
          state instanceof Uploading s ? Step.to(uploaded(s, outcome)) : under(state, event);
      case StaffEvent.ReceiptsExportAsked _ -> export(state, new StaffEffect.ExportReceipts());
      case StaffEvent.BatchesExportAsked _ -> export(state, new StaffEffect.ExportBatches());
      case StaffEvent.ReceiptsImportAsked _ -> export(state, new StaffEffect.ImportReceipts());
      case StaffEvent.ExportEnded(ExportOutcome outcome) ->
          switch (state) {
            case Closed s -> Step.to(new Closed(s.language(), s.report(), exported(outcome)));
            case Uploaded s ->
                Step.to(
                    new Uploaded(
                        s.language(), s.report(), s.rows(), s.finished(), exported(outcome)));
            case StaffState s -> under(s, event);
          };
      case StaffEvent.NextDayAsked _ ->
          switch (state) {
            case Closed s when !(s.notice() instanceof Notice.Exporting) ->
                Step.to(new Confirm(s.language(), Question.NEXT_DAY, s));
            case Uploaded s when s.finished() ->
                Step.to(new Confirm(s.language(), Question.NEXT_DAY, s));
            case StaffState s -> ignore(s);
          };
      case StaffEvent.WentBack _ ->
          switch (state) {
            case SignIn s when !(s.answer() instanceof Answer.Checking) -> back(s);
            case Confirm s -> Step.to(s.back().in(s.language()));
            case Zero s when !s.opening() -> check(s.language());
            case ReadyToSend s -> Step.to(new Closed(s.language(), s.report(), NOTHING));
            case Uploaded s -> Step.to(new Closed(s.language(), s.report(), NOTHING));
            case StaffState s -> ignore(s);
          };
      case StaffEvent.LockAsked _ -> lock(state);
      case StaffEvent.VoterSideBroke(Failure failure) -> broke(state, failure);
      case StaffEvent.TimerElapsed(StaffTimer timer) ->
          switch (timer) {
            case REFRESH ->
                state instanceof Live s ? Step.to(s, new StaffEffect.ReadFigures()) : ignore(state);
            case IDLE, SESSION -> lock(state);
          };
    };
  }

  /// Work goes on under a locked page and under the question for the officials before a close.
  private Step<StaffState, StaffEffect> under(StaffState state, StaffEvent event) {
    if (state instanceof Confirm s) {
      Step<StaffState, StaffEffect> reaction = react(s.back(), event);
      // What the question was about may have gone, and then so does the question.
      return reaction.state().getClass().equals(s.back().getClass())
          ? new Step<>(
              new Confirm(s.language(), s.question(), reaction.state()), reaction.effects())
          : reaction;
    }
    if (!(state instanceof SignIn s)) {
      return ignore(state);
    }
    return switch (s.purpose()) {
      case Purpose.Begin _ -> ignore(state);
      case Purpose.Close(Live back) -> {
        Step<StaffState, StaffEffect> reaction = react(back, event);
        yield reaction.state() instanceof Live live
            ? new Step<>(purposed(s, new Purpose.Close(live)), reaction.effects())
            : ignore(state);
      }
      case Purpose.Resume(Live back) -> {
        Step<StaffState, StaffEffect> reaction = react(back, event);
        yield reaction.state() instanceof Live live
            ? new Step<>(purposed(s, new Purpose.Resume(live)), reaction.effects())
            : ignore(state);
      }
      case Purpose.Open _ -> ignore(state);
      case Purpose.Unlock(StaffState under) -> {
        Step<StaffState, StaffEffect> reaction = react(under, event);
        yield new Step<>(purposed(s, new Purpose.Unlock(reaction.state())), reaction.effects());
      }
    };
  }

  private Step<StaffState, StaffEffect> confirmed(Confirm s) {
    StaffState back = s.back().in(s.language());
    return switch (s.question()) {
      case OPEN -> back instanceof Zero zero ? open(zero) : ignore(back);
      case PAUSE ->
          back instanceof Live live && live.polls() == Polls.OPEN
              ? Step.to(working(live), new StaffEffect.PausePolls())
              : ignore(back);
      case CLOSE ->
          back instanceof Live live
              ? Step.to(signIn(live.language(), new Purpose.Close(live), PAIR))
              : ignore(back);
      case NEXT_DAY -> check(s.language());
    };
  }

  private static Step<StaffState, StaffEffect> open(Zero s) {
    return Step.to(new Zero(s.language(), s.report(), true, NOTHING), new StaffEffect.OpenPolls());
  }

  /// Away from what was asked; what was typed for it is forgotten.
  private Step<StaffState, StaffEffect> back(SignIn s) {
    return switch (s.purpose()) {
      case Purpose.Begin _ -> ignore(s);
      case Purpose.Unlock _ ->
          s.needed() < PAIR
              ? ignore(s)
              : Step.to(signIn(s.language(), s.purpose(), 1), new StaffEffect.Lock());
      case Purpose.Close(Live live) ->
          Step.to(live.in(s.language()), new StaffEffect.Lock(), new StaffEffect.ReadFigures());
      case Purpose.Resume(Live live) ->
          Step.to(live.in(s.language()), new StaffEffect.Lock(), new StaffEffect.ReadFigures());
      case Purpose.Open(Zero zero) -> Step.to(zero.in(s.language()), new StaffEffect.Lock());
    };
  }

  /// Whether a step was refused only because nobody has unlocked the keys since.
  private static boolean needsOfficials(Failure failure) {
    return switch (failure.code()) {
      case KEYS_LOCKED -> true;
      default -> false;
    };
  }

  private SignIn signIn(Language language, Purpose purpose, int needed) {
    return new SignIn(language, purpose, officials, needed, Set.of(), 0, new Answer.None());
  }

  private static SignIn purposed(SignIn s, Purpose purpose) {
    return new SignIn(
        s.language(), purpose, s.officials(), s.needed(), s.typed(), s.active(), s.answer());
  }

  private static SignIn answered(SignIn s, Answer answer) {
    return new SignIn(
        s.language(), s.purpose(), s.officials(), s.needed(), s.typed(), s.active(), answer);
  }

  private static SignIn chosen(SignIn s, int official) {
    if (official < 0 || official >= s.officials() || s.needed() < PAIR) {
      return s;
    }
    // A third official begins a new pair.
    boolean joins = s.typed().size() < PAIR || s.typed().contains(official);
    return new SignIn(
        s.language(),
        s.purpose(),
        s.officials(),
        s.needed(),
        joins ? s.typed() : Set.of(),
        official,
        joins ? s.answer() : new Answer.None());
  }

  private Step<StaffState, StaffEffect> signedIn(SignIn s, SignInOutcome outcome) {
    return switch (outcome) {
      case SignInOutcome.Refused(Failure failure) ->
          Step.to(answered(s, new Answer.Wrong(failure)));
      case SignInOutcome.Kept _ -> {
        Set<Integer> typed = new HashSet<>(s.typed());
        typed.add(s.active());
        int next = 0;
        while (typed.contains(next)) {
          next++;
        }
        yield Step.to(
            new SignIn(
                s.language(),
                s.purpose(),
                s.officials(),
                s.needed(),
                typed,
                next,
                new Answer.None()));
      }
      case SignInOutcome.LockedOut(Failure failure, Duration remaining) ->
          Step.to(answered(s, new Answer.LockedOut(failure, Math.max(1, remaining.toSeconds()))));
      case SignInOutcome.Accepted _ ->
          switch (s.purpose()) {
            case Purpose.Begin _ -> Step.to(new Loading(s.language()), new StaffEffect.ReadState());
            case Purpose.Close(Live back) ->
                Step.to(
                    new Closing(s.language(), back),
                    new StaffEffect.TellVoters(Polls.CLOSED),
                    new StaffEffect.ClosePolls());
            case Purpose.Open(Zero back) ->
                open(new Zero(s.language(), back.report(), false, NOTHING));
            case Purpose.Resume(Live back) ->
                Step.to(
                    working(new Live(s.language(), back.polls(), back.figures(), false, NOTHING)),
                    new StaffEffect.ResumePolls());
            case Purpose.Unlock(StaffState under) -> {
              StaffState opened = under.in(s.language());
              yield opened instanceof Live
                  ? Step.to(opened, new StaffEffect.ReadFigures())
                  : Step.to(opened);
            }
          };
    };
  }

  private Step<StaffState, StaffEffect> resume(Loading s, StationState found) {
    return switch (found) {
      case UNCONFIGURED, PROVISIONED -> check(s.language());
      // Open, or paused when the program ended: the officials decide.
      case OPEN, PAUSED ->
          Step.to(
              new Live(s.language(), Polls.PAUSED, StationFigures.none(), false, NOTHING),
              new StaffEffect.TellVoters(Polls.PAUSED),
              new StaffEffect.ReadFigures());
      case DAY_CLOSED, CLOSED, UPLOADED, SETTLED ->
          Step.to(s, new StaffEffect.TellVoters(Polls.CLOSED), new StaffEffect.ReadClosingReport());
    };
  }

  private Step<StaffState, StaffEffect> reloaded(Loading s, ReportOutcome outcome) {
    return switch (outcome) {
      case ReportOutcome.Made(StationReport report) ->
          Step.to(new Closed(s.language(), report, NOTHING));
      case ReportOutcome.Refused(Failure failure) ->
          Step.to(
              new Closed(
                  s.language(),
                  new StationReport(StationReport.Kind.CLOSING, List.of(), "", ""),
                  new Notice.Refused(failure)));
    };
  }

  private static Step<StaffState, StaffEffect> check(Language language) {
    return Step.to(
        new Preparing(language, List.of(), true, NOTHING), new StaffEffect.CheckReadiness());
  }

  private StaffState zero(Preparing s, ReportOutcome outcome) {
    return switch (outcome) {
      case ReportOutcome.Made(StationReport report) ->
          new Zero(s.language(), report, false, NOTHING);
      case ReportOutcome.Refused(Failure failure) ->
          new Preparing(s.language(), s.lines(), s.running(), new Notice.Refused(failure));
    };
  }

  private Step<StaffState, StaffEffect> opened(Zero s, StepResult result) {
    return switch (result) {
      case StepResult.Done _ ->
          Step.to(
              new Live(s.language(), Polls.OPEN, StationFigures.none(), false, NOTHING),
              new StaffEffect.TellVoters(Polls.OPEN),
              new StaffEffect.ReadFigures());
      case StepResult.Refused(var _, Failure failure) when needsOfficials(failure) ->
          Step.to(
              signIn(
                  s.language(),
                  new Purpose.Open(new Zero(s.language(), s.report(), false, NOTHING)),
                  PAIR));
      case StepResult.Refused(var _, Failure failure) ->
          Step.to(new Zero(s.language(), s.report(), false, new Notice.Refused(failure)));
    };
  }

  private static Live working(Live s) {
    return new Live(s.language(), s.polls(), s.figures(), true, NOTHING);
  }

  private Step<StaffState, StaffEffect> resumed(Live s, StepResult result) {
    return switch (result) {
      case StepResult.Refused(var _, Failure failure) when needsOfficials(failure) ->
          Step.to(
              signIn(
                  s.language(),
                  new Purpose.Resume(
                      new Live(s.language(), s.polls(), s.figures(), false, NOTHING)),
                  PAIR));
      case StepResult.Refused _, StepResult.Done _ -> changed(s, result, Polls.OPEN);
    };
  }

  private Step<StaffState, StaffEffect> changed(Live s, StepResult result, Polls polls) {
    return switch (result) {
      case StepResult.Done _ ->
          Step.to(
              new Live(s.language(), polls, s.figures(), false, NOTHING),
              new StaffEffect.TellVoters(polls));
      case StepResult.Refused(var _, Failure failure) ->
          Step.to(
              new Live(s.language(), s.polls(), s.figures(), false, new Notice.Refused(failure)));
    };
  }

  private Step<StaffState, StaffEffect> closed(Closing s, ReportOutcome outcome) {
    return switch (outcome) {
      case ReportOutcome.Made(StationReport report) ->
          Step.to(new Closed(s.language(), report, NOTHING));
      case ReportOutcome.Refused(Failure failure) ->
          Step.to(
              new Live(
                  s.language(),
                  s.before().polls(),
                  s.before().figures(),
                  false,
                  new Notice.Refused(failure)),
              new StaffEffect.TellVoters(s.before().polls()));
    };
  }

  private Step<StaffState, StaffEffect> preflight(Language language, StationReport report) {
    return Step.to(new Preflight(language, report), new StaffEffect.Preflight());
  }

  private Step<StaffState, StaffEffect> checked(Preflight s, PreflightOutcome outcome) {
    return switch (outcome) {
      case PreflightOutcome.Ready ready ->
          Step.to(new ReadyToSend(s.language(), s.report(), ready));
      case PreflightOutcome.Refused(Failure failure) ->
          Step.to(new Closed(s.language(), s.report(), new Notice.Refused(failure)));
    };
  }

  private StaffState uploaded(Uploading s, UploadOutcome outcome) {
    return switch (outcome) {
      case UploadOutcome.Finished _ ->
          new Uploaded(s.language(), s.report(), s.rows(), true, NOTHING);
      case UploadOutcome.Interrupted _ ->
          new Uploaded(s.language(), s.report(), s.rows(), false, new Notice.Interrupted());
      case UploadOutcome.Stopped(Failure failure) ->
          new Uploaded(s.language(), s.report(), s.rows(), false, new Notice.Refused(failure));
    };
  }

  private Step<StaffState, StaffEffect> export(StaffState state, StaffEffect effect) {
    Notice exporting = new Notice.Exporting();
    return switch (state) {
      case Closed s when !(s.notice() instanceof Notice.Exporting) ->
          Step.to(new Closed(s.language(), s.report(), exporting), effect);
      case Uploaded s when !(s.notice() instanceof Notice.Exporting) ->
          Step.to(
              new Uploaded(s.language(), s.report(), s.rows(), s.finished(), exporting), effect);
      case StaffState s -> ignore(s);
    };
  }

  private static Notice exported(ExportOutcome outcome) {
    return switch (outcome) {
      case ExportOutcome.Verified(String where) -> new Notice.Exported(where);
      case ExportOutcome.ReceiptsTaken(int receipts) -> new Notice.ReceiptsTaken(receipts);
      case ExportOutcome.Kept(String where) -> new Notice.KeptInFolder(where);
      case ExportOutcome.Refused(Failure failure) -> new Notice.Refused(failure);
    };
  }

  private Step<StaffState, StaffEffect> lock(StaffState state) {
    return switch (state) {
      case SignIn s ->
          switch (s.purpose()) {
            // Whoever left a passphrase half way does not leave it to the next.
            case Purpose.Begin _ when s.typed().isEmpty() && s.answer() instanceof Answer.None ->
                ignore(s);
            case Purpose.Begin _ ->
                Step.to(signIn(s.language(), s.purpose(), PAIR), new StaffEffect.Lock());
            case Purpose.Unlock _ ->
                Step.to(signIn(s.language(), s.purpose(), 1), new StaffEffect.Lock());
            case Purpose.Close(Live back) -> locked(back.in(s.language()));
            case Purpose.Resume(Live back) -> locked(back.in(s.language()));
            case Purpose.Open(Zero back) -> locked(back.in(s.language()));
          };
      case Confirm s -> locked(s.back().in(s.language()));
      case StaffState s -> locked(s);
    };
  }

  private Step<StaffState, StaffEffect> locked(StaffState under) {
    return Step.to(signIn(under.language(), new Purpose.Unlock(under), 1), new StaffEffect.Lock());
  }

  private Step<StaffState, StaffEffect> broke(StaffState state, Failure failure) {
    return state instanceof Live s
        ? Step.to(
            new Live(
                s.language(),
                Polls.OUT_OF_ORDER,
                s.figures(),
                s.working(),
                new Notice.VoterSideBroke(failure)))
        : under(state, new StaffEvent.VoterSideBroke(failure));
  }

  private static Step<StaffState, StaffEffect> ignore(StaffState state) {
    return Step.to(state);
  }
}
