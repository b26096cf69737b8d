package org.urna.office;

import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// What is said when nothing is wrong and it is too early: polls, uploads or the count go on.
public final class NotYet {
  private NotYet() {}

  /// @param detail what has to happen first, or until when
  public static Failure failure(String detail) {
    return new Failure(FailureCode.NOT_OVER_YET, detail);
  }

  public static CommandRefused refused(String detail) {
    return new CommandRefused(failure(detail));
  }
}
