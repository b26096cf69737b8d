package org.urna.practice.specimen;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/// The invented person of a specimen passport and the two lines of its machine readable zone (ICAO
/// 9303-4 §4.2, TD3).
///
/// @param state issuing state, three characters, `D<<` for Germany
/// @param nationality likewise; another one on a travel document for refugees and residents
/// @param documentNumber one to nine characters `A-Z 0-9`
/// @param surname Latin capitals, spaces as `<`
/// @param givenNames likewise
/// @param sex `F`, `M` or `<`
public record SpecimenHolder(
    String state,
    String nationality,
    String documentNumber,
    String surname,
    String givenNames,
    LocalDate birthDate,
    char sex,
    LocalDate expiryDate) {

  private static final Pattern STATE = Pattern.compile("[A-Z<]{3}");
  private static final Pattern NUMBER = Pattern.compile("[A-Z0-9]{1,9}");
  private static final Pattern NAME = Pattern.compile("[A-Z]+(<[A-Z]+)*");
  private static final DateTimeFormatter YYMMDD =
      DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
  private static final int NAME_FIELD = 39;
  private static final int NUMBER_FIELD = 9;
  private static final int[] WEIGHTS = {7, 3, 1};

  public SpecimenHolder {
    require(STATE.matcher(state).matches(), "state");
    require(STATE.matcher(nationality).matches(), "nationality");
    require(NUMBER.matcher(documentNumber).matches(), "document number");
    require(NAME.matcher(surname).matches(), "surname");
    require(NAME.matcher(givenNames).matches(), "given names");
    require(surname.length() + 2 + givenNames.length() <= NAME_FIELD, "name longer than its field");
    require("FM<".indexOf(sex) >= 0, "sex");
  }

  /// A citizen of the issuing state.
  public SpecimenHolder(
      String state,
      String documentNumber,
      String surname,
      String givenNames,
      LocalDate birthDate,
      char sex,
      LocalDate expiryDate) {
    this(state, state, documentNumber, surname, givenNames, birthDate, sex, expiryDate);
  }

  /// Both lines, 88 characters without a line break: the content of data group 1.
  public String machineReadableZone() {
    String names = pad(surname + "<<" + givenNames, NAME_FIELD);
    String number = withCheckDigit(pad(documentNumber, NUMBER_FIELD));
    String birth = withCheckDigit(YYMMDD.format(birthDate));
    String expiry = withCheckDigit(YYMMDD.format(expiryDate));
    // No personal number: fourteen fillers, and a filler as their check digit, as Russia prints it.
    String optional = "<".repeat(15);
    String composite = withCheckDigit(number + birth + expiry + optional);
    return "P<"
        + state
        + names
        + number
        + nationality
        + birth
        + sex
        + expiry
        + optional
        + composite.charAt(composite.length() - 1);
  }

  /// What opens the chip: number, birth and expiry date, each with its check digit.
  public String mrzInformation() {
    return withCheckDigit(pad(documentNumber, NUMBER_FIELD))
        + withCheckDigit(YYMMDD.format(birthDate))
        + withCheckDigit(YYMMDD.format(expiryDate));
  }

  /// `yyMMdd`, as printed.
  public String birthDateInZone() {
    return YYMMDD.format(birthDate);
  }

  /// `yyMMdd`, as printed.
  public String expiryDateInZone() {
    return YYMMDD.format(expiryDate);
  }

  /// The field with its check digit (ICAO 9303-3 §4.9): weights 7, 3, 1, modulo 10.
  private static String withCheckDigit(String field) {
    int sum = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      int value = c == '<' ? 0 : Character.digit(c, 36);
      sum += value * WEIGHTS[i % WEIGHTS.length];
    }
    return field + sum % 10;
  }

  private static String pad(String field, int length) {
    return field + "<".repeat(length - field.length());
  }

  private static void require(boolean ok, String what) {
    if (!ok) {
      throw new IllegalArgumentException("specimen with a wrong " + what);
    }
  }
}
