package org.urna.flow.voter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.urna.failure.Failure;
import org.urna.flow.Counted;
import org.urna.flow.Counted.Stage;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.Overdue;
import org.urna.flow.Polls;
import org.urna.flow.Sound;
import org.urna.flow.Step;
import org.urna.flow.voter.VoterEffect.CallVolunteer;
import org.urna.flow.voter.VoterEffect.CastBallot;
import org.urna.flow.voter.VoterEffect.Count;
import org.urna.flow.voter.VoterEffect.DestroySealedBallot;
import org.urna.flow.voter.VoterEffect.DrawOrder;
import org.urna.flow.voter.VoterEffect.PlaySound;
import org.urna.flow.voter.VoterEffect.PrintReceipt;
import org.urna.flow.voter.VoterEffect.Prove;
import org.urna.flow.voter.VoterEffect.ReadPassport;
import org.urna.flow.voter.VoterEffect.ScanKey;
import org.urna.flow.voter.VoterEffect.SealBallot;
import org.urna.flow.voter.VoterEffect.StopScanning;
import org.urna.flow.voter.VoterEffect.TakeOutOfOrder;
import org.urna.flow.voter.VoterEffect.TestBallot;
import org.urna.flow.voter.VoterEffect.WipeSession;
import org.urna.flow.voter.VoterServices.ReaderPresence;
import org.urna.flow.voter.VoterState.About;
import org.urna.flow.voter.VoterState.Badge;
import org.urna.flow.voter.VoterState.Ballot;
import org.urna.flow.voter.VoterState.Cast;
import org.urna.flow.voter.VoterState.Casting;
import org.urna.flow.voter.VoterState.Contact;
import org.urna.flow.voter.VoterState.Idle;
import org.urna.flow.voter.VoterState.KeyEntry;
import org.urna.flow.voter.VoterState.Leaving;
import org.urna.flow.voter.VoterState.Manifesto;
import org.urna.flow.voter.VoterState.NotVoting;
import org.urna.flow.voter.VoterState.Over;
import org.urna.flow.voter.VoterState.Paper;
import org.urna.flow.voter.VoterState.PlacePassport;
import org.urna.flow.voter.VoterState.Reading;
import org.urna.flow.voter.VoterState.Receipt;
import org.urna.flow.voter.VoterState.Review;
import org.urna.flow.voter.VoterState.Sealed;
import org.urna.flow.voter.VoterState.Sealing;
import org.urna.flow.voter.VoterState.Start;
import org.urna.flow.voter.VoterState.Stopped;
import org.urna.flow.voter.VoterState.TakePassport;
import org.urna.flow.voter.VoterState.Tested;
import org.urna.flow.voter.VoterState.Testing;
import org.urna.flow.voter.VoterState.WaitingForProof;
import org.urna.flow.voter.VoterState.WhatWillHappen;
import org.urna.passport.PassportReadFailure;

/// The voter's path from the first touch to the lifted passport, as a pure function.
///
/// Three things hold for every transition because they are added in one place, [#step]: a session
/// that ends is wiped before anything else happens; timers follow from the states; an event that
/// has no meaning in a state leaves it as it is.
///
/// The outer switch goes over events without a default, so that a new event is a compile error
/// until somebody has decided what it means.
public final class VoterFlow {
  static final int LAST_HINT = 2;

  /// Attempts on keys before a volunteer is needed; chips slow down or lock after wrong keys.
  static final int MAX_KEY_REFUSALS = 2;

  static final int MAX_CONTACT_LOSSES = 8;

  private final ElectionView election;
  private final VoterLimits limits;
  private final VoterTimers timers;
  private final Language home;

  /// @param home the language between voters
  public VoterFlow(ElectionView election, VoterLimits limits, Language home) {
    this.election = election;
    this.limits = limits;
    this.timers = new VoterTimers(limits);
    this.home = home;
  }

  /// Where a kiosk begins.
  ///
  /// @param polls how they stand; not open before officials say so
  public VoterState initial(Polls polls) {
    return rest(Visit.fresh(home, polls));
  }

