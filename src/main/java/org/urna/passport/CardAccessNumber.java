package org.urna.passport;

import java.util.regex.Pattern;

/// The six digits printed on the front of a document as its key for PACE (ICAO 9303-11 §4.4).
///
/// It opens one document only, yet is treated like [MrzKey]: never logged.
public record CardAccessNumber(String digits) implements AccessKey {

  private static final Pattern SIX_DIGITS = Pattern.compile("[0-9]{6}");

  public CardAccessNumber {
    if (!SIX_DIGITS.matcher(digits).matches()) {
      throw new IllegalArgumentException("a card access number has six digits");
    }
  }

  @Override
  public String toString() {
    return "CardAccessNumber[hidden]";
  }
}
