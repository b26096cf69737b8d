package org.urna.kiosk;

import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failure;
import org.urna.station.StationLogException;
import org.urna.station.StationSession;

/// Notes each failure that officials are shown in the station log, as far as that can be written,
/// and passes it on.
final class ShownFailures implements UnaryOperator<Failure> {
  private static final Logger LOG = LoggerFactory.getLogger(ShownFailures.class);

  private final StationSession session;

  ShownFailures(StationSession session) {
    this.session = session;
  }

  @Override
  public Failure apply(Failure failure) {
    LOG.warn("officials are shown {}", failure);
    try {
      session.note(failure);
    } catch (StationLogException e) {
      LOG.error("{} could not be noted", failure.code().code(), e);
    }
    return failure;
  }
}
