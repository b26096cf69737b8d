package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.AccessKey;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts;
import org.urna.passport.SessionFacts.AccessProtocol;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.SecurityInfos;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// Our reader and the simulated chip, written from the standard apart from each other, against each
/// other: PACE in every way that both speak, and what happens when it goes wrong.
class PaceBothSidesTest {

  private static final CardExchange EXTENDED = new CardExchange(true, 7_900);
  private static final CardAccessNumber NUMBER = new CardAccessNumber("314159");

  private final InProcessReader slot = new InProcessReader("in process");
  private final List<String> commands = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Cipher.class)
  void opensChipsByGenericMappingOnEveryCurve(Cipher cipher) throws Exception {
    for (int curve = 8; curve <= 18; curve++) {
      readsAll(passport(Mapping.ECDH_GENERIC, cipher, curve), AccessProtocol.PACE_GENERIC_MAPPING);
    }
  }

  @ParameterizedTest
  @EnumSource(Cipher.class)
  void opensChipsByIntegratedMappingOnEveryCurveThatCan(Cipher cipher) throws Exception {
    for (int curve : new int[] {8, 9, 11, 12, 13, 14, 15, 16, 17, 18}) {
      readsAll(
          passport(Mapping.ECDH_INTEGRATED, cipher, curve), AccessProtocol.PACE_INTEGRATED_MAPPING);
    }
  }

  @ParameterizedTest
  @EnumSource(Cipher.class)
  void opensChipsInEveryPrimeField(Cipher cipher) throws Exception {
    for (int field = 0; field <= 2; field++) {
      readsAll(passport(Mapping.DH_GENERIC, cipher, field), AccessProtocol.PACE_GENERIC_MAPPING);
      readsAll(
          passport(Mapping.DH_INTEGRATED, cipher, field), AccessProtocol.PACE_INTEGRATED_MAPPING);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Cipher.class, mode = EnumSource.Mode.EXCLUDE, names = "TRIPLE_DES")
  void opensChipsByChipAuthenticationMapping(Cipher cipher) throws Exception {
    readsAll(
        passport(Mapping.ECDH_CHIP_AUTHENTICATION, cipher, 12),
        AccessProtocol.PACE_CHIP_AUTHENTICATION_MAPPING);
  }

  @ParameterizedTest
  @EnumSource(Cipher.class)
  void readsInShortApdusWithEveryCipher(Cipher cipher) throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, cipher, 13);
    slot.lay(passport.chip());
    try (ChipSession session = reader(CardExchange.SHORT).open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
      int block = cipher == Cipher.TRIPLE_DES ? 231 : 223;
      int reads = (passport.securityObject().length + block - 1) / block;
      assertThat(session.facts().commands()).isEqualTo(1 + 5 + 1 + reads);
    }
  }

  @Test
  void fallsBackToBasicAccessWhereTheNumbersAreTooLongForTheReader() throws Exception {
    SpecimenPassport passport = passport(Mapping.DH_GENERIC, Cipher.AES_128, 2);
    slot.lay(passport.chip());
    try (ChipSession session = reader(CardExchange.SHORT).open(passport.accessKey())) {
      assertThat(session.facts().accessProtocol()).isEqualTo(AccessProtocol.BASIC_ACCESS_CONTROL);
      assertThat(session.facts().downgraded()).isTrue();
    }
  }

  @Test
  void takesTheNumberPrintedOnTheCard() throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_256, 16);
    slot.lay(passport.chip());
    try (ChipSession session = reader(EXTENDED).open(NUMBER)) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      assertThat(session.facts().accessProtocol()).isEqualTo(AccessProtocol.PACE_GENERIC_MAPPING);
      assertThat(session.facts().downgraded()).isFalse();
    }
  }

  @Test
  void opensAChipThatKnowsNothingButPace() throws Exception {
    SpecimenPassport passport =
        personalisation(Mapping.ECDH_GENERIC, Cipher.AES_128, 12).withoutBasicAccess().issue();
    slot.lay(passport.chip());
    for (AccessKey key : List.of(passport.accessKey(), NUMBER)) {
      try (ChipSession session = reader(EXTENDED).open(key)) {
        assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void spendsOneAttemptOnAWrongKeyAndTriesNothingElseWithIt(Mapping mapping) throws Exception {
    int parameters = mapping.name().startsWith("DH") ? 0 : 12;
    SpecimenPassport passport = passport(mapping, Cipher.AES_128, parameters);
    slot.lay(passport.chip(listening()));
    MrzKey wrong = new MrzKey("000000000", "000101", "330429");
    for (AccessKey key : List.of(wrong, new CardAccessNumber("314158"))) {
      commands.clear();
      assertFailure(() -> reader(EXTENDED).open(key), PassportReadFailure.KEY_REFUSED);
      assertThat(commands).hasSize(1 + 5);
      assertThat(commands).noneMatch(command -> command.startsWith("0082"));
      assertThat(commands).filteredOn(command -> command.startsWith("0086")).hasSize(1);
    }
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 6A80", "1, 6A87", "1, 6A88", "1, 6D00", "2, 6A80", "3, 6985", "4, 6F00"})
  void resetsAChipThatGivesPaceUpAndOpensItByBasicAccess(int at, String statusWord)
      throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    slot.lay(passport.chip(failing(at, statusWord)));
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      SessionFacts facts = session.facts();
      assertThat(facts.accessProtocol()).isEqualTo(AccessProtocol.BASIC_ACCESS_CONTROL);
      assertThat(facts.downgraded()).isTrue();
      assertThat(facts.commands()).isEqualTo(commands.size());
    }
    assertThat(commands).filteredOn(command -> command.startsWith("0082")).hasSize(1);
    assertThat(commands).filteredOn(command -> command.startsWith("00B09C")).hasSize(1);
  }

  @Test
  void aNumberOpensNothingWithoutPace() throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    slot.lay(passport.chip(failing(1, "6A80")));
    assertFailure(() -> reader(EXTENDED).open(NUMBER), PassportReadFailure.ACCESS_UNSUPPORTED);
    slot.lay(LIBRARY.citizens().getFirst().chip());
    assertFailure(() -> reader(EXTENDED).open(NUMBER), PassportReadFailure.ACCESS_UNSUPPORTED);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 63C0, KEY_BLOCKED",
    "5, 6983, KEY_BLOCKED",
    "1, 6984, KEY_BLOCKED",
    "5, 63C2, KEY_REFUSED",
    "5, 6300, KEY_REFUSED",
    "5, 6F00, PROTOCOL_ERROR",
    "2, 9000, PROTOCOL_ERROR"
  })
  void triesNothingElseAfterTheKeyWasTestedOrTheChipLied(
      int at, String statusWord, PassportReadFailure expected) throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    slot.lay(passport.chip(failing(at, statusWord)));
    assertFailure(() -> reader(EXTENDED).open(passport.accessKey()), expected);
    assertThat(commands).hasSize(at + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3100", "318000", "31847FFFFFFF", "300030003000", "3103300130"})
  void opensAChipWithAnIncomprehensibleCardAccessByBasicAccess(String file) throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    slot.lay(
        passport.chip(
            (index, command, chip) ->
                Optional.of(
                    index == 0 ? HexFormat.of().parseHex(file + "9000") : chip.answer(command))));
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      assertThat(session.facts().accessProtocol()).isEqualTo(AccessProtocol.BASIC_ACCESS_CONTROL);
      assertThat(session.facts().downgraded()).isEqualTo(!file.isEmpty() && !file.equals("3100"));
    }
  }

  @Test
  void readsACardAccessOfSeveralBlocks() throws Exception {
    Personalisation many =
        new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
            .withCardAccessNumber(NUMBER.digits());
    for (int curve = 8; curve <= 18; curve++) {
      for (Cipher cipher : Cipher.values()) {
        many.withPace(new org.urna.practice.card.CardPaceInfo(Mapping.ECDH_GENERIC, cipher, curve));
      }
    }
    SpecimenPassport passport = many.issue();
    assertThat(passport.cardAccess().orElseThrow()).hasSizeGreaterThan(768);
    slot.lay(passport.chip(listening()));
    try (ChipSession session = reader(EXTENDED).open(NUMBER)) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
    // Several sets of domain parameters: the best is named.
    assertThat(commands)
        .anyMatch(command -> command.startsWith("0022C1A4") && command.endsWith("840112"));
  }

  @ParameterizedTest
  @EnumSource(Mapping.class)
  void survivesRemovalAtEveryCommand(Mapping mapping) throws Exception {
    int parameters = mapping.name().startsWith("DH") ? 0 : 12;
    SpecimenPassport passport = passport(mapping, Cipher.AES_128, parameters);
    int all = 11;
    for (int removedAt = 0; removedAt <= all; removedAt++) {
      int at = removedAt;
      slot.lay(
          passport.chip(
              (index, command, chip) ->
                  index == at ? Optional.empty() : Optional.of(chip.answer(command))));
      ThrowingCallable reading = () -> readAll(passport);
      if (at < all) {
        assertFailure(reading, PassportReadFailure.LOST_CONTACT);
      } else {
        readAll(passport);
      }
    }
  }

  @Test
  void survivesRemovalWhileItFallsBack() throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    for (int removedAt = 0; removedAt < 3; removedAt++) {
      int at = removedAt;
      List<Integer> indexes = new ArrayList<>();
      slot.lay(
          passport.chip(
              (index, command, chip) -> {
                indexes.add(index);
                boolean fallenBack = indexes.lastIndexOf(0) > 0;
                if (fallenBack) {
                  return index == at ? Optional.empty() : Optional.of(chip.answer(command));
                }
                return Optional.of(
                    index == 2 ? HexFormat.of().parseHex("6A80") : chip.answer(command));
              }));
      assertFailure(
          () -> reader(EXTENDED).open(passport.accessKey()), PassportReadFailure.LOST_CONTACT);
    }
  }

  @Test
  void neverGoesOnInTheClearAfterPace() throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    for (String plain : List.of("9000", "6A82", "6982", "6700", "6100", "")) {
      slot.lay(passport.chip(failing(6, plain)));
      assertFailure(
          () -> reader(EXTENDED).open(passport.accessKey()), PassportReadFailure.PROTOCOL_ERROR);
    }
  }

  @Test
  void aChipWithPaceSaysUnderSecureMessagingThatItLacksAnApplication() throws Exception {
    SpecimenPassport passport = passport(Mapping.ECDH_GENERIC, Cipher.AES_128, 12);
    slot.lay(passport.chip(listening()));
    ChipChannel channel = new ChipChannel(slot.connect());
    CardAccess access =
        CardAccess.parse(
            new ChipFileReader(channel, 256)
                .readIfOffered(org.urna.passport.ChipFile.CARD_ACCESS)
                .orElseThrow());
    channel.secureWith(
        new Pace(channel, access.best(true).orElseThrow(), new SecureRandom(), 65_536)
            .open(NUMBER, false));
    ChipChannel.Response response =
        channel.send(
            new net.sf.scuba.smartcards.CommandAPDU(
                0x00, 0xA4, 0x04, 0x0C, HexFormat.of().parseHex("E80704007F00070302")));
    assertThat(response.statusWord()).isEqualTo(0x6A82);
    assertThat(channel.isVerifiedUnderCurrentKeys()).isTrue();
  }

  private void readsAll(SpecimenPassport passport, AccessProtocol protocol) throws Exception {
    slot.lay(passport.chip());
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      SessionFacts facts = session.facts();
      assertThat(facts.accessProtocol()).isEqualTo(protocol);
      assertThat(facts.downgraded()).isFalse();
      assertThat(facts.commands()).isEqualTo(1 + 5 + 1);
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  private void readAll(SpecimenPassport passport) throws Exception {
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      session.readSecurityObject();
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      session.readDataGroup(1);
      assertThat(session.facts().chipProven()).isTrue();
      assertThat(session.facts().commands()).isEqualTo(11);
    }
  }

  private static SpecimenPassport passport(Mapping mapping, Cipher cipher, int parameterId) {
    return personalisation(mapping, cipher, parameterId).issue();
  }

  private static Personalisation personalisation(Mapping mapping, Cipher cipher, int parameterId) {
    return new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
        .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_3DES)
        .withPace(new org.urna.practice.card.CardPaceInfo(mapping, cipher, parameterId))
        .withCardAccessNumber(NUMBER.digits());
  }

  private CommandInterceptor listening() {
    return failing(-1, "");
  }

  /// Notes every command, and answers the one with this index in its own way as long as the chip
  /// has not been reset.
  private CommandInterceptor failing(int at, String answer) {
    commands.clear();
    return (index, command, chip) -> {
      commands.add(HexFormat.of().withUpperCase().formatHex(command));
      boolean isFirstPower = commands.size() == index + 1;
      boolean isSecondTemplate = at == 1 && index == 2 && isFirstPower && answer.startsWith("6A8");
      return Optional.of(
          (index == at && isFirstPower) || isSecondTemplate
              ? HexFormat.of().parseHex(answer)
              : chip.answer(command));
    };
  }

  private JmrtdPassportReader reader(CardExchange exchange) {
    return new JmrtdPassportReader(slot, exchange, ReadLimits.KIOSK, new SecureRandom());
  }
}
