package org.urna.kiosk.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.election.Bytes;
import org.urna.election.StateCertificate;

/// The file that the build packs into the kiosk, and what is refused in its place.
class ChipRecordingTest {
  private static final String LISTED = "enrolment-p256-sha256";
  private static final String CHAIN = "enrolment-p256-sha1-chain";

  private static ChipRecording recording;
  private static byte[] file;

  @BeforeAll
  static void open() throws Exception {
    recording = ChipRecording.of(LISTED);
    file = recording.encode();
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    assertThat(ChipRecording.parse(file)).isEqualTo(recording);
    assertThat(ChipRecording.parse(file).encode()).isEqualTo(file);
    assertThat(file).hasSizeLessThan(8_192);
  }

  @Test
  void isNobodys() throws Exception {
    for (String circuit : List.of(LISTED, CHAIN)) {
      ChipRecording each = ChipRecording.of(circuit);
      assertThat(each.anchors()).allMatch(StateCertificate::isPractice);
      assertThat(each.signers()).allMatch(StateCertificate::isPractice);
      assertThat(each.page().documentNumber()).isEqualTo("000000001");
    }
  }

  @Test
  void thereIsNoneForACircuitThatNobodyKnows() {
    assertThatThrownBy(() -> ChipRecording.of("enrolment-of-tomorrow"))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("no recording");
  }

  @Test
  void isRefusedIfItEndsTooEarly() {
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> ChipRecording.parse(cut))
          .as("%d bytes", length)
          .isInstanceOf(RecordingException.class);
    }
  }

  @Test
  void isRefusedIfSomethingFollows() {
    assertThatThrownBy(() -> ChipRecording.parse(Arrays.copyOf(file, file.length + 1)))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("follows");
    byte[] huge = Arrays.copyOf(file, RecordingFile.MOST_BYTES + 1);
    assertThatThrownBy(() -> ChipRecording.parse(huge))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("no longer than");
  }

  /// Never another exception, and never the same recording.
  @Test
  void everyByteOfItCounts() {
    for (int i = 0; i < file.length; i++) {
      for (int change : new int[] {1, 0x80, 0xFF}) {
        byte[] changed = file.clone();
        changed[i] ^= (byte) change;
        try {
          assertThat(ChipRecording.parse(changed)).as("byte %d", i).isNotEqualTo(recording);
        } catch (RecordingException e) {
          assertThat(e).hasMessageContaining("recording");
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "URNAWARM, URNACOLD",
    "enrolment-p256-sha256, enrolment-p256-sha255",
    "enrolment-p256-sha256, enrolment-p256-\u00fcha256",
    "URNA PRACTICE, URNA_PRACTICE",
    "000000001, 00000000a",
  })
  void isRefusedWithAnotherWord(String word, String by) {
    byte[] changed = replaced(file, ascii(word), ascii(by));
    assertThat(changed).isNotEqualTo(file);
    assertThatThrownBy(() -> ChipRecording.parse(changed)).isInstanceOf(RecordingException.class);
  }

  @Test
  void isRefusedInAnotherVersion() {
    byte[] next = file.clone();
    next["URNAWARM".length()]++;
    assertThatThrownBy(() -> ChipRecording.parse(next))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("version");
  }

  @Test
  void hasAuthoritiesOfOneStateAndSignersWhereTheyAreListed() throws Exception {
    ChipRecording chain = ChipRecording.of(CHAIN);
    assertThat(chain.signers()).isEmpty();
    assertThatCode(() -> with(recording.anchors(), recording.signers())).doesNotThrowAnyException();
    StateCertificate foreign = new StateCertificate("UTO", recording.signers().getFirst().der());
    for (List<StateCertificate> signers :
        List.of(
            List.<StateCertificate>of(),
            List.of(foreign),
            Collections.nCopies(
                ChipRecording.MOST_CERTIFICATES + 1, recording.signers().getFirst()))) {
      assertThatThrownBy(() -> with(recording.anchors(), signers))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (List<StateCertificate> anchors :
        List.of(
            List.<StateCertificate>of(),
            Collections.nCopies(
                ChipRecording.MOST_CERTIFICATES + 1, recording.anchors().getFirst()))) {
      assertThatThrownBy(() -> with(anchors, recording.signers()))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                new ChipRecording(
                    CHAIN,
                    chain.day(),
                    chain.page(),
                    chain.anchors(),
                    chain.anchors(),
                    chain.random(),
                    chain.answerToReset(),
                    chain.exchanges()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasABoundForEverything() {
    ChipRecording.Exchange exchange = recording.exchanges().getFirst();
    assertThatThrownBy(() -> exchange(3, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exchange(4, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exchange(8_193, 2)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> exchange(4, 8_193)).isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> exchange(8_192, 8_192)).doesNotThrowAnyException();
    assertThatThrownBy(() -> with(4_097, 0, List.of(exchange)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(0, 34, List.of(exchange)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(0, 0, List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> with(0, 0, Collections.nCopies(1_001, exchange)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatCode(() -> with(4_096, 33, Collections.nCopies(1_000, exchange)))
        .doesNotThrowAnyException();
  }

  private static ChipRecording.Exchange exchange(int command, int response) {
    return new ChipRecording.Exchange(Bytes.of(new byte[command]), Bytes.of(new byte[response]));
  }

  private static ChipRecording with(
      List<StateCertificate> anchors, List<StateCertificate> signers) {
    return new ChipRecording(
        LISTED,
        recording.day(),
        recording.page(),
        anchors,
        signers,
        recording.random(),
        recording.answerToReset(),
        recording.exchanges());
  }

  private static ChipRecording with(
      int random, int answerToReset, List<ChipRecording.Exchange> exchanges) {
    return new ChipRecording(
        LISTED,
        recording.day(),
        recording.page(),
        recording.anchors(),
        recording.signers(),
        Bytes.of(new byte[random]),
        Bytes.of(new byte[answerToReset]),
        exchanges);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Every occurrence.
  private static byte[] replaced(byte[] in, byte[] what, byte[] by) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < in.length; ) {
      if (i + what.length <= in.length
          && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        out.writeBytes(by);
        i += what.length;
      } else {
        out.write(in[i++]);
      }
    }
    return out.toByteArray();
  }
}
