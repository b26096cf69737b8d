package org.urna.verify;

/// One claim of the election and what became of it.
///
/// @param claim what must hold, in words
/// @param holds whether it does
/// @param detail figures if it holds, and if not: what was expected, what was found, where
public record Finding(String claim, boolean holds, String detail) {
  static Finding holds(String claim, String detail) {
    return new Finding(claim, true, detail);
  }

  static Finding fails(String claim, String detail) {
    return new Finding(claim, false, detail);
  }

  static Finding of(String claim, boolean holds, String detail) {
    return new Finding(claim, holds, detail);
  }

  /// The claim, and what is known of it.
  public String words() {
    return claim + (detail.isEmpty() ? "" : ": " + detail);
  }

  @Override
  public String toString() {
    return (holds ? "  ok    " : "  FAIL  ") + words();
  }
}