  /// The next state and what is to be done. Pure: no clock, no randomness, no side effect.
  public Step<VoterState, VoterEffect> step(VoterState state, VoterEvent event) {
    Step<VoterState, VoterEffect> reaction = react(state, event);
    List<VoterEffect> effects = new ArrayList<>();
    if (state.holdsSession() && !reaction.state().holdsSession()) {
      effects.add(new WipeSession());
    }
    effects.addAll(reaction.effects());
    effects.addAll(timers.between(state, event, reaction.state()));
    return new Step<>(reaction.state(), effects);
  }

  private Step<VoterState, VoterEffect> react(VoterState state, VoterEvent event) {
    if (event instanceof VoterEvent.Broke(Failure failure)) {
      return broke(state, failure);
    }
    return switch (state) {
      case Idle idle -> reactIdle(idle, event);
      case Leaving leaving -> reactLeaving(leaving, event);
      case VoterState _ -> reactPlain(state, event);
    };
  }

  private Step<VoterState, VoterEffect> reactPlain(VoterState state, VoterEvent event) {
    return switch (event) {
      case VoterEvent.LanguageChosen(Language language) -> {
        Visit visit = state.visit().in(language);
        yield Step.to(state instanceof Start ? new WhatWillHappen(visit) : state.with(visit));
      }
      case VoterEvent.AboutAsked(Language language) ->
          state instanceof Start s ? Step.to(new About(s.visit().in(language))) : ignore(state);
      case VoterEvent.Continued _ -> goOn(state);
      case VoterEvent.WentBack _ -> goBack(state);
      case VoterEvent.LeaveAsked _ -> askToLeave(state);
      case VoterEvent.LeaveConfirmed _ -> ignore(state);
      case VoterEvent.HelpAsked _ ->
          state.visit().helpAsked()
              ? ignore(state)
              : Step.to(state.with(state.visit().help(true)), new CallVolunteer());
      case VoterEvent.HelpGiven _ -> Step.to(state.with(state.visit().help(false)));
      case VoterEvent.Broke(Failure failure) -> broke(state, failure);
      case VoterEvent.Active _ -> ignore(state);
      case VoterEvent.NoSymbolOnCover _ ->
          state instanceof PlacePassport s && s.hint() > 0
              ? stop(s, VoterFailures.NO_SYMBOL)
              : ignore(state);
      case VoterEvent.KeyTyped(char character) ->
          state instanceof KeyEntry s ? draft(s, s.draft().type(character)) : ignore(state);
      case VoterEvent.KeyErased _ ->
          state instanceof KeyEntry s ? draft(s, s.draft().erase()) : ignore(state);
      case VoterEvent.KeyFieldChosen(KeyField field) ->
          state instanceof KeyEntry s ? draft(s, s.draft().at(field)) : ignore(state);
      case VoterEvent.KeyEntered _ ->
          state instanceof KeyEntry s && s.draft().isComplete()
              ? read(s, s.draft().toKey())
              : ignore(state);
      case VoterEvent.KeyScanned(TypedKey key) ->
          state instanceof KeyEntry s ? read(s, key.copy()) : ignore(state);
      case VoterEvent.PageUnsuitable(ScanNotice notice) ->
          state instanceof KeyEntry s
              ? Step.to(new KeyEntry(s.visit(), s.draft(), s.refusals(), notice))
              : ignore(state);
      case VoterEvent.OptionTouched(int option) ->
          state instanceof Ballot s ? touch(s, checked(option)) : ignore(state);
      case VoterEvent.OtherChosenInstead _ ->
          state instanceof Ballot s && !s.asked().isNone()
              ? Step.to(new Ballot(s.visit(), s.preparation(), s.order(), s.asked(), Mark.NONE))
              : ignore(state);
      case VoterEvent.ManifestoAsked(int option) ->
          state instanceof Ballot s && election.options().get(checked(option)).hasManifesto()
              ? Step.to(new Manifesto(s.visit(), s.preparation(), s.order(), s.mark(), option))
              : ignore(state);
      case VoterEvent.ReviewAsked _ ->
          state instanceof Ballot s && !s.mark().isNone() && s.asked().isNone()
              ? Step.to(new Review(s.visit(), s.preparation(), s.order(), s.mark()))
              : ignore(state);
      case VoterEvent.ChoiceConfirmed _ -> state instanceof Review s ? confirm(s) : ignore(state);
      case VoterEvent.ChangeAsked _ -> change(state);
      case VoterEvent.CastAsked _ ->
          state instanceof Sealed s
              ? Step.to(new Casting(s.visit()), new CastBallot())
              : ignore(state);
      case VoterEvent.TestAsked _ ->
          state instanceof Sealed s
              ? Step.to(new Testing(s.visit()), new TestBallot())
              : ignore(state);
      case VoterEvent.ReceiptAsked _ ->
          state instanceof Cast s
              ? Step.to(new Receipt(s.visit(), s.receipt(), false, Paper.NOT_ASKED))
              : ignore(state);
      case VoterEvent.ReceiptPrintAsked _ -> print(state);
      case VoterEvent.PresenceChanged(ReaderPresence presence) -> presence(state, presence);
      case VoterEvent.PollsChanged(Polls polls) -> polls(state, polls);
      case VoterEvent.OrderDrawn(List<Integer> order) ->
          state instanceof Badge s
              ? Step.to(new Badge(s.visit(), s.preparation(), permutation(order)))
              : ignore(state);
      case VoterEvent.PaceKnown(int seconds) ->
          state instanceof Reading s ? Step.to(s.withTypicalSeconds(seconds)) : ignore(state);
      case VoterEvent.ReadingProgressed(ReadingStep step) ->
          state instanceof Reading s && s.contact() == Contact.READING
              ? Step.to(s.with(step))
              : ignore(state);
      case VoterEvent.PassportRead(PassportOutcome outcome) ->
          state instanceof Reading s && s.contact() == Contact.READING
              ? judge(s, outcome)
              : ignore(state);
      case VoterEvent.ProofProgressed(double fraction) ->
          prepared(state, new Preparation.Running(fraction));
      case VoterEvent.ProofFinished(ProofOutcome outcome) -> proved(state, outcome);
      case VoterEvent.SealingProgressed(double fraction) ->
          state instanceof Sealing s
              ? Step.to(new Sealing(s.visit(), fraction, s.order()))
              : ignore(state);
      case VoterEvent.SealingFinished(SealOutcome outcome) ->
          state instanceof Sealing s ? sealed(s, outcome) : ignore(state);
      case VoterEvent.CastFinished(CastOutcome outcome) ->
          state instanceof Casting s ? cast(s, outcome) : ignore(state);
      case VoterEvent.TestFinished(TestOutcome outcome) ->
          state instanceof Testing s ? tested(s, outcome) : ignore(state);
      case VoterEvent.ReceiptPrinted(boolean acknowledged) ->
          state instanceof Receipt s && s.paper() == Paper.PRINTING
              ? Step.to(
                  new Receipt(
                      s.visit(),
                      s.receipt(),
                      s.lifted(),
                      acknowledged ? Paper.PRINTED : Paper.FAILED))
              : ignore(state);
      case VoterEvent.TimerElapsed(VoterTimer timer) -> elapsed(state, timer);
    };
  }

