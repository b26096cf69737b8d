package org.urna.station;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The station's settings cannot be read; the message names the key.
public final class StationSettingsException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  /// A setting that only whoever uses it can judge, such as the name of a profile.
  public StationSettingsException(String message) {
    super(message);
  }

  StationSettingsException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public Failure failure() {
    return new Failure(FailureCode.SETTINGS_REFUSED, String.valueOf(getMessage()));
  }
}
