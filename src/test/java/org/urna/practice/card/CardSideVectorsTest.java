package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;

/// The simulated chip against ICAO 9303-11 appendix D and against ISO/IEC 7816-4's status words.
class CardSideVectorsTest {

  private static final byte[] SELECT_APPLICATION = hex("00A4040C07A0000002471001");

  private final ChipSimulator chip =
      new ChipSimulator(
          new CardFileSystem(Map.of(CardFileSystem.COMMON, AppendixD.bytes("ef.com"))),
          AppendixD.text("mrz.information"),
          List.of(),
          null,
          new FixedRandom(AppendixD.bytes("rnd.ic"), AppendixD.bytes("k.ic")),
          CommandInterceptor.none());

  @Test
  void derivesTheDocumentKeysOfAppendixD2() {
    SessionCipher.TripleDes keys = SessionCipher.tripleDes(AppendixD.bytes("k.seed"));
    assertThat(keys.encryptionKey()).isEqualTo(AppendixD.bytes("k.enc"));
    assertThat(keys.macKey()).isEqualTo(AppendixD.bytes("k.mac"));
  }

  @Test
  void derivesTheSessionKeysOfAppendixD3() {
    byte[] seed = AppendixD.bytes("k.ifd");
    byte[] kIc = AppendixD.bytes("k.ic");
    for (int i = 0; i < seed.length; i++) {
      seed[i] ^= kIc[i];
    }
    SessionCipher.TripleDes keys = SessionCipher.tripleDes(seed);
    assertThat(keys.encryptionKey()).isEqualTo(AppendixD.bytes("ks.enc"));
    assertThat(keys.macKey()).isEqualTo(AppendixD.bytes("ks.mac"));
  }

  @Test
  void answersEveryCommandOfAppendixDByteForByte() {
    assertThat(send(SELECT_APPLICATION)).isEqualTo(hex("9000"));
    for (String step : List.of("challenge", "authenticate", "select", "read.start", "read.rest")) {
      assertThat(send(AppendixD.bytes("command." + step)))
          .as(step)
          .isEqualTo(AppendixD.bytes("response." + step));
    }
  }

  @Test
  void answersAWrongKeyWith6300AndForgetsTheChallenge() {
    send(SELECT_APPLICATION);
    send(AppendixD.bytes("command.challenge"));
    byte[] wrong = AppendixD.bytes("command.authenticate");
    wrong[20] ^= 1;
    assertThat(send(wrong)).isEqualTo(hex("6300"));
    assertThat(send(AppendixD.bytes("command.authenticate"))).isEqualTo(hex("6985"));
  }

  @Test
  void throwsTheSessionAwayAfterAnErrorInSecureMessaging() {
    open();
    byte[] wrong = AppendixD.bytes("command.select");
    wrong[10] ^= 1;
    assertThat(send(wrong)).isEqualTo(hex("6988"));
    assertThat(send(AppendixD.bytes("command.select"))).isEqualTo(hex("6988"));
    assertThat(send(hex("00B09E0004"))).isEqualTo(hex("6982"));
  }

  @Test
  void throwsTheSessionAwayAfterACommandWithoutChecksum() {
    open();
    assertThat(send(hex("0CB000000397010400"))).isEqualTo(hex("6987"));
    assertThat(send(AppendixD.bytes("command.select"))).isEqualTo(hex("6988"));
  }

  @Test
  void throwsTheSessionAwayAfterAPlainCommand() {
    open();
    assertThat(send(hex("00B09E0004"))).isEqualTo(hex("6982"));
    assertThat(send(AppendixD.bytes("command.select"))).isEqualTo(hex("6988"));
  }

  @Test
  void forgetsEverythingOnReset() {
    open();
    chip.reset();
    assertThat(send(AppendixD.bytes("command.select"))).isEqualTo(hex("6988"));
    assertThat(send(hex("0084000008"))).isEqualTo(hex("6985"));
  }

  @ParameterizedTest
  @CsvSource({
    "00A4040C07A0000002471002, 6A82", // another application
    "00A4020C02011E, 6982", // before access
    "00A4020C020177, 6A82", // no such file
    "00B09E0000, 6982",
    "00B0000000, 6986", // nothing selected
    "00B0FE0000, 6A86", // reserved bits
    "0084000004, 6700",
    "0088000008, 6982",
    "00CA000000, 6D00",
    "80B0000004, 6E00",
    "01B0000004, 6881", // logical channels
    "0022418400, 6982", // before access
    "00A4, 6700",
    "00A4040C07A000, 6700" // shorter than it says
  })
  void answersWithTheRightStatusWord(String command, String statusWord) {
    send(SELECT_APPLICATION);
    assertThat(send(hex(command))).isEqualTo(hex(statusWord));
  }

  @Test
  void givesOutTheAccessFileBeforeAnythingElse() {
    byte[] access = hex("3100");
    ChipSimulator open =
        new ChipSimulator(
            new CardFileSystem(Map.of(CardFileSystem.CARD_ACCESS, access)),
            AppendixD.text("mrz.information"),
            List.of(),
            null,
            new FixedRandom(),
            CommandInterceptor.none());
    assertThat(open.transmit(hex("00B09C0000"))).contains(hex("31009000"));
    assertThat(send(hex("00B09C0000"))).as("a chip without PACE").isEqualTo(hex("6A82"));
  }

  @Test
  void readsBeyondTheEndAsTheStandardSays() throws CardRefusal {
    SpecimenPassport passport = Specimens.LIBRARY.citizens().getFirst();
    byte[] expected = passport.dataGroup(1);
    try (PlainSession session = PlainSession.open(passport)) {
      assertThat(session.send("00B0810000")).isEqualTo(concat(expected, "9000"));
      assertThat(session.send("00B08100FF")).isEqualTo(concat(expected, "6282"));
      assertThat(session.send("00B0005D01")).isEqualTo(hex("6B00"));
      assertThat(session.send("00B1000004" + "54020058" + "09"))
          .as("odd instruction, offset as a data object")
          .isEqualTo(
              concat(DataObjects.of(0x53, Arrays.copyOfRange(expected, 0x58, 0x5D)), "9000"));
    }
  }

  @Test
  void itsAnswerToResetHasTheRightChecksum() {
    byte[] atr = chip.answerToReset();
    int xor = 0;
    for (int i = 1; i < atr.length; i++) {
      xor ^= atr[i];
    }
    assertThat(xor).isZero();
  }

  private void open() {
    send(SELECT_APPLICATION);
    send(AppendixD.bytes("command.challenge"));
    send(AppendixD.bytes("command.authenticate"));
  }

  private byte[] send(byte[] command) {
    return chip.transmit(command).orElseThrow();
  }

  private static byte[] concat(byte[] data, String statusWord) {
    return DataObjects.join(data, hex(statusWord));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
