package org.urna.passport;

/// A place where a card may lie: a slot of a PC/SC reader, or a simulated chip in this process.
public interface CardSlot {

  /// The name as its driver spells it.
  String name();

  /// Powers the card and takes it for this caller alone.
  ///
  /// @throws PassportReadException [PassportReadFailure#NO_CARD], [PassportReadFailure#READER_GONE]
  ///   or [PassportReadFailure#READER_BUSY]
  CardConnection connect() throws PassportReadException;
}