  // --- Questions that lie over a state

  private Step<VoterState, VoterEffect> reactIdle(Idle idle, VoterEvent event) {
    return switch (event) {
      case VoterEvent.TimerElapsed(VoterTimer timer) when timer == VoterTimer.IDLE_SECOND ->
          idle.secondsLeft() > 1
              ? Step.to(new Idle(idle.under(), idle.secondsLeft() - 1))
              : hindered(VoterFailures.TIMED_OUT, abandon(idle.under()));
      case VoterEvent.LeaveAsked _, VoterEvent.LeaveConfirmed _ -> abandon(idle.under());
      case VoterEvent.LanguageChosen _, VoterEvent.HelpAsked _ -> react(idle.under(), event);
      // One touch anywhere extends, and does nothing else.
      case VoterEvent.Touch _ -> Step.to(idle.under());
      case VoterEvent _ -> beneath(idle, event);
    };
  }

  private Step<VoterState, VoterEffect> reactLeaving(Leaving leaving, VoterEvent event) {
    return switch (event) {
      case VoterEvent.LeaveConfirmed _ -> abandon(leaving.under());
      case VoterEvent.Continued _, VoterEvent.WentBack _ -> Step.to(leaving.under());
      case VoterEvent.TimerElapsed(VoterTimer timer) when timer == VoterTimer.IDLE ->
          alert(leaving);
      case VoterEvent.LanguageChosen _, VoterEvent.HelpAsked _ -> beneath(leaving, event);
      case VoterEvent.Touch _ -> ignore(leaving);
      case VoterEvent _ -> beneath(leaving, event);
    };
  }

