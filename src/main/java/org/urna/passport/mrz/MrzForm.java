package org.urna.passport.mrz;

import java.util.Optional;

/// The three sizes of a machine readable zone and where their fields stand. Positions count from 0
/// over all lines joined, ends are exclusive.
public enum MrzForm {
  /// A card: three lines of 30 characters (ICAO Doc 9303-5 §4.2).
  ///
  /// | line 1 | 0-1 document code, 2-4 issuing state, 5-13 number, 14 check, 15-29 optional data |
  /// |---|---|
  /// | line 2 | 0-5 birth date, 6 check, 7 sex, 8-13 expiry date, 14 check, 15-17 nationality, 18-28 optional data, 29 composite check |
  /// | line 3 | 0-29 name |
  TD1(3, 30) {
    @Override
    Layout layout() {
      return new Layout(
          new Span(60, 90),
          new Span(5, 14),
          new Span(45, 48),
          new Span(30, 36),
          37,
          new Span(38, 44),
          new Span(15, 30),
          NONE,
          59,
          5,
          30,
          30,
          37,
          38,
          45,
          48,
          59);
    }
  },

  /// A larger card: two lines of 36 characters (ICAO Doc 9303-6 §4.2).
  ///
  /// | line 1 | 0-1 document code, 2-4 issuing state, 5-35 name |
  /// |---|---|
  /// | line 2 | 0-8 number, 9 check, 10-12 nationality, 13-18 birth date, 19 check, 20 sex, 21-26 expiry date, 27 check, 28-34 optional data, 35 composite check |
  TD2(2, 36) {
    @Override
    Layout layout() {
      return twoLines(36, NONE, 35);
    }
  },

  /// A passport book: two lines of 44 characters (ICAO Doc 9303-4 §4.2).
  ///
  /// | line 1 | 0-1 document code, 2-4 issuing state, 5-43 name |
  /// |---|---|
  /// | line 2 | 0-8 number, 9 check, 10-12 nationality, 13-18 birth date, 19 check, 20 sex, 21-26 expiry date, 27 check, 28-41 optional data, 42 check, 43 composite check |
  TD3(2, 44) {
    @Override
    Layout layout() {
      return twoLines(44, 42, 43);
    }
  };

  /// Instead of the position of a check digit that a form does not have.
  static final int NONE = -1;

  private final int lines;
  private final int lineLength;

  MrzForm(int lines, int lineLength) {
    this.lines = lines;
    this.lineLength = lineLength;
  }

  public int lines() {
    return lines;
  }

  /// Characters of one line.
  public int lineLength() {
    return lineLength;
  }

  /// Characters of all lines.
  public int length() {
    return lines * lineLength;
  }

  /// The form whose zone has `length` characters: no two forms have the same number.
  public static Optional<MrzForm> ofLength(int length) {
    for (MrzForm form : values()) {
      if (form.length() == length) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  abstract Layout layout();

  /// The second line that TD2 and TD3 share but for its end.
  private static Layout twoLines(int line, int optionalCheck, int compositeCheck) {
    int optionalEnd = optionalCheck == NONE ? compositeCheck : optionalCheck;
    return new Layout(
        new Span(5, line),
        new Span(line, line + 9),
        new Span(line + 10, line + 13),
        new Span(line + 13, line + 19),
        line + 20,
        new Span(line + 21, line + 27),
        new Span(line + 28, line + optionalEnd),
        optionalCheck == NONE ? NONE : line + optionalCheck,
        line + compositeCheck,
        line,
        line + 10,
        line + 13,
        line + 20,
        line + 21,
        line + compositeCheck);
  }

  /// What a character may be.
  enum Type {
    LETTER,
    DIGIT,
    ANY
  }

  /// A field.
  ///
  /// @param end exclusive
  record Span(int start, int end) {
    boolean holds(int at) {
      return at >= start && at < end;
    }
  }

  /// The check digits of number and dates stand right after them.
  ///
  /// @param optional the field that also takes the rest of a long number
  /// @param optionalCheck [#NONE] where the form has none
  /// @param composite pairs of a start and an end: what the composite check digit covers, in order
  // The array is made for this record alone and never changed.
  @SuppressWarnings("ArrayRecordComponent")
  record Layout(
      Span name,
      Span number,
      Span nationality,
      Span birthDate,
      int sex,
      Span expiryDate,
      Span optional,
      int optionalCheck,
      int compositeCheck,
      int... composite) {

    int numberCheck() {
      return number.end();
    }

    int birthDateCheck() {
      return birthDate.end();
    }

    int expiryDateCheck() {
      return expiryDate.end();
    }

    Type typeOf(int at) {
      boolean digit =
          at == numberCheck()
              || birthDate.holds(at)
              || at == birthDateCheck()
              || expiryDate.holds(at)
              || at == expiryDateCheck()
              || at == optionalCheck
              || at == compositeCheck;
      boolean letter = at < 5 || name.holds(at) || nationality.holds(at) || at == sex;
      return digit ? Type.DIGIT : letter ? Type.LETTER : Type.ANY;
    }
  }
}
