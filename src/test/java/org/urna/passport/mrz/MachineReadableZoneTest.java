package org.urna.passport.mrz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineReadableZoneTest {
  /// The specimen of ICAO Doc 9303-4 appendix B.
  private static final String SPECIMEN =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

  @Test
  void readsTheSpecimenOfPartFour() throws MrzFormatException {
    try (MachineReadableZone mrz = MachineReadableZone.parse(SPECIMEN)) {
      assertThat(mrz.documentCode()).isEqualTo("P<");
      assertThat(mrz.issuingState()).isEqualTo("UTO");
      assertThat(mrz.documentNumber()).isEqualTo("L898902C3");
      assertThat(mrz.birthDate()).isEqualTo("740812");
      assertThat(mrz.expiryDate()).isEqualTo("120415");
      assertThat(mrz.hasExpiryDate()).isTrue();
      assertThat(new String(mrz.toAscii(), StandardCharsets.US_ASCII)).isEqualTo(SPECIMEN);
      assertThat(mrz.isRussianInternalPassport()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void acceptsAScannersLineEnds(String end) {
    String scanned = SPECIMEN.substring(0, 44) + end + SPECIMEN.substring(44) + end;
    assertThatCode(() -> MachineReadableZone.parse(scanned).close()).doesNotThrowAnyException();
  }

  @Test
  void refusesLineEndsInsideALine() {
    assertThat(defectOf(SPECIMEN.substring(0, 20) + "\n" + SPECIMEN.substring(20)))
        .isEqualTo(MrzDefect.LENGTH);
  }

  @Test
  void refusesEveryOtherLength() {
    for (int length = 0; length < SPECIMEN.length(); length++) {
      assertThat(defectOf(SPECIMEN.substring(0, length))).isEqualTo(MrzDefect.LENGTH);
    }
    assertThat(defectOf(SPECIMEN + "<")).isEqualTo(MrzDefect.LENGTH);
    assertThat(defectOf(SPECIMEN + "\n<")).isEqualTo(MrzDefect.LENGTH);
  }

  /// No single changed character of the second line's protected fields passes, and no byte outside
  /// the alphabet passes anywhere.
  @Test
  void refusesEveryChangedCharacterThatACheckDigitCovers() {
    String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
    int missed = 0;
    int tried = 0;
    for (int at = 44; at < 88; at++) {
      boolean covered =
          !(at >= 54 && at < 57) && at != 64; // nationality and sex have no check digit
      for (char c : alphabet.toCharArray()) {
        if (!covered || c == SPECIMEN.charAt(at)) {
          continue;
        }
        tried++;
        String changed = SPECIMEN.substring(0, at) + c + SPECIMEN.substring(at + 1);
        try (MachineReadableZone _ = MachineReadableZone.parse(changed)) {
          // Characters whose values differ by a multiple of ten are alike to the check digit.
          int difference = Character.digit(c, 36) - Character.digit(SPECIMEN.charAt(at), 36);
          boolean fillerForZero =
              (c == '<' ? 0 : Character.digit(c, 36)) % 10
                  == (SPECIMEN.charAt(at) == '<' ? 0 : Character.digit(SPECIMEN.charAt(at), 36))
                      % 10;
          assertThat(difference % 10 == 0 || fillerForZero).isTrue();
          missed++;
        } catch (MrzFormatException expected) {
          assertThat(expected.getMessage()).doesNotContain(changed);
        }
      }
    }
    assertThat(tried).isGreaterThan(1300);
    assertThat(missed).isLessThan(tried / 8);
    for (int at = 0; at < 88; at++) {
      for (int b = 0; b < 256; b++) {
        if (alphabet.indexOf((char) b) < 0) {
          byte[] bytes = SPECIMEN.getBytes(StandardCharsets.US_ASCII);
          bytes[at] = (byte) b;
          MrzFormatException refused =
              catchThrowableOfType(
                  MrzFormatException.class, () -> MachineReadableZone.parse(bytes));
          assertThat(refused.defect()).isEqualTo(MrzDefect.ALPHABET);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "9, DOCUMENT_NUMBER_CHECK",
    "19, BIRTH_DATE_CHECK",
    "27, EXPIRY_DATE_CHECK",
    "42, OPTIONAL_DATA_CHECK",
    "43, COMPOSITE_CHECK"
  })
  void namesTheWrongCheckDigit(int column, MrzDefect defect) {
    char right = SPECIMEN.charAt(44 + column);
    char wrong = right == '9' ? '0' : (char) (right + 1);
    assertThat(
            defectOf(SPECIMEN.substring(0, 44 + column) + wrong + SPECIMEN.substring(45 + column)))
        .isEqualTo(defect);
    assertThat(defectOf(SPECIMEN.substring(0, 44 + column) + '<' + SPECIMEN.substring(45 + column)))
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, DOCUMENT_CODE",
    "0, <, DOCUMENT_CODE",
    "1, 7, DOCUMENT_CODE",
    "2, 1, STATE",
    "3, <, STATE",
    "54, <, STATE",
    "5, <, NAME",
    "8, 3, NAME",
    "57, X, BIRTH_DATE",
    "64, X, SEX",
    "65, <, EXPIRY_DATE"
  })
  void namesTheWrongField(int at, char c, MrzDefect defect) {
    assertThat(defectOf(SPECIMEN.substring(0, at) + c + SPECIMEN.substring(at + 1)))
        .isEqualTo(defect);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "0"})
  void acceptsBothCheckDigitsOfEmptyOptionalData(String digit) {
    assertThatCode(() -> MachineReadableZone.parse(russian("<<<<<<<<<<<<<<", digit)).close())
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAFillerAsCheckDigitOfOptionalDataThatIsThere() {
    assertThat(defectOf(russian("ZE184226B<<<<<", "<"))).isEqualTo(MrzDefect.OPTIONAL_DATA_CHECK);
  }

  @Test
  void knowsARussianInternalPassport() throws MrzFormatException {
    String number = "370123456";
    String optional = "7160712400057<";
    String line2 =
        number
            + CheckDigit.of(number)
            + "RUS"
            + "8003122"
            + "M"
            + "<<<<<<<"
            + optional
            + CheckDigit.of(optional);
    String composite = line2.substring(0, 10) + line2.substring(13, 20) + line2.substring(21, 43);
    String line1 = "PNRUSIVANOV<<IVAN<IVANOVI3<<<<<<<<<<<<<<<<<<<<".substring(0, 44);
    try (MachineReadableZone mrz =
        MachineReadableZone.parse(line1 + line2 + CheckDigit.of(composite))) {
      assertThat(mrz.isRussianInternalPassport()).isTrue();
    }
  }

  @Test
  void saysNothingAboutItsContent() throws MrzFormatException {
    MachineReadableZone mrz = MachineReadableZone.parse(SPECIMEN);
    assertThat(mrz.toString()).doesNotContain("ERIKSSON", "L898902C3", "740812");
    MachineReadableZone same = MachineReadableZone.parse(SPECIMEN);
    assertThat(mrz.isSameAs(same)).isTrue();
    MachineReadableZone other;
    try {
      other = MachineReadableZone.parse(russian("<<<<<<<<<<<<<<", "0"));
    } catch (MrzFormatException e) {
      throw new AssertionError(e);
    }
    assertThat(mrz.isSameAs(other)).isFalse();
    mrz.close();
    assertThatThrownBy(mrz::documentNumber).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(mrz::toAscii).isInstanceOf(IllegalStateException.class);
  }

  private static MrzDefect defectOf(String text) {
    MrzFormatException refused =
        catchThrowableOfType(MrzFormatException.class, () -> MachineReadableZone.parse(text));
    return refused == null ? null : refused.defect();
  }

  private static String russian(String optional, String optionalCheck) {
    String line2 =
        "751234567"
            + CheckDigit.of("751234567")
            + "RUS"
            + "800312"
            + CheckDigit.of("800312")
            + "M"
            + "300101"
            + CheckDigit.of("300101")
            + optional
            + optionalCheck;
    String composite = line2.substring(0, 10) + line2.substring(13, 20) + line2.substring(21, 43);
    return "P<RUSIVANOV<<IVAN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<".substring(0, 44)
        + line2
        + CheckDigit.of(composite);
  }
}
