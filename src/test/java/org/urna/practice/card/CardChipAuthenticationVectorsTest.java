package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.urna.passport.ChipAuthenticationProtocol;

/// The simulated chip's side of Chip Authentication against transcripts that another program has
/// made from the standard's text. The sessions before are the standard's own examples.
class CardChipAuthenticationVectorsTest {

  private static final byte[] SELECT_APPLICATION =
      HexFormat.of().parseHex("00A4040C07A0000002471001");
  private static final byte[] OK = HexFormat.of().parseHex("9000");
  private static final WorkedExample PACE_G1 = new WorkedExample("pace-g1");

  @EachChipAuthenticationTranscript
  void answersEveryCommandByteForByte(String name) throws Exception {
    WorkedExample example = example(name);
    AgreementKey key = key(example);
    assertThat(key.key().publicKey().getEncoded())
        .isEqualTo(example.bytes("subject.public.key.info"));
    ChipSimulator chip = chip(example, key);
    for (int i = 1; i <= commands(example); i++) {
      assertThat(send(chip, example.bytes("command." + i)))
          .as("answer %d", i)
          .isEqualTo(example.bytes("response." + i));
    }
  }

  @EachChipAuthenticationTranscript
  void aChipWithAnotherKeyAnswersUntilTheNewKeysAreUsed(String name) throws Exception {
    WorkedExample example = example(name);
    ChipSimulator chip = chip(example, key(example).forged("another"));
    int last = commands(example);
    for (int i = 1; i <= last - 2; i++) {
      assertThat(send(chip, example.bytes("command." + i)))
          .as("answer %d", i)
          .isEqualTo(example.bytes("response." + i));
    }
    assertThat(send(chip, example.bytes("command." + (last - 1)))).asHexString().isEqualTo("6988");
  }

  /// The last byte is the length asked for outside, which nothing protects. Behind PACE, which
  /// takes its time, one byte in seven.
  @EachChipAuthenticationTranscript
  void refusesEveryCommandWithAByteChanged(String name) throws Exception {
    WorkedExample example = example(name);
    int step = example.text("before").equals("pace-g1") ? 7 : 1;
    for (int command = 1; command <= commands(example); command++) {
      byte[] right = example.bytes("command." + command);
      for (int at = 0; at < right.length - 1; at += step) {
        ChipSimulator chip = chip(example, key(example));
        for (int i = 1; i < command; i++) {
          send(chip, example.bytes("command." + i));
        }
        byte[] wrong = right.clone();
        wrong[at] ^= 1;
        assertThat(send(chip, wrong))
            .as("command %d, byte %d", command, at)
            .hasSize(2)
            .isNotEqualTo(OK);
      }
    }
  }

  private static WorkedExample example(String name) {
    return WorkedExample.among("chip-authentication", name);
  }

  private static int commands(WorkedExample example) {
    int count = 0;
    while (example.find("command." + (count + 1)).isPresent()) {
      count++;
    }
    return count;
  }

  private static AgreementKey key(WorkedExample example) {
    return new AgreementKey(
        new ChipKey(
            example.text("curve"),
            new BigInteger(1, example.bytes("chip.secret")),
            example.find("key.id").map(id -> new BigInteger(id, 16)).orElse(null)),
        List.of(ChipAuthenticationProtocol.valueOf(example.text("protocol"))));
  }

  /// A chip with the transcript's session before.
  private static ChipSimulator chip(WorkedExample example, AgreementKey key) throws CardRefusal {
    return switch (example.text("before")) {
      case "appendix-d" -> openedByBasicAccess(example, key);
      case "pace-g1" -> openedByPace(example, key);
      default -> throw new IllegalArgumentException(example.text("before"));
    };
  }

  private static ChipSimulator openedByBasicAccess(WorkedExample example, AgreementKey key) {
    ChipSimulator chip =
        new ChipSimulator(
            new CardFileSystem(
                Map.of(CardFileSystem.idOfDataGroup(1), example.bytes("file.start"))),
            AppendixD.text("mrz.information"),
            List.of(key),
            null,
            new FixedRandom(AppendixD.bytes("rnd.ic"), AppendixD.bytes("k.ic")),
            CommandInterceptor.none());
    send(chip, SELECT_APPLICATION);
    send(chip, AppendixD.bytes("command.challenge"));
    assertThat(send(chip, AppendixD.bytes("command.authenticate")))
        .isEqualTo(AppendixD.bytes("response.authenticate"));
    return chip;
  }

  private static ChipSimulator openedByPace(WorkedExample example, AgreementKey key)
      throws CardRefusal {
    byte[] access = PACE_G1.bytes("card.access");
    ChipSimulator chip =
        new ChipSimulator(
            new ChipContents(
                new CardFileSystem(
                    Map.of(
                        CardFileSystem.CARD_ACCESS,
                        access,
                        CardFileSystem.idOfDataGroup(1),
                        example.bytes("file.start"))),
                new CardPace.CardPasswords(PACE_G1.text("mrz.information"), null),
                List.of(
                    new CardPaceInfo(
                        CardPaceInfo.Mapping.ECDH_GENERIC,
                        CardPaceInfo.Cipher.AES_128,
                        access[access.length - 1])),
                false,
                List.of(key),
                null),
            new FixedRandom(
                PACE_G1.bytes("nonce"),
                PACE_G1.bytes("secret.mapping"),
                PACE_G1.bytes("secret.agreement")),
            CommandInterceptor.none());
    for (String step : List.of("choose", "nonce", "map", "agree", "authenticate")) {
      assertThat(send(chip, PACE_G1.bytes("command." + step)))
          .as(step)
          .isEqualTo(PACE_G1.bytes("response." + step));
    }
    SessionCipher session = new SessionCipher.Aes(PACE_G1.bytes("ks.enc"), PACE_G1.bytes("ks.mac"));
    assertThat(new TerminalSession(session, chip).send(SELECT_APPLICATION).statusWord())
        .isEqualTo(0x9000);
    return chip;
  }

  private static byte[] send(ChipSimulator chip, byte[] command) {
    return chip.transmit(command).orElseThrow();
  }
}
