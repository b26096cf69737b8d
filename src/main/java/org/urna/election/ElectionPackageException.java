package org.urna.election;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// An election package or manifest cannot be read or does not verify. The message names the file or
/// the field; it never holds more of the content than that.
public final class ElectionPackageException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  public ElectionPackageException(String message) {
    super(message);
  }

  public ElectionPackageException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.PACKAGE_REFUSED, String.valueOf(getMessage()));
  }
}
