package org.urna.flow.voter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.election.Bytes;
import org.urna.election.Localized;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.SampleStates;
import org.urna.flow.Sound;
import org.urna.flow.Step;
import org.urna.flow.voter.VoterEffect.StartTimer;
import org.urna.flow.voter.VoterEffect.WipeSession;
import org.urna.flow.voter.VoterEvent.CastAsked;
import org.urna.flow.voter.VoterEvent.TimerElapsed;
import org.urna.flow.voter.VoterServices.ReaderPresence;

/// Every state met with every event: handled as the table says, or left exactly as it was. A new
/// state or event fails here until somebody has decided.
public class VoterFlowTest {
  private static final Failure PROOF_FAILED = Failure.of(FailureCode.PROOF_FAILED);
  public static final ElectionView ELECTION = election();
  private static final VoterFlow FLOW =
      new VoterFlow(ELECTION, VoterLimits.STANDARD, Language.RUSSIAN);

  /// What each kind of state reacts to, besides the events that every state takes.
  private static final Map<Class<?>, Set<Class<?>>> HANDLED = handled();

  private static final Set<Class<?>> ALWAYS =
      Set.of(
          VoterEvent.LanguageChosen.class,
          VoterEvent.HelpAsked.class,
          VoterEvent.HelpGiven.class,
          VoterEvent.PresenceChanged.class,
          VoterEvent.PollsChanged.class,
          VoterEvent.Broke.class);

  static ElectionView election() {
    Localized name = Localized.of(Map.of("ru", "Имя", "en", "Name"));
    ElectionView.Option candidate =
        new ElectionView.Option(
            ElectionView.Kind.CANDIDATE, name, name, "a", List.of(name), Bytes.of(new byte[0]));
    ElectionView.Option blank =
        new ElectionView.Option(
            ElectionView.Kind.BLANK, name, name, "b", List.of(), Bytes.of(new byte[0]));
    return new ElectionView(
        name,
        name,
        "K7QM-2XFA",
        false,
        List.of(candidate, candidate, blank),
        true,
        LocalDate.of(2026, 11, 22));
  }

  private static Map<Class<?>, Set<Class<?>>> handled() {
    Map<Class<?>, Set<Class<?>>> table = new HashMap<>();
    put(table, VoterState.Start.class, VoterEvent.AboutAsked.class);
    put(table, VoterState.NotVoting.class);
    put(
        table,
        VoterState.About.class,
        VoterEvent.Continued.class,
        VoterEvent.WentBack.class,
        VoterEvent.LeaveAsked.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.WhatWillHappen.class,
        VoterEvent.Continued.class,
        VoterEvent.WentBack.class,
        VoterEvent.LeaveAsked.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.PlacePassport.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.NoSymbolOnCover.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.KeyEntry.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.KeyTyped.class,
        VoterEvent.KeyErased.class,
        VoterEvent.KeyFieldChosen.class,
        VoterEvent.KeyEntered.class,
        VoterEvent.KeyScanned.class,
        VoterEvent.PageUnsuitable.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Reading.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.PaceKnown.class,
        VoterEvent.ReadingProgressed.class,
        VoterEvent.PassportRead.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Badge.class,
        VoterEvent.Continued.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.OrderDrawn.class,
        VoterEvent.ProofProgressed.class,
        VoterEvent.ProofFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Ballot.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.WentBack.class,
        VoterEvent.OptionTouched.class,
        VoterEvent.OtherChosenInstead.class,
        VoterEvent.ManifestoAsked.class,
        VoterEvent.ReviewAsked.class,
        VoterEvent.ProofProgressed.class,
        VoterEvent.ProofFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Manifesto.class,
        VoterEvent.Continued.class,
        VoterEvent.WentBack.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.ProofProgressed.class,
        VoterEvent.ProofFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Review.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.ChoiceConfirmed.class,
        VoterEvent.ChangeAsked.class,
        VoterEvent.ProofProgressed.class,
        VoterEvent.ProofFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.WaitingForProof.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.ChangeAsked.class,
        VoterEvent.ProofProgressed.class,
        VoterEvent.ProofFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Sealing.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.SealingProgressed.class,
        VoterEvent.SealingFinished.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Sealed.class,
        VoterEvent.LeaveAsked.class,
        VoterEvent.ChangeAsked.class,
        CastAsked.class,
        VoterEvent.TestAsked.class,
        TimerElapsed.class);
    put(table, VoterState.Casting.class, VoterEvent.CastFinished.class, TimerElapsed.class);
    put(
        table,
        VoterState.Cast.class,
        VoterEvent.Continued.class,
        VoterEvent.ReceiptAsked.class,
        TimerElapsed.class);
    put(
        table,
        VoterState.Receipt.class,
        VoterEvent.Continued.class,
        VoterEvent.ReceiptPrintAsked.class,
        VoterEvent.ReceiptPrinted.class,
        TimerElapsed.class);
    put(table, VoterState.Testing.class, VoterEvent.TestFinished.class, TimerElapsed.class);
    put(table, VoterState.Tested.class, VoterEvent.Continued.class, TimerElapsed.class);
    put(table, VoterState.Stopped.class, VoterEvent.Continued.class, TimerElapsed.class);
    put(table, VoterState.TakePassport.class, TimerElapsed.class);
    return table;
  }

