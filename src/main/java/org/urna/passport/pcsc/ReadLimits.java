package org.urna.passport.pcsc;

import java.time.Duration;

/// How long a chip may take.
///
/// @param perCommand for connecting and for each command
/// @param perRead from connecting to the end of the session's last read
public record ReadLimits(Duration perCommand, Duration perRead) {

  /// What the kiosk uses: 5 s and 20 s. Real chips need 20 to 300 ms per command.
  public static final ReadLimits KIOSK =
      new ReadLimits(Duration.ofSeconds(5), Duration.ofSeconds(20));

  public ReadLimits {
    if (perCommand.isNegative() || perCommand.isZero() || perRead.compareTo(perCommand) < 0) {
      throw new IllegalArgumentException("limits must be positive, a read longer than a command");
    }
  }
}
