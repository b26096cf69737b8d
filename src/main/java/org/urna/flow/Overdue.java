package org.urna.flow;

import java.time.Duration;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// Work that does not come to an end: a reader, a printer or a disk that hangs cannot be asked
/// whether it ever will, so each piece of work has a time after which people are told instead.
public final class Overdue {
  /// For what an official waits for: far above what a busy machine needs for it.
  public static final Duration STEP = Duration.ofMinutes(2);

  /// For what goes over the whole box, or over a network or a stick.
  public static final Duration LONG_STEP = Duration.ofMinutes(15);

  /// What people are told.
  public static final Failure FAILURE = Failure.of(FailureCode.WORK_HANGS);

  private Overdue() {}
}
