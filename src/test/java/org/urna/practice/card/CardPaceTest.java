package org.urna.practice.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.card.PaceReader.statusOf;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.MrzKey;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// The chip's side of PACE: every way it is offered opens the chip, and everything done wrong is
/// refused.
class CardPaceTest {

  private static final int MRZ = 1;
  private static final int CAN = 2;
  private static final String NUMBER = "500540";
  private static final byte[] CAN_BYTES = NUMBER.getBytes(StandardCharsets.US_ASCII);
  private static final CardPaceInfo GENERIC =
      new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
  private static final String SELECT_APPLICATION = "00A4040C07A0000002471001";
  private static final String READ_DATA_GROUP_1 = "00B0810000";

  static Stream<CardPaceInfo> everyWay() {
    Stream<CardPaceInfo> curves =
        Stream.of(8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
            .map(id -> new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_256, id));
    Stream<CardPaceInfo> ciphers =
        Arrays.stream(Cipher.values())
            .flatMap(
                cipher ->
                    Stream.of(
                        new CardPaceInfo(Mapping.ECDH_GENERIC, cipher, 13),
                        new CardPaceInfo(Mapping.ECDH_INTEGRATED, cipher, 15),
                        new CardPaceInfo(Mapping.DH_GENERIC, cipher, 0),
                        new CardPaceInfo(Mapping.DH_INTEGRATED, cipher, 0)));
    Stream<CardPaceInfo> rest =
        Stream.of(
            new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 1),
            new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 2),
            new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.AES_128, 12),
            new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.AES_256, 12));
    return Stream.of(curves, ciphers, rest).flatMap(ways -> ways);
  }

  @ParameterizedTest
  @MethodSource("everyWay")
  void opensTheChipWithZoneAndNumber(CardPaceInfo info) throws Exception {
    SpecimenPassport passport = passport(info);
    byte[] zone = sha1(passport.holder().mrzInformation());
    for (int password : new int[] {MRZ, CAN}) {
      ChipSimulator chip = passport.chip();
      TerminalSession session =
          new PaceReader(chip, info).run(password, password == MRZ ? zone : CAN_BYTES);
      assertThat(session.send(hex("00B09C0000")).data())
          .as("EF.CardAccess can be read again")
          .isEqualTo(passport.cardAccess().orElseThrow());
      assertThat(session.send(hex("00B0820000")).statusWord()).isEqualTo(0x6A82);
      assertThat(session.send(hex(SELECT_APPLICATION)).statusWord()).isEqualTo(0x9000);
      assertThat(session.send(hex(READ_DATA_GROUP_1)).data()).isEqualTo(passport.dataGroup(1));
    }
  }

  @Test
  void refusesAWrongPasswordByItsTokenAndStartsOver() throws Exception {
    ChipSimulator chip = passport(GENERIC).chip();
    PaceReader reader = new PaceReader(chip, GENERIC);
    assertThat(reader.choose(CAN)).isEqualTo(0x9000);
    assertThat(reader.nonce("500541".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x9000);
    assertThat(reader.map()).isEqualTo(0x9000);
    assertThat(reader.agree()).isEqualTo(0x9000);
    byte[] token = reader.token();
    assertThat(statusOf(reader.authenticate(token))).isEqualTo(0x6300);
    assertThat(statusOf(reader.authenticate(token))).as("once only").isEqualTo(0x6985);
    reader.run(CAN, CAN_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"0", "3", "7"})
  void refusesATokenWithOneBitChanged(int at) throws Exception {
    PaceReader reader = upToAgreement();
    byte[] token = reader.token();
    token[at] ^= 1;
    assertThat(statusOf(reader.authenticate(token))).isEqualTo(0x6300);
  }

  @Test
  void refusesATokenOfTheWrongLength() throws Exception {
    for (int length : new int[] {0, 7, 9, 16}) {
      PaceReader reader = upToAgreement();
      assertThat(statusOf(reader.authenticate(Arrays.copyOf(reader.token(), length))))
          .as("%d bytes", length)
          .isEqualTo(0x6300);
    }
  }

  static Stream<CardPaceInfo> bothGroups() {
    return Stream.of(GENERIC, new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 0));
  }

  @ParameterizedTest
  @MethodSource("bothGroups")
  void refusesWhatIsNoElementOfTheGroup(CardPaceInfo info) throws Exception {
    for (byte[] bad : notElements(info)) {
      PaceReader mapping = new PaceReader(passport(info).chip(), info);
      mapping.choose(CAN);
      mapping.nonce(CAN_BYTES);
      assertThat(mapping.map(bad)).as("mapping").isEqualTo(hex("6A80"));
      assertThat(mapping.map()).as("the run is over").isEqualTo(0x6985);
      PaceReader agreement = new PaceReader(passport(info).chip(), info);
      agreement.choose(CAN);
      agreement.nonce(CAN_BYTES);
      agreement.map();
      assertThat(agreement.agree(bad)).as("agreement").isEqualTo(hex("6A80"));
    }
  }

  private static List<byte[]> notElements(CardPaceInfo info) {
    CardPaceGroup group = CardPaceGroup.standardized(info.parameterId());
    byte[] good = group.generator();
    byte[] changed = good.clone();
    changed[changed.length - 1] ^= 1;
    Stream<byte[]> common =
        Stream.of(
            changed,
            new byte[0],
            new byte[1],
            Arrays.copyOf(good, good.length - 1),
            Arrays.copyOf(good, good.length + 1),
            new byte[good.length]);
    int length = good.length;
    Stream<byte[]> own =
        info.mapping().isOverCurve()
            ? Stream.of(
                compressed(good), DataObjects.join(new byte[] {6}, tail(good)), infinite(length))
            : Stream.of(
                BigIntegers.asUnsignedByteArray(length, BigInteger.ONE),
                BigIntegers.asUnsignedByteArray(length, BigInteger.TWO),
                BigIntegers.asUnsignedByteArray(length, group.prime()),
                BigIntegers.asUnsignedByteArray(length, group.prime().subtract(BigInteger.ONE)));
    return Stream.concat(common, own).toList();
  }

  private static byte[] compressed(byte[] point) {
    return DataObjects.join(
        new byte[] {(byte) (2 + (point[point.length - 1] & 1))},
        Arrays.copyOfRange(point, 1, (point.length + 1) / 2));
  }

  private static byte[] tail(byte[] point) {
    return Arrays.copyOfRange(point, 1, point.length);
  }

  private static byte[] infinite(int length) {
    byte[] zeros = new byte[length];
    zeros[0] = 4;
    return zeros;
  }

  @Test
  void refusesItsOwnPublicKey() throws Exception {
    byte[] fixed = new byte[32];
    Arrays.fill(fixed, (byte) 5);
    ChipSimulator chip =
        new ChipSimulator(
            passport(GENERIC).contents(),
            new FixedRandom(new byte[16], fixed, fixed),
            CommandInterceptor.none());
    PaceReader reader = new PaceReader(chip, GENERIC);
    reader.choose(CAN);
    reader.nonce(CAN_BYTES);
    CardPaceGroup group = reader.group();
    byte[] mapping = reader.map(group.generator());
    byte[] chipsKey = Arrays.copyOfRange(mapping, 4, mapping.length - 2);
    // The chip drew a nonce of zeros, and with the base point as the reader's mapping key the
    // mapped generator is the chip's mapping key.
    byte[] generator = chipsKey;
    byte[] key = group.power(generator, new BigInteger(1, fixed));
    assertThat(reader.agree(key)).isEqualTo(hex("6A80"));
  }

  @Test
  void refusesStepsOutOfOrder() throws Exception {
    PaceReader reader = new PaceReader(passport(GENERIC).chip(), GENERIC);
    assertThat(reader.nonce(CAN_BYTES)).as("before MSE:Set AT").isEqualTo(0x6985);
    reader.choose(CAN);
    assertThat(reader.map(reader.group().generator()))
        .as("before the nonce")
        .isEqualTo(hex("6A80"));
    reader.choose(CAN);
    reader.nonce(CAN_BYTES);
    assertThat(reader.nonce(CAN_BYTES)).as("a second nonce").isEqualTo(0x6A80);
    reader.choose(CAN);
    reader.nonce(CAN_BYTES);
    assertThat(reader.agree(reader.group().generator())).as("no mapping").isEqualTo(hex("6A80"));
    reader.choose(CAN);
    reader.nonce(CAN_BYTES);
    reader.map();
    assertThat(reader.authenticate(new byte[8])).as("no agreement").isEqualTo(hex("6985"));
  }

  @Test
  void refusesAChainThatIsBrokenOffOrNotEnded() throws Exception {
    PaceReader reader = new PaceReader(passport(GENERIC).chip(), GENERIC);
    reader.choose(CAN);
    assertThat(reader.step(false, new byte[0])).as("first marked last").isEqualTo(hex("6985"));
    PaceReader open = upToAgreement();
    assertThat(open.step(true, DataObjects.of(0x85, open.token())))
        .as("last not marked so")
        .isEqualTo(hex("6883"));
    ChipSimulator chip = passport(GENERIC).chip();
    PaceReader interrupted = new PaceReader(chip, GENERIC);
    interrupted.choose(CAN);
    interrupted.nonce(CAN_BYTES);
    assertThat(chip.transmit(hex("00B09C0004"))).isPresent();
    assertThat(interrupted.map()).as("another command in between").isEqualTo(0x6985);
    assertThat(chip.transmit(hex("10B09C0004"))).as("only this is chained").contains(hex("6884"));
  }

  @ParameterizedTest
  @CsvSource({
    "0022C1A4, 6A80", // nothing chosen
    "0022C1A40C800A04007F00070202040202, 6A80", // no password
    "0022C1A40F800A04007F00070202040202830103, 6A88", // PIN
    "0022C1A410800A04007F0007020204020283020102, 6A88", // a reference of two bytes
    "0022C1A40F800A04007F00070202040203830102, 6A80", // another cipher
    "0022C1A40F800A04007F00070202040102830102, 6A80", // another key agreement
    "0022C1A412800A04007F0007020204020283010284010D, 6A80", // other parameters
    "0022C1A407800101830102, 6700", // longer than it is
    "0022C1A406800101830102, 6A80", // not an identifier
    "0022C1A403830102, 6A80", // no identifier
    "0022C1A403830204, 6A80", // a data object cut short
    "0086000002FC00, 6A80", // not object 7C
    "00860100027C00, 6A86"
  })
  void refusesEveryMalformedChoice(String command, String statusWord) {
    ChipSimulator chip = passport(GENERIC).chip();
    assertThat(chip.transmit(hex(command))).contains(hex(statusWord));
  }

  @Test
  void needsTheParametersOnlyIfThereAreTwoSets() throws Exception {
    CardPaceInfo other = new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 13);
    assertThat(new PaceReader(passport(GENERIC).chip(), GENERIC).choose(CAN, -1)).isEqualTo(0x9000);
    assertThat(new PaceReader(passport(GENERIC, other).chip(), GENERIC).choose(CAN, -1))
        .isEqualTo(0x6A80);
    new PaceReader(passport(GENERIC, other).chip(), other).run(CAN, CAN_BYTES);
  }

  @Test
  void isNotForTheApplicationNorForASecondTime() throws Exception {
    ChipSimulator chip = passport(GENERIC).chip();
    chip.transmit(hex(SELECT_APPLICATION));
    assertThat(new PaceReader(chip, GENERIC).choose(CAN)).isEqualTo(0x6985);
    chip.reset();
    TerminalSession session = new PaceReader(chip, GENERIC).run(CAN, CAN_BYTES);
    assertThat(session.send(hex("0022C1A40F800A04007F00070202040202830102")).statusWord())
        .isEqualTo(0x6985);
  }

  @Test
  void throwsTheSessionAwayAfterAPlainCommand() throws Exception {
    ChipSimulator chip = passport(GENERIC).chip();
    TerminalSession session = new PaceReader(chip, GENERIC).run(CAN, CAN_BYTES);
    assertThat(chip.transmit(hex("00B09C0004"))).as("open to everybody").isPresent();
    assertThat(chip.transmit(session.seal(hex(SELECT_APPLICATION)))).contains(hex("6988"));
  }

  @Test
  void leavesBasicAccessInPlaceUnlessItIsTakenAway() {
    ChipSimulator both = passport(GENERIC).chip();
    both.transmit(hex(SELECT_APPLICATION));
    assertThat(both.transmit(hex("0084000008")).orElseThrow()).hasSize(10);
    SpecimenPassport only = personalisation(GENERIC).withoutBasicAccess().issue();
    ChipSimulator chip = only.chip();
    chip.transmit(hex(SELECT_APPLICATION));
    assertThat(chip.transmit(hex("0084000008"))).contains(hex("6982"));
    assertThat(chip.transmit(DataObjects.join(hex("0082000028"), new byte[40], new byte[1])))
        .contains(hex("6982"));
  }

  @Test
  void hasNoPaceOnAChipThatOffersNone() {
    ChipSimulator chip = LIBRARY.citizens().getFirst().chip();
    assertThat(chip.transmit(hex("00B09C0000"))).contains(hex("6A82"));
    assertThat(chip.transmit(hex("0022C1A40F800A04007F00070202040202830102")))
        .contains(hex("6985"));
    assertThat(chip.transmit(hex("10860000027C0000"))).contains(hex("6985"));
  }

  @Test
  void tellsItsKeys() {
    SpecimenPassport passport = passport(GENERIC);
    assertThat(passport.accessKeys())
        .satisfiesExactly(
            zone -> assertThat(information(zone)).isEqualTo(passport.holder().mrzInformation()),
            number -> assertThat(number).isEqualTo(new CardAccessNumber(NUMBER)));
    assertThat(LIBRARY.minor().accessKeys())
        .singleElement()
        .extracting(CardPaceTest::information)
        .isEqualTo(LIBRARY.minor().holder().mrzInformation());
    assertThat(LIBRARY.minor().cardAccess()).isEmpty();
  }

  private static String information(AccessKey key) {
    return new String(((MrzKey) key).information(), StandardCharsets.US_ASCII);
  }

  @Test
  void cannotBeOfferedInAWayThatTheStandardRulesOut() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 2),
            () -> new CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 19),
            () -> new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, 3),
            () -> new CardPaceInfo(Mapping.DH_GENERIC, Cipher.AES_128, -1),
            () -> new CardPaceInfo(Mapping.ECDH_INTEGRATED, Cipher.AES_128, 10),
            () -> new CardPaceInfo(Mapping.ECDH_CHIP_AUTHENTICATION, Cipher.TRIPLE_DES, 12))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(
            () ->
                new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
                    .withoutBasicAccess()
                    .issue())
        .isInstanceOf(IllegalStateException.class);
  }

  private static PaceReader upToAgreement() throws CardRefusal {
    PaceReader reader = new PaceReader(passport(GENERIC).chip(), GENERIC);
    reader.choose(CAN);
    reader.nonce(CAN_BYTES);
    reader.map();
    assertThat(reader.agree()).isEqualTo(0x9000);
    return reader;
  }

  static SpecimenPassport passport(CardPaceInfo... infos) {
    return personalisation(infos).issue();
  }

  private static Personalisation personalisation(CardPaceInfo... infos) {
    return new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
        .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
        .withPace(infos)
        .withCardAccessNumber(NUMBER);
  }

  private static byte[] sha1(String text) {
    return SessionCipher.digest("SHA-1", text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
