package org.urna.proof;

import org.jspecify.annotations.Nullable;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// A file or text of the proof system (key, proof, circuit list, constraint system, witness) cannot
/// be read, or does not say what it must.
public class ProofFileException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, without file contents
  public ProofFileException(String message) {
    super(message);
  }

  /// @param message what is wrong, without file contents
  /// @param cause what the file system or the parser said
  public ProofFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.CIRCUIT_KEYS_REFUSED, String.valueOf(getMessage()));
  }
}
