package org.urna.hardware;

/// A file of `hardware-profiles/` cannot be used; the message names file and key.
public final class HardwareProfileException extends Exception {

  private static final long serialVersionUID = 1L;

  HardwareProfileException(String message) {
    super(message);
  }

  HardwareProfileException(String message, Throwable cause) {
    super(message, cause);
  }
}
