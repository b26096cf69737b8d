package org.urna.practice.card;

import java.util.Arrays;

/// A command APDU as the chip sees it (ISO/IEC 7816-4 §5.1), short or extended.
///
/// @param data the command data field, possibly empty
/// @param ne the most response bytes the reader takes: 0 for none, 256 or 65,536 for *all you have*
/// @param isExtended its lengths have the extended form
@SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
record CardCommand(int cla, int ins, int p1, int p2, byte[] data, int ne, boolean isExtended) {

  static final int ALL_SHORT = 256;
  static final int ALL_EXTENDED = 65_536;

  /// Reads the seven cases of the standard.
  ///
  /// @throws CardRefusal 6700 if the lengths do not add up
  static CardCommand parse(byte[] apdu) throws CardRefusal {
    if (apdu.length < 4) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    if (apdu.length == 4) {
      return of(apdu, 0, 0, 0, false);
    }
    int first = apdu[4] & 0xFF;
    if (apdu.length == 5) {
      return of(apdu, 5, 0, first == 0 ? ALL_SHORT : first, false);
    }
    if (first != 0) {
      int end = 5 + first;
      if (apdu.length == end) {
        return of(apdu, 5, first, 0, false);
      }
      if (apdu.length == end + 1) {
        int le = apdu[end] & 0xFF;
        return of(apdu, 5, first, le == 0 ? ALL_SHORT : le, false);
      }
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    if (apdu.length < 7) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    int second = uint16(apdu, 5);
    if (apdu.length == 7) {
      return of(apdu, 7, 0, second == 0 ? ALL_EXTENDED : second, true);
    }
    int end = 7 + second;
    if (second != 0 && apdu.length == end) {
      return of(apdu, 7, second, 0, true);
    }
    if (second != 0 && apdu.length == end + 2) {
      int le = uint16(apdu, end);
      return of(apdu, 7, second, le == 0 ? ALL_EXTENDED : le, true);
    }
    throw new CardRefusal(StatusWord.WRONG_LENGTH);
  }

  /// The class byte says that secure messaging with an authenticated header is used.
  boolean isSecured() {
    return (cla & 0x0C) == 0x0C;
  }

  private static CardCommand of(byte[] apdu, int from, int length, int ne, boolean isExtended) {
    return new CardCommand(
        apdu[0] & 0xFF,
        apdu[1] & 0xFF,
        apdu[2] & 0xFF,
        apdu[3] & 0xFF,
        Arrays.copyOfRange(apdu, from, from + length),
        ne,
        isExtended);
  }

  private static int uint16(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
  }
}