  /// Work goes on under a question; if it ends the session the question goes with it.
  private Step<VoterState, VoterEffect> beneath(Over over, VoterEvent event) {
    Step<VoterState, VoterEffect> reaction = react(over.under(), event);
    return reaction.state().holdsSession()
        ? new Step<>(over.over(reaction.state()), reaction.effects())
        : reaction;
  }

  private Step<VoterState, VoterEffect> alert(VoterState state) {
    return Step.to(
        new Idle(state, (int) limits.alert().toSeconds()), new PlaySound(Sound.ATTENTION));
  }

  // --- The way forward

  private Step<VoterState, VoterEffect> goOn(VoterState state) {
    return switch (state) {
      case About s -> Step.to(rest(s.visit()));
      case WhatWillHappen s -> begin(s);
      case Badge s ->
          Step.to(new Ballot(s.visit(), s.preparation(), s.order(), Mark.NONE, Mark.NONE));
      case Manifesto s -> Step.to(backToBallot(s));
      case Cast s -> out(s);
      case Receipt s -> s.paper() == Paper.PRINTING ? ignore(s) : out(s);
      case Tested s -> out(s);
      case Stopped s -> out(s);
      case Start _,
          NotVoting _,
          PlacePassport _,
          KeyEntry _,
          Reading _,
          Ballot _,
          Review _,
          WaitingForProof _,
          Sealing _,
          Sealed _,
          Casting _,
          Testing _,
          TakePassport _,
          Over _ ->
          ignore(state);
    };
  }

  private Step<VoterState, VoterEffect> goBack(VoterState state) {
    return switch (state) {
      case About s -> Step.to(rest(s.visit()));
      case WhatWillHappen s -> Step.to(rest(s.visit()));
      case Manifesto s -> Step.to(backToBallot(s));
      case Ballot s when !s.asked().isNone() ->
          Step.to(new Ballot(s.visit(), s.preparation(), s.order(), s.mark(), Mark.NONE));
      case VoterState s -> ignore(s);
    };
  }

  private static Ballot backToBallot(Manifesto s) {
    return new Ballot(s.visit(), s.preparation(), s.order(), s.mark(), Mark.NONE);
  }

  private Step<VoterState, VoterEffect> begin(WhatWillHappen s) {
    Count started = new Count(new Counted.SessionStarted());
    if (!s.visit().readerThere()) {
      return stop(s, VoterFailures.READER_GONE);
    }
    return s.visit().passportThere()
        ? Step.to(new KeyEntry(s.visit(), KeyDraft.empty(), 0), started, new ScanKey())
        : Step.to(new PlacePassport(s.visit(), 0), started);
  }

  private Step<VoterState, VoterEffect> draft(KeyEntry s, KeyDraft draft) {
    Step<VoterState, VoterEffect> step = Step.to(new KeyEntry(s.visit(), draft, s.refusals()));
    return draft.isMistyped() && !s.draft().isMistyped()
        ? hindered(VoterFailures.KEY_MISTYPED, step)
        : step;
  }

  private Step<VoterState, VoterEffect> read(KeyEntry s, TypedKey key) {
    boolean there = s.visit().passportThere();
    Reading reading =
        new Reading(
            s.visit(),
            key,
            ReadingStep.OPENING,
            there ? Contact.READING : Contact.ABSENT,
            0,
            s.refusals(),
            0,
            false);
    return there
        ? Step.to(reading, new StopScanning(), new ReadPassport(key.copy()))
        : Step.to(reading, new StopScanning());
  }

  private static Step<VoterState, VoterEffect> readAgain(Reading s) {
    return Step.to(s.with(Contact.READING), new ReadPassport(s.key().copy()));
  }

