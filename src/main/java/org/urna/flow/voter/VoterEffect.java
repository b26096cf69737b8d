package org.urna.flow.voter;

import java.time.Duration;
import org.urna.failure.Failure;
import org.urna.flow.Counted;
import org.urna.flow.Sound;

/// What the voter's flow asks the driver to do.
public sealed interface VoterEffect {
  /// Listens to the scanner until a key came, or until [StopScanning] or [WipeSession]. Answered by
  /// [VoterEvent.PageUnsuitable] any number of times and then [VoterEvent.KeyScanned], or not at
  /// all.
  record ScanKey() implements VoterEffect {}

  /// No key is wanted any more: what is shown from now on is nobody's.
  record StopScanning() implements VoterEffect {}

  /// Answered by [VoterEvent.PaceKnown], [VoterEvent.ReadingProgressed] and
  /// [VoterEvent.PassportRead].
  ///
  /// @param key a copy; the driver wipes it when reading has ended
  record ReadPassport(TypedKey key) implements VoterEffect {}

  /// Answered at once by [VoterEvent.OrderDrawn].
  record DrawOrder() implements VoterEffect {}

  record Prove() implements VoterEffect {}

  /// @param option index in the manifest; `toString` says nothing
  record SealBallot(int option) implements VoterEffect {
    @Override
    public String toString() {
      return "SealBallot";
    }
  }

  record DestroySealedBallot() implements VoterEffect {}

  record CastBallot() implements VoterEffect {}

  record TestBallot() implements VoterEffect {}

  record PrintReceipt(VoterReceipt receipt) implements VoterEffect {}

  /// Cancels what still runs for this voter, then closes the session. Answers of cancelled work are
  /// dropped.
  record WipeSession() implements VoterEffect {}

  /// Starts or restarts a timer.
  record StartTimer(VoterTimer timer, Duration after) implements VoterEffect {}

  record StopTimer(VoterTimer timer) implements VoterEffect {}

  record PlaySound(Sound sound) implements VoterEffect {}

  record Count(Counted counted) implements VoterEffect {}

  record CallVolunteer() implements VoterEffect {}

  /// Tells the volunteer's flow that this kiosk must not take further voters.
  record TakeOutOfOrder(Failure failure) implements VoterEffect {}
}
