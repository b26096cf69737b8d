package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedPageTest {
  /// The specimen of ICAO Doc 9303-4.
  private static final String ZONE =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

  private static final String NO_OPTIONAL_DATA =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<6";

  private static final int NAME = 5;
  private static final int OPTIONAL_CHECK = 44 + 42;

  @Test
  void aWholeZoneAgreesWithItselfAndNothingButALetterOfTheNameMayDiffer() {
    byte[] dg1 = dg1(ZONE);
    try (PrintedPage page = PrintedPage.scanned(ZONE)) {
      assertThat(page.agreesWith(dg1)).isTrue();
      for (int at = 0; at < 88; at++) {
        for (char other : new char[] {'<', '0', 'A', '7'}) {
          String changed = ZONE.substring(0, at) + other + ZONE.substring(at + 1);
          assertThat(page.agreesWith(dg1(changed)))
              .as("%d %c", at, other)
              .isEqualTo(changed.equals(ZONE) || at >= NAME && at < 44);
        }
      }
    }
  }

  @Test
  void twoLettersOfANameAreMisreadAndThreeAreAnotherName() {
    try (PrintedPage page = PrintedPage.scanned(ZONE)) {
      StringBuilder misread = new StringBuilder(ZONE);
      for (int at : new int[] {NAME, 43}) {
        misread.setCharAt(at, 'Q');
        assertThat(page.agreesWith(dg1(misread.toString()))).isTrue();
      }
      for (int at = NAME + 1; at < 43; at++) {
        assertThat(page.agreesWith(dg1(with(misread.toString(), at, 'Q')))).as("%d", at).isFalse();
      }
      // One letter less in the name, and one character of what is checked.
      misread.setCharAt(43, '<');
      assertThat(page.agreesWith(dg1(with(misread.toString(), 44 + 10, 'Q')))).isFalse();
    }
  }

  @Test
  void aTypedKeyAgreesWhereItSpeaksAndNowhereElse() {
    try (PrintedPage page = PrintedPage.typed("L898902C3", "740812", "120415")) {
      assertThat(page.agreesWith(dg1(ZONE))).isTrue();
      for (int at = 0; at < 88; at++) {
        char other = ZONE.charAt(at) == '7' ? '8' : '7';
        String changed = ZONE.substring(0, at) + other + ZONE.substring(at + 1);
        int inLine = at - 44;
        boolean isField =
            inLine >= 0 && inLine < 9 || inLine >= 13 && inLine < 19 || inLine >= 21 && inLine < 27;
        assertThat(page.agreesWith(dg1(changed))).as("%d", at).isEqualTo(!isField);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "L898902C4, 740812, 120415",
    "L89890203, 740812, 120415",
    "L898902C3, 740813, 120415",
    "L898902C3, 7408<<, 120415",
    "L898902C3, 740812, 120416",
    "740812L89, 740812, 120415"
  })
  void aTypedKeyOfAnotherPassportDisagrees(String number, String birth, String expiry) {
    try (PrintedPage page = PrintedPage.typed(number, birth, expiry)) {
      assertThat(page.agreesWith(dg1(ZONE))).isFalse();
    }
  }

  @Test
  void anUnseenPageAgreesWithAnything() {
    try (PrintedPage page = PrintedPage.unseen()) {
      assertThat(page.agreesWith(dg1(ZONE))).isTrue();
      assertThat(page.agreesWith(new byte[0])).isTrue();
    }
  }

  @Test
  void theCheckDigitOfEmptyOptionalDataMayBeZeroOrAFiller() {
    String zero = with(NO_OPTIONAL_DATA, OPTIONAL_CHECK, '0');
    for (String printed : List.of(NO_OPTIONAL_DATA, zero)) {
      try (PrintedPage page = PrintedPage.scanned(printed)) {
        assertThat(page.agreesWith(dg1(NO_OPTIONAL_DATA))).isTrue();
        assertThat(page.agreesWith(dg1(zero))).isTrue();
        for (char other : new char[] {'1', '9', 'A'}) {
          assertThat(page.agreesWith(dg1(with(zero, OPTIONAL_CHECK, other)))).isFalse();
        }
      }
    }
  }

  @Test
  void theCheckDigitOfOptionalDataThatIsThereMayNot() {
    String filler = with(ZONE, OPTIONAL_CHECK, '<');
    String zero = with(ZONE, OPTIONAL_CHECK, '0');
    try (PrintedPage page = PrintedPage.scanned(filler)) {
      assertThat(page.agreesWith(dg1(filler))).isTrue();
      assertThat(page.agreesWith(dg1(zero))).isFalse();
    }
    // Nor if only one of the two is empty.
    try (PrintedPage page = PrintedPage.scanned(NO_OPTIONAL_DATA)) {
      assertThat(page.agreesWith(dg1(with(NO_OPTIONAL_DATA, 44 + 28, '0')))).isFalse();
    }
  }

  @Test
  void refusesTextThatNoPassportPrintsAndKeepsItToItself() {
    for (String wrong :
        List.of(
            "",
            ZONE.substring(1),
            ZONE + "<",
            with(ZONE, 60, '\0'),
            with(ZONE, 60, 'é'),
            with(ZONE, 60, 'a'),
            with(ZONE, 44, ' '))) {
      assertThatThrownBy(() -> PrintedPage.scanned(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("ERIKSSON");
    }
    assertThatThrownBy(() -> PrintedPage.typed("L898902C", "740812", "120415"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("L8989");
    assertThatThrownBy(() -> PrintedPage.typed("L898902C3", "74081\0", "120415"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedPageAgreesWithNothingAndTellsNothing() {
    PrintedPage page = PrintedPage.scanned(ZONE);
    assertThat(page.toString()).doesNotContain("ERIKSSON", "L898902C3");
    page.close();
    assertThatThrownBy(() -> page.agreesWith(dg1(ZONE))).isInstanceOf(IllegalStateException.class);
  }

  // --- in the order of trust

  @Test
  void aGenuineChipInAnotherBookletIsFoundOut() throws Exception {
    assertThat(inspect(ZONE, PrintedPage.scanned(ZONE)))
        .isInstanceOf(InspectionResult.Genuine.class);
    String other = ZONE.replace("ANNA<MARIA", "OLGA<MARIA");
    assertThat(inspect(ZONE, PrintedPage.scanned(other)))
        .isEqualTo(new InspectionResult.PageAndChipDiffer());
    assertThat(inspect(ZONE, PrintedPage.typed("L898902C3", "740812", "120416")))
        .isEqualTo(new InspectionResult.PageAndChipDiffer());
  }

  @Test
  void aChipThatCouldBeACopyIsComparedToo() throws Exception {
    assertThat(clonable(ZONE, PrintedPage.scanned(ZONE)))
        .isInstanceOf(InspectionResult.SignedButClonable.class);
    assertThat(clonable(ZONE, PrintedPage.scanned(NO_OPTIONAL_DATA)))
        .isEqualTo(new InspectionResult.PageAndChipDiffer());
  }

  /// It may not vote either way; see EligibilityCheck.
  @Test
  void anotherKindOfDocumentIsNotCalledAForgery() throws Exception {
    byte[] card = TestSecurityObject.file(0x61, new byte[95]);
    try (PrintedPage page = PrintedPage.typed("L898902C3", "740812", "120415")) {
      assertThat(page.agreesWith(card)).isTrue();
    }
  }

  private static InspectionResult inspect(String chipSays, PrintedPage page) throws Exception {
    ChipSigner keys = new ChipSigner("RSA1024", HashAlgorithm.SHA_256);
    FakeChip chip = new FakeChip();
    chip.dataGroups.put(1, dg1(chipSays));
    chip.dataGroups.put(15, keys.dataGroup15());
    chip.signs = java.util.Optional.of(keys::recoverable);
    return inspect(chip, page);
  }

  private static InspectionResult clonable(String chipSays, PrintedPage page) throws Exception {
    FakeChip chip = new FakeChip();
    chip.dataGroups.put(1, dg1(chipSays));
    return inspect(chip, page);
  }

  private static InspectionResult inspect(FakeChip chip, PrintedPage page) throws Exception {
    TestAuthority authority = new TestAuthority("RSA2048", "SHA256withRSA", 0);
    KeyPair keys = TestAuthority.key("RSA2048", "signer");
    X509CertificateHolder certificate = authority.issue(keys).sign();
    TestSecurityObject object = new TestSecurityObject(keys, certificate);
    chip.dataGroups.forEach(object::dataGroup);
    chip.securityObject = object.encode();
    try (page) {
      return new PassportInspection(
              TrustList.of(List.of(authority.pinnedFor("UTO"))),
              Clock.fixed(TestAuthority.NOW, ZoneOffset.UTC),
              new SecureRandom(),
              Runnable::run)
          .inspect(chip, page);
    }
  }

  private static String with(String zone, int at, char character) {
    return zone.substring(0, at) + character + zone.substring(at + 1);
  }

  private static byte[] dg1(String zone) {
    byte[] header = {0x5F, 0x1F, 0x58};
    byte[] inside = Arrays.copyOf(header, header.length + 88);
    System.arraycopy(zone.getBytes(StandardCharsets.US_ASCII), 0, inside, header.length, 88);
    return TestSecurityObject.file(0x61, inside);
  }
}