  private Step<VoterState, VoterEffect> judge(Reading s, PassportOutcome outcome) {
    return switch (outcome) {
      case PassportOutcome.Admitted _ ->
          Step.to(
              new Badge(s.visit(), new Preparation.Running(0), election.manifestOrder()),
              new DrawOrder(),
              new Prove());
      case PassportOutcome.NothingThere _ ->
          s.visit().passportThere() || !s.visit().readerThere()
              ? lost(s)
              : Step.to(s.with(Contact.ABSENT));
      case PassportOutcome.ContactLost _ -> lost(s);
      case PassportOutcome.ReaderGone _ -> stop(s, VoterFailures.READER_GONE);
      case PassportOutcome.Refused(Failure failure) -> refused(s, failure);
    };
  }

  private Step<VoterState, VoterEffect> refused(Reading s, Failure failure) {
    boolean mayTypeAgain =
        switch (failure.code()) {
          case ACCESS_KEY_REFUSED -> s.refusals() + 1 < MAX_KEY_REFUSALS;
          default -> false;
        };
    if (isOfTheProgram(failure)) {
      return breakDown(s, failure);
    }
    return mayTypeAgain
        ? Step.to(new KeyEntry(s.visit(), KeyDraft.empty(), s.refusals() + 1), new ScanKey())
        : stop(s, failure);
  }

  /// A fault of the kiosk and not of what was laid on it, so the next passport would meet it too.
  private static boolean isOfTheProgram(Failure failure) {
    return switch (failure.code()) {
      case PROGRAM_BROKEN, WORK_HANGS -> true;
      default -> false;
    };
  }

  private Step<VoterState, VoterEffect> lost(Reading s) {
    if (!s.visit().readerThere()) {
      // Unplugged while it read: some drivers report that as a lost card.
      return stop(s, VoterFailures.READER_GONE);
    }
    return s.losses() >= MAX_CONTACT_LOSSES
        ? stop(s, PassportReadFailure.CHIP_SILENT.failure().orElseThrow())
        : hindered(VoterFailures.CONTACT_LOST, Step.to(s.with(Contact.LOST)));
  }

  private Step<VoterState, VoterEffect> prepared(VoterState state, Preparation preparation) {
    return switch (state) {
      case Badge s -> Step.to(new Badge(s.visit(), preparation, s.order()));
      case Ballot s -> Step.to(new Ballot(s.visit(), preparation, s.order(), s.mark(), s.asked()));
      case Manifesto s ->
          Step.to(new Manifesto(s.visit(), preparation, s.order(), s.mark(), s.option()));
      case Review s -> Step.to(new Review(s.visit(), preparation, s.order(), s.mark()));
      case WaitingForProof s ->
          switch (preparation) {
            case Preparation.Running(double fraction) ->
                Step.to(new WaitingForProof(s.visit(), fraction, s.order(), s.mark()));
            case Preparation.Ready _ -> seal(s.visit(), s.order(), s.mark());
          };
      case VoterState s -> ignore(s);
    };
  }

  private Step<VoterState, VoterEffect> proved(VoterState state, ProofOutcome outcome) {
    return switch (state) {
      case Badge _, Ballot _, Manifesto _, Review _, WaitingForProof _ ->
          switch (outcome) {
            case ProofOutcome.Prepared _ -> prepared(state, new Preparation.Ready());
            case ProofOutcome.Failed(Failure failure) -> fail(state, failure);
          };
      case VoterState s -> ignore(s);
    };
  }

  /// The index as it came, after making sure that it is an option.
  private int checked(int option) {
    if (option < 0 || option >= election.options().size()) {
      throw new IllegalArgumentException("no such option");
    }
    return option;
  }

  private List<Integer> permutation(List<Integer> order) {
    if (!order.stream()
        .sorted()
        .toList()
        .equals(IntStream.range(0, election.options().size()).boxed().toList())) {
      throw new IllegalArgumentException("an order names each option once");
    }
    return order;
  }

