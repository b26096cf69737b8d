package org.urna.passport.mrz;

/// The check digit of ICAO Doc 9303-3 §4.9: the sum of character values times the weights 7, 3, 1,
/// repeated, modulo 10. Digits count as themselves, `A`-`Z` as 10-35, the filler `<` as 0.
public final class CheckDigit {
  private static final int[] WEIGHTS = {7, 3, 1};

  private CheckDigit() {}

  /// The check digit of `field` as the character `0`-`9`.
  ///
  /// @throws IllegalArgumentException if a character is outside the alphabet `[0-9A-Z<]`
  public static char of(CharSequence field) {
    int sum = 0;
    for (int i = 0; i < field.length(); i++) {
      sum += valueOf(field.charAt(i)) * WEIGHTS[i % 3];
    }
    return (char) ('0' + sum % 10);
  }

  /// The same over several stretches of ASCII bytes joined, as the composite check digit needs:
  /// `ranges` holds pairs of a start and an end (exclusive) in `ascii`.
  static char of(byte[] ascii, int... ranges) {
    int sum = 0;
    int position = 0;
    for (int r = 0; r < ranges.length; r += 2) {
      for (int i = ranges[r]; i < ranges[r + 1]; i++) {
        sum += valueOf((char) (ascii[i] & 0xff)) * WEIGHTS[position++ % 3];
      }
    }
    return (char) ('0' + sum % 10);
  }

  static boolean isInAlphabet(char c) {
    return c == '<' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  }

  private static int valueOf(char c) {
    if (c == '<') {
      return 0;
    }
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'A' && c <= 'Z') {
      return c - 'A' + 10;
    }
    // The character itself is not named: it may be part of a person's data.
    throw new IllegalArgumentException("a character outside [0-9A-Z<]");
  }
}
