package org.urna.flow.voter;

/// The three groups of the second machine readable line that open a chip, each with its check digit
/// as the last character (ICAO 9303-4 §4.2.2). People copy what is printed, so that a slip of the
/// finger is found before the chip is touched.
public enum KeyField {
  /// Nine characters and a check digit.
  DOCUMENT_NUMBER(10),
  /// `yyMMdd` and a check digit.
  BIRTH_DATE(7),
  /// `yyMMdd` and a check digit.
  EXPIRY_DATE(7);

  private final int length;

  KeyField(int length) {
    this.length = length;
  }

  /// Characters to type, check digit included.
  public int length() {
    return length;
  }

  /// Whether `c` can stand at `position` of this field.
  boolean admits(char c, int position) {
    boolean digit = c >= '0' && c <= '9';
    boolean filler = c == '<';
    boolean letter = c >= 'A' && c <= 'Z';
    if (position == length - 1) {
      return digit;
    }
    return switch (this) {
      case DOCUMENT_NUMBER -> digit || letter || filler;
      // Parts of a birth date may be unknown; an expiry date never is.
      case BIRTH_DATE -> digit || filler;
      case EXPIRY_DATE -> digit;
    };
  }
}