  /// Nothing deselects itself: while one option is marked, touching another one asks.
  private static Step<VoterState, VoterEffect> touch(Ballot s, int option) {
    Mark mark = s.mark();
    Mark asked = Mark.NONE;
    if (mark.isNone()) {
      mark = Mark.on(option);
    } else if (!s.asked().isNone()) {
      asked = mark.isOn(option) ? Mark.NONE : Mark.on(option);
    } else if (mark.isOn(option)) {
      mark = Mark.NONE;
    } else {
      asked = Mark.on(option);
    }
    return Step.to(new Ballot(s.visit(), s.preparation(), s.order(), mark, asked));
  }

  private static Step<VoterState, VoterEffect> confirm(Review s) {
    return switch (s.preparation()) {
      case Preparation.Ready _ -> seal(s.visit(), s.order(), s.mark());
      case Preparation.Running(double fraction) ->
          Step.to(new WaitingForProof(s.visit(), fraction, s.order(), s.mark()));
    };
  }

  private static Step<VoterState, VoterEffect> seal(Visit visit, List<Integer> order, Mark mark) {
    return Step.to(new Sealing(visit, 0, order), new SealBallot(mark.option()));
  }

  private Step<VoterState, VoterEffect> change(VoterState state) {
    return switch (state) {
      case Review s ->
          Step.to(new Ballot(s.visit(), s.preparation(), s.order(), s.mark(), Mark.NONE));
      case WaitingForProof s ->
          Step.to(
              new Ballot(
                  s.visit(),
                  new Preparation.Running(s.fraction()),
                  s.order(),
                  s.mark(),
                  Mark.NONE));
      case Sealed s ->
          Step.to(
              new Ballot(s.visit(), new Preparation.Ready(), s.order(), Mark.NONE, Mark.NONE),
              new DestroySealedBallot());
      case VoterState s -> ignore(s);
    };
  }

  private Step<VoterState, VoterEffect> sealed(Sealing s, SealOutcome outcome) {
    return switch (outcome) {
      case SealOutcome.Sealed(CodeLabel code) -> Step.to(new Sealed(s.visit(), code, s.order()));
      case SealOutcome.Failed(Failure failure) -> fail(s, failure);
    };
  }

  private Step<VoterState, VoterEffect> cast(Casting s, CastOutcome outcome) {
    return switch (outcome) {
      case CastOutcome.Cast(VoterReceipt receipt) ->
          Step.to(
              new Cast(s.visit(), receipt, false),
              new PlaySound(Sound.CAST),
              new Count(new Counted.VoteCast()));
      case CastOutcome.NotCast(Failure failure) -> fail(s, failure);
      case CastOutcome.Uncertain uncertain -> breakDown(s, uncertain.failure());
    };
  }

  private Step<VoterState, VoterEffect> tested(Testing s, TestOutcome outcome) {
    return switch (outcome) {
      case TestOutcome.Disclosed disclosed ->
          Step.to(new Tested(s.visit(), disclosed), new Count(new Counted.Tested()));
      case TestOutcome.Failed(Failure failure) -> fail(s, failure);
    };
  }

  private static Step<VoterState, VoterEffect> print(VoterState state) {
    return state instanceof Receipt s && s.paper() != Paper.PRINTING && s.paper() != Paper.PRINTED
        ? Step.to(
            new Receipt(s.visit(), s.receipt(), s.lifted(), Paper.PRINTING),
            new PrintReceipt(s.receipt()))
        : ignore(state);
  }

  // --- The machine

  private Step<VoterState, VoterEffect> presence(VoterState state, ReaderPresence presence) {
    boolean wasThere = state.visit().passportThere();
    Visit visit =
        switch (presence) {
          case NO_READER -> state.visit().reader(false);
          case EMPTY -> state.visit().reader(true).passport(false);
          case PASSPORT -> state.visit().passport(true);
        };
    VoterState now = state.with(visit);
    boolean readerLost = !visit.readerThere();
    boolean there = visit.passportThere();
    return switch (now) {
      case PlacePassport s when there ->
          Step.to(new KeyEntry(visit, KeyDraft.empty(), 0), new ScanKey());
      case PlacePassport s when readerLost -> stop(s, VoterFailures.READER_GONE);
      case KeyEntry s when readerLost -> stop(s, VoterFailures.READER_GONE);
      case Reading s when s.contact() != Contact.READING && there -> readAgain(s);
      case Reading s when s.contact() != Contact.READING && readerLost ->
          stop(s, VoterFailures.READER_GONE);
      case Cast s -> Step.to(new Cast(visit, s.receipt(), !there && (wasThere || s.lifted())));
      case Receipt s ->
          Step.to(new Receipt(visit, s.receipt(), !there && (wasThere || s.lifted()), s.paper()));
      case TakePassport s when !there -> Step.to(rest(s.visit()));
      case VoterState s -> Step.to(s);
    };
  }

