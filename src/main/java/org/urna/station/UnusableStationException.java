package org.urna.station;

import org.urna.failure.Failing;
import org.urna.failure.Failure;

/// The station cannot be taken up: its ballot box or its copy of the package is lost, damaged or
/// not the one that its log speaks of, or another program has the station open.
public final class UnusableStationException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  UnusableStationException(Failure failure, Throwable cause) {
    super(failure.detail(), cause);
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
