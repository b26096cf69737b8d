package org.urna.passport;

/// A chip could not be opened or read. The message and the cause never hold anything that came from
/// the document; [#failure] says what to tell the person.
public final class PassportReadException extends Exception {

  private static final long serialVersionUID = 1L;

  private final PassportReadFailure failure;

  public PassportReadException(PassportReadFailure failure, String detail) {
    super(failure + ": " + detail);
    this.failure = failure;
  }

  public PassportReadException(PassportReadFailure failure, String detail, Throwable cause) {
    super(failure + ": " + detail, cause);
    this.failure = failure;
  }

  /// The reason, to be shown in words.
  public PassportReadFailure failure() {
    return failure;
  }
}
