package org.urna.ceremony;

import org.jspecify.annotations.Nullable;

/// A file of the set-up ceremony cannot be used, or does not prove what it must. The message names
/// the file and, where there is one, the section.
public final class CeremonyFileException extends Exception {
  private static final long serialVersionUID = 1L;

  CeremonyFileException(String message) {
    super(message);
  }

  CeremonyFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
