package org.urna.kiosk;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.keys.Passphrase;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.StationKeyException;
import org.urna.station.StationKeys;

/// Where two officials unlock the station's keys, and where those lie until a step takes them. Its
/// methods take turns.
final class SignInDesk {
  private static final int FREE_TRIES = 5;
  private static final Duration FIRST_LOCK = Duration.ofSeconds(30);

  private final Path keys;
  private final UnaryOperator<Failure> shown;
  private final Clock clock;
  private final Map<Integer, Passphrase> typed = new HashMap<>();
  private @Nullable StationKeys unlocked;
  private int wrong;
  private @Nullable Instant lockedUntil;

  /// @param keys the folder of the station's keys
  /// @param shown notes what officials are shown
  SignInDesk(Path keys, UnaryOperator<Failure> shown, Clock clock) {
    this.keys = keys;
    this.shown = shown;
    this.clock = clock;
  }

  /// What opens the keys is derived from both passphrases together, so one alone can only be kept
  /// until the other comes; whether they are right shows then. A wrong pair drops the passphrase
  /// that came last: the officials may type either again.
  ///
  /// @param official 0 or 1
  /// @param passphrase lent for this call
  synchronized SignInOutcome signIn(int official, TypedPassphrase passphrase) {
    Instant until = lockedUntil;
    Instant now = clock.instant();
    if (until != null && now.isBefore(until)) {
      return new SignInOutcome.LockedOut(passphrasesRefused(), Duration.between(now, until));
    }
    Passphrase taken;
    try {
      taken = Passphrase.of(passphrase.toCharArray());
    } catch (IllegalArgumentException tooShort) {
      return new SignInOutcome.Refused(shown.apply(passphrasesRefused()));
    }
    Passphrase before = typed.put(official, taken);
    if (before != null) {
      before.close();
    }
    Passphrase other = typed.get(1 - official);
    if (other == null) {
      return new SignInOutcome.Accepted();
    }
    try {
      forgetKeys();
      unlocked =
          StationKeys.open(
              keys, new OfficialEntry(official + 1, taken), new OfficialEntry(2 - official, other));
      forgetTyped();
      wrong = 0;
      return new SignInOutcome.Accepted();
    } catch (StationKeyException e) {
      typed.remove(official);
      taken.close();
      return refused(shown.apply(e.failure()), now);
    }
  }

  private static Failure passphrasesRefused() {
    return StationKeyException.Reason.PASSPHRASES_REFUSED.failure("");
  }

  private SignInOutcome refused(Failure failure, Instant now) {
    wrong++;
    if (wrong < FREE_TRIES) {
      return new SignInOutcome.Refused(failure);
    }
    Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(wrong - FREE_TRIES, 10));
    lockedUntil = now.plus(lock);
    return new SignInOutcome.LockedOut(failure, lock);
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

  /// What a step is refused with that found nothing to take.
  Failure locked() {
    return shown.apply(Failure.of(FailureCode.KEYS_LOCKED));
  }
}
