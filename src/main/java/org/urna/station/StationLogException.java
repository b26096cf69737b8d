package org.urna.station;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The station log cannot be written, or what is there does not fit together.
public final class StationLogException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  private final FailureCode code;

  private StationLogException(FailureCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  private StationLogException(FailureCode code, String message) {
    super(message);
    this.code = code;
  }

  /// An entry was changed, removed or added, or the file cannot be read.
  static StationLogException damaged(String message) {
    return new StationLogException(FailureCode.LOG_DAMAGED, message);
  }

  static StationLogException damaged(String message, Throwable cause) {
    return new StationLogException(FailureCode.LOG_DAMAGED, message, cause);
  }

  /// An entry could not be written and synced: its step is not taken.
  static StationLogException notWritable(Throwable cause) {
    return new StationLogException(
        FailureCode.LOG_NOT_WRITABLE, "the station log cannot be written", cause);
  }

  @Override
  public Failure failure() {
    return new Failure(code, String.valueOf(getMessage()));
  }
}
