package org.urna.flow.staff;

import java.time.Duration;
import org.urna.failure.Failure;

/// How signing in went.
public sealed interface SignInOutcome {
  /// It is kept until another official's comes; nothing has been checked.
  record Kept() implements SignInOutcome {}

  record Accepted() implements SignInOutcome {}

  record Refused(Failure failure) implements SignInOutcome {}

  /// Too many wrong passphrases.
  ///
  /// @param failure what the last of them was refused with
  record LockedOut(Failure failure, Duration remaining) implements SignInOutcome {}
}