  private Step<VoterState, VoterEffect> polls(VoterState state, Polls polls) {
    Visit visit = state.visit().polls(polls);
    return switch (state) {
      case Start _, NotVoting _, About _, WhatWillHappen _ ->
          polls == Polls.OPEN && !(state instanceof NotVoting)
              ? Step.to(state.with(visit))
              : Step.to(rest(visit));
      // Who has begun may finish.
      case VoterState s -> Step.to(s.with(visit));
    };
  }

  private Step<VoterState, VoterEffect> elapsed(VoterState state, VoterTimer timer) {
    return switch (timer) {
      case HINT ->
          state instanceof PlacePassport s && s.hint() < LAST_HINT
              ? hindered(VoterFailures.NO_CHIP, Step.to(new PlacePassport(s.visit(), s.hint() + 1)))
              : ignore(state);
      case IDLE -> state.holdsSession() ? alert(state) : ignore(state);
      case IDLE_SECOND -> ignore(state);
      case SLOW_CHIP ->
          state instanceof Reading s
                  && s.contact() == Contact.READING
                  && s.step() == ReadingStep.OPENING
              ? Step.to(s.asSlow())
              : ignore(state);
      case READ_AGAIN ->
          state instanceof Reading s && s.contact() == Contact.LOST && s.visit().passportThere()
              ? readAgain(s)
              : ignore(state);
      case OVERDUE -> overdue(state);
      case RETURN, LIFTED ->
          switch (state) {
            case About s -> Step.to(rest(s.visit()));
            case WhatWillHappen s -> Step.to(rest(s.visit()));
            case Cast s -> out(s);
            case Receipt s -> out(s);
            case Tested s -> out(s);
            case Stopped s -> out(s);
            case VoterState s -> ignore(s);
          };
      case REMIND ->
          state instanceof TakePassport s
              ? Step.to(s, new PlaySound(Sound.TAKE_PASSPORT))
              : ignore(state);
    };
  }

  /// What the kiosk works on does not come to an end, so it may hang for the next voter too.
  private Step<VoterState, VoterEffect> overdue(VoterState state) {
    return switch (state) {
      case Reading s when s.contact() == Contact.READING -> breakDown(s, Overdue.FAILURE);
      case WaitingForProof _, Sealing _, Testing _ -> breakDown(state, Overdue.FAILURE);
      case Casting s -> breakDown(s, new CastOutcome.Uncertain("").failure());
      case Receipt s when s.paper() == Paper.PRINTING ->
          Step.to(new Receipt(s.visit(), s.receipt(), s.lifted(), Paper.FAILED));
      case VoterState s -> ignore(s);
    };
  }

  /// Nobody else is let in. Whoever has voted is still told so; whoever is in the middle of it is
  /// told what is certain.
  private Step<VoterState, VoterEffect> broke(VoterState state, Failure failure) {
    Visit visit =
        state.visit().polls() == Polls.OPEN
            ? state.visit().polls(Polls.OUT_OF_ORDER)
            : state.visit();
    TakeOutOfOrder told = new TakeOutOfOrder(failure);
    return switch (state) {
      case Over over -> broke(over.under(), failure);
      case Casting s -> breakDown(s, new CastOutcome.Uncertain(failure.detail()).failure());
      case Start _, NotVoting _, About _, WhatWillHappen _ -> Step.to(rest(visit), told);
      case Cast _, Receipt _, Tested _, Stopped _, TakePassport _ ->
          Step.to(state.with(visit), told);
      case PlacePassport _,
          KeyEntry _,
          Reading _,
          Badge _,
          Ballot _,
          Manifesto _,
          Review _,
          WaitingForProof _,
          Sealing _,
          Sealed _,
          Testing _ ->
          breakDown(state, failure);
    };
  }

  // --- The ways out

