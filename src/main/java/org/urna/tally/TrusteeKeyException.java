package org.urna.tally;

import org.jspecify.annotations.Nullable;

/// A trustee's key file cannot be read, written or opened.
public final class TrusteeKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  TrusteeKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