  private static void put(Map<Class<?>, Set<Class<?>>> table, Class<?> state, Class<?>... events) {
    table.put(state, Set.of(events));
  }

  static Stream<VoterState> states() {
    Map<String, VoterState> all =
        new LinkedHashMap<>(SampleStates.voter(Language.ENGLISH, ELECTION.options().size()));
    return all.values().stream();
  }

  private static VoterState leaf(VoterState state) {
    return state instanceof VoterState.Over over ? leaf(over.under()) : state;
  }

  /// At least one event of every kind, and several where a kind has cases.
  static List<VoterEvent> events() {
    List<VoterEvent> all = new ArrayList<>();
    all.add(new VoterEvent.LanguageChosen(Language.RUSSIAN));
    all.add(new VoterEvent.AboutAsked(Language.RUSSIAN));
    all.add(new VoterEvent.Continued());
    all.add(new VoterEvent.WentBack());
    all.add(new VoterEvent.LeaveAsked());
    all.add(new VoterEvent.LeaveConfirmed());
    all.add(new VoterEvent.HelpAsked());
    all.add(new VoterEvent.Active());
    all.add(new VoterEvent.NoSymbolOnCover());
    all.add(new VoterEvent.KeyTyped('7'));
    all.add(new VoterEvent.KeyErased());
    all.add(new VoterEvent.KeyFieldChosen(KeyField.BIRTH_DATE));
    all.add(new VoterEvent.KeyEntered());
    all.add(new VoterEvent.OptionTouched(0));
    all.add(new VoterEvent.OptionTouched(1));
    all.add(new VoterEvent.OtherChosenInstead());
    all.add(new VoterEvent.ManifestoAsked(0));
    all.add(new VoterEvent.ReviewAsked());
    all.add(new VoterEvent.ChoiceConfirmed());
    all.add(new VoterEvent.ChangeAsked());
    all.add(new CastAsked());
    all.add(new VoterEvent.TestAsked());
    all.add(new VoterEvent.ReceiptAsked());
    all.add(new VoterEvent.ReceiptPrintAsked());
    for (ReaderPresence presence : ReaderPresence.values()) {
      all.add(new VoterEvent.PresenceChanged(presence));
    }
    all.add(new VoterEvent.KeyScanned(SampleStates.key()));
    for (ScanNotice notice : ScanNotice.values()) {
      all.add(new VoterEvent.PageUnsuitable(notice));
    }
    for (Polls polls : Polls.values()) {
      all.add(new VoterEvent.PollsChanged(polls));
    }
    all.add(new VoterEvent.HelpGiven());
    all.add(new VoterEvent.Broke(Failure.of(FailureCode.PROGRAM_BROKEN)));
    all.add(new VoterEvent.OrderDrawn(List.of(2, 0, 1)));
    all.add(new VoterEvent.PaceKnown(9));
    all.add(new VoterEvent.ReadingProgressed(ReadingStep.COPY_CHECK));
    for (PassportOutcome outcome : outcomes()) {
      all.add(new VoterEvent.PassportRead(outcome));
    }
    all.add(new VoterEvent.ProofProgressed(0.9));
    all.add(new VoterEvent.ProofFinished(new ProofOutcome.Prepared()));
    all.add(new VoterEvent.ProofFinished(new ProofOutcome.Failed(PROOF_FAILED)));
    all.add(new VoterEvent.SealingProgressed(0.9));
    all.add(new VoterEvent.SealingFinished(new SealOutcome.Sealed(SampleStates.CODE)));
    all.add(new VoterEvent.SealingFinished(new SealOutcome.Failed(PROOF_FAILED)));
    all.add(new VoterEvent.CastFinished(new CastOutcome.Cast(SampleStates.RECEIPT)));
    for (FailureCode code : FailureCode.values()) {
      all.add(new VoterEvent.CastFinished(new CastOutcome.NotCast(Failure.of(code))));
    }
    all.add(new VoterEvent.CastFinished(new CastOutcome.Uncertain("")));
    all.add(
        new VoterEvent.TestFinished(
            new TestOutcome.Disclosed(SampleStates.CODE, List.of("disclosed"))));
    all.add(new VoterEvent.TestFinished(new TestOutcome.Failed(PROOF_FAILED)));
    all.add(new VoterEvent.ReceiptPrinted(true));
    all.add(new VoterEvent.ReceiptPrinted(false));
    for (VoterTimer timer : VoterTimer.values()) {
      all.add(new TimerElapsed(timer));
    }
    return all;
  }

