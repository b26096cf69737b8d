package org.urna.passport.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.passport.scan.SerialLine.Framing;

class SerialFramesTest {
  private static final String LINES = Pages.LINE_1 + "\r\n" + Pages.LINE_2 + "\r\n";

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] frame(String text) {
    return ascii("\u0049" + (char) (text.length() >> 8) + (char) (text.length() & 0xff) + text);
  }

  /// The first thing that is said about `bytes`, which come one by one, and then silence.
  private static MrzScan first(SerialFrames frames, byte[] bytes) {
    for (byte b : bytes) {
      MrzScan scan = frames.take(new byte[] {b, 99}, 1);
      if (!(scan instanceof MrzScan.Nothing)) {
        return scan;
      }
    }
    return frames.quiet();
  }

  @Test
  void readsLinesThatAPauseEnds() {
    SerialFrames frames = new SerialFrames(Framing.LINES);
    assertThat(frames.take(ascii(LINES), LINES.length())).isInstanceOf(MrzScan.Nothing.class);
    assertThat(Pages.text(frames.quiet())).isEqualTo(Pages.BOOK);
    assertThat(frames.quiet()).isInstanceOf(MrzScan.Nothing.class);
    assertThat(Pages.text(first(frames, ascii(LINES)))).isEqualTo(Pages.BOOK);
  }

  @Test
  void readsAFrameAsSoonAsItIsWhole() {
    SerialFrames frames = new SerialFrames(Framing.ELYCTIS);
    byte[] frame = frame(LINES);
    assertThat(frames.take(frame, frame.length - 1)).isInstanceOf(MrzScan.Nothing.class);
    assertThat(Pages.text(frames.take(new byte[] {'\n'}, 1))).isEqualTo(Pages.BOOK);
    assertThat(Pages.text(first(frames, frame))).isEqualTo(Pages.BOOK);
  }

  @Test
  void anEmptyFrameMeansNoPage() {
    SerialFrames frames = new SerialFrames(Framing.ELYCTIS);
    assertThat(first(frames, frame(""))).isInstanceOf(MrzScan.Nothing.class);
    assertThat(Pages.text(first(frames, frame(LINES)))).isEqualTo(Pages.BOOK);
  }

  @Test
  void findsItsWayAfterGarbage() {
    Random random = new Random(8);
    for (Framing framing : Framing.values()) {
      byte[] page = framing == Framing.LINES ? ascii(LINES) : frame(LINES);
      for (int i = 0; i < 500; i++) {
        SerialFrames frames = new SerialFrames(framing);
        byte[] garbage = new byte[random.nextInt(2_000)];
        random.nextBytes(garbage);
        if (garbage.length > 3 && framing == Framing.ELYCTIS && i % 2 == 0) {
          // A header that promises more than ever comes.
          garbage[garbage.length - 3] = 0x49;
          garbage[garbage.length - 2] = 1;
        }
        MrzScan scan = first(frames, garbage);
        assertThat(scan).isNotInstanceOf(MrzScan.Read.class);
        assertThat(Pages.text(first(frames, page)))
            .as("%s, round %d", framing, i)
            .isEqualTo(Pages.BOOK);
      }
    }
  }

  @Test
  void findsAZoneRightBehindGarbage() {
    SerialFrames lines = new SerialFrames(Framing.LINES);
    assertThat(Pages.text(first(lines, ascii("\u0000x?".repeat(400) + LINES))))
        .isEqualTo(Pages.BOOK);
    SerialFrames framed = new SerialFrames(Framing.ELYCTIS);
    byte[] page = frame(LINES);
    byte[] both = new byte[3 + page.length];
    both[0] = 0x49;
    both[1] = 0;
    both[2] = (byte) 0xff;
    System.arraycopy(page, 0, both, 3, page.length);
    assertThat(Pages.text(first(framed, both))).isEqualTo(Pages.BOOK);
  }

  @Test
  void saysWhenAPageCannotBeRead() {
    String wrong = LINES.replace("740812", "740813");
    assertThat(first(new SerialFrames(Framing.LINES), ascii(wrong)))
        .isInstanceOf(MrzScan.Unreadable.class);
    assertThat(first(new SerialFrames(Framing.ELYCTIS), frame(wrong)))
        .isInstanceOf(MrzScan.Unreadable.class);
    assertThat(first(new SerialFrames(Framing.LINES), ascii("OK\r\n")))
        .isInstanceOf(MrzScan.Nothing.class);
  }

  @Test
  void forgetsHalfAPage() {
    SerialFrames frames = new SerialFrames(Framing.LINES);
    frames.take(ascii(Pages.LINE_1), 44);
    frames.close();
    assertThat(first(frames, ascii(Pages.LINE_2))).isInstanceOf(MrzScan.Nothing.class);
  }

  @ParameterizedTest
  @CsvSource({"0, ''", "9600, 4", "9600, 4G", "9600, '43 00 01 01 '", "9600, 43  00", "9600, 4a"})
  void refusesALineThatIsNone(int baud, String command) {
    assertThatThrownBy(() -> new SerialLine(baud, Framing.LINES, command))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsTheStartCommand() {
    assertThat(new SerialLine(9600, Framing.ELYCTIS, "43 00 01 01").startBytes())
        .containsExactly(0x43, 0, 1, 1);
    assertThat(new SerialLine(9600, Framing.LINES, "").startBytes()).isEmpty();
  }
}
