package org.urna.passport;

/// A powered card that takes command APDUs (ISO/IEC 7816-4 §5). Used by one thread only.
public interface CardConnection extends AutoCloseable {

  /// Sends one command and returns the response with its two status bytes, at least two bytes long.
  /// May block for ever: who calls it has a thread to spare.
  ///
  /// @throws PassportReadException [PassportReadFailure#LOST_CONTACT] or
  ///   [PassportReadFailure#READER_GONE]; never a protocol error, which is for the chip's own words
  byte[] transmit(byte[] command) throws PassportReadException;

  /// Resets the card and lets it go. Never fails.
  @Override
  void close();
}
