package org.urna.ballot;

import org.jspecify.annotations.Nullable;

/// A ballot cannot be sealed: the machine's proof does not come about or does not verify. Nothing
/// is left behind; the choice is gone.
public final class SealingException extends Exception {
  private static final long serialVersionUID = 1L;

  SealingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