  private Step<VoterState, VoterEffect> askToLeave(VoterState state) {
    return switch (state) {
      case About s -> Step.to(rest(s.visit()));
      case WhatWillHappen s -> Step.to(rest(s.visit()));
      case PlacePassport s -> abandon(s);
      case KeyEntry s -> abandon(s);
      case Reading s -> abandon(s);
      case Badge _, Ballot _, Manifesto _, Review _, WaitingForProof _, Sealing _, Sealed _ ->
          Step.to(new Leaving(state));
      case Start _,
          NotVoting _,
          Casting _,
          Cast _,
          Receipt _,
          Testing _,
          Tested _,
          Stopped _,
          TakePassport _,
          Over _ ->
          ignore(state);
    };
  }

  private Step<VoterState, VoterEffect> abandon(VoterState state) {
    VoterState leaf = state instanceof Over over ? over.under() : state;
    Step<VoterState, VoterEffect> out = out(leaf);
    List<VoterEffect> effects = new ArrayList<>();
    effects.add(new Count(new Counted.Abandoned(stage(leaf))));
    effects.addAll(out.effects());
    return new Step<>(out.state(), effects);
  }

  private static Stage stage(VoterState state) {
    return switch (state) {
      case PlacePassport _ -> Stage.PASSPORT;
      case KeyEntry _ -> Stage.KEY;
      case Reading _ -> Stage.READING;
      case Badge _ -> Stage.BADGE;
      case Ballot _, Manifesto _ -> Stage.BALLOT;
      case Review _, WaitingForProof _ -> Stage.REVIEW;
      case Sealing _, Sealed _ -> Stage.SEALED;
      case Over over -> stage(over.under());
      case Start _,
          NotVoting _,
          About _,
          WhatWillHappen _,
          Casting _,
          Cast _,
          Receipt _,
          Testing _,
          Tested _,
          Stopped _,
          TakePassport _ ->
          throw new IllegalStateException("nobody can abandon " + state.getClass().getSimpleName());
    };
  }

  private Step<VoterState, VoterEffect> stop(VoterState state, Failure failure) {
    return Step.to(
        new Stopped(state.visit(), failure),
        new Count(new Counted.Refused(failure.code())),
        new PlaySound(Sound.ATTENTION));
  }

  /// After the passport was admitted: what an official must look at concerns the next voter too.
  private Step<VoterState, VoterEffect> fail(VoterState state, Failure failure) {
    return switch (failure.code().audience()) {
      case OFFICIAL, TRUSTEE, AUDITOR, ORGANISER -> breakDown(state, failure);
      case VOTER, VOLUNTEER -> stop(state, failure);
    };
  }

  /// A fault that the next voter would meet too: nobody else is let in until an official has
  /// looked.
  private Step<VoterState, VoterEffect> breakDown(VoterState state, Failure failure) {
    VoterState broken = state.with(state.visit().polls(Polls.OUT_OF_ORDER));
    Step<VoterState, VoterEffect> stopped = stop(broken, failure);
    List<VoterEffect> effects = new ArrayList<>(stopped.effects());
    effects.add(new TakeOutOfOrder(failure));
    return new Step<>(stopped.state(), effects);
  }

  /// What the voter is told of while going on, or would be if still there: counted first.
  private static Step<VoterState, VoterEffect> hindered(
      Failure failure, Step<VoterState, VoterEffect> step) {
    List<VoterEffect> effects = new ArrayList<>();
    effects.add(new Count(new Counted.Hindered(failure.code())));
    effects.addAll(step.effects());
    return new Step<>(step.state(), effects);
  }

  private Step<VoterState, VoterEffect> out(VoterState state) {
    return state.visit().passportThere()
        ? Step.to(new TakePassport(state.visit()), new PlaySound(Sound.TAKE_PASSPORT))
        : Step.to(rest(state.visit()));
  }

  private VoterState rest(Visit visit) {
    Visit next = new Visit(home, visit.passportThere(), visit.readerThere(), false, visit.polls());
    return next.polls() == Polls.OPEN ? new Start(next) : new NotVoting(next);
  }

  private static Step<VoterState, VoterEffect> ignore(VoterState state) {
    return Step.to(state);
  }
}
