package org.urna.flow.voter;

import java.util.List;
import org.urna.failure.Failure;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.voter.VoterServices.ReaderPresence;

/// What can happen to the voter's flow. Every state handles or ignores every event.
public sealed interface VoterEvent {

  /// Something the voter did: it ends idleness.
  sealed interface Touch extends VoterEvent {}

  /// In any state; on the start screen it also goes on.
  record LanguageChosen(Language language) implements Touch {}

  /// What is elected, and questions people ask.
  record AboutAsked(Language language) implements Touch {}

  /// The screen's main button where it only goes on.
  record Continued() implements Touch {}

  /// One screen back, where that loses nothing.
  record WentBack() implements Touch {}

  record LeaveAsked() implements Touch {}

  record LeaveConfirmed() implements Touch {}

  record HelpAsked() implements Touch {}

  /// Reading, scrolling, moving the focus; and the answer to "Are you still voting?".
  record Active() implements Touch {}

  record NoSymbolOnCover() implements Touch {}

  /// @param character what was typed; its `toString` says nothing
  record KeyTyped(char character) implements Touch {
    @Override
    public String toString() {
      return "KeyTyped";
    }
  }

  record KeyErased() implements Touch {}

  record KeyFieldChosen(KeyField field) implements Touch {}

  record KeyEntered() implements Touch {}

  record OptionTouched(int option) implements Touch {
    @Override
    public String toString() {
      return "OptionTouched";
    }
  }

  /// "Choose the other one instead": the mark moves because the voter said so.
  record OtherChosenInstead() implements Touch {}

  record ManifestoAsked(int option) implements Touch {}

  record ReviewAsked() implements Touch {}

  record ChoiceConfirmed() implements Touch {}

  record ChangeAsked() implements Touch {}

  record CastAsked() implements Touch {}

  record TestAsked() implements Touch {}

  record ReceiptAsked() implements Touch {}

  record ReceiptPrintAsked() implements Touch {}

  /// The reader reports what it sees.
  record PresenceChanged(ReaderPresence presence) implements VoterEvent {}

  /// A scanner read the zone. The driver wipes the key unless the next state holds it.
  record KeyScanned(TypedKey key) implements VoterEvent {}

  /// A scanner was shown something that opens no passport.
  record PageUnsuitable(ScanNotice notice) implements VoterEvent {}

  /// A volunteer opened, paused or closed the polls.
  record PollsChanged(Polls polls) implements VoterEvent {}

  /// Something of the kiosk broke outside of the work that was asked for: a thread, a screen, the
  /// flow itself.
  record Broke(Failure failure) implements VoterEvent {}

  /// A volunteer has come.
  record HelpGiven() implements VoterEvent {}

  record OrderDrawn(List<Integer> order) implements VoterEvent {
    public OrderDrawn {
      order = List.copyOf(order);
    }
  }

  /// How long reading usually takes on this kiosk, in seconds; 0 if nothing was read yet.
  record PaceKnown(int typicalSeconds) implements VoterEvent {}

  record ReadingProgressed(ReadingStep step) implements VoterEvent {}

  record PassportRead(PassportOutcome outcome) implements VoterEvent {}

  record ProofProgressed(double fraction) implements VoterEvent {}

  record ProofFinished(ProofOutcome outcome) implements VoterEvent {}

  record SealingProgressed(double fraction) implements VoterEvent {}

  record SealingFinished(SealOutcome outcome) implements VoterEvent {}

  record CastFinished(CastOutcome outcome) implements VoterEvent {}

  record TestFinished(TestOutcome outcome) implements VoterEvent {}

  record ReceiptPrinted(boolean acknowledged) implements VoterEvent {}

  record TimerElapsed(VoterTimer timer) implements VoterEvent {}
}
