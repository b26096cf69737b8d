package org.urna.tally;

import org.jspecify.annotations.Nullable;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A trustee's key file cannot be read, written or opened.
public final class TrusteeKeyException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  TrusteeKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The key opens, and another election's ballots are encrypted to it.
  public static TrusteeKeyException ofAnotherCeremony() {
    return new TrusteeKeyException("this key is of another election's ceremony", null);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.TRUSTEE_KEY_REFUSED, String.valueOf(getMessage()));
  }
}
