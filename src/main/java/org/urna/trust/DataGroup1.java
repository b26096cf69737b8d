package org.urna.trust;

import java.util.Arrays;
import org.urna.passport.mrz.MachineReadableZone;
import org.urna.passport.mrz.MrzFormatException;

/// The frame of data group 1 (ICAO Doc 9303-10 §4.7.1): `61 5B 5F 1F 58` and 88 characters in a
/// passport book.
final class DataGroup1 {
  private static final byte[] HEADER = {0x61, 0x5B, 0x5F, 0x1F, 0x58};

  private DataGroup1() {}

  static MachineReadableZone machineReadableZone(byte[] dg1) throws MrzFormatException {
    byte[] text = text(dg1);
    try {
      return MachineReadableZone.parse(text);
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  /// The 88 characters as they stand on the chip, unchecked; empty if it is not that of a passport
  /// book. The caller wipes them.
  static byte[] text(byte[] dg1) {
    boolean isBook =
        dg1.length == HEADER.length + MachineReadableZone.LENGTH
            && Arrays.equals(Arrays.copyOf(dg1, HEADER.length), HEADER);
    return isBook ? Arrays.copyOfRange(dg1, HEADER.length, dg1.length) : new byte[0];
  }
}
