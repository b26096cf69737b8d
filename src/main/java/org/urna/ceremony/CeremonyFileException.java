package org.urna.ceremony;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A file of the set-up ceremony cannot be used, or does not prove what it must. The message names
/// the file and, where there is one, the section.
public final class CeremonyFileException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  public CeremonyFileException(String message) {
    super(message);
  }

  CeremonyFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return new Failure(FailureCode.CEREMONY_FILE_UNREADABLE, String.valueOf(getMessage()));
      }
    }
    return new Failure(FailureCode.CEREMONY_NOT_PROVEN, String.valueOf(getMessage()));
  }
}
