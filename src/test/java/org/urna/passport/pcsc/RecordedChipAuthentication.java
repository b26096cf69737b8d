package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import net.sf.scuba.smartcards.CommandAPDU;
import org.jmrtd.protocol.AESSecureMessagingWrapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.FixedRandom;
import org.urna.practice.WorkedExample;

/// The reader's side of Chip Authentication against recorded sessions of other readers: the same
/// commands, byte for byte, the same keys, and the first command under them.
///
/// Recordings of real chips hold a public key that belongs to one person's passport. They are not
/// in this repository, so the class is not named as a test and only runs when asked for:
/// `-Dtest=RecordedChipAuthentication -Durna.recordings=DIR`. DIR holds `chip-authentication-aes`
/// and `chip-authentication-3des.properties`, with the values of `chipauth/chip_auth_test.go` of
/// github.com/gmrtd/gmrtd (MIT) under the names that are read below.
class RecordedChipAuthentication {

  @ParameterizedTest
  @ValueSource(strings = {"chip-authentication-aes", "chip-authentication-3des"})
  void sendsEveryCommandByteForByteAndChangesToTheKeys(String name) throws Exception {
    WorkedExample vector = WorkedExample.in(Path.of(System.getProperty("urna.recordings")), name);
    ScriptedCard card = new ScriptedCard();
    for (int i = 1; vector.find("command." + i).isPresent(); i++) {
      card.expect(vector.text("command." + i), vector.text("response." + i));
    }
    ChipChannel channel = new ChipChannel(card);
    channel.secureWith(
        new AESSecureMessagingWrapper(
            new SecretKeySpec(vector.bytes("before.ks.enc"), "AES"),
            new SecretKeySpec(vector.bytes("before.ks.mac"), "AES"),
            256,
            true,
            HexFormat.fromHexDigitsToLong(vector.text("before.ssc"))));
    new ChipAuthentication(channel, 256, new FixedRandom(vector.bytes("random")))
        .run(
            new ChipAuthenticationKey(
                ChipAuthenticationProtocol.valueOf(vector.text("protocol")),
                null,
                vector.bytes("subject.public.key.info")));
    assertThat(evenly(channel.keys().getEncryptionKey().getEncoded()))
        .isEqualTo(evenly(vector.bytes("ks.enc")));
    assertThat(evenly(channel.keys().getMACKey().getEncoded()))
        .isEqualTo(evenly(vector.bytes("ks.mac")));
    channel.send(new CommandAPDU(0x00, 0xA4, 0x02, 0x0C, new byte[] {0x01, 0x0E}));
    assertThat(channel.isVerifiedUnderCurrentKeys()).isTrue();
    assertThat(card.isFinished()).isTrue();
  }

  /// The first 16 bytes without their lowest bits, which are parity in DES keys and not set alike.
  private static byte[] evenly(byte[] key) {
    byte[] even = Arrays.copyOf(key, 16);
    for (int i = 0; i < even.length; i++) {
      even[i] &= (byte) 0xFE;
    }
    return even;
  }
}
