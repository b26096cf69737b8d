package org.urna.proof.circom;

import org.jspecify.annotations.Nullable;

/// There is no witness: an input is missing, unknown, too long or too short, or the statement is
/// false and the circuit's calculator stopped at an assertion.
///
/// The message names signals, templates and lines of the circuit, never values.
public final class WitnessException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param message what is wrong, without values
  public WitnessException(String message) {
    super(message);
  }

  /// @param message what is wrong, without values
  /// @param cause what the WebAssembly runtime said
  public WitnessException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
