package org.urna.passport.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.mrz.MrzForm;

class ZoneFinderTest {
  private static MrzScan find(String text) {
    return ZoneFinder.find(text.toCharArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12",
        "1\r2\r",
        "1\r\n2\r\n",
        "1\n2",
        "1\t2\t",
        "1\t2",
        "\r1\r2\r\r",
        "]L012",
        "MRZ:1\r2:END",
        "77771\r2",
        "12XYZ",
        "1\r21\r2\r",
        "AB1\t2CD"
      })
  void findsABookWithinWhateverStandsAround(String around) {
    String typed = around.replace("1", Pages.LINE_1).replace("2", Pages.LINE_2);
    assertThat(Pages.text(find(typed))).isEqualTo(Pages.BOOK);
  }

  @Test
  void findsCardsToo() {
    String card = Pages.CARD;
    String lines =
        card.substring(0, 30) + "\r" + card.substring(30, 60) + "\r" + card.substring(60);
    assertThat(Pages.text(find(lines + "\r"))).isEqualTo(card);
    MrzScan.Read read = (MrzScan.Read) find(card);
    assertThat(read.zone().form()).isEqualTo(MrzForm.TD1);
    read.close();
  }

  @ParameterizedTest
  @ValueSource(chars = {'Б', 'б', '/', '|', '\\'})
  void putsTheRussianLayoutRight(char filler) {
    String typed = Pages.inRussianLayout(Pages.BOOK, filler);
    assertThat(typed).doesNotContain("<").contains("Г").contains("12");
    assertThat(Pages.text(find(typed))).isEqualTo(Pages.BOOK);
    assertThat(Pages.text(find(typed.toLowerCase(new Locale("ru"))))).isEqualTo(Pages.BOOK);
  }

  @Test
  void putsCapsLockAndTheEuropeanKeyRight() {
    assertThat(Pages.text(find(Pages.BOOK.toLowerCase(Locale.ROOT)))).isEqualTo(Pages.BOOK);
    assertThat(Pages.text(find(Pages.BOOK.replace('<', '\\')))).isEqualTo(Pages.BOOK);
  }

  @Test
  void takesEveryLetterFromItsKey() {
    String letters = "QWERTYUIOPASDFGHJKLZXCVBNM";
    char[] typed = Pages.inRussianLayout(letters, 'Б').toCharArray();
    KeyboardLayout.repair(typed);
    assertThat(new String(typed)).isEqualTo(letters);
  }

  @Test
  void putsLookAlikesRightOnlyWhereTheLinesSayWhereTheZoneIs() {
    String misread = Pages.LINE_1 + "\r" + Pages.LINE_2.replace("740812", "74O8I2");
    assertThat(Pages.text(find(misread))).isEqualTo(Pages.BOOK);
    assertThat(find("PREFIX" + misread.replace("\r", ""))).isInstanceOf(MrzScan.Unreadable.class);
  }

  @Test
  void refusesTwoDifferentPagesAtOnce() {
    assertThat(find(Pages.BOOK + "\r" + Pages.CARD)).isInstanceOf(MrzScan.Unreadable.class);
  }

  @Test
  void refusesWhatIsNoPage() {
    for (String text :
        List.of(
            "",
            "\r\n\t",
            "4006381333931",
            Pages.LINE_1,
            Pages.LINE_2 + Pages.LINE_1,
            Pages.BOOK.replace("740812", "740813"),
            Pages.BOOK.replace('<', ' '),
            Pages.BOOK.substring(1),
            "<".repeat(88),
            "Ж".repeat(88),
            Pages.BOOK.repeat(6))) {
      assertThat(find(text)).isInstanceOf(MrzScan.Unreadable.class);
    }
  }

  @Test
  void wipesWhatItWasGiven() {
    char[] typed = Pages.BOOK.toCharArray();
    find(typed.length == 88 ? new String(typed) : "").close();
    ZoneFinder.find(typed).close();
    assertThat(typed).containsOnly('\0');
    char[] unreadable = ("X" + Pages.LINE_1).toCharArray();
    ZoneFinder.find(unreadable).close();
    assertThat(unreadable).containsOnly('\0');
  }

  @Test
  void survivesAnything() {
    Random random = new Random(4);
    String alphabet = "<0123456789ABCDEFPRUSINБЖ/\\\r\n\t |é\u0000";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(540);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(find(text.toString())).isInstanceOf(MrzScan.Unreadable.class);
    }
  }

  @Test
  void saysNothingOfWhatItRead() {
    MrzScan scan = find(Pages.BOOK);
    assertThat(scan.toString()).doesNotContain("ERIKSSON", "L898902C3", "740812");
    scan.close();
  }
}
