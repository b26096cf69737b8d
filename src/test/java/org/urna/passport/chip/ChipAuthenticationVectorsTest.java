package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.urna.passport.PassportReadException;
import org.urna.practice.card.EachChipAuthenticationTranscript;
import org.urna.practice.card.WorkedExample;

/// The reader's side of Chip Authentication against transcripts that another program has made from
/// the standard's text: the same commands, byte for byte, and the same keys.
class ChipAuthenticationVectorsTest {

  @BeforeAll
  static void silenceTheLibraries() {
    LibraryLogs.silence();
  }

  @EachChipAuthenticationTranscript
  void sendsEveryCommandByteForByteAndReadsUnderTheNewKeys(String name) throws Exception {
    WorkedExample values = values(name);
    ChipAuthenticationTranscript transcript = new ChipAuthenticationTranscript(values);
    ScriptedCard card = transcript.card();
    ChipChannel channel = transcript.authenticate(card);
    transcript.requireKeys(channel.keys());
    assertThat(channel.isVerifiedUnderCurrentKeys()).isFalse();
    assertThat(transcript.read(channel)).isEqualTo(values.bytes("file.start"));
    assertThat(channel.isVerifiedUnderCurrentKeys()).isTrue();
    assertThat(card.isFinished()).isTrue();
  }

  @EachChipAuthenticationTranscript
  void refusesEveryAnswerWithAByteChanged(String name) {
    ChipAuthenticationTranscript transcript = new ChipAuthenticationTranscript(values(name));
    for (int command = 0; command < transcript.responses().size(); command++) {
      byte[] right = HexFormat.of().parseHex(transcript.responses().get(command));
      for (int at = 0; at < right.length; at++) {
        byte[] wrong = right.clone();
        wrong[at] ^= 1;
        ScriptedCard card =
            transcript.cardAnswering(command, HexFormat.of().withUpperCase().formatHex(wrong));
        assertThatThrownBy(() -> transcript.read(transcript.authenticate(card)))
            .as("answer %d, byte %d", command + 1, at)
            .isInstanceOf(PassportReadException.class);
        assertThat(card.isFinished()).isTrue();
      }
    }
  }

  private static WorkedExample values(String name) {
    return WorkedExample.among("chip-authentication", name);
  }
}
