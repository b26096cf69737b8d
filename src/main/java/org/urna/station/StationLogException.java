package org.urna.station;

/// The station log cannot be written, or what is there does not fit together.
public final class StationLogException extends Exception {
  private static final long serialVersionUID = 1;

  StationLogException(String message) {
    super(message);
  }

  StationLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
