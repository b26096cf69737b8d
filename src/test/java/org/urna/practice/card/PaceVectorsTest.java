package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The simulated chip's side of PACE against the worked examples of ICAO 9303-11, appendices G, H
/// and I.
class PaceVectorsTest {

  private static final List<String> STEPS = List.of("choose", "nonce", "map", "agree");

  @ParameterizedTest
  @ValueSource(strings = {"pace-g1", "pace-g2", "pace-h1", "pace-h2"})
  void answersEveryCommandByteForByte(String name) throws Exception {
    WorkedExample example = new WorkedExample(name);
    ChipSimulator chip = chip(example);
    assertThat(send(chip, HexFormat.of().parseHex("00B09C0000")))
        .isEqualTo(DataObjects.join(example.bytes("card.access"), ok()));
    for (String step : STEPS) {
      assertThat(send(chip, example.bytes("command." + step)))
          .as(step)
          .isEqualTo(example.bytes("response." + step));
    }
    assertThat(send(chip, example.bytes("command.authenticate")))
        .isEqualTo(example.bytes("response.authenticate"));
    selectsTheApplicationUnder(chip, example);
  }

  /// The session keys of the example open the chip's next answer.
  private static void selectsTheApplicationUnder(ChipSimulator chip, WorkedExample example)
      throws Exception {
    SessionCipher session = new SessionCipher.Aes(example.bytes("ks.enc"), example.bytes("ks.mac"));
    CardAnswer answer =
        new TerminalSession(session, chip)
            .send(HexFormat.of().parseHex("00A4040C07A0000002471001"));
    assertThat(answer.statusWord()).isEqualTo(0x9000);
  }

  /// Appendix I prints no secret key for the chip's key agreement; nonce, mapping and the data that
  /// authenticates the chip are all that can be compared.
  @Test
  void authenticatesTheChipAsInAppendixI() {
    WorkedExample example = new WorkedExample("pace-i1");
    ChipSimulator chip = chip(example);
    for (String step : List.of("choose", "nonce", "map")) {
      assertThat(send(chip, example.bytes("command." + step)))
          .as(step)
          .isEqualTo(example.bytes("response." + step));
    }
    ChipKey key = staticKey(example);
    assertThat(key.publicKey().getPublicKeyData().getBytes())
        .isEqualTo(example.bytes("public.static"));
    SessionCipher session = new SessionCipher.Aes(example.bytes("ks.enc"), example.bytes("ks.mac"));
    byte[] encrypted =
        CardPace.chipAuthenticationData(
            key, new BigInteger(1, example.bytes("secret.mapping")), session);
    byte[] response = example.bytes("response.authenticate");
    assertThat(encrypted).isEqualTo(Arrays.copyOfRange(response, 14, 62));
  }

  @Test
  void mapsTheNonceAsInAppendixH() {
    WorkedExample h1 = new WorkedExample("pace-h1");
    byte[] t = Arrays.copyOfRange(h1.bytes("command.map"), 9, 25);
    byte[] point =
        IntegratedMapping.generator(
            CardPaceInfo.Cipher.AES_128, CardPaceGroup.standardized(13), h1.bytes("nonce"), t);
    assertThat(Arrays.copyOfRange(point, 1, 33)).isEqualTo(h1.bytes("mapped.generator.x"));
    WorkedExample h2 = new WorkedExample("pace-h2");
    byte[] t2 = Arrays.copyOfRange(h2.bytes("command.map"), 9, 25);
    assertThat(
            IntegratedMapping.generator(
                CardPaceInfo.Cipher.AES_128, CardPaceGroup.standardized(0), h2.bytes("nonce"), t2))
        .isEqualTo(h2.bytes("mapped.generator"));
  }

  @Test
  void derivesThePasswordKeyOfAppendixG() {
    WorkedExample g1 = new WorkedExample("pace-g1");
    Map<Integer, byte[]> passwords =
        new CardPace.CardPasswords(g1.text("mrz.information"), null).byReference();
    assertThat(CardPaceInfo.Cipher.AES_128.passwordKey(passwords.get(1)))
        .isEqualTo(g1.bytes("password.key"));
    assertThat(passwords).containsOnlyKeys(1);
  }

  /// Every mapped generator lies in the group: no vector covers the longer keys and triple DES.
  @ParameterizedTest
  @EnumSource(CardPaceInfo.Cipher.class)
  void mapsIntoTheGroupWithEveryCipher(CardPaceInfo.Cipher cipher) throws CardRefusal {
    byte[] s = new SeededBytes("s").next(IntegratedMapping.nonceBytes(cipher));
    byte[] t = new SeededBytes("t").next(cipher.keyBytes());
    for (int id : new int[] {0, 1, 2, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18}) {
      CardPaceGroup group = CardPaceGroup.standardized(id);
      group.requireElement(IntegratedMapping.generator(cipher, group, s, t));
    }
  }

  private static ChipSimulator chip(WorkedExample example) {
    List<byte[]> random = new ArrayList<>();
    random.add(example.bytes("nonce"));
    example.find("secret.mapping").ifPresent(x -> random.add(HexFormat.of().parseHex(x)));
    example.find("secret.agreement").ifPresent(x -> random.add(HexFormat.of().parseHex(x)));
    example
        .find("secret.agreement.printed")
        .ifPresent(
            x -> {
              BigInteger q = ModularGroups.MODP_1024_160.getQ();
              random.add(BigIntegers.asUnsignedByteArray(20, new BigInteger(x, 16).mod(q)));
            });
    byte[] access = example.bytes("card.access");
    CardPaceInfo.Mapping mapping =
        Arrays.stream(CardPaceInfo.Mapping.values())
            .filter(m -> Arrays.equals(access, cardAccess(m, access)))
            .findFirst()
            .orElseThrow();
    return new ChipSimulator(
        new ChipContents(
            new CardFileSystem(Map.of(CardFileSystem.CARD_ACCESS, access)),
            new CardPace.CardPasswords(
                example.find("mrz.information").orElse(""),
                example.find("card.access.number").orElse(null)),
            List.of(info(mapping, access)),
            false,
            example.find("secret.static").isPresent()
                ? List.of(new AgreementKey(staticKey(example), List.of()))
                : List.of(),
            null),
        new FixedRandom(random.toArray(byte[][]::new)),
        CommandInterceptor.none());
  }

  private static byte[] cardAccess(CardPaceInfo.Mapping mapping, byte[] access) {
    try {
      return CardPaceInfo.cardAccess(List.of(info(mapping, access)));
    } catch (IllegalArgumentException otherAgreement) {
      return new byte[0];
    }
  }

  private static CardPaceInfo info(CardPaceInfo.Mapping mapping, byte[] access) {
    return new CardPaceInfo(mapping, CardPaceInfo.Cipher.AES_128, access[access.length - 1]);
  }

  private static ChipKey staticKey(WorkedExample example) {
    return new ChipKey("brainpoolP256r1", new BigInteger(1, example.bytes("secret.static")), null);
  }

  private static byte[] send(ChipSimulator chip, byte[] command) {
    return chip.transmit(command).orElseThrow();
  }

  private static byte[] ok() {
    return new byte[] {(byte) 0x90, 0};
  }
}
