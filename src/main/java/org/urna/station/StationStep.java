package org.urna.station;

/// A step of the officials from one [StationState] to another.
public enum StationStep {
  PROVISION,
  OPEN,
  PAUSE,
  RESUME,
  CLOSE_DAY,
  CLOSE,
  MARK_UPLOADED,
  MARK_SETTLED
}
