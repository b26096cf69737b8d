package org.urna.passport.serial;

/// How a serial port stands.
public enum SerialState {
  /// Not opened yet, or given up.
  CLOSED,
  /// Open.
  OPEN,
  /// There is no such device: not plugged in, or pulled out.
  ABSENT,
  /// The device is there and cannot be opened: another program has it, or this account may not use
  /// it (group `dialout` on Debian).
  REFUSED,
  /// The path names something that is no serial port.
  NO_PORT,
  /// The library's native part cannot be loaded, for instance from a temporary folder that forbids
  /// programs.
  NO_LIBRARY
}
