package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import net.sf.scuba.smartcards.CommandAPDU;
import org.jmrtd.protocol.DESedeSecureMessagingWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.passport.CardConnection;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.practice.card.AppendixD;
import org.urna.practice.card.FixedRandom;

/// The reader's side against the worked example of ICAO 9303-11 appendix D: the commands it sends
/// are the example's, byte for byte.
class ReaderSideVectorsTest {

  private static final MrzKey KEY =
      new MrzKey(
          AppendixD.text("document.number"),
          AppendixD.text("birth.date"),
          AppendixD.text("expiry.date"));

  @Test
  void sendsEveryCommandOfAppendixDByteForByte() throws PassportReadException {
    Script card = new Script("challenge", "authenticate", "select", "read.start", "read.rest");
    ChipChannel channel = new ChipChannel(card);
    DESedeSecureMessagingWrapper keys =
        new BasicAccessControl(
                channel, new FixedRandom(AppendixD.bytes("rnd.ifd"), AppendixD.bytes("k.ifd")))
            .open(KEY, 256);
    assertThat(HexFormat.of().withUpperCase().toHexDigits(keys.getSendSequenceCounter()))
        .isEqualTo(AppendixD.text("ssc"));
    channel.secureWith(keys);
    channel.send(new CommandAPDU(0x00, 0xA4, 0x02, 0x0C, new byte[] {0x01, 0x1E}));
    byte[] start = channel.send(new CommandAPDU(0x00, 0xB0, 0x00, 0x00, 4)).data();
    byte[] rest = channel.send(new CommandAPDU(0x00, 0xB0, 0x00, 0x04, 18)).data();
    assertThat(
            HexFormat.of().withUpperCase().formatHex(start)
                + HexFormat.of().withUpperCase().formatHex(rest))
        .isEqualTo(AppendixD.text("ef.com"));
    assertThat(card.isFinished()).isTrue();
  }

  /// Appendix D.2 prints what a number of twelve characters gives: the number, 9, birth 340712 with
  /// 7, expiry 950712 with 2. The keys are derived here by the text of §4.3.2 and §9.7.1.
  @Test
  void derivesTheKeyFromALongNumberAsInAppendixD2() throws Exception {
    ScriptedCard card =
        new ScriptedCard().expect("*", AppendixD.text("response.challenge")).expect("*", "6300");
    BasicAccessControl access =
        new BasicAccessControl(
            new ChipChannel(card),
            new FixedRandom(AppendixD.bytes("rnd.ifd"), AppendixD.bytes("k.ifd")));
    assertThatThrownBy(() -> access.open(new MrzKey("D23145890734", "340712", "950712"), 256))
        .isInstanceOf(PassportReadException.class);
    byte[] information = "D23145890734934071279507122".getBytes(StandardCharsets.US_ASCII);
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] seedAndCounter = Arrays.copyOf(Arrays.copyOf(sha1.digest(information), 16), 20);
    seedAndCounter[19] = 1;
    byte[] key = Arrays.copyOf(sha1.digest(seedAndCounter), 24);
    System.arraycopy(key, 0, key, 16, 8);
    Cipher cipher = Cipher.getInstance("DESede/CBC/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "DESede"), new IvParameterSpec(new byte[8]));
    byte[] sealed = HexFormat.of().parseHex(card.seen().getLast());
    assertThat(HexFormat.of().withUpperCase().formatHex(cipher.doFinal(sealed, 5, 32)))
        .isEqualTo(AppendixD.text("rnd.ifd") + AppendixD.text("rnd.ic") + AppendixD.text("k.ifd"));
  }

  @ParameterizedTest
  @CsvSource({
    "6300, KEY_REFUSED",
    "63C2, KEY_REFUSED",
    "6982, KEY_REFUSED",
    "6985, KEY_REFUSED",
    "6988, KEY_REFUSED",
    "6983, KEY_BLOCKED",
    "6F00, PROTOCOL_ERROR",
    "9000, PROTOCOL_ERROR"
  })
  void namesWhatAChipSaysToAKeyAndAsksOnce(String statusWord, PassportReadFailure expected) {
    Script card = new Script("challenge");
    card.answers.add(HexFormat.of().parseHex(statusWord));
    BasicAccessControl access =
        new BasicAccessControl(
            new ChipChannel(card),
            new FixedRandom(AppendixD.bytes("rnd.ifd"), AppendixD.bytes("k.ifd")));
    assertThatThrownBy(() -> access.open(KEY, 256))
        .isInstanceOfSatisfying(
            PassportReadException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    assertThat(card.isFinished()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "9000", // in the clear
    "6982",
    "990290009000", // no checksum
    "8E08FA855A5D4C50A8ED9000", // no status object
    "990290008E08FA855A5D4C50A8ED6282", // another status word outside
    "990290008E08FA855A5D4C50A8EE9000", // wrong checksum
    "990290009902900090008E08FA855A5D4C50A8ED9000", // status object twice
    "990290008E08FA855A5D4C50A8ED009000", // something behind the checksum
    "87FF990290008E08FA855A5D4C50A8ED9000", // length without an end
    "8780990290008E08FA855A5D4C50A8ED9000", // indefinite length
    "87847FFFFFFF990290008E08FA855A5D4C50A8ED9000", // two gigabytes
    "87000000990290008E08FA855A5D4C50A8ED9000",
    "8700990290008E08FA855A5D4C50A8ED9000"
  })
  void endsTheSessionAtAResponseThatIsNotSecured(String response) {
    Script card = new Script();
    card.answers.add(HexFormat.of().parseHex(response));
    ChipChannel channel = new ChipChannel(card);
    channel.secureWith(appendixKeys());
    CommandAPDU select = new CommandAPDU(0x00, 0xA4, 0x02, 0x0C, new byte[] {0x01, 0x1E});
    for (PassportReadFailure expected :
        List.of(PassportReadFailure.PROTOCOL_ERROR, PassportReadFailure.LOST_CONTACT)) {
      assertThatThrownBy(() -> channel.send(select))
          .isInstanceOfSatisfying(
              PassportReadException.class, e -> assertThat(e.failure()).isEqualTo(expected));
    }
    assertThat(channel.isVerifiedUnderCurrentKeys()).isFalse();
  }

  private static DESedeSecureMessagingWrapper appendixKeys() {
    try {
      return new DESedeSecureMessagingWrapper(
          tripleDesKey("ks.enc"),
          tripleDesKey("ks.mac"),
          256,
          true,
          HexFormat.fromHexDigitsToLong(AppendixD.text("ssc")));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static javax.crypto.SecretKey tripleDesKey(String name) {
    byte[] two = AppendixD.bytes(name);
    byte[] three = Arrays.copyOf(two, 24);
    System.arraycopy(two, 0, three, 16, 8);
    return new SecretKeySpec(three, "DESede");
  }

  /// Expects the named commands of appendix D in order and gives the example's answers; further
  /// answers go to whatever command comes.
  private static final class Script implements CardConnection {
    private final Deque<String> steps = new ArrayDeque<>();
    private final Deque<byte[]> answers = new ArrayDeque<>();

    Script(String... steps) {
      this.steps.addAll(List.of(steps));
    }

    @Override
    public byte[] transmit(byte[] command) {
      if (steps.isEmpty()) {
        return answers.removeFirst();
      }
      String step = steps.removeFirst();
      assertThat(command).as(step).isEqualTo(AppendixD.bytes("command." + step));
      return AppendixD.bytes("response." + step);
    }

    boolean isFinished() {
      return steps.isEmpty() && answers.isEmpty();
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
