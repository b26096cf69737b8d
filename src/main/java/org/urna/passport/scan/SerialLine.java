package org.urna.passport.scan;

import java.util.HexFormat;
import java.util.regex.Pattern;

/// How a serial scanner speaks: eight data bits, no parity, one stop bit.
///
/// @param baud bits per second; a USB device ignores it
/// @param startCommand sent after the port was opened, bytes in hexadecimal with spaces between, to
///   make the scanner send by itself; empty if it does
public record SerialLine(int baud, Framing framing, String startCommand) {
  private static final Pattern BYTES = Pattern.compile("(|[0-9A-F]{2}( [0-9A-F]{2}){0,15})");

  public SerialLine {
    if (baud < 1_200 || baud > 921_600) {
      throw new IllegalArgumentException("baud must be from 1200 to 921600");
    }
    if (!BYTES.matcher(startCommand).matches()) {
      throw new IllegalArgumentException(
          "start-command must be up to 16 bytes in hexadecimal capitals, with spaces between");
    }
  }

  /// What stands around a zone.
  public enum Framing {
    /// Nothing but line ends; a pause ends it.
    LINES,
    /// One type byte `49`, two bytes of length, high byte first, then the zone with line ends
    /// (ELYCTIS command set 1.7).
    ELYCTIS
  }

  /// The bytes of the start command.
  public byte[] startBytes() {
    return HexFormat.of().parseHex(startCommand.replace(" ", ""));
  }
}
