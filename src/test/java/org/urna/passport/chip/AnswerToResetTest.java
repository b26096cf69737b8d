package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerToResetTest {

  @ParameterizedTest
  @CsvSource({
    "3B8880010073C821400090 0043, false", // extended length
    "3B888001 0073C8210000900003, true",
    "3B858001 8073C821000A, true",
    "3B858001 8073C821400A, false",
    "3B858001 8073C821800A, true", // command chaining is another bit
    "3B878001 80 31C0 73C82100 0A, true", // behind another object
    "3B858001 8072C8210A0A, false", // capabilities without a third byte
    "3B858001 1073C821000A, false", // another category
    "3B848001 8073C8210A, false", // cut short
    "3B8F8001 8073C82100, false", // shorter than it says
    "3B8C8001 5000000000E1F3500000000A, false", // type B
    "3B888001 00000000007781B100, false",
    "3B80800101, false", // none
    "3B05 8073C82100, true", // no interface bytes
    "3BF511000081 01 8073C82100, true",
    "3BFF, false",
    "3B, false",
    "'', false"
  })
  void heedsOnlyAClearDenial(String hex, boolean denies) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(new AnswerToReset(bytes).deniesExtendedLength()).isEqualTo(denies);
  }

  @Test
  void survivesAnyBytes() {
    Random random = new Random(5);
    int denials = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(34)];
      random.nextBytes(bytes);
      denials += new AnswerToReset(bytes).deniesExtendedLength() ? 1 : 0;
    }
    assertThat(denials).isLessThan(2_500);
  }
}
