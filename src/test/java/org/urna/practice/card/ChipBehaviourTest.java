package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.card.ChipBehaviour.LongAnswer;
import org.urna.practice.card.ChipBehaviour.TooLargeABlock;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// What chips do differently from one another, and that time is the injected pause's.
class ChipBehaviourTest {

  private static final CardPaceInfo PACE =
      new CardPaceInfo(CardPaceInfo.Mapping.ECDH_GENERIC, CardPaceInfo.Cipher.AES_128, 12);
  private static final byte[] CAN = "500540".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WRONG_CAN = "500541".getBytes(StandardCharsets.US_ASCII);
  private static final String SELECT_APPLICATION = "00A4040C07A0000002471001";

  private final SpecimenPassport passport =
      new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
          .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
          .withRsaActiveAuthentication(2048, RsaDigest.SHA_256)
          .withPace(PACE)
          .withCardAccessNumber("500540")
          .issue();
  private final List<Duration> pauses = new ArrayList<>();

  @Test
  void tellsOfExtendedLengthInTheAnswerToResetAndInAFile() {
    ChipSimulator extended = chip(ChipBehaviour.standard());
    assertThat(extended.answerToReset()[8]).isEqualTo((byte) 0x40);
    assertThat(send(extended, "00B0810000"))
        .isEqualTo(hex("4703CC2140" + "7F6608" + "0202FFFF" + "0202FFFF" + "9000"));
    assertThat(send(extended, "00A4020C022F01")).isEqualTo(hex("9000"));
    ChipSimulator limited =
        chip(ChipBehaviour.standard().withLargestBlock(1000, TooLargeABlock.CUTS));
    assertThat(send(limited, "00B0810000")).endsWith(hex("02020410" + "9000"));
    ChipSimulator shorter = chip(ChipBehaviour.standard().withoutExtendedLength());
    assertThat(shorter.answerToReset()[8]).isZero();
    assertThat(send(shorter, "00B0810000")).as("no such file").isEqualTo(hex("6A82"));
    for (ChipSimulator chip : List.of(extended, limited, shorter)) {
      byte[] atr = chip.answerToReset();
      int xor = 0;
      for (int i = 1; i < atr.length; i++) {
        xor ^= atr[i];
      }
      assertThat(xor).isZero();
    }
  }

