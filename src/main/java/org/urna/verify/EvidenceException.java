package org.urna.verify;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A node or an evidence file could not be read; says nothing about the election.
public final class EvidenceException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  public EvidenceException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return getCause() instanceof Failing cause
        ? cause.failure()
        : new Failure(FailureCode.EVIDENCE_UNREADABLE, String.valueOf(getMessage()));
  }
}
