package org.urna.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PassphraseTest {
  private static final List<Function<char[], Passphrase>> DOORS =
      List.of(Passphrase::of, Passphrase::ofNew, Passphrase::ofNewForScreen);

  private static void refused(Function<char[], Passphrase> door, String text, String why) {
    char[] typed = text.toCharArray();
    ThrowingCallable taking = () -> door.apply(typed).close();
    assertThatThrownBy(taking)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining(text);
    assertThat(typed).as("what was typed").containsOnly('\0');
  }

  @Test
  void itsBytesAreUtf8AndWhatWasTypedIsWiped() {
    char[] typed = "пароль и №5 ~".toCharArray();
    Passphrase passphrase = Passphrase.ofNewForScreen(typed);
    assertThat(passphrase.utf8()).isEqualTo("пароль и №5 ~".getBytes(StandardCharsets.UTF_8));
    assertThat(typed).containsOnly('\0');
    passphrase.close();
    assertThat(passphrase.utf8()).containsOnly(0);
  }

  /// The composition of our own for what has a key, and the JDK's for the rest, both against it.
  @Test
  void everyTextIsInNormalisationFormC() {
    Random random = new Random(7);
    int[] alphabet =
        "aeЕеИиЙйЁё №~\u0306\u0308\u0301êǖ\u1100\u1161\u11a8Å😀".codePoints().toArray();
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 30; i++) {
        text.appendCodePoint(alphabet[random.nextInt(round % 2 == 0 ? 14 : alphabet.length)]);
      }
      try (Passphrase passphrase = Passphrase.of(text.toString().toCharArray())) {
        assertThat(new String(passphrase.utf8(), StandardCharsets.UTF_8))
            .isEqualTo(Normalizer.normalize(text, Normalizer.Form.NFC));
      }
    }
  }

  @Test
  void isAsLongAsItsComposedText() {
    DOORS.forEach(door -> refused(door, "и\u0306".repeat(11), "12 to 200"));
    DOORS.forEach(door -> refused(door, "a".repeat(201), "12 to 200"));
    DOORS.forEach(door -> door.apply("и\u0306".repeat(200).toCharArray()).close());
  }

  @Test
  void refusesWhatAnyOtherLettersWouldGiveAsWell() {
    for (Function<char[], Passphrase> door : DOORS) {
      refused(door, "\uFFFD".repeat(12), "UTF-8");
      refused(door, "a long enough one\uFFFD", "UTF-8");
      refused(door, "\uD800" + "a".repeat(30), "half a character");
      refused(door, "a".repeat(30) + "\uDC00", "half a character");
      refused(door, "a".repeat(30) + "\uD83D", "half a character");
    }
  }

  @Test
  void whatAScreenHasNoKeyForIsNotChosenForAStationButOpensOne() {
    for (String text :
        List.of(
            "größer als zwölf", "tab\tis no space", "emoji 😀 are many", "a\u00a0b".repeat(9))) {
      refused(Passphrase::ofNewForScreen, text, "no key");
      Passphrase.of(text.toCharArray()).close();
    }
    for (int c = 0; c < 0x10000; c++) {
      if (Passphrase.canBeTyped(c)) {
        Passphrase.ofNewForScreen(Character.toString(c).repeat(12).toCharArray()).close();
      }
    }
  }

  @Test
  void whatNotEveryMachineKnowsIsNotChosenForATrustee() {
    refused(Passphrase::ofNew, "an arrow \u001b[D is none", "control");
    refused(Passphrase::ofNew, "not assigned \u0378 yet", "not every machine");
    refused(Passphrase::ofNew, "one's own \ue000 letter", "not every machine");
    Passphrase.ofNew("größer als zwölf 😀".toCharArray()).close();
  }

  @Test
  void isTheSameInAnyForm() {
    try (Passphrase one = Passphrase.of("Ёжик и йогурт".toCharArray());
        Passphrase same = Passphrase.of("Е\u0308жик и и\u0306огурт".toCharArray());
        Passphrase other = Passphrase.of("Ежик и йогурт".toCharArray())) {
      assertThat(one.isSameAs(same)).isTrue();
      assertThat(one.isSameAs(other)).isFalse();
    }
  }
}