  @Test
  void refusesExtendedCommandsOnAShortChip() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().withoutExtendedLength());
    assertThat(send(chip, "00B09C00000000")).isEqualTo(hex("6700"));
    assertThat(send(chip, "00B09C0000")).endsWith(hex("9000"));
    TerminalSession session = open(chip);
    assertThat(session.send(hex("00B0810000")).data()).isEqualTo(passport.dataGroup(1));
  }

  @Test
  void knowsNoShortFileIdentifiersIfItShallNot() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().withoutShortFileIds());
    assertThat(chip.answerToReset()[6]).isEqualTo((byte) 0xC8);
    assertThat(send(chip, "00B09C0000")).isEqualTo(hex("6A86"));
    assertThat(send(chip, "00A4020C02011C")).isEqualTo(hex("9000"));
    assertThat(send(chip, "00B0000000")).endsWith(hex("9000"));
    TerminalSession session = open(chip);
    assertThat(session.send(hex("00B0810000")).statusWord()).isEqualTo(0x6A86);
    assertThat(session.send(hex("00A4020C020101")).statusWord()).isEqualTo(0x9000);
    assertThat(session.send(hex("00B0000000")).data()).isEqualTo(passport.dataGroup(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 100, 223})
  void givesNoMoreThanItsLargestBlock(int largest) throws Exception {
    byte[] sod = passport.securityObject();
    ChipBehaviour standard = ChipBehaviour.standard();
    TerminalSession cuts = open(chip(standard.withLargestBlock(largest, TooLargeABlock.CUTS)));
    CardAnswer block = cuts.send(hex("00B09D00000300"));
    assertThat(block.statusWord()).isEqualTo(0x6282);
    assertThat(block.data()).isEqualTo(Arrays.copyOf(sod, largest));
    TerminalSession refuses =
        open(chip(standard.withLargestBlock(largest, TooLargeABlock.REFUSES)));
    assertThat(refuses.send(hex("00B09D00000300")).statusWord()).isEqualTo(0x6700);
    TerminalSession names =
        open(chip(standard.withLargestBlock(largest, TooLargeABlock.NAMES_LENGTH)));
    assertThat(names.send(hex("00B09D00000300")).statusWord()).isEqualTo(0x6C00 | largest);
    byte[] exact = {0x00, (byte) 0xB0, 0x00, 0x00, (byte) largest};
    for (TerminalSession session : List.of(cuts, refuses, names)) {
      CardAnswer answer = session.send(exact);
      assertThat(answer.statusWord()).isEqualTo(0x9000);
      assertThat(answer.data()).isEqualTo(Arrays.copyOf(sod, largest));
    }
  }

  @Test
  void goesSilentForGoodIfItDiesOfALargeBlock() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().withLargestBlock(128, TooLargeABlock.DIES));
    TerminalSession session = open(chip);
    assertThat(session.send(hex("00B0810000")).data()).isEqualTo(passport.dataGroup(1));
    assertThat(chip.transmit(session.seal(hex("00B09D00000300")))).isEmpty();
    assertThat(chip.transmit(hex(SELECT_APPLICATION))).isEmpty();
    chip.reset();
    assertThat(chip.transmit(hex(SELECT_APPLICATION))).contains(hex("9000"));
  }

  @Test
  void givesAllThatFitsIntoAShortResponse() throws Exception {
    TerminalSession session = open(chip(ChipBehaviour.standard()));
    CardAnswer all = session.send(hex("00B09D0000"));
    assertThat(all.statusWord()).isEqualTo(0x9000);
    assertThat(all.data()).isEqualTo(Arrays.copyOf(passport.securityObject(), 223));
    assertThat(session.send(hex("00B00000E0")).statusWord())
        .as("224 bytes and AES are 258")
        .isEqualTo(0x6700);
    assertThat(session.send(hex("00B00000DF")).data()).hasSize(223);
  }

  @Test
  void refusesALongSignatureToAShortCommandOrGivesItInParts() throws Exception {
    String challenge = "0102030405060708";
    TerminalSession refused = open(chip(ChipBehaviour.standard()));
    assertThat(refused.send(hex("0088000008" + challenge + "00")).statusWord()).isEqualTo(0x6700);
    assertThat(refused.send(hex("00880000000008" + challenge + "0000")).data()).hasSize(256);
    ChipSimulator chip = chip(ChipBehaviour.standard().withLongAnswer(LongAnswer.IN_PARTS));
    TerminalSession session = open(chip);
    byte[] first = chip.transmit(session.seal(hex("0088000008" + challenge + "00"))).orElseThrow();
    assertThat(first).hasSize(258);
    int rest = first[257] & 0xFF;
    assertThat(PaceReader.statusOf(first)).isEqualTo(0x6100 | rest);
    byte[] second = send(chip, "00C00000" + HexFormat.of().toHexDigits((byte) rest));
    byte[] whole = DataObjects.join(Arrays.copyOf(first, 256), second);
    CardAnswer answer = session.open(whole);
    assertThat(answer.data()).hasSize(256);
    assertThat(answer.statusWord()).isEqualTo(0x9000);
    assertThat(session.send(hex("00B0810004")).statusWord()).as("still open").isEqualTo(0x9000);
  }

  @Test
  void forgetsTheRestOfALongAnswerNobodyAsksFor() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().withLongAnswer(LongAnswer.IN_PARTS));
    TerminalSession session = open(chip);
    chip.transmit(session.seal(hex("0088000008" + "0102030405060708" + "00")));
    send(chip, "00B09C0004");
    assertThat(send(chip, "00C0000000")).isEqualTo(hex("6D00"));
  }

  @Test
  void takesItsTimeForEveryAnswer() {
    Duration delay = Duration.ofMillis(40);
    ChipSimulator chip = chip(ChipBehaviour.standard().withDelay(delay));
    send(chip, SELECT_APPLICATION);
    send(chip, "0084000008");
    assertThat(pauses).containsExactly(delay, delay);
  }

  @Test
  void slowsDownAfterWrongKeysAndRecovers() throws Exception {
    Duration second = Duration.ofSeconds(1);
    ChipSimulator chip =
        chip(
            ChipBehaviour.standard()
                .withWrongKeys(new WrongKeys(second, second.multipliedBy(5), 0, false)));
    for (int i = 0; i < 3; i++) {
      chip.reset();
      assertThat(attemptPace(chip, WRONG_CAN)).isEqualTo(0x6300);
      chip.reset();
      assertThat(attemptBasicAccess(chip)).isEqualTo(0x6300);
    }
    assertThat(attemptPaceAfterReset(chip)).isEqualTo(0x9000);
    assertThat(attemptPaceAfterReset(chip)).isEqualTo(0x9000);
    assertThat(pauses.stream().filter(pause -> !pause.isZero()))
        .containsExactly(
            second,
            second.multipliedBy(2),
            second.multipliedBy(4),
            second.multipliedBy(5),
            second.multipliedBy(5),
            second.multipliedBy(5));
  }

  @Test
  void blocksAfterTooManyWrongKeysAndTellsHowManyAreLeft() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().withWrongKeys(WrongKeys.blockedAfter(3)));
    assertThat(attemptPace(chip, WRONG_CAN)).isEqualTo(0x63C2);
    chip.reset();
    assertThat(attemptBasicAccess(chip)).isEqualTo(0x63C1);
    assertThat(attemptPaceAfterReset(chip)).as("the right key clears it").isEqualTo(0x9000);
    for (int left = 2; left >= 0; left--) {
      chip.reset();
      assertThat(attemptPace(chip, WRONG_CAN)).isEqualTo(0x63C0 | left);
    }
    chip.reset();
    assertThat(new PaceReader(chip, PACE).choose(2)).isEqualTo(0x6983);
    assertThat(attemptBasicAccess(chip)).as("blocked for both").isEqualTo(0x6983);
    assertThat(send(chip, "00A4020C023F00")).as("nothing else is").isEqualTo(hex("9000"));
  }

  @Test
  void demandsPaceParametersIfItShall() throws Exception {
    ChipSimulator chip = chip(ChipBehaviour.standard().demandingPaceParameters());
    assertThat(new PaceReader(chip, PACE).choose(2, -1)).isEqualTo(0x6A80);
    assertThat(new PaceReader(chip, PACE).choose(2)).isEqualTo(0x9000);
  }

  @Test
  void cannotBehaveImpossibly() {
    ChipBehaviour standard = ChipBehaviour.standard();
    Duration second = Duration.ofSeconds(1);
    for (Runnable wrong :
        List.<Runnable>of(
            () -> standard.withLargestBlock(15, TooLargeABlock.CUTS),
            () -> standard.withLargestBlock(65_537, TooLargeABlock.CUTS),
            () -> standard.withDelay(second.negated()),
            () -> new WrongKeys(second.negated(), second, 0, false),
            () -> new WrongKeys(second, Duration.ZERO, 0, false),
            () -> new WrongKeys(second, second, -1, false),
            () -> new WrongKeys(second, second, 0, true))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aRealPauseEndsByAnInterrupt() {
    Thread.currentThread().interrupt();
    ChipPause.real().pause(Duration.ofDays(1));
    assertThat(Thread.interrupted()).isTrue();
  }

  private int attemptPaceAfterReset(ChipSimulator chip) throws CardRefusal {
    chip.reset();
    return attemptPace(chip, CAN);
  }

  private static int attemptPace(ChipSimulator chip, byte[] number) throws CardRefusal {
    PaceReader reader = new PaceReader(chip, PACE);
    reader.choose(2);
    reader.nonce(number);
    reader.map();
    reader.agree();
    return PaceReader.statusOf(reader.authenticate(reader.token()));
  }

  private static int attemptBasicAccess(ChipSimulator chip) {
    send(chip, SELECT_APPLICATION);
    send(chip, "0084000008");
    return PaceReader.statusOf(send(chip, "0082000028" + "00".repeat(40) + "28"));
  }

  private ChipSimulator chip(ChipBehaviour behaviour) {
    return passport.withBehaviour(behaviour).chip(CommandInterceptor.none(), pauses::add);
  }

  private static TerminalSession open(ChipSimulator chip) throws CardRefusal {
    TerminalSession session = new PaceReader(chip, PACE).run(2, CAN);
    session.send(hex(SELECT_APPLICATION));
    return session;
  }

  private static byte[] send(ChipSimulator chip, String command) {
    Optional<byte[]> response = chip.transmit(hex(command));
    return response.orElseThrow();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
