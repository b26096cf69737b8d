package org.urna.passport.chip;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Turns the card libraries' loggers off: at some levels they write command bytes and data derived
/// from the machine readable zone.
final class LibraryLogs {

  /// Held here because the JDK forgets a logger's level with the logger.
  private static final List<Logger> SILENCED =
      List.of(Logger.getLogger("org.jmrtd"), Logger.getLogger("net.sf.scuba"));

  private LibraryLogs() {}

  static void silence() {
    SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
  }
}
