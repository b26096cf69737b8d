package org.urna.flow.staff;

/// Where a station's day stands.
public enum StationPhase {
  NOT_OPENED,
  /// Open, or paused when the program ended: the officials decide.
  OPEN,
  CLOSED
}
