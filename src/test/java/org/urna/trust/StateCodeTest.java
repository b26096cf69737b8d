package org.urna.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateCodeTest {
  @ParameterizedTest
  @CsvSource({
    "RU,RUS", "ru,RUS", "DE,D<<", "DEU,D<<", "NL,NLD", "GB,GBR", "UK,GBR", "UN,UNO", "EU,EUE",
    "KS,RKS", "XK,RKS", "XO,XOM", "HK,CHN", "MO,CHN", "TW,TWN", "VA,VAT", "LUX,LUX", "UNO,UNO"
  })
  void suggestsTheCodeInPassports(String country, String code) {
    assertThat(StateCode.suggestedBy(country)).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ZZ", "UT", "QQQ", "D", "R1", "RUSS"})
  void suggestsNothingForWhatIsNoState(String country) {
    assertThat(StateCode.suggestedBy(country)).isEmpty();
  }

  @Test
  void namesTheCodesBesideAnAuthoritysOwn() {
    assertThat(StateCode.besides("GBR")).contains("GBD", "GBS");
    assertThat(StateCode.besides("UNO")).contains("UNA");
    assertThat(StateCode.besides("RUS")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "RU", "rus", "RUSS", "<<D", "R<S", "RU1", "D<", "RUS\n"})
  void refusesWhatIsNoCode(String code) {
    assertThatThrownBy(() -> StateCode.require(code)).isInstanceOf(IllegalArgumentException.class);
    assertThat(StateCode.require("D<<")).isEqualTo("D<<");
  }
}
