package org.urna.passport.chip;

/// What a card's answer to reset says of the lengths it takes: the third byte of the card
/// capabilities among its historical bytes (ISO/IEC 7816-4 §8.1.1.2.7).
///
/// Contactless cards have none of their own; PC/SC readers make one around the historical bytes of
/// type A cards (PC/SC part 3 §3.1.3.2.3). Other bytes may stand there too, so whatever does not
/// parse says nothing, and what it says can only make a reader ask for less.
final class AnswerToReset {

  private static final int COMPACT_TLV_WITH_STATUS = 0x00;
  private static final int COMPACT_TLV = 0x80;
  private static final int STATUS_BYTES = 3;
  private static final int CARD_CAPABILITIES = 7;
  private static final int EXTENDED_LENGTH = 0x40;

  private final byte[] bytes;

  AnswerToReset(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The card says that it does not take extended length APDUs; false where it says nothing.
  boolean deniesExtendedLength() {
    int start = historicalStart();
    int end = start + (bytes.length > 1 ? bytes[1] & 0x0F : 0);
    if (start >= end || end > bytes.length) {
      return false;
    }
    int category = bytes[start] & 0xFF;
    if (category == COMPACT_TLV_WITH_STATUS) {
      end -= STATUS_BYTES;
    } else if (category != COMPACT_TLV) {
      return false;
    }
    int at = start + 1;
    while (at < end) {
      int tag = (bytes[at] & 0xF0) >> 4;
      int length = bytes[at] & 0x0F;
      at++;
      if (length > end - at) {
        return false;
      }
      if (tag == CARD_CAPABILITIES && length == 3) {
        return (bytes[at + 2] & EXTENDED_LENGTH) == 0;
      }
      at += length;
    }
    return false;
  }

  /// The index behind T0 and the interface bytes (ISO/IEC 7816-3 §8.2), perhaps beyond the end.
  private int historicalStart() {
    int at = 2;
    int next = bytes.length > 1 ? bytes[1] & 0xF0 : 0;
    while (next != 0) {
      at += Integer.bitCount(next);
      boolean more = (next & 0x80) != 0 && at <= bytes.length;
      next = more ? bytes[at - 1] & 0xF0 : 0;
    }
    return at;
  }
}
