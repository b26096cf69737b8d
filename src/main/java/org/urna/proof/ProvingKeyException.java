package org.urna.proof;

import org.jspecify.annotations.Nullable;

/// A proving key cannot be used: unreadable, of another protocol or curve, cut short, inconsistent,
/// or holding a point off the curve.
public final class ProvingKeyException extends ProofFileException {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong
  public ProvingKeyException(String message) {
    super(message);
  }

  /// @param message what is wrong
  /// @param cause what the file system said
  public ProvingKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
