package org.urna.passport;

/// A powered card that takes command APDUs (ISO/IEC 7816-4 §5). Used by one thread only.
public interface CardConnection extends AutoCloseable {

  /// Sends one command and returns the response with its two status bytes, at least two bytes long.
  /// May block for ever: who calls it has a thread to spare.
  ///
  /// @throws PassportReadException [PassportReadFailure#LOST_CONTACT] or
  ///   [PassportReadFailure#READER_GONE]; never a protocol error, which is for the chip's own words
  byte[] transmit(byte[] command) throws PassportReadException;

  /// What the card told of itself when it got power (ISO/IEC 7816-3 §8); empty where that is not
  /// known. Of a contactless card it is made by the reader (PC/SC part 3 §3.1.3.2.3).
  default byte[] answerToReset() {
    return new byte[0];
  }

  /// Resets the card and lets it go. Never fails.
  @Override
  void close();
}
