package org.urna.flow.voter;

/// What came of waiting for a page.
public sealed interface ScannedPage {
  /// A passport book; whoever receives the key closes it.
  record Key(TypedKey key) implements ScannedPage {}

  /// A page that opens no passport's chip.
  ///
  /// @param notice why; not [ScanNotice#NONE]
  record Unsuitable(ScanNotice notice) implements ScannedPage {
    public Unsuitable {
      if (notice == ScanNotice.NONE) {
        throw new IllegalArgumentException("a page is unsuitable for a reason");
      }
    }
  }

  /// No page was shown in time, or the station has no scanner.
  record None() implements ScannedPage {}
}
