package org.urna.passport.mrz;

import org.urna.passport.mrz.MrzForm.Layout;
import org.urna.passport.mrz.MrzForm.Span;

/// What ICAO Doc 9303-3 §4 asks of a zone's characters, for all forms.
final class MrzCheck {

  private MrzCheck() {}

  /// @param z ASCII, as many characters as `form` has
  /// @throws MrzFormatException with the first defect found
  static void check(MrzForm form, byte[] z) throws MrzFormatException {
    Layout layout = form.layout();
    for (byte b : z) {
      require(CheckDigit.isInAlphabet((char) (b & 0xff)), MrzDefect.ALPHABET);
    }
    require(isDocumentCode(form, z), MrzDefect.DOCUMENT_CODE);
    require(isState(z, 2) && isState(z, layout.nationality().start()), MrzDefect.STATE);
    checkName(form, z);
    checkNumber(form, z);
    checkDates(form, z);
    require(isSex(z[layout.sex()]), MrzDefect.SEX);
    if (layout.optionalCheck() != MrzForm.NONE) {
      boolean empty = allFillers(z, layout.optional());
      if (!(empty && z[layout.optionalCheck()] == '<')) {
        checkDigit(z, layout.optionalCheck(), MrzDefect.OPTIONAL_DATA_CHECK, layout.optional());
      }
    }
    require(
        z[layout.compositeCheck()] == CheckDigit.of(z, layout.composite()),
        MrzDefect.COMPOSITE_CHECK);
  }

  /// Where the rest of a number longer than nine characters stands, without its check digit; empty
  /// if the number is not longer.
  static Span restOfNumber(MrzForm form, byte[] z) {
    Span optional = form.layout().optional();
    int end = optional.start();
    if (form != MrzForm.TD3 && z[form.layout().numberCheck()] == '<') {
      while (end < optional.end() && z[end] != '<') {
        end++;
      }
      end--;
    }
    return new Span(optional.start(), Math.max(optional.start(), end));
  }

  private static void checkName(MrzForm form, byte[] z) throws MrzFormatException {
    Span name = form.layout().name();
    require(isLetter(z[name.start()]), MrzDefect.NAME);
    for (int i = name.start(); i < name.end(); i++) {
      // The internal passport of Russia (code PN) transliterates with digits; no travel document
      // does.
      require(z[i] == '<' || isLetter(z[i]) || hasDigitsInNames(form, z), MrzDefect.NAME);
    }
  }

  static boolean hasDigitsInNames(MrzForm form, byte[] z) {
    return form == MrzForm.TD3 && z[1] == 'N';
  }

  private static void checkNumber(MrzForm form, byte[] z) throws MrzFormatException {
    Layout layout = form.layout();
    Span number = layout.number();
    if (form == MrzForm.TD3 || z[layout.numberCheck()] != '<') {
      checkDigit(z, layout.numberCheck(), MrzDefect.DOCUMENT_NUMBER_CHECK, number);
      return;
    }
    Span rest = restOfNumber(form, z);
    // At least one more character, its check digit, and a filler that ends them.
    boolean goesOn =
        rest.end() > rest.start()
            && rest.end() + 1 < layout.optional().end()
            && z[number.end() - 1] != '<';
    require(goesOn, MrzDefect.DOCUMENT_NUMBER);
    checkDigit(z, rest.end(), MrzDefect.DOCUMENT_NUMBER_CHECK, number, rest);
  }

  private static void checkDates(MrzForm form, byte[] z) throws MrzFormatException {
    Layout layout = form.layout();
    for (int i = layout.birthDate().start(); i < layout.birthDate().end(); i++) {
      require(z[i] == '<' || isDigit(z[i]), MrzDefect.BIRTH_DATE);
    }
    checkDigit(z, layout.birthDateCheck(), MrzDefect.BIRTH_DATE_CHECK, layout.birthDate());
    Span expiry = layout.expiryDate();
    boolean noExpiry =
        hasDigitsInNames(form, z) && allFillers(z, new Span(expiry.start(), expiry.end() + 1));
    if (!noExpiry) {
      for (int i = expiry.start(); i < expiry.end(); i++) {
        require(isDigit(z[i]), MrzDefect.EXPIRY_DATE);
      }
      checkDigit(z, layout.expiryDateCheck(), MrzDefect.EXPIRY_DATE_CHECK, expiry);
    }
  }

  private static void checkDigit(byte[] z, int at, MrzDefect defect, Span... fields)
      throws MrzFormatException {
    int[] ranges = new int[2 * fields.length];
    for (int i = 0; i < fields.length; i++) {
      ranges[2 * i] = fields[i].start();
      ranges[2 * i + 1] = fields[i].end();
    }
    require(z[at] == CheckDigit.of(z, ranges), defect);
  }

  private static void require(boolean holds, MrzDefect defect) throws MrzFormatException {
    if (!holds) {
      throw new MrzFormatException(defect);
    }
  }

  /// Cards are `A`, `C` or `I` (9303-5 and 9303-6 §4.2.2); what else a book may be is not decided
  /// here.
  private static boolean isDocumentCode(MrzForm form, byte[] z) {
    boolean first =
        form == MrzForm.TD3 ? isLetter(z[0]) : z[0] == 'A' || z[0] == 'C' || z[0] == 'I';
    return first && (isLetter(z[1]) || z[1] == '<');
  }

  private static boolean isSex(byte b) {
    return b == 'M' || b == 'F' || b == '<';
  }

  private static boolean isLetter(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isState(byte[] z, int at) {
    return isLetter(z[at])
        && (isLetter(z[at + 1]) || z[at + 1] == '<')
        && ((isLetter(z[at + 2]) && z[at + 1] != '<') || z[at + 2] == '<');
  }

  private static boolean allFillers(byte[] z, Span field) {
    for (int i = field.start(); i < field.end(); i++) {
      if (z[i] != '<') {
        return false;
      }
    }
    return true;
  }
}
