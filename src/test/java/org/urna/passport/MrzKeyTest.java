package org.urna.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MrzKeyTest {
  private static String information(MrzKey key) {
    return new String(key.information(), StandardCharsets.US_ASCII);
  }

  /// The worked examples of ICAO 9303-11 appendix D.2: a number of nine characters, one with a
  /// filler, and a long one.
  @ParameterizedTest
  @CsvSource({
    "L898902C<, 690806, 940623, L898902C<369080619406236",
    "L898902C, 690806, 940623, L898902C<369080619406236",
    "D23145890734, 340712, 950712, D23145890734934071279507122",
    "T22000129, 640812, 101031, T22000129364081251010318"
  })
  void givesFieldsWithTheirCheckDigits(String number, String birth, String expiry, String whole) {
    try (MrzKey key = new MrzKey(number, birth, expiry)) {
      assertThat(information(key)).isEqualTo(whole);
    }
  }

  @Test
  void fillersBehindALongNumberAreNoPartOfIt() {
    try (MrzKey plain = new MrzKey("D23145890734", "340712", "950712");
        MrzKey padded = new MrzKey("D23145890734<<<<", "340712", "950712")) {
      assertThat(padded.information()).isEqualTo(plain.information());
    }
  }

  @Test
  void takesABirthDateThatIsPartlyUnknown() {
    try (MrzKey key = new MrzKey("750000012", "60<<<<", "330429")) {
      assertThat(information(key)).startsWith("750000012").contains("60<<<<");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 900101, 330429",
    "12345678901234567890123, 900101, 330429",
    "75000001a, 900101, 330429",
    "7500_0012, 900101, 330429",
    "750000012, 9001011, 330429",
    "750000012, 90010, 330429",
    "750000012, 9O0101, 330429",
    "750000012, 900101, 33<<<<",
    "750000012, 900101, 3304299",
    "750000012, 900101, ''"
  })
  void refusesWhatNoPassportPrintsWithoutRepeatingIt(String number, String birth, String expiry) {
    assertThatThrownBy(() -> new MrzKey(number, birth, expiry))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .message()
        .doesNotContainPattern("[0-9]{3}");
  }

  @Test
  void keepsNoStringAndNothingAfterItIsClosed() throws Exception {
    char[] number = "750000012".toCharArray();
    MrzKey key = new MrzKey(CharBuffer.wrap(number), "900101", "330429");
    Arrays.fill(number, '0');
    assertThat(information(key)).startsWith("750000012");
    byte[] copy = key.information();
    Arrays.fill(copy, (byte) 0);
    assertThat(information(key)).startsWith("750000012");
    key.close();
    key.close();
    assertThatThrownBy(key::information).isInstanceOf(IllegalStateException.class);
    List<Field> fields =
        Arrays.stream(MrzKey.class.getDeclaredFields())
            .filter(field -> !Modifier.isStatic(field.getModifiers()))
            .filter(field -> !field.getType().isPrimitive())
            .toList();
    assertThat(fields).isNotEmpty();
    for (Field field : fields) {
      field.setAccessible(true);
      assertThat(field.get(key))
          .as(field.getName())
          .isInstanceOfSatisfying(byte[].class, held -> assertThat(held).containsOnly(0));
    }
  }
}
