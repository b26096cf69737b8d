package org.urna.tally;

import org.jspecify.annotations.Nullable;

/// A sum cannot be decrypted or opened. Nothing was published.
public final class TallyException extends Exception {
  private static final long serialVersionUID = 1L;

  TallyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
