package org.urna.station;

/// The station's settings cannot be read; the message names the key.
public final class StationSettingsException extends Exception {
  private static final long serialVersionUID = 1;

  StationSettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
