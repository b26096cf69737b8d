package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// EF.CardAccess as chips write it, and as hostile ones might.
class CardAccessTest {

  @ParameterizedTest
  @CsvSource({
    // One each of what is spoken: mapping, agreement, cipher, parameters.
    "0102, 00, DH GENERIC AES_128 0",
    "0202, 0D, ECDH GENERIC AES_128 13",
    "0201, 0C, ECDH GENERIC TRIPLE_DES 12",
    "0204, 12, ECDH GENERIC AES_256 18",
    "0303, 01, DH INTEGRATED AES_192 1",
    "0402, 0D, ECDH INTEGRATED AES_128 13",
    "0604, 10, ECDH CHIP_AUTHENTICATION AES_256 16",
    "0208, 0D, ''", // no such cipher
    "0200, 0D, ''",
    "0502, 0D, ''", // no such mapping
    "0602, 02, ''", // chip authentication mapping over a prime field
    "0601, 0D, ''", // with triple DES
    "0102, 0D, ''", // a curve for Diffie-Hellman
    "0202, 00, ''", // a prime field for curves
    "0202, 03, ''", // reserved
    "0202, 07, ''",
    "0202, 13, ''",
    "0202, 1F, ''",
    "0202, 7F, ''",
    "0202, 80, ''", // negative
    "0402, 0A, ''" // no hash onto secp224r1
  })
  void takesWhatCanBeGoneAndSkipsTheRest(String arcs, String parameterId, String expected)
      throws Exception {
    CardAccess access = CardAccess.parse(set(pace(arcs, "020102", "0201" + parameterId)));
    assertThat(access.offersPace()).isTrue();
    assertThat(access.isAmbiguous()).isFalse();
    assertThat(access.ways().stream().map(CardAccessTest::text).toList())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "020101, 02010D", // version 1
    "020103, 02010D",
    "02020002, 02010D",
    "030102, 02010D",
    "020102, 0202000D",
    "020102, 0202010D",
    "020102, 0200",
    "020102, 04010D",
    "020102, ''", // explicit domain parameters elsewhere
    "'', ''"
  })
  void skipsAPaceInfoWithOddFields(String version, String parameterId) throws Exception {
    CardAccess access = CardAccess.parse(set(pace("0202", version, parameterId)));
    assertThat(access.ways()).isEmpty();
    assertThat(access.offersPace()).isTrue();
  }

  @Test
  void skipsWhatIsNotPace() throws Exception {
    String terminal = "300D060804007F0007020202020101";
    CardAccess access = CardAccess.parse(set("300F060A04007F00070202030202020101", terminal));
    assertThat(access.offersPace()).isFalse();
    assertThat(access.best(true)).isEmpty();
    CardAccess mixed = CardAccess.parse(set(terminal, pace("0202", "020102", "02010D")));
    assertThat(mixed.best(false).map(CardAccessTest::text)).contains("ECDH GENERIC AES_128 13");
  }

  @Test
  void prefersCurvesGenericMappingAndLongKeys() throws Exception {
    String worst = pace("0201", "020102", "02010C");
    String[] infos = {
      worst,
      pace("0102", "020102", "020100"),
      pace("0404", "020102", "02010D"),
      pace("0604", "020102", "02010D"),
      pace("0202", "020102", "02010D"),
      pace("0204", "020102", "02010C"),
      pace("0204", "020102", "020110")
    };
    CardAccess access = CardAccess.parse(set(infos));
    assertThat(access.ways().stream().map(CardAccessTest::text).toList())
        .containsExactly(
            "ECDH GENERIC AES_256 16",
            "ECDH GENERIC AES_256 12",
            "ECDH GENERIC AES_128 13",
            "ECDH CHIP_AUTHENTICATION AES_256 13",
            "ECDH INTEGRATED AES_256 13",
            "DH GENERIC AES_128 0",
            "ECDH GENERIC TRIPLE_DES 12");
    assertThat(access.isAmbiguous()).isTrue();
  }

  @Test
  void leavesLongNumbersToExtendedLength() throws Exception {
    CardAccess access =
        CardAccess.parse(set(pace("0104", "020102", "020102"), pace("0102", "020102", "020100")));
    assertThat(access.best(true).map(CardAccessTest::text)).contains("DH GENERIC AES_256 2");
    assertThat(access.best(false).map(CardAccessTest::text)).contains("DH GENERIC AES_128 0");
    assertThat(CardAccess.parse(set(pace("0104", "020102", "020101"))).best(false)).isEmpty();
  }

  @Test
  void takesAHundredPaceInfos() throws Exception {
    String[] infos = new String[100];
    Arrays.fill(infos, pace("0202", "020102", "02010D"));
    CardAccess access = CardAccess.parse(set(infos));
    assertThat(access.ways()).hasSize(100);
    assertThat(access.isAmbiguous()).isFalse();
  }

  @Test
  void followsNoNesting() throws Exception {
    byte[] bomb = new byte[0];
    for (int i = 0; i < 900; i++) {
      bomb = DataObject.encode(0x30, bomb);
    }
    byte[] info = DataObject.encode(0x30, HexFormat.of().parseHex("0603550403"), bomb);
    assertThat(CardAccess.parse(DataObject.encode(0x31, info)).offersPace()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "31",
        "3180",
        "31800000",
        "31847FFFFFFF",
        "3184FFFFFFFF",
        "31FF",
        "30023000",
        "310000", // something behind it
        "3181023000", // a length that is not minimal
        "3182000230",
        "310131",
        "31023000", // a SecurityInfo without anything
        "310430020500", // without an object identifier
        "31053003060355", // cut short
        "3104300206FF",
        "31033003061F",
        "31041F810130",
        "31063004060255047F"
      })
  void refusesWhatIsNoDer(String hex) {
    assertThatThrownBy(() -> CardAccess.parse(HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            PassportReadException.class,
            e -> assertThat(e.failure()).isEqualTo(PassportReadFailure.FILE_MALFORMED));
  }

  @Test
  void survivesAnyBytes() {
    Random random = new Random(11);
    byte[] good =
        set(pace("0202", "020102", "02010D"), pace("0404", "020102", "020110"), "3004060255FF");
    int understood = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        CardAccess.parse(bad).best(true);
        understood++;
      } catch (PassportReadException e) {
        assertThat(e.failure()).isEqualTo(PassportReadFailure.FILE_MALFORMED);
      }
    }
    assertThat(understood).isBetween(1, 49_999);
  }

  private static String pace(String arcs, String version, String parameterId) {
    String oid = "060A04007F0007020204" + arcs;
    byte[] fields = HexFormat.of().parseHex(oid + version + parameterId);
    return HexFormat.of().formatHex(DataObject.encode(0x30, fields));
  }

  private static byte[] set(String... infos) {
    return DataObject.encode(0x31, HexFormat.of().parseHex(String.join("", infos)));
  }

  private static String text(PaceInfo info) {
    return String.join(
        " ",
        info.agreement().name(),
        info.mapping().name(),
        info.cipher().name(),
        String.valueOf(info.parameterId()));
  }
}
