package org.urna.flow;

/// Whether this kiosk takes votes, as a voter sees it.
public enum Polls {
  NOT_OPEN,
  OPEN,
  PAUSED,
  CLOSED,
  /// A write failed: no further voter until an official has looked.
  OUT_OF_ORDER
}
