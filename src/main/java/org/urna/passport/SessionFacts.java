package org.urna.passport;

import java.time.Duration;

/// What one [ChipSession] did: for the bench, the log and the volunteer's page. Counts only,
/// nothing that came from the chip.
///
/// @param readerName the reader's name as its driver spells it
/// @param accessProtocol how the chip was opened
/// @param downgraded the chip has an EF.CardAccess that offers PACE or cannot be understood, but
///   only Basic Access Control opened it
/// @param chipProven a read has succeeded under the keys of Chip Authentication
/// @param commands command APDUs sent since the card was first connected
/// @param bytesSent sum of their lengths
/// @param bytesReceived sum of the responses' lengths, status words included
/// @param elapsed since the card was connected
public record SessionFacts(
    String readerName,
    AccessProtocol accessProtocol,
    boolean downgraded,
    boolean chipProven,
    int commands,
    long bytesSent,
    long bytesReceived,
    Duration elapsed) {

  /// How a chip lets a reader in (ICAO 9303-11 §4).
  public enum AccessProtocol {
    BASIC_ACCESS_CONTROL,
    /// PACE; the nonce is mapped by a second key agreement.
    PACE_GENERIC_MAPPING,
    /// PACE; the nonce is hashed onto the curve.
    PACE_INTEGRATED_MAPPING,
    /// PACE by generic mapping, with the chip's static key in it. It is used for access only: the
    /// chip proves itself by Chip or Active Authentication like any other.
    PACE_CHIP_AUTHENTICATION_MAPPING
  }
}
