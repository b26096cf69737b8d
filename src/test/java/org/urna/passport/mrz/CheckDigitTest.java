package org.urna.passport.mrz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckDigitTest {
  /// ICAO Doc 9303-3 appendix A to §4.9 and the specimens of 9303-4, 9303-11 appendix D.
  @ParameterizedTest
  @CsvSource({
    "520727, 3",
    "AB2134<<<, 5",
    "L898902C<, 3",
    "L898902C3, 6",
    "690806, 1",
    "740812, 2",
    "940623, 6",
    "120415, 9",
    "ZE184226B<<<<<, 1",
    "L898902C36740812212041 59ZE184226B<<<<<1, 0",
    "<<<<<<<<<<<<<<, 0"
  })
  void agreesWithThePublishedExamples(String field, char digit) {
    assertThat(CheckDigit.of(field.replace(" ", ""))).isEqualTo(digit);
  }

  @Test
  void refusesCharactersOutsideTheAlphabet() {
    for (String bad : new String[] {"a", "É", " ", "-", "\u0000", "٣"}) {
      assertThatThrownBy(() -> CheckDigit.of("12" + bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(bad.isBlank() ? "\u0000" : "12" + bad);
    }
  }
}
