package org.urna.practice.card;

/// What a chip answers to one command, and how it seals that in a session.
///
/// @param seal without effect outside a session
@SuppressWarnings("ArrayRecordComponent") // handed over, read once, never compared
public record ChipReply(byte[] data, int statusWord, Seal seal) {

  /// How secure messaging goes wrong (ICAO 9303-11 §9.8). All but the last two have the right
  /// checksum over what is there: the chip itself is hostile.
  public enum Seal {
    /// as the standard says
    RIGHT,
    /// not at all: data and status word in the clear
    PLAIN,
    /// object 99 left out
    WITHOUT_STATUS,
    /// object 99 with 6A82 and the true status word outside
    OTHER_STATUS,
    /// object 8E left out
    WITHOUT_CHECKSUM,
    /// object 8E with one bit changed
    WRONG_CHECKSUM
  }

  public ChipReply withStatusWord(int other) {
    return new ChipReply(new byte[0], other, seal);
  }

  public ChipReply withSeal(Seal other) {
    return new ChipReply(data, statusWord, other);
  }
}
