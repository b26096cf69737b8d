package org.urna.passport.mrz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// All three forms: what their specimens say, and every single wrong character.
class MrzFormsTest {
  static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";

  static final String CARD =
      "I<UTOD231458907<<<<<<<<<<<<<<<"
          + "7408122F1204159UTO<<<<<<<<<<<6"
          + "ERIKSSON<<ANNA<MARIA<<<<<<<<<<";
  static final String LARGE_CARD =
      "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<" + "D231458907UTO7408122F1204159<<<<<<<6";
  static final String BOOK =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
  static final String LONG_NUMBER =
      "I<UTOD23145890<7349<<<<<<<<<<<"
          + "3407127M9507122UTO<<<<<<<<<<<2"
          + "STEVENSON<<PETER<JOHN<<<<<<<<<";

  static String specimen(MrzForm form) {
    return switch (form) {
      case TD1 -> CARD;
      case TD2 -> LARGE_CARD;
      case TD3 -> BOOK;
    };
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static MrzDefect defectOf(MrzForm form, String text) {
    MrzFormatException refused =
        catchThrowableOfType(
            MrzFormatException.class, () -> MachineReadableZone.parse(form, ascii(text)));
    return refused == null ? null : refused.defect();
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "/vectors/icao9303-3/check-digits.csv",
      delimiter = ';',
      numLinesToSkip = 1)
  void checkDigitsAgreeWithTheWorkedExamples(String source, String field, char digit) {
    assertThat(CheckDigit.of(field)).as(source).isEqualTo(digit);
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/icao9303-3/zones.csv", delimiter = ';', numLinesToSkip = 1)
  void readsTheWorkedExamplesWithAndWithoutLineEnds(String source, MrzForm form, String lines)
      throws MrzFormatException {
    for (String end : new String[] {"", "\n", "\r\n"}) {
      try (MachineReadableZone zone =
          MachineReadableZone.parse(form, lines.replace("/", end) + end)) {
        assertThat(zone.form()).as(source).isEqualTo(form);
        assertThat(zone.issuingState()).isEqualTo("UTO");
        assertThat(zone.toAscii()).isEqualTo(ascii(lines.replace("/", "")));
        assertThat(zone.isRussianInternalPassport()).isFalse();
      }
    }
    assertThat(MrzForm.ofLength(lines.replace("/", "").length())).contains(form);
  }

  @Test
  void readsTheFieldsOfACard() throws MrzFormatException {
    for (MrzForm form : new MrzForm[] {MrzForm.TD1, MrzForm.TD2}) {
      try (MachineReadableZone zone = MachineReadableZone.parse(form, specimen(form))) {
        assertThat(zone.documentCode()).isEqualTo("I<");
        assertThat(zone.documentNumber()).isEqualTo("D23145890");
        assertThat(zone.birthDate()).isEqualTo("740812");
        assertThat(zone.expiryDate()).isEqualTo("120415");
      }
    }
  }

  @Test
  void joinsANumberOfMoreThanNineCharacters() throws MrzFormatException {
    try (MachineReadableZone zone = MachineReadableZone.parse(MrzForm.TD1, LONG_NUMBER)) {
      assertThat(zone.documentNumber()).isEqualTo("D23145890734");
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/vectors/icao9303-3/zones.csv", delimiter = ';', numLinesToSkip = 1)
  void readsTheFieldsThatOpenTheChipFromTheWorkedExamples(
      String source, MrzForm form, String lines, String information) throws MrzFormatException {
    try (MachineReadableZone zone = MachineReadableZone.parse(form, lines.replace("/", ""))) {
      String number = zone.documentNumber();
      assertThat(
              number
                  + CheckDigit.of(number)
                  + zone.birthDate()
                  + CheckDigit.of(zone.birthDate())
                  + zone.expiryDate()
                  + CheckDigit.of(zone.expiryDate()))
          .as(source)
          .isEqualTo(information);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "D23145890<7349<<<<<<<<<<<, D23145890<7348<<<<<<<<<<<, DOCUMENT_NUMBER_CHECK",
    "D23145890<7349<<<<<<<<<<<, D23145890<<<<<<<<<<<<<<<<, DOCUMENT_NUMBER",
    "D23145890<7349<<<<<<<<<<<, D23145890<9<<<<<<<<<<<<<<, DOCUMENT_NUMBER",
    "D23145890<7349<<<<<<<<<<<, D23145890<734000000000009, DOCUMENT_NUMBER",
    "D23145890<7349<<<<<<<<<<<, D2314589<<7349<<<<<<<<<<<, DOCUMENT_NUMBER",
    "I<UTO, P<UTO, DOCUMENT_CODE",
    "I<UTO, V<UTO, DOCUMENT_CODE",
    "M950712, X950712, SEX",
    "9507122UTO, 9507122U1O, STATE"
  })
  void namesWhatIsWrongOnACard(String good, String bad, MrzDefect defect) {
    assertThat(LONG_NUMBER).contains(good);
    assertThat(defectOf(MrzForm.TD1, LONG_NUMBER.replace(good, bad))).isEqualTo(defect);
  }

  @Test
  void aBookHasNoLongNumbers() {
    String zone = BOOK.replace("L898902C36UTO", "L898902C3<UTO");
    assertThat(defectOf(MrzForm.TD3, zone)).isEqualTo(MrzDefect.DOCUMENT_NUMBER_CHECK);
  }

  @ParameterizedTest
  @EnumSource(MrzForm.class)
  void refusesEveryOtherLength(MrzForm form) {
    String zone = specimen(form);
    for (int length = 0; length < zone.length(); length++) {
      assertThat(defectOf(form, zone.substring(0, length))).isEqualTo(MrzDefect.LENGTH);
    }
    assertThat(defectOf(form, zone + "<")).isEqualTo(MrzDefect.LENGTH);
  }

  /// Every single wrong character in number, dates, optional data and check digits is found but one
  /// kind: characters whose values differ by a multiple of ten (0, A, K, U and the filler; 6, G and
  /// Q; and so on) are the same to every check digit, whatever its weight.
  @ParameterizedTest
  @EnumSource(MrzForm.class)
  void findsEverySingleErrorThatACheckDigitCanSee(MrzForm form) {
    String zone = specimen(form);
    MrzForm.Layout layout = form.layout();
    int found = 0;
    for (int at = 0; at < zone.length(); at++) {
      if (!isChecked(layout, at)) {
        continue;
      }
      for (char wrong : ALPHABET.toCharArray()) {
        int difference = value(wrong) - value(zone.charAt(at));
        if (difference % 10 == 0) {
          continue;
        }
        String changed = zone.substring(0, at) + wrong + zone.substring(at + 1);
        assertThat(defectOf(form, changed)).as("%s at %d: %c", form, at, wrong).isNotNull();
        found++;
      }
    }
    assertThat(found).isGreaterThan(700);
  }

  @Test
  void aCheckDigitDoesNotSeeCharactersThatDifferByTen() {
    // G for 6 in the number: the same digit, so only the chip can tell.
    assertThat(CheckDigit.of("L898902C6")).isEqualTo(CheckDigit.of("L898902CG"));
    for (char left : ALPHABET.toCharArray()) {
      for (char right : ALPHABET.toCharArray()) {
        for (String before : new String[] {"", "1", "12"}) {
          boolean blind = CheckDigit.of(before + left) == CheckDigit.of(before + right);
          assertThat(blind).isEqualTo((value(left) - value(right)) % 10 == 0);
        }
      }
    }
  }

  /// Neighbours that change places are found unless their values differ by a multiple of five.
  @Test
  void aCheckDigitSeesNeighboursThatChangePlaces() {
    for (char left : ALPHABET.toCharArray()) {
      for (char right : ALPHABET.toCharArray()) {
        for (String before : new String[] {"", "1", "12"}) {
          boolean blind =
              CheckDigit.of(before + left + right) == CheckDigit.of(before + right + left);
          assertThat(blind).isEqualTo((value(left) - value(right)) % 5 == 0);
        }
      }
    }
  }

  private static boolean isChecked(MrzForm.Layout layout, int at) {
    if (at == layout.compositeCheck() || at == layout.optionalCheck()) {
      return true;
    }
    for (int i = 0; i < layout.composite().length; i += 2) {
      if (at >= layout.composite()[i] && at < layout.composite()[i + 1]) {
        return true;
      }
    }
    return false;
  }

  private static int value(char c) {
    return c == '<' ? 0 : Character.digit(c, 36);
  }

  // --- What Russia and others print

  private static String line2(
      String number, String state, String birth, String expiry, String optional, String check) {
    String line =
        number
            + CheckDigit.of(number)
            + state
            + birth
            + CheckDigit.of(birth)
            + "F"
            + expiry
            + (expiry.startsWith("<") ? "<" : "" + CheckDigit.of(expiry))
            + optional
            + check;
    String covered = line.substring(0, 10) + line.substring(13, 20) + line.substring(21, 43);
    return line + CheckDigit.of(covered);
  }

  private static String line1(String text) {
    return text + "<".repeat(44 - text.length());
  }

  @ParameterizedTest
  @CsvSource({"75,<", "75,0", "55,<", "62,0", "10,<", "20,0"})
  void readsEverySeriesOfRussiaAlike(String series, String check) throws MrzFormatException {
    // Whether there is a chip is not in the number.
    String zone =
        line1("P<RUSSOKOLOVA<<ANNA")
            + line2(series + "1234567", "RUS", "800312", "300101", "<".repeat(14), check);
    try (MachineReadableZone read = MachineReadableZone.parse(zone)) {
      assertThat(read.documentNumber()).matches("[0-9]{9}");
      assertThat(read.isRussianInternalPassport()).isFalse();
    }
  }

  @Test
  void readsTheInternalPassportOfRussia() throws MrzFormatException {
    String zone =
        line1("PNRUSSOKOLOVA<<ANNA<IUR9EVNA")
            + line2("370123456", "RUS", "800312", "<<<<<<", "7160712400057<", "4");
    String optional = "7160712400057<";
    String right =
        line1("PNRUSSOKOLOVA<<ANNA<IUR9EVNA")
            + line2("370123456", "RUS", "800312", "<<<<<<", optional, "" + CheckDigit.of(optional));
    assertThat(zone).hasSameSizeAs(right);
    try (MachineReadableZone read = MachineReadableZone.parse(right)) {
      assertThat(read.isRussianInternalPassport()).isTrue();
      assertThat(read.expiryDate()).isEqualTo("<<<<<<");
      assertThat(read.hasExpiryDate()).isFalse();
    }
    // What is allowed to it is allowed to no travel document.
    assertThat(defectOf(MrzForm.TD3, right.replace("PNRUS", "P<RUS"))).isEqualTo(MrzDefect.NAME);
  }

  @Test
  void readsAStateOfOneLetter() throws MrzFormatException {
    String zone =
        line1("P<D<<MUSTERMANN<<ERIKA")
            + line2("C01X00T47", "D<<", "640812", "270228", "<".repeat(14), "<");
    try (MachineReadableZone read = MachineReadableZone.parse(zone)) {
      assertThat(read.issuingState()).isEqualTo("D<<");
    }
  }
}
