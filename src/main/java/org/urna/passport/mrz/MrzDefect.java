package org.urna.passport.mrz;

/// What is wrong with a machine readable zone.
public enum MrzDefect {
  /// Not exactly as many characters as the form has (line ends between lines are the scanner's, not
  /// ours).
  LENGTH,
  /// A character outside `[0-9A-Z<]`.
  ALPHABET,
  /// The first character is not a letter, or not `A`, `C` or `I` on a card: no document code.
  DOCUMENT_CODE,
  /// A state or nationality that is not one to three letters padded with fillers.
  STATE,
  /// The number of a card says that it goes on in the optional data, and does not.
  DOCUMENT_NUMBER,
  /// A name field that starts with a filler or holds a digit.
  NAME,
  /// A birth date that holds something else than digits and fillers.
  BIRTH_DATE,
  /// An expiry date that is not six digits.
  EXPIRY_DATE,
  /// A sex other than `M`, `F` and the filler.
  SEX,
  /// The check digit of the document number is wrong.
  DOCUMENT_NUMBER_CHECK,
  /// The check digit of the birth date is wrong.
  BIRTH_DATE_CHECK,
  /// The check digit of the expiry date is wrong.
  EXPIRY_DATE_CHECK,
  /// The check digit of the optional data is wrong.
  OPTIONAL_DATA_CHECK,
  /// The check digit over number, dates and optional data is wrong.
  COMPOSITE_CHECK,
  /// Look-alike characters can be put right in more than one way.
  AMBIGUOUS
}
