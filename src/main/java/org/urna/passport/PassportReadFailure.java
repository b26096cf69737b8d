package org.urna.passport;

/// Why a chip could not be read. Each value is one sentence on a screen; none carries data.
public enum PassportReadFailure {
  /// No card lies on the reader.
  NO_CARD,
  /// No usable reader is there, or it went away.
  READER_GONE,
  /// Another program holds the card.
  READER_BUSY,
  /// The card has no passport application.
  NOT_A_PASSPORT,
  /// The chip speaks no access protocol that is spoken here.
  ACCESS_UNSUPPORTED,
  /// The chip refused the key: what was scanned or typed is not of this document.
  KEY_REFUSED,
  /// The chip refuses all keys, for a while or for ever; or this key was refused twice within a
  /// minute and the chip is spared a third try.
  KEY_BLOCKED,
  /// The card was taken away or lost power.
  LOST_CONTACT,
  /// The chip or the reader did not answer before the deadline.
  CHIP_SILENT,
  /// The file is not on the chip, or the chip does not give it out.
  FILE_MISSING,
  /// The file says it is longer than such a file may be.
  FILE_TOO_LARGE,
  /// The file is empty, cut short, or does not begin as it must.
  FILE_MALFORMED,
  /// The chip's key for Chip or Active Authentication is of a kind not admitted here, or too long
  /// for this reader.
  CHIP_KEY_UNSUPPORTED,
  /// Chip Authentication failed: signed data on a chip that does not own the key.
  CLONE_SUSPECTED,
  /// Whoever asked for the read no longer wants it.
  CALLED_OFF,
  /// The chip broke the protocol, or somebody between it and the reader did.
  PROTOCOL_ERROR
}
