package org.urna.tally;

import org.jspecify.annotations.Nullable;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A sum cannot be decrypted or opened. Nothing was published.
public final class TallyException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  TallyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.SUM_NOT_OPENED, String.valueOf(getMessage()));
  }
}
