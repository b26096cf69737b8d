package org.urna.flow.voter;

/// What the key-entry screen says about the last page that was shown to the scanner. Typing goes on
/// being possible.
public enum ScanNotice {
  /// Nothing was shown, or the voter has typed since.
  NONE,
  /// The internal passport of Russia, which has no chip.
  INTERNAL_PASSPORT,
  /// A card, not a passport book.
  CARD,
  /// Not a page that can be read.
  UNREADABLE
}
