package org.urna.flow.staff;

import java.time.Duration;

/// How signing in went.
public sealed interface SignInOutcome {
  record Accepted() implements SignInOutcome {}

  record Refused() implements SignInOutcome {}

  /// Too many wrong passphrases.
  record LockedOut(Duration remaining) implements SignInOutcome {}
}
