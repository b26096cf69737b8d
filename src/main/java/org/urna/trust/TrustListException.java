package org.urna.trust;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A list of pinned certificates cannot be used. The message says which entry and why; certificates
/// are public.
public final class TrustListException extends Exception implements Failing {
  public TrustListException(String message) {
    super(message);
  }

  public TrustListException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.TRUST_LIST_REFUSED, String.valueOf(getMessage()));
  }
}
