package org.urna.passport.mrz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.urna.passport.mrz.MrzFormsTest.ascii;
import static org.urna.passport.mrz.MrzFormsTest.specimen;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LookAlikesTest {
  private static final String RUSSIAN =
      "P<RUSSOKOLOVA<<ANNA"
          + "<".repeat(25)
          + checked("751205688")
          + "RUS"
          + checked("800312")
          + "F"
          + checked("300101")
          + "<".repeat(15);

  private static String checked(String field) {
    return field + CheckDigit.of(field);
  }

  private static String read(MrzForm form, String text) throws MrzFormatException {
    try (MachineReadableZone zone = LookAlikes.parse(form, ascii(text))) {
      return new String(zone.toAscii(), StandardCharsets.US_ASCII);
    }
  }

  private static MrzDefect defectOf(MrzForm form, String text) {
    MrzFormatException refused =
        catchThrowableOfType(
            MrzFormatException.class, () -> LookAlikes.parse(form, ascii(text)).close());
    return refused == null ? null : refused.defect();
  }

  @ParameterizedTest
  @EnumSource(MrzForm.class)
  void leavesAZoneThatIsRightAsItIs(MrzForm form) throws MrzFormatException {
    assertThat(read(form, specimen(form))).isEqualTo(specimen(form));
  }

  /// Wherever only letters or only digits stand, any look-alike is put right, all of them at once
  /// too.
  @ParameterizedTest
  @EnumSource(MrzForm.class)
  void putsRightWhatTheKindOfAFieldDecides(MrzForm form) throws MrzFormatException {
    String right = specimen(form);
    StringBuilder allWrong = new StringBuilder(right);
    int tried = 0;
    for (int at = 0; at < right.length(); at++) {
      if (form.layout().typeOf(at) == MrzForm.Type.ANY) {
        continue;
      }
      char twin = twin(right.charAt(at));
      if (twin != right.charAt(at)) {
        assertThat(read(form, right.substring(0, at) + twin + right.substring(at + 1)))
            .as("%s at %d", form, at)
            .isEqualTo(right);
        allWrong.setCharAt(at, twin);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(10);
    assertThat(read(form, allWrong.toString())).isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource({
    "YA90HJKLM, YA9OHJKLM",
    "YA9OHJKLM, YA90HJKLM",
    "FX8A3CDE7, FXBA3CDE7",
    "FX9A3CDE1, FX9A3CDEI",
    "FX9A5CDE7, FX9ASCDE7",
    "FX9AZCDE7, FX9A2CDE7"
  })
  void putsANumberRightWhenTheCheckDigitsLeaveOneReading(String right, String misread)
      throws MrzFormatException {
    String zone = book(right);
    assertThat(read(MrzForm.TD3, zone.replace(right, misread))).isEqualTo(zone);
  }

  @Test
  void doesNotTouchAFieldWhoseOwnCheckDigitIsRight() throws MrzFormatException {
    // The number is misread, the optional data is full of look-alikes and right.
    String zone =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
            + "YA90HJKLM"
            + CheckDigit.of("YA90HJKLM")
            + "UTO7408122F1204159ZE184226BOISB"
            + "<"
            + CheckDigit.of("ZE184226BOISB<");
    String right = zone + composite(zone);
    assertThat(read(MrzForm.TD3, right.replace("YA90HJKLM", "YA9OHJKLM"))).isEqualTo(right);
  }

  @Test
  void refusesWhenTwoReadingsFit() {
    // The first and the fourth place have the same weight: either 0 could be the O.
    String zone = book("OKK0KKKKK");
    assertThat(defectOf(MrzForm.TD3, zone)).isNull();
    assertThat(defectOf(MrzForm.TD3, zone.replace("OKK0KKKKK", "0KK0KKKKK")))
        .isEqualTo(MrzDefect.AMBIGUOUS);
  }

  @Test
  void keepsWhatIsReadWhereNoCheckDigitCanTell() throws MrzFormatException {
    // 6 and G are the same to every check digit: the zone is right either way.
    String printed = book("L89G90774");
    String misread = printed.replace("L89G90774", "L89690774");
    assertThat(read(MrzForm.TD3, misread)).isEqualTo(misread);
    assertThat(read(MrzForm.TD3, misread.replace("740812", "74O8I2"))).isEqualTo(misread);
  }

  @Test
  void refusesMoreDoubtsThanItTries() {
    String zone = book("012568012").replace("012568012", "0I25680I2");
    String doubtful = zone.substring(0, 72) + "01256801256801" + zone.substring(86);
    assertThat(defectOf(MrzForm.TD3, doubtful)).isEqualTo(MrzDefect.AMBIGUOUS);
  }

  @Test
  void refusesWhatNoLookAlikeExplains() {
    String zone = specimen(MrzForm.TD3);
    assertThat(defectOf(MrzForm.TD3, zone.replace("740812", "740813")))
        .isEqualTo(MrzDefect.BIRTH_DATE_CHECK);
    assertThat(defectOf(MrzForm.TD3, zone.substring(1))).isEqualTo(MrzDefect.LENGTH);
    assertThat(defectOf(MrzForm.TD3, zone.replace('<', ' '))).isEqualTo(MrzDefect.ALPHABET);
  }

  @Test
  void aRussianNumberIsDigitsSoAllItsLookAlikesAreDecided() throws MrzFormatException {
    String right = RUSSIAN + composite(RUSSIAN);
    assertThat(read(MrzForm.TD3, right)).isEqualTo(right);
    assertThat(read(MrzForm.TD3, right.replace("751205688", "7SIZOSGBB"))).isEqualTo(right);
    // Elsewhere the same misreading could be several numbers.
    String elsewhere = right.replace("RUS", "UTO");
    assertThatThrownBy(() -> read(MrzForm.TD3, elsewhere.replace("751205688", "7SIZOSGBB")))
        .isInstanceOf(MrzFormatException.class)
        .hasMessageNotContaining("7SI");
  }

  @Test
  void leavesTheDigitsInNamesOfAnInternalPassport() throws MrzFormatException {
    String zone =
        "PNRUSSOKOLOVA<<ANNA<1UR8EVNA"
            + "<".repeat(16)
            + "3701234566RUS8003122F<<<<<<<7160712400057<4";
    String number = "370123456";
    zone = zone.replace("3701234566", number + CheckDigit.of(number));
    zone = zone.replace("7160712400057<4", "7160712400057<" + CheckDigit.of("7160712400057<"));
    String right = zone + composite(zone);
    assertThat(read(MrzForm.TD3, right.replace("8003122F", "8OO3122F"))).isEqualTo(right);
  }

  private static String book(String number) {
    String zone =
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
            + number
            + CheckDigit.of(number)
            + "UTO7408122F1204159<<<<<<<<<<<<<<<";
    return zone + composite(zone);
  }

  private static char composite(String zone) {
    return CheckDigit.of(zone.substring(44, 54) + zone.substring(57, 64) + zone.substring(65, 87));
  }

  private static char twin(char c) {
    int letter = "OIBSZG".indexOf(c);
    int digit = "018526".indexOf(c);
    return letter >= 0 ? "018526".charAt(letter) : digit >= 0 ? "OIBSZG".charAt(digit) : c;
  }
}
