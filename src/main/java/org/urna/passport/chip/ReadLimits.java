package org.urna.passport.chip;

import java.time.Duration;

/// How long a chip may take.
///
/// @param perCommand for connecting and for each command but those of `perAccess`
/// @param perAccess for each command that shows a chip the key: EXTERNAL AUTHENTICATE and GENERAL
///   AUTHENTICATE in the clear. A chip that was shown wrong keys punishes by answering these late,
///   by seconds that grow, whoever comes next
/// @param perRead from connecting to the end of the session's last read, without the time spent in
///   commands of `perAccess`, of which `perAccess` in all is forgiven
public record ReadLimits(Duration perCommand, Duration perAccess, Duration perRead) {

  /// What the kiosk uses: 5 s, 15 s and 20 s. Real chips need 20 to 300 ms per command.
  public static final ReadLimits KIOSK =
      new ReadLimits(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(20));

  public ReadLimits {
    if (perCommand.isNegative()
        || perCommand.isZero()
        || perAccess.compareTo(perCommand) < 0
        || perRead.compareTo(perCommand) < 0) {
      throw new IllegalArgumentException(
          "limits must be positive, access and a read longer than a command");
    }
  }

  /// Limits that give commands of access no longer than any other.
  public ReadLimits(Duration perCommand, Duration perRead) {
    this(perCommand, perCommand, perRead);
  }
}
