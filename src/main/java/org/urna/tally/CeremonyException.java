package org.urna.tally;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// What the trustees published does not add up to the keys that the manifest names. Such an
/// election must not be run: somebody may hold a key that nobody agreed to.
public final class CeremonyException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  CeremonyException(String message) {
    super(message);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.KEY_CEREMONY_REFUSED, String.valueOf(getMessage()));
  }
}
