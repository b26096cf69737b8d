package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.passport.ReadFailures.assertFailure;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jmrtd.protocol.AESSecureMessagingWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.ApduObserver;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts.AccessProtocol;

/// INTERNAL AUTHENTICATE against cards whose answers are long, refused or cut in pieces.
class InternalAuthenticateTest {

  private static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090A0B0C0D0E0F");
  private static final byte[] CHALLENGE = HexFormat.of().parseHex("F173589974BF40C6");

  private final ScriptedCard card = new ScriptedCard();
  private final SecuredAnswers answers = new SecuredAnswers(KEY, KEY);

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 16})
  void takesChallengesOfEightBytesOnly(int length) {
    assertThatThrownBy(() -> chip(true).signChallenge(new byte[length], 128))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(card.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, 256, 0000", "true, 128, 0000", "false, 128, 00", "false, 223, 00"})
  void returnsTheAnswerAsItCame(boolean extended, int length, String le) throws Exception {
    byte[] signature = bytes(length);
    card.expect("*", hex(answers.next(signature, 0x9000)));
    assertThat(chip(extended).signChallenge(CHALLENGE, length)).isEqualTo(signature);
    assertThat(card.seen().getFirst()).startsWith("0C880000").endsWith(le);
    assertThat(card.seen().getFirst().startsWith("0C88000000")).isEqualTo(extended);
  }

  @Test
  void fetchesAnAnswerInPieces() throws Exception {
    byte[] signature = bytes(256);
    byte[] whole = answers.next(signature, 0x9000);
    byte[] head = Arrays.copyOf(whole, 256);
    String tail = hex(Arrays.copyOfRange(whole, 256, whole.length));
    card.expect("*", hex(head) + "61" + String.format("%02X", whole.length - 258));
    card.expect("00C00000" + String.format("%02X", whole.length - 258), tail);
    assertThat(chip(false).signChallenge(CHALLENGE, 128)).isEqualTo(signature);
    assertThat(card.isFinished()).isTrue();
  }

  @Test
  void doesNotFetchForEver() {
    card.expect("*", "6100").expect("00C0000000", "6100");
    assertFailure(
        () -> chip(false).signChallenge(CHALLENGE, 128), PassportReadFailure.PROTOCOL_ERROR);
    String piece = "00".repeat(256) + "6100";
    card.expect("*", piece);
    for (int i = 0; i < 40; i++) {
      card.expect("*", piece);
    }
    assertFailure(
        () -> chip(false).signChallenge(CHALLENGE, 128), PassportReadFailure.PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6700", "6C00", "6100", "6884"})
  void blamesNoChipForAnAnswerTooLongForShortApdus(String statusWord) throws Exception {
    card.expect("*", hex(answers.next(new byte[0], Integer.parseInt(statusWord, 16))));
    assertFailure(
        () -> chip(false).signChallenge(CHALLENGE, 128), PassportReadFailure.CHIP_KEY_UNSUPPORTED);
  }

  /// An honest chip with a key of 2048 bits on a weak reader: what it says instead differs from
  /// maker to maker, and some cut the answer off.
  @ParameterizedTest
  @ValueSource(strings = {"6985", "6F00", "6982", "6A80", "6D00", "6300"})
  void blamesNoChipWhoseAnswerFitsIntoNoShortApdu(String statusWord) throws Exception {
    card.expect("*", hex(answers.next(new byte[0], Integer.parseInt(statusWord, 16))));
    assertFailure(
        () -> chip(false).signChallenge(CHALLENGE, 256), PassportReadFailure.CHIP_KEY_UNSUPPORTED);
  }

  @Test
  void blamesNoChipForAnAnswerThatIsCutOff() throws Exception {
    for (int length : new int[] {0, 223}) {
      card.expect("*", hex(new SecuredAnswers(KEY, KEY).next(bytes(length), 0x9000)));
      assertFailure(
          () -> chip(false).signChallenge(CHALLENGE, 256),
          PassportReadFailure.CHIP_KEY_UNSUPPORTED);
    }
  }

  /// Where the answer would have fitted, what a copy says is judged as before.
  @Test
  void suspectsALongKeysChipThatCouldHaveAnswered() throws Exception {
    card.expect("*", hex(answers.next(new byte[0], 0x6985)));
    assertFailure(
        () -> chip(true).signChallenge(CHALLENGE, 256), PassportReadFailure.CLONE_SUSPECTED);
  }

  @Test
  void asksAChipThatRefusesExtendedLengthAgainInShort() throws Exception {
    byte[] signature = bytes(128);
    card.expect("*", hex(answers.next(new byte[0], 0x6700)));
    card.expect("*", hex(answers.next(signature, 0x9000)));
    assertThat(chip(true).signChallenge(CHALLENGE, 128)).isEqualTo(signature);
    assertThat(card.isFinished()).isTrue();
  }

  @Test
  void suspectsAChipThatRefusesBothLengths() throws Exception {
    card.expect("*", hex(answers.next(new byte[0], 0x6700)));
    card.expect("*", hex(answers.next(new byte[0], 0x6700)));
    assertFailure(
        () -> chip(true).signChallenge(CHALLENGE, 128), PassportReadFailure.CLONE_SUSPECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6D00", "6982", "6A80", "6985", "6F00", "9000"})
  void suspectsAChipThatRefusesTheCommand(String statusWord) throws Exception {
    for (boolean extended : List.of(true, false)) {
      card.expect(
          "*",
          hex(new SecuredAnswers(KEY, KEY).next(new byte[0], Integer.parseInt(statusWord, 16))));
      assertFailure(
          () -> chip(extended).signChallenge(CHALLENGE, 128), PassportReadFailure.CLONE_SUSPECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"9000", "6700", "6D00", "00112233445566779000"})
  void neverTakesAPlainAnswer(String plain) {
    card.expect("*", plain);
    assertFailure(
        () -> chip(true).signChallenge(CHALLENGE, 128), PassportReadFailure.PROTOCOL_ERROR);
  }

  private OpenedChip chip(boolean extended) throws Exception {
    ChipChannel channel = new ChipChannel(card);
    CardExchange exchange = new CardExchange(extended, 223);
    channel.secureWith(
        new AESSecureMessagingWrapper(
            new SecretKeySpec(KEY, "AES"),
            new SecretKeySpec(KEY, "AES"),
            exchange.maxResponse(),
            true,
            0));
    return new OpenedChip(
        "scripted",
        new GainedAccess(
            new CountingConnection(card, ApduObserver.none(), System::nanoTime, 0),
            channel,
            AccessProtocol.PACE_GENERIC_MAPPING,
            false),
        new BlockSizes(extended, List.of(223)),
        exchange,
        new SecureRandom());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i + 1);
    }
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
