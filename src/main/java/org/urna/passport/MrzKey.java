package org.urna.passport;

import java.util.Arrays;
import org.urna.passport.mrz.CheckDigit;

/// What of the machine readable zone opens a chip: document number, birth date and expiry date
/// (ICAO 9303-11 §4.3.1).
///
/// It identifies a person: not a record, no `toString`, no accessor that makes a string, wiped on
/// close.
public final class MrzKey implements AccessKey, AutoCloseable {
  private static final int SHORTEST_NUMBER = 9;
  private static final int LONGEST_NUMBER = 22;
  private static final int DATE = 6;

  private final byte[] information;
  private boolean closed;

  /// @param documentNumber 1 to 22 characters `A-Z 0-9 <`; a number shorter than nine is filled up
  ///   with `<`. Copied, as the others
  /// @param birthDate `yyMMdd`; unknown parts are `<`
  /// @param expiryDate `yyMMdd`
  public MrzKey(CharSequence documentNumber, CharSequence birthDate, CharSequence expiryDate) {
    // The messages name the field only: an exception text may reach a log.
    if (documentNumber.isEmpty()
        || documentNumber.length() > LONGEST_NUMBER
        || !isPrinted(documentNumber)) {
      throw new IllegalArgumentException("document number has characters no passport prints");
    }
    if (!isDate(birthDate, true)) {
      throw new IllegalArgumentException("birth date is not yyMMdd");
    }
    if (!isDate(expiryDate, false)) {
      throw new IllegalArgumentException("expiry date is not yyMMdd");
    }
    int number = Math.max(SHORTEST_NUMBER, lengthWithoutFillers(documentNumber));
    this.information = new byte[number + 1 + 2 * (DATE + 1)];
    Arrays.fill(information, 0, number, (byte) '<');
    put(documentNumber, 0, number);
    put(birthDate, number + 1, DATE);
    put(expiryDate, number + 1 + DATE + 1, DATE);
  }

  private static boolean isPrinted(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDate(CharSequence text, boolean partial) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && !(partial && c == '<')) {
        return false;
      }
    }
    return text.length() == DATE;
  }

  /// Fillers at the end are no part of a number.
  private static int lengthWithoutFillers(CharSequence number) {
    int length = number.length();
    while (length > 0 && number.charAt(length - 1) == '<') {
      length--;
    }
    return length;
  }

  /// A field with its check digit behind its place. Fillers do not change the digit.
  private void put(CharSequence field, int at, int length) {
    for (int i = 0; i < Math.min(length, field.length()); i++) {
      information[at + i] = (byte) field.charAt(i);
    }
    information[at + length] = (byte) CheckDigit.of(field);
  }

  /// MRZ_information (ICAO 9303-11 §4.3.2, §9.7.3): number, birth date and expiry date, each with
  /// its check digit, in ASCII. A copy, which the caller wipes.
  ///
  /// @throws IllegalStateException if the key is closed
  public byte[] information() {
    if (closed) {
      throw new IllegalStateException("the key is closed");
    }
    return information.clone();
  }

  /// Wipes the key. May be called more than once.
  @Override
  public void close() {
    closed = true;
    Arrays.fill(information, (byte) 0);
  }
}
