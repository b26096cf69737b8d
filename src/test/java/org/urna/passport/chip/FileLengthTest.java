package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.passport.ChipFile;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

class FileLengthTest {

  @ParameterizedTest
  @CsvSource({
    "DATA_GROUP_1, 615B5F1F, 93",
    "DATA_GROUP_1, 6100, 2",
    "DATA_GROUP_1, 6181FD, 256",
    "SECURITY_OBJECT, 77820578, 1404",
    "SECURITY_OBJECT, 7783000578, 1405",
    "SECURITY_OBJECT, 77824E1C, 20000",
    "DATA_GROUP_14, 6E821FFC, 8192",
    "CARD_ACCESS, 31820FFC, 4096"
  })
  void tellsTheLengthOfTheWholeFile(ChipFile file, String start, int length) throws Exception {
    assertThat(FileLength.of(file, HexFormat.of().parseHex(start))).isEqualTo(length);
  }

  @ParameterizedTest
  @CsvSource({
    "DATA_GROUP_1, 6181FE, FILE_TOO_LARGE",
    "DATA_GROUP_1, 61847FFFFFFF, FILE_TOO_LARGE",
    "DATA_GROUP_1, 6184FFFFFFFF, FILE_TOO_LARGE",
    "DATA_GROUP_1, 6188, FILE_TOO_LARGE",
    "DATA_GROUP_1, 61FE, FILE_TOO_LARGE",
    "SECURITY_OBJECT, 77824E1D, FILE_TOO_LARGE",
    "SECURITY_OBJECT, 7783FFFFFF, FILE_TOO_LARGE",
    "DATA_GROUP_14, 6E821FFD, FILE_TOO_LARGE",
    "CARD_ACCESS, 31820FFD, FILE_TOO_LARGE",
    "DATA_GROUP_1, 6180, FILE_MALFORMED",
    "DATA_GROUP_1, 61FF, FILE_MALFORMED",
    "DATA_GROUP_1, 61, FILE_MALFORMED",
    "DATA_GROUP_1, 6181, FILE_MALFORMED",
    "DATA_GROUP_1, 7505, FILE_MALFORMED",
    "SECURITY_OBJECT, 778205, FILE_MALFORMED",
    "DATA_GROUP_15, 0000, FILE_MALFORMED"
  })
  void refusesALengthBeforeBelievingIt(ChipFile file, String start, PassportReadFailure failure) {
    assertThatThrownBy(() -> FileLength.of(file, HexFormat.of().parseHex(start)))
        .isInstanceOfSatisfying(
            PassportReadException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }
}
