package org.urna.rescue;

import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A rescue that brought out what there is, and not everything; or nobody can say so.
final class RescueIncomplete {
  private RescueIncomplete() {}

  static CommandRefused because(String detail) {
    return new CommandRefused(new Failure(FailureCode.BALLOTS_NOT_RESCUED, detail));
  }
}
