package org.urna.proof.wasm;

import org.jspecify.annotations.Nullable;

/// A file is no WebAssembly module, or has what no calculator of circom has.
public final class MalformedCalculatorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedCalculatorException(String message) {
    super(message);
  }

  MalformedCalculatorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
