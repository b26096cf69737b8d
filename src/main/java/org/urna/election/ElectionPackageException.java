package org.urna.election;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.UnusableFile;

/// An election package or manifest, or the source of one, cannot be read or does not verify. The
/// message names the file or the field; it never holds more of the content than that.
public final class ElectionPackageException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public ElectionPackageException(String message) {
    super(message);
    this.failure = new Failure(FailureCode.PACKAGE_REFUSED, message);
  }

  public ElectionPackageException(String message, Throwable cause) {
    super(message, cause);
    this.failure = new Failure(FailureCode.PACKAGE_REFUSED, message);
  }

  private ElectionPackageException(Failure failure, Throwable cause) {
    super(failure.detail(), cause);
    this.failure = failure;
  }

  /// What an organiser wrote is not what a manifest can be made from: they correct it, and fetch
  /// nothing again.
  static ElectionPackageException ofSource(String message, Throwable cause) {
    return new ElectionPackageException(UnusableFile.failure(message), cause);
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
