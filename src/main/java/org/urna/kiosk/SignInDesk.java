package org.urna.kiosk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.keys.Passphrase;
import org.urna.station.Officials;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.PresentOfficials;
import org.urna.station.StationKeyException;
import org.urna.station.StationKeys;

/// Where two officials unlock the station's keys, and where those lie until a step takes them. Its
/// methods take turns.
final class SignInDesk {
  private final Path keys;
  private final UnaryOperator<Failure> shown;
  private final WrongTries tries;
  private final Map<Integer, Passphrase> typed = new TreeMap<>();
  private @Nullable StationKeys unlocked;
  private @Nullable PresentOfficials present;

  /// @param keys the folder of the station's keys
  /// @param shown notes what officials are shown
  SignInDesk(Path keys, UnaryOperator<Failure> shown, WrongTries tries) {
    this.keys = keys;
    this.shown = shown;
    this.tries = tries;
  }

  /// How many officials were made; as few as can be if that cannot be read, which signing in tells.
  int officials() {
    try {
      return StationKeys.officials(keys);
    } catch (StationKeyException e) {
      return Officials.MIN;
    }
  }

  /// What opens the keys is derived from two passphrases together, so the first can only be kept
  /// until the other comes. After a wrong pair both are kept: either official may type again, and
  /// the pair is checked with what was typed last. A third official begins a new pair.
  ///
  /// @param official from 0
  /// @param passphrase lent for this call
  synchronized SignInOutcome signIn(int official, TypedPassphrase passphrase) {
    boolean checks = typed.size() - (typed.containsKey(official) ? 1 : 0) == 1;
    Duration wait = checks ? tries.remaining() : Duration.ZERO;
    if (wait.isPositive()) {
      return new SignInOutcome.LockedOut(passphrasesRefused(), wait);
    }
    Passphrase taken;
    try {
      taken = Passphrase.of(passphrase.toCharArray());
    } catch (IllegalArgumentException tooShort) {
      return new SignInOutcome.Refused(shown.apply(passphrasesRefused()));
    }
    if (typed.size() == 2 && !typed.containsKey(official)) {
      forgetTyped();
    }
    Passphrase before = typed.put(official, taken);
    if (before != null) {
      before.close();
    }
    if (typed.size() < 2) {
      return new SignInOutcome.Kept();
    }
    List<OfficialEntry> pair =
        typed.entrySet().stream()
            .map(entry -> new OfficialEntry(entry.getKey() + 1, entry.getValue()))
            .toList();
    try {
      forgetKeys();
      StationKeys opened = StationKeys.open(keys, pair.getFirst(), pair.getLast());
      unlocked = opened;
      forgetPresent();
      present = opened.present();
      forgetTyped();
      tries.right();
      return new SignInOutcome.Accepted();
    } catch (StationKeyException e) {
      return refused(shown.apply(e.failure()));
    }
  }

  /// Whether it is the passphrase of one of the two who signed in last.
  ///
  /// @param passphrase lent for this call
  synchronized SignInOutcome unlock(TypedPassphrase passphrase) {
    Duration wait = tries.remaining();
    if (wait.isPositive()) {
      return new SignInOutcome.LockedOut(passphrasesRefused(), wait);
    }
    PresentOfficials known = present;
    try (Passphrase taken = Passphrase.of(passphrase.toCharArray())) {
      if (known != null && known.include(taken)) {
        tries.right();
        return new SignInOutcome.Accepted();
      }
    } catch (IllegalArgumentException tooShort) {
      return new SignInOutcome.Refused(shown.apply(passphrasesRefused()));
    }
    return refused(shown.apply(passphrasesRefused()));
  }

  private static Failure passphrasesRefused() {
    return StationKeyException.Reason.PASSPHRASES_REFUSED.failure("");
  }

  private SignInOutcome refused(Failure failure) {
    Duration wait = tries.wrong();
    return wait.isPositive()
        ? new SignInOutcome.LockedOut(failure, wait)
        : new SignInOutcome.Refused(failure);
  }

  private void forgetPresent() {
    PresentOfficials known = present;
    present = null;
    if (known != null) {
      known.close();
    }
  }

  /// Forgets passphrases and keys; open polls have their own.
  synchronized void lock() {
    forgetTyped();
    forgetKeys();
  }

  private void forgetTyped() {
    typed.values().forEach(Passphrase::close);
    typed.clear();
  }

  private void forgetKeys() {
    StationKeys held = unlocked;
    unlocked = null;
    if (held != null) {
      held.close();
    }
  }

  /// Hands the unlocked keys over, once: whoever takes them closes them.
  synchronized Optional<StationKeys> take() {
    StationKeys held = unlocked;
    unlocked = null;
    return Optional.ofNullable(held);
  }

  /// What a step is refused with that found nothing to take. The page answers it by asking for two
  /// officials, so it is no fault to be noted.
  Failure locked() {
    return Failure.of(FailureCode.KEYS_LOCKED);
  }
}
