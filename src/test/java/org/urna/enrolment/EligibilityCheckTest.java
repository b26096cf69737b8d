package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.EligibilityRule;

class EligibilityCheckTest {
  private static final LocalDate VALID_ON = LocalDate.of(2026, 11, 22);
  private static final EligibilityRule RULE =
      new EligibilityRule(
          "RUS", VALID_ON.minusYears(18), VALID_ON, EligibilityRule.UniqueBy.PERSON);

  @Test
  void admitsAnAdultCitizenWithAValidPassport() {
    assertThat(check("800312", "300101")).isEqualTo(new Eligibility.Eligible());
  }

  @ParameterizedTest
  @CsvSource({
    "081122, Eligible", // eighteen today
    "081123, TooYoung", // eighteen tomorrow
    "081222, TooYoung",
    "091122, TooYoung",
    "000101, Eligible",
    "261122, TooYoung", // born today
    "260101, TooYoung",
    "270101, Eligible", // 1927, the pivot is the year of passportValidOn
    "991231, Eligible",
    "800000, Eligible", // month and day unknown, as digits
    "8003<<, UnclearDate",
    "<<<<<<, UnclearDate",
    "80O312, UnclearDate",
    "80-312, UnclearDate"
  })
  void judgesTheBirthDate(String birth, String expected) {
    assertThat(name(check(birth, "300101"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "261122, Eligible", // the last day
    "261121, Expired",
    "251231, Expired",
    "000101, Expired",
    "411122, Eligible", // fifteen years ahead
    "411123, UnclearDate",
    "991231, UnclearDate", // a passport of the last century is not one of 2099
    "<<<<<<, UnclearDate",
    "30010A, UnclearDate"
  })
  void judgesTheExpiryDate(String expiry, String expected) {
    assertThat(name(check("800312", expiry))).isEqualTo(expected);
  }

  @Test
  void wantsSignerIssuerAndNationalityToBeTheCitizenship() {
    byte[] good = dg1("RUS", "RUS", "800312", "300101");
    assertThat(name(check(good, "RUS"))).isEqualTo("Eligible");
    assertThat(name(check(good, "UTO"))).isEqualTo("OtherCitizenship");
    assertThat(name(check(dg1("UTO", "RUS", "800312", "300101"), "RUS")))
        .isEqualTo("OtherCitizenship");
    assertThat(name(check(dg1("RUS", "XXA", "800312", "300101"), "RUS")))
        .as("a stateless person's travel document")
        .isEqualTo("OtherCitizenship");
    assertThat(name(check(dg1("UTO", "UTO", "800312", "300101"), "UTO")))
        .isEqualTo("OtherCitizenship");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void wantsAPassportBook(int at) {
    byte[] dg1 = dg1("RUS", "RUS", "800312", "300101");
    dg1[at] ^= 1;
    assertThat(name(check(dg1, "RUS"))).isEqualTo("NotAPassport");
  }

  @Test
  void refusesEveryOtherLength() {
    byte[] dg1 = dg1("RUS", "RUS", "800312", "300101");
    for (int length = 0; length < 120; length++) {
      if (length != dg1.length) {
        assertThat(name(check(Arrays.copyOf(dg1, length), "RUS"))).isEqualTo("NotAPassport");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"P<", "PP", "PD", "PS"})
  void takesEveryKindOfPassport(String code) {
    byte[] dg1 = dg1("RUS", "RUS", "800312", "300101");
    dg1[6] = (byte) code.charAt(1);
    assertThat(name(check(dg1, "RUS"))).isEqualTo("Eligible");
  }

  private static Eligibility check(String birth, String expiry) {
    return check(dg1("RUS", "RUS", birth, expiry), "RUS");
  }

  private static Eligibility check(byte[] dg1, String signerState) {
    try (PassportFields fields = new PassportFields(dg1)) {
      return EligibilityCheck.check(fields, signerState, RULE);
    }
  }

  private static String name(Eligibility eligibility) {
    return eligibility.getClass().getSimpleName();
  }

  static byte[] dg1(String issuer, String nationality, String birth, String expiry) {
    String zone =
        "P<"
            + issuer
            + "SPECIMEN<<ANNA"
            + "<".repeat(25)
            + "7500000110".substring(0, 9)
            + "0"
            + nationality
            + birth
            + "0"
            + "F"
            + expiry
            + "0"
            + "<".repeat(14)
            + "00";
    byte[] text = zone.getBytes(StandardCharsets.US_ASCII);
    byte[] dg1 = new byte[5 + text.length];
    System.arraycopy(new byte[] {0x61, 0x5B, 0x5F, 0x1F, 0x58}, 0, dg1, 0, 5);
    System.arraycopy(text, 0, dg1, 5, text.length);
    return dg1;
  }
}
