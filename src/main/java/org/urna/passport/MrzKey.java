package org.urna.passport;

import java.util.regex.Pattern;

/// The three fields of the machine readable zone that open a chip (ICAO 9303-11 §4.3.1), without
/// their check digits.
///
/// It identifies a person: it is never logged and its `toString` says nothing.
///
/// @param documentNumber 1 to 22 characters `A-Z 0-9 <`; a number shorter than nine is filled up
///   with `<` by who uses it
/// @param birthDate `yyMMdd`; unknown parts are `<`
/// @param expiryDate `yyMMdd`
public record MrzKey(String documentNumber, String birthDate, String expiryDate)
    implements AccessKey {

  private static final Pattern NUMBER = Pattern.compile("[A-Z0-9<]{1,22}");
  private static final Pattern PARTIAL_DATE = Pattern.compile("[0-9<]{6}");
  private static final Pattern DATE = Pattern.compile("[0-9]{6}");

  public MrzKey {
    // The messages name the field only: an exception text may reach a log.
    if (!NUMBER.matcher(documentNumber).matches()) {
      throw new IllegalArgumentException("document number has characters no passport prints");
    }
    if (!PARTIAL_DATE.matcher(birthDate).matches()) {
      throw new IllegalArgumentException("birth date is not yyMMdd");
    }
    if (!DATE.matcher(expiryDate).matches()) {
      throw new IllegalArgumentException("expiry date is not yyMMdd");
    }
  }

  @Override
  public String toString() {
    return "MrzKey[hidden]";
  }
}
