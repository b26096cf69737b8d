package org.urna.hardware;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.files.UnusableFile;

/// A file of `hardware-profiles/` cannot be used; the message names file and key.
public final class HardwareProfileException extends Exception implements Failing {

  private static final long serialVersionUID = 1L;

  HardwareProfileException(String message) {
    super(message);
  }

  HardwareProfileException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return UnusableFile.failure(String.valueOf(getMessage()));
  }
}
