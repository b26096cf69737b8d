package org.urna.flow.staff;

/// The volunteer's timers.
public enum StaffTimer {
  /// Read the counters again.
  REFRESH,
  /// Nobody touched the page: lock it.
  IDLE,
  /// Signed in long enough: lock it whatever happens.
  SESSION
}
