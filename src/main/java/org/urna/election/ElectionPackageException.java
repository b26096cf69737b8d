package org.urna.election;

/// An election package or manifest cannot be read or does not verify. The message names the file or
/// the field; it never holds more of the content than that.
public final class ElectionPackageException extends Exception {
  private static final long serialVersionUID = 1;

  public ElectionPackageException(String message) {
    super(message);
  }

  public ElectionPackageException(String message, Throwable cause) {
    super(message, cause);
  }
}
