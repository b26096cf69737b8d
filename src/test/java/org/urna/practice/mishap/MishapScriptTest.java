package org.urna.practice.mishap;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.CardConnection;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.PassportReadException;
import org.urna.practice.card.CardAnswer;
import org.urna.practice.card.CardPaceInfo;
import org.urna.practice.card.CardRefusal;
import org.urna.practice.card.ChipReply;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.ChipStep;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.PaceReader;
import org.urna.practice.card.TerminalSession;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// Each mishap happens where the script says, and nowhere else.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class MishapScriptTest {

  private static final CardPaceInfo PACE =
      new CardPaceInfo(CardPaceInfo.Mapping.ECDH_GENERIC, CardPaceInfo.Cipher.AES_128, 12);
  private static final byte[] CAN = "500540".getBytes(StandardCharsets.US_ASCII);
  private static final String SELECT_APPLICATION = "00A4040C07A0000002471001";
  private static final String READ_SOD = "00B09D0040";
  private static final SpecimenPassport PASSPORT =
      new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
          .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
          .withEcdsaActiveAuthentication("P-256")
          .withPace(PACE)
          .withCardAccessNumber("500540")
          .issue();

  @Test
  void namesEveryStepThatTheChipExecutes() throws Exception {
    List<ChipStep> steps = new ArrayList<>();
    ChipSimulator chip =
        PASSPORT.chip(
            new CommandInterceptor() {
              @Override
              public Optional<byte[]> exchange(int index, byte[] command, Chip card) {
                return Optional.of(card.answer(command));
              }

              @Override
              public ChipReply reply(ChipStep step, ChipReply reply) {
                steps.add(step);
                return reply;
              }
            });
    chip.transmit(hex("00B09C0004"));
    TerminalSession session = open(chip);
    for (String command :
        List.of(
            "00A4020C02011D",
            "00B0000010",
            "00B0001010",
            "00B0810004",
            "00B0001010",
            "00B1011D0454020020" + "20",
            "0088000008010203040506070800",
            "002241A400",
            "0086000002800000",
            "00CA0000")) {
      session.send(hex(command));
    }
    chip.transmit(hex(SELECT_APPLICATION));
    chip.transmit(hex("0084000008"));
    chip.transmit(hex("0082000000"));
    assertThat(steps)
        .containsExactly(
            ChipStep.read(0x011C, 0),
            ChipStep.pace(0),
            ChipStep.pace(1),
            ChipStep.pace(2),
            ChipStep.pace(3),
            ChipStep.pace(4),
            ChipStep.of(ChipStep.Kind.SELECT_APPLICATION),
            ChipStep.select(0x011D),
            ChipStep.read(0x011D, 0),
            ChipStep.read(0x011D, 1),
            ChipStep.read(0x0101, 0),
            ChipStep.read(0x0101, 1),
            ChipStep.read(0x011D, 2),
            ChipStep.of(ChipStep.Kind.INTERNAL_AUTHENTICATE),
            ChipStep.of(ChipStep.Kind.MANAGE_SECURITY_ENVIRONMENT),
            ChipStep.of(ChipStep.Kind.GENERAL_AUTHENTICATE),
            ChipStep.of(ChipStep.Kind.UNKNOWN),
            ChipStep.of(ChipStep.Kind.SELECT_APPLICATION),
            ChipStep.of(ChipStep.Kind.GET_CHALLENGE),
            ChipStep.of(ChipStep.Kind.EXTERNAL_AUTHENTICATE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 5, 6})
  void removesTheCardAtACommandAndBringsItBackWithPower(int at) throws Exception {
    MishapScript script = MishapScript.empty().at(at, new Mishap.Removed()).once();
    ChipSimulator chip = PASSPORT.chip(script);
    assertThatThrownBy(() -> open(chip).send(hex(READ_SOD)))
        .isInstanceOf(java.util.NoSuchElementException.class);
    assertThat(chip.transmit(hex("00B09C0004"))).as("still away").isEmpty();
    assertThat(script.happened()).isEqualTo(1);
    chip.reset();
    assertThat(open(chip).send(hex(READ_SOD)).statusWord()).isEqualTo(0x9000);
  }

  @Test
  void happensAgainAfterAResetUnlessOnce() {
    MishapScript script = MishapScript.empty().at(0, new Mishap.Status(0x6F00));
    ChipSimulator chip = PASSPORT.chip(script);
    for (int i = 0; i < 2; i++) {
      chip.reset();
      assertThat(chip.transmit(hex("00B09C0004"))).contains(hex("6F00"));
      assertThat(chip.transmit(hex("00B09C0004"))).isNotEqualTo(Optional.of(hex("6F00")));
    }
    assertThat(script.happened()).isEqualTo(2);
  }

  @Test
  void changesTheStatusWordInsideTheSession() throws Exception {
    ChipSimulator chip =
        PASSPORT.chip(MishapScript.empty().at(ChipStep.read(0x011D, 1), new Mishap.Status(0x6B00)));
    TerminalSession session = open(chip);
    assertThat(session.send(hex(READ_SOD)).statusWord()).isEqualTo(0x9000);
    CardAnswer answer = session.send(hex(READ_SOD));
    assertThat(answer.statusWord()).isEqualTo(0x6B00);
    assertThat(answer.data()).isEmpty();
    assertThat(session.send(hex(READ_SOD)).statusWord()).isEqualTo(0x9000);
  }

  @Test
  void answersNothingWith9000ForEver() throws Exception {
    ChipSimulator chip =
        PASSPORT.chip(MishapScript.empty().atEveryRead(0x011D, new Mishap.Status(0x9000)));
    TerminalSession session = open(chip);
    for (int i = 0; i < 3; i++) {
      CardAnswer answer = session.send(hex(READ_SOD));
      assertThat(answer.statusWord()).isEqualTo(0x9000);
      assertThat(answer.data()).isEmpty();
    }
    assertThat(session.send(hex("00B0810004")).data()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(ChipReply.Seal.class)
  void sealsAsItIsTold(ChipReply.Seal seal) throws Exception {
    ChipSimulator chip =
        PASSPORT.chip(MishapScript.empty().at(ChipStep.read(0x011D, 0), new Mishap.Sealed(seal)));
    TerminalSession session = open(chip);
    byte[] response = chip.transmit(session.seal(hex(READ_SOD))).orElseThrow();
    assertThat(PaceReader.statusOf(response)).isEqualTo(0x9000);
    switch (seal) {
      case RIGHT -> assertThat(session.open(response).data()).hasSize(0x40);
      case PLAIN ->
          assertThat(response)
              .startsWith(Arrays.copyOf(PASSPORT.securityObject(), 0x40))
              .hasSize(0x42);
      case WITHOUT_STATUS ->
          assertThatThrownBy(() -> session.open(response))
              .as("a right checksum and no object 99")
              .isInstanceOf(CardRefusal.class);
      case OTHER_STATUS -> assertThat(session.open(response).statusWord()).isEqualTo(0x6A82);
      case WITHOUT_CHECKSUM ->
          assertThatThrownBy(() -> session.open(response)).isInstanceOf(CardRefusal.class);
      case WRONG_CHECKSUM ->
          assertThatThrownBy(() -> session.open(response)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void spoilsWhatIsOnTheWay() throws Exception {
    byte[] whole = response(new Mishap.Late(Duration.ZERO));
    assertThat(PaceReader.statusOf(response(new Mishap.OuterStatus(0x6982)))).isEqualTo(0x6982);
    assertThat(response(new Mishap.Truncated(7))).hasSize(7);
    assertThat(response(new Mishap.Truncated(0))).isEmpty();
    assertThat(response(new Mishap.Truncated(5_000))).hasSameSizeAs(whole);
    assertThat(response(new Mishap.Oversized(300)))
        .hasSize(whole.length + 300)
        .endsWith(hex("AAAA9000"));
    assertThat(response(new Mishap.Hollow())).isEqualTo(hex("9000"));
  }

  private static byte[] response(Mishap mishap) throws CardRefusal {
    ChipSimulator chip = PASSPORT.chip(MishapScript.empty().at(ChipStep.read(0x011D, 0), mishap));
    return chip.transmit(open(chip).seal(hex(READ_SOD))).orElseThrow();
  }

  @Test
  void replaysThePreviousResponse() throws Exception {
    ChipSimulator chip =
        PASSPORT.chip(MishapScript.empty().at(ChipStep.read(0x011D, 1), new Mishap.Replayed()));
    TerminalSession session = open(chip);
    byte[] first = chip.transmit(session.seal(hex(READ_SOD))).orElseThrow();
    session.open(first);
    byte[] second = chip.transmit(session.seal(hex(READ_SOD))).orElseThrow();
    assertThat(second).isEqualTo(first);
    assertThatThrownBy(() -> session.open(second)).isInstanceOf(AssertionError.class);
  }

  @Test
  void isLateByThePauseItWasGiven() {
    List<Duration> pauses = new ArrayList<>();
    ChipSimulator chip =
        PASSPORT.chip(
            MishapScript.empty()
                .with(pauses::add)
                .atEvery(ChipStep.Kind.SELECT_APPLICATION, new Mishap.Late(Duration.ofHours(2))));
    chip.transmit(hex(SELECT_APPLICATION));
    chip.transmit(hex("0084000008"));
    chip.transmit(hex(SELECT_APPLICATION));
    assertThat(pauses).containsExactly(Duration.ofHours(2), Duration.ofHours(2));
  }

  @Test
  void staysSilentUntilTheCardIsTakenAway() throws Exception {
    InProcessReader reader = new InProcessReader("practice reader");
    reader.lay(PASSPORT.chip(MishapScript.empty().at(0, new Mishap.Silent())));
    CardConnection connection = reader.connect();
    CompletableFuture<Throwable> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                connection.transmit(hex("00B09C0004"));
                return new AssertionError("it answered");
              } catch (PassportReadException e) {
                return e;
              }
            });
    assertThatThrownBy(() -> read.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(java.util.concurrent.TimeoutException.class);
    reader.remove();
    assertThat(read.get()).isInstanceOf(PassportReadException.class);
  }

  @ParameterizedTest
  @EnumSource(HostileFile.class)
  void servesHostileContent(HostileFile hostile) throws Exception {
    byte[] content = hostile.content(0x77);
    ChipSimulator chip = PASSPORT.chip(MishapScript.empty().serving(0x011D, content));
    TerminalSession session = open(chip);
    CardAnswer answer = session.send(hex("00B09D0000"));
    if (content.length == 0) {
      assertThat(answer.statusWord()).isEqualTo(0x6B00);
    } else {
      assertThat(answer.data()).isEqualTo(Arrays.copyOf(content, Math.min(223, content.length)));
    }
    assertThat(session.send(hex("00B0810000")).data()).isEqualTo(PASSPORT.dataGroup(1));
  }

  @Test
  void readsAsTextWhatItSaysInJava() throws Exception {
    String text =
        """
        # what befalls the reader today
        once at 2 status 6F00        # the nonce
        at select application-is-no-file
        """;
    assertThatThrownBy(() -> MishapScript.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at select application-is-no-file");
    MishapScript script =
        MishapScript.parse(
            """
            # what befalls the reader today
            once at 1 status 6F00        # the nonce
            at read 011D 1 sealed wrong-checksum
            every read 0101 late 0
            every internal-authenticate status 6985
            at select-application late 0
            file 010E 6E HUGE_LENGTH
            """);
    ChipSimulator chip = PASSPORT.chip(script);
    PaceReader refused = new PaceReader(chip, PACE);
    refused.choose(2);
    assertThat(refused.nonce(CAN)).isEqualTo(0x6F00);
    chip.reset();
    TerminalSession session = open(chip);
    assertThat(session.send(hex("0088000008010203040506070800")).statusWord()).isEqualTo(0x6985);
    assertThat(session.send(hex("00B0810004")).data()).hasSize(4);
    assertThat(session.send(hex("00B08E0006")).data()).isEqualTo(hex("6E847FFFFFFF"));
    assertThat(session.send(hex(READ_SOD)).statusWord()).isEqualTo(0x9000);
    byte[] wrong = chip.transmit(session.seal(hex(READ_SOD))).orElseThrow();
    assertThatThrownBy(() -> session.open(wrong)).isInstanceOf(AssertionError.class);
    assertThat(script.happened()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at",
        "at 3",
        "at three removed",
        "at 3 removed now",
        "at 3 lost",
        "at read 011D removed",
        "at pace x removed",
        "every day removed",
        "at 3 truncated -1",
        "at 3 status",
        "at 3 sealed tight",
        "file 011D 77 FRIENDLY",
        "file 011D",
        "once",
        "sometimes at 3 removed"
      })
  void refusesALineThatSaysNothingKnown(String line) {
    assertThatThrownBy(() -> MishapScript.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }

  @Test
  void hasNothingToHappenOnce() {
    assertThatThrownBy(() -> MishapScript.empty().once()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new Mishap.Oversized(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static TerminalSession open(ChipSimulator chip) throws CardRefusal {
    TerminalSession session = new PaceReader(chip, PACE).run(2, CAN);
    session.send(hex(SELECT_APPLICATION));
    return session;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
