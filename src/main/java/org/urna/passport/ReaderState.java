package org.urna.passport;

/// What a reader sees.
public enum ReaderState {
  /// No usable reader is plugged in, or the smart card service is down.
  NO_READER,
  /// A reader, and nothing on it.
  EMPTY,
  /// A card lies on the reader. Whether it is a passport shows only when it is opened.
  CARD_PRESENT
}
