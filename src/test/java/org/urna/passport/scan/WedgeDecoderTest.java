package org.urna.passport.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.scan.WedgeDecoder.Ending;
import org.urna.passport.scan.WedgeDecoder.Key;
import org.urna.passport.scan.WedgeDecoder.Ruling;

class WedgeDecoderTest {
  private static final long MS = 1_000_000;

  private final WedgeDecoder decoder = new WedgeDecoder();
  private long now = 5_000 * MS;

  private Ruling press(Key key, long afterMillis) {
    now += afterMillis * MS;
    return decoder.pressed(key, now);
  }

  private Ending pause(long millis) {
    now += millis * MS;
    return decoder.quiet(now);
  }

  private void type(String text, long gap) {
    for (char c : text.toCharArray()) {
      if (Character.isUpperCase(c) || c == '<') {
        press(Key.SHIFT, 0);
      }
      press(c == '\r' || c == '\t' ? Key.ACTING : Key.CHARACTER, gap);
      decoder.typed(c);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4, 9, 20, 30})
  void readsAScanAtTheSpeedOfAMachine(long gap) {
    type(Pages.LINE_1 + "\r" + Pages.LINE_2 + "\r", gap);
    assertThat(decoder.isMachine()).isTrue();
    assertThat(pause(79)).isInstanceOf(Ending.NotYet.class);
    assertThat(Pages.text(((Ending.Scan) pause(1)).scan())).isEqualTo(Pages.BOOK);
    assertThat(decoder.isMachine()).isFalse();
  }

  @Test
  void holdsTheFirstThreeKeysAndSwallowsFromTheFourth() {
    assertThat(press(Key.CHARACTER, 0)).isEqualTo(Ruling.HOLD);
    assertThat(press(Key.CHARACTER, 5)).isEqualTo(Ruling.HOLD);
    assertThat(press(Key.CHARACTER, 5)).isEqualTo(Ruling.HOLD);
    for (int i = 0; i < 100; i++) {
      assertThat(press(i % 3 == 0 ? Key.ACTING : Key.CHARACTER, 5)).isEqualTo(Ruling.SWALLOW);
    }
  }

  @Test
  void aScannerMayHesitateOnceItIsKnown() {
    type(Pages.LINE_1, 4);
    now += 60 * MS;
    type(Pages.LINE_2, 4);
    assertThat(Pages.text(((Ending.Scan) pause(80)).scan())).isEqualTo(Pages.BOOK);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 50, 79})
  void letsFastTypingGoKeyByKey(long gap) {
    assertThat(press(Key.CHARACTER, 0)).isEqualTo(Ruling.HOLD);
    for (int i = 0; i < 200; i++) {
      assertThat(press(Key.CHARACTER, gap)).isEqualTo(Ruling.RELEASE_AND_HOLD);
      decoder.typed('A');
    }
    assertThat(pause(80)).isInstanceOf(Ending.Person.class);
  }

  @Test
  void letsAKeyGoAfterAPause() {
    press(Key.CHARACTER, 0);
    assertThat(pause(80)).isInstanceOf(Ending.Person.class);
    press(Key.SHIFT, 200);
    assertThat(pause(80)).isInstanceOf(Ending.Person.class);
  }

  @Test
  void twoFingersAtOnceAreAPerson() {
    press(Key.CHARACTER, 0);
    press(Key.CHARACTER, 3);
    assertThat(pause(80)).isInstanceOf(Ending.Person.class);
  }

  @Test
  void aKeyThatRepeatsIsAPerson() {
    assertThat(press(Key.CHARACTER, 0)).isEqualTo(Ruling.HOLD);
    for (int i = 0; i < 100; i++) {
      assertThat(press(Key.REPEATED, 30)).isEqualTo(Ruling.RELEASE);
    }
    assertThat(decoder.isMachine()).isFalse();
  }

  @Test
  void movingKeysDoNotWait() {
    assertThat(press(Key.MOVING, 0)).isEqualTo(Ruling.RELEASE);
    assertThat(press(Key.MOVING, 100)).isEqualTo(Ruling.RELEASE);
    // But they do not open a gap for a machine either.
    assertThat(press(Key.CHARACTER, 5)).isEqualTo(Ruling.HOLD);
    assertThat(press(Key.CHARACTER, 5)).isEqualTo(Ruling.HOLD);
    assertThat(press(Key.CHARACTER, 5)).isEqualTo(Ruling.SWALLOW);
  }

  @Test
  void whatNoHandCanPressIsNoise() {
    // Alt and F4; Tab and Enter; three letters at once.
    for (Key[] keys :
        new Key[][] {
          {Key.ACTING, Key.ACTING},
          {Key.CHARACTER, Key.ACTING},
          {Key.CHARACTER, Key.CHARACTER, Key.CHARACTER}
        }) {
      for (Key key : keys) {
        assertThat(press(key, 4)).isIn(Ruling.HOLD, Ruling.RELEASE_AND_HOLD);
      }
      assertThat(pause(80)).isInstanceOf(Ending.Noise.class);
    }
    // A hand that is a little slower is let through.
    press(Key.ACTING, 100);
    press(Key.ACTING, 20);
    assertThat(pause(80)).isInstanceOf(Ending.Person.class);
  }

  @Test
  void aBarcodeIsNoiseAndAPageThatCannotBeReadIsSaidToBe() {
    type("4006381333931\r", 4);
    assertThat(pause(80)).isInstanceOf(Ending.Noise.class);
    type(Pages.BOOK.replace("740812", "740813"), 4);
    assertThat(((Ending.Scan) pause(80)).scan()).isInstanceOf(MrzScan.Unreadable.class);
  }

  @Test
  void anEndlessScannerFillsNoMemory() {
    type("A".repeat(100_000), 1);
    assertThat(((Ending.Scan) pause(80)).scan()).isInstanceOf(MrzScan.Unreadable.class);
    type(Pages.BOOK, 1);
    assertThat(Pages.text(((Ending.Scan) pause(80)).scan())).isEqualTo(Pages.BOOK);
  }

  @Test
  void nothingOfOneScanIsLeftForTheNext() {
    type(Pages.LINE_1, 4);
    pause(200);
    type(Pages.LINE_2, 4);
    assertThat(pause(80)).isInstanceOf(Ending.Noise.class);
    type(Pages.LINE_1, 4);
    decoder.close();
    type(Pages.LINE_2, 4);
    assertThat(pause(80)).isInstanceOf(Ending.Noise.class);
  }
}