  static List<PassportOutcome> outcomes() {
    List<PassportOutcome> all = new ArrayList<>();
    all.add(new PassportOutcome.Admitted());
    all.add(new PassportOutcome.NothingThere());
    all.add(new PassportOutcome.ContactLost());
    all.add(new PassportOutcome.ReaderGone());
    for (FailureCode code : FailureCode.values()) {
      all.add(new PassportOutcome.Refused(Failure.of(code)));
    }
    return all;
  }

  @Test
  void theSamplesMissNoKind() {
    assertThat(states().map(VoterState::getClass).toList()).containsAll(concrete(VoterState.class));
    assertThat(events().stream().map(VoterEvent::getClass).toList())
        .containsAll(concrete(VoterEvent.class));
    assertThat(outcomes().stream().map(PassportOutcome::getClass).toList())
        .containsAll(concrete(PassportOutcome.class));
    Set<Class<?>> plain = new HashSet<>(concrete(VoterState.class));
    plain.removeIf(VoterState.Over.class::isAssignableFrom);
    assertThat(HANDLED.keySet()).isEqualTo(plain);
  }

  @SuppressWarnings("unchecked")
  public static <T> List<Class<? extends T>> concrete(Class<T> sealed) {
    List<Class<? extends T>> found = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isSealed()) {
        found.addAll((List<Class<? extends T>>) (List<?>) concrete(permitted));
      } else {
        found.add((Class<? extends T>) permitted);
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("states")
  void everyEventIsHandledAsTheTableSaysOrChangesNothing(VoterState state) {
    for (VoterEvent event : events()) {
      Step<VoterState, VoterEffect> step = FLOW.step(state, event);
      if (state instanceof VoterState.Over
          || ALWAYS.contains(event.getClass())
          || HANDLED.get(state.getClass()).contains(event.getClass())) {
        continue;
      }
      assertThat(step.state()).as("%s in %s", event, state).isSameAs(state);
      assertThat(step.effects())
          .as("%s in %s", event, state)
          .allMatch(effect -> event instanceof VoterEvent.Touch && effect instanceof StartTimer);
    }
  }

  @Test
  void everyEntryOfTheTableIsReallyHandled() {
    HANDLED.forEach(
        (kind, handledEvents) -> {
          for (Class<?> eventKind : handledEvents) {
            boolean reacted =
                states()
                    .filter(state -> state.getClass() == kind)
                    .anyMatch(
                        state ->
                            events().stream()
                                .filter(event -> event.getClass() == eventKind)
                                .anyMatch(
                                    event -> {
                                      var step = FLOW.step(state, event);
                                      return !step.state().equals(state)
                                          || !step.effects().isEmpty();
                                    }));
            assertThat(reacted)
                .as("%s never reacts to %s", kind.getSimpleName(), eventKind.getSimpleName())
                .isTrue();
          }
        });
  }

  @ParameterizedTest
  @MethodSource("states")
  void whateverEndsASessionWipesItFirst(VoterState state) {
    for (VoterEvent event : events()) {
      Step<VoterState, VoterEffect> step = FLOW.step(state, event);
      boolean ended = state.holdsSession() && !step.state().holdsSession();
      if (ended) {
        assertThat(step.effects().getFirst())
            .as("%s in %s", event, state)
            .isEqualTo(new WipeSession());
      }
      long wipes = step.effects().stream().filter(WipeSession.class::isInstance).count();
      assertThat(wipes).as("%s in %s", event, state).isEqualTo(ended ? 1 : 0);
    }
  }

  @ParameterizedTest
  @MethodSource("states")
  void onlyTheBallotTouchedOnThisScreenIsEverSealedCastOrTested(VoterState state) {
    for (VoterEvent event : events()) {
      for (VoterEffect effect : FLOW.step(state, event).effects()) {
        VoterState leaf = leaf(state);
        if (effect instanceof VoterEffect.CastBallot) {
          assertThat(state).isInstanceOf(VoterState.Sealed.class);
          assertThat(event).isInstanceOf(CastAsked.class);
        }
        if (effect instanceof VoterEffect.TestBallot) {
          assertThat(state).isInstanceOf(VoterState.Sealed.class);
          assertThat(event).isInstanceOf(VoterEvent.TestAsked.class);
        }
        if (effect instanceof VoterEffect.SealBallot(int option)) {
          Mark mark =
              leaf instanceof VoterState.Review review
                  ? review.mark()
                  : ((VoterState.WaitingForProof) leaf).mark();
          assertThat(option).isEqualTo(mark.option());
        }
        if (effect instanceof VoterEffect.PlaySound(Sound sound) && sound == Sound.CAST) {
          assertThat(event)
              .isEqualTo(new VoterEvent.CastFinished(new CastOutcome.Cast(SampleStates.RECEIPT)));
        }
      }
    }
  }

  @Test
  void fromTheBadgeOnNoStateCanHoldAnythingOfThePassport() {
    Set<Class<?>> mayHoldAKey = Set.of(VoterState.KeyEntry.class, VoterState.Reading.class);
    for (Class<? extends VoterState> kind : concrete(VoterState.class)) {
      Set<Class<?>> reachable = new HashSet<>();
      reach(kind, reachable);
      if (mayHoldAKey.contains(kind) || VoterState.Over.class.isAssignableFrom(kind)) {
        continue;
      }
      assertThat(reachable).as(kind.getSimpleName()).doesNotContain(TypedKey.class, KeyDraft.class);
    }
  }

  @Test
  void fromSealingOnNoStateCanHoldTheChoice() {
    for (Class<?> kind :
        List.of(
            VoterState.Sealing.class,
            VoterState.Sealed.class,
            VoterState.Casting.class,
            VoterState.Cast.class,
            VoterState.Receipt.class,
            VoterState.Testing.class,
            VoterState.Stopped.class,
            VoterState.TakePassport.class)) {
      Set<Class<?>> reachable = new HashSet<>();
      reach(kind, reachable);
      assertThat(reachable).as(kind.getSimpleName()).doesNotContain(Mark.class);
    }
    Set<Class<?>> review = new HashSet<>();
    reach(VoterState.Review.class, review);
    assertThat(review).doesNotContain(CodeLabel.class);
  }

  private static void reach(Class<?> type, Set<Class<?>> reachable) {
    if (!type.getName().startsWith("org.urna") || !reachable.add(type)) {
      return;
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        reach(component.getType(), reachable);
      }
    }
    if (type.isSealed() && type != VoterState.class) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> reach(sub, reachable));
    }
  }

  @Test
  void nothingThatCanBePrintedTellsAKeyOrAChoice() {
    for (VoterState state : states().toList()) {
      assertThat(state.toString()).doesNotContain("L898902C", "740812", "option=");
    }
    assertThat(new VoterEvent.KeyTyped('7').toString()).doesNotContain("7");
    assertThat(new VoterEvent.OptionTouched(3).toString()).doesNotContain("3");
    assertThat(new VoterEffect.SealBallot(3).toString()).doesNotContain("3");
    assertThat(new VoterEvent.KeyScanned(SampleStates.key()).toString())
        .doesNotContain("L898902C3");
    assertThat(new TestOutcome.Disclosed(SampleStates.CODE, List.of("choice")).toString())
        .doesNotContain("choice");
  }

  @Test
  void aMarkMovesOnlyWhenTheVoterSaysSo() {
    VoterState ballot = ballot(Mark.NONE, Mark.NONE);
    VoterState marked = FLOW.step(ballot, new VoterEvent.OptionTouched(1)).state();
    assertThat(marked).isEqualTo(ballot(Mark.on(1), Mark.NONE));
    VoterState asked = FLOW.step(marked, new VoterEvent.OptionTouched(0)).state();
    assertThat(asked).isEqualTo(ballot(Mark.on(1), Mark.on(0)));
    assertThat(FLOW.step(asked, new VoterEvent.ReviewAsked()).state()).isSameAs(asked);
    assertThat(FLOW.step(asked, new VoterEvent.WentBack()).state()).isEqualTo(marked);
    assertThat(FLOW.step(asked, new VoterEvent.OtherChosenInstead()).state())
        .isEqualTo(ballot(Mark.on(0), Mark.NONE));
    assertThat(FLOW.step(marked, new VoterEvent.OptionTouched(1)).state()).isEqualTo(ballot);
  }

  @Test
  void reviewAndChangeAndAnotherChoiceWorkForEveryOption() {
    for (int first = 0; first < 3; first++) {
      for (int then = 0; then < 3; then++) {
        VoterState state = ballot(Mark.on(first), Mark.NONE);
        state = FLOW.step(state, new VoterEvent.ReviewAsked()).state();
        state = FLOW.step(state, new VoterEvent.ChangeAsked()).state();
        if (then != first) {
          state = FLOW.step(state, new VoterEvent.OptionTouched(then)).state();
          state = FLOW.step(state, new VoterEvent.OtherChosenInstead()).state();
        }
        state = FLOW.step(state, new VoterEvent.ReviewAsked()).state();
        assertThat(((VoterState.Review) state).mark()).isEqualTo(Mark.on(then));
      }
    }
  }

  private static VoterState ballot(Mark mark, Mark asked) {
    return new VoterState.Ballot(
        new Visit(Language.ENGLISH, true, true, false, Polls.OPEN),
        new Preparation.Ready(),
        List.of(0, 1, 2),
        mark,
        asked);
  }

  @Test
  void refusesAnOptionThatIsNotOnTheBallot() {
    assertThatThrownBy(
            () -> FLOW.step(ballot(Mark.NONE, Mark.NONE), new VoterEvent.OptionTouched(3)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> FLOW.step(ballot(Mark.NONE, Mark.NONE), new VoterEvent.OptionTouched(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnOrderThatLeavesAnOptionOut() {
    VoterState badge =
        new VoterState.Badge(
            Visit.fresh(Language.ENGLISH, Polls.OPEN),
            new Preparation.Running(0),
            List.of(0, 1, 2));
    for (List<Integer> wrong : List.of(List.of(0, 1), List.of(0, 1, 1), List.of(0, 1, 2, 3))) {
      assertThatThrownBy(() -> FLOW.step(badge, new VoterEvent.OrderDrawn(wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void limitsOutsideTheStandardAreRefused() {
    VoterLimits s = VoterLimits.STANDARD;
    assertThatThrownBy(
            () ->
                new VoterLimits(
                    s.hint(),
                    Duration.ofSeconds(119),
                    s.alert(),
                    s.afterVote(),
                    s.afterLifting(),
                    s.afterRefusal(),
                    s.readAgain(),
                    s.slowChip(),
                    s.remind(),
                    s.overdue()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new VoterLimits(
                    s.hint(),
                    s.idle(),
                    Duration.ofSeconds(46),
                    s.afterVote(),
                    s.afterLifting(),
                    s.afterRefusal(),
                    s.readAgain(),
                    s.slowChip(),
                    s.remind(),
                    s.overdue()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
