package org.urna.flow.voter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TypedKeyTest {
  private static final String ZONE =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

  @Test
  void takesTheThreeFieldsFromAScannedZone() {
    char[] zone = ZONE.toCharArray();
    try (TypedKey key = TypedKey.scanned(zone)) {
      Arrays.fill(zone, '<');
      assertThat(key.documentNumber()).hasToString("L898902C3");
      assertThat(key.birthDate()).hasToString("740812");
      assertThat(key.expiryDate()).hasToString("120415");
      assertThat(key.zone()).map(CharSequence::toString).contains(ZONE);
    }
  }

  @Test
  void whatItGaveIsEmptyOnceItIsClosed() {
    TypedKey key = TypedKey.scanned(ZONE.toCharArray());
    CharSequence number = key.documentNumber();
    CharSequence zone = key.zone().orElseThrow();
    key.close();
    assertThat(number.chars()).containsOnly(0);
    assertThat(zone.chars()).containsOnly(0);
    assertThat(key.isWiped()).isTrue();
  }

  @Test
  void refusesAZoneOfAnotherLength() {
    for (int length : new int[] {0, 72, 87, 89, 90}) {
      assertThatThrownBy(() -> TypedKey.scanned(new char[length]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
