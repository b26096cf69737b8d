package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.practice.card.WorkedExample;

/// The reader's side of Chip Authentication against recorded sessions of other readers: the same
/// commands, byte for byte, the same keys, and the first command under them.
///
/// Recordings of real chips hold a public key that belongs to one person's passport. They are not
/// in this repository, so the class is not named as a test and only runs when asked for:
/// `-Dtest=RecordedChipAuthentication -Durna.recordings=DIR`. DIR holds `chip-authentication-aes`
/// and `chip-authentication-3des.properties`, with the values of `chipauth/chip_auth_test.go` of
/// github.com/gmrtd/gmrtd (MIT) under the names that [ChipAuthenticationTranscript] reads.
/// [ChipAuthenticationVectorsTest] does the same with synthetic transcripts and always runs.
class RecordedChipAuthentication {

  @ParameterizedTest
  @ValueSource(strings = {"chip-authentication-aes", "chip-authentication-3des"})
  void sendsEveryCommandByteForByteAndChangesToTheKeys(String name) throws Exception {
    ChipAuthenticationTranscript transcript =
        new ChipAuthenticationTranscript(
            WorkedExample.in(Path.of(System.getProperty("urna.recordings")), name));
    ScriptedCard card = transcript.card();
    ChipChannel channel = transcript.authenticate(card);
    transcript.requireKeys(channel.keys());
    transcript.read(channel);
    assertThat(channel.isVerifiedUnderCurrentKeys()).isTrue();
    assertThat(card.isFinished()).isTrue();
  }
}
