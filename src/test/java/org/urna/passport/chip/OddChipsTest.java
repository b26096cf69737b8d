package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.passport.AccessKey;
import org.urna.passport.ApduObserver;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts.AccessProtocol;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.card.ChipBehaviour;
import org.urna.practice.card.ChipBehaviour.LongAnswer;
import org.urna.practice.card.ChipBehaviour.TooLargeABlock;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.RsaDigest;
import org.urna.practice.card.WrongKeys;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// Our reader against every specimen, and against chips as different as real ones are.
class OddChipsTest {

  private static final List<Integer> LADDER = List.of(7_900, 960, 448, 223, 160, 112);
  private static final byte[] CHALLENGE = {1, 2, 3, 4, 5, 6, 7, 8};

  private final InProcessReader slot = new InProcessReader("in process");

  /// By PACE, with RSA of 2,048 bits for Active Authentication.
  private final SpecimenPassport passport =
      new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
          .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
          .withRsaActiveAuthentication(2048, RsaDigest.SHA_256)
          .withPace(
              new org.urna.practice.card.CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12))
          .withCardAccessNumber("500540")
          .issue();

  static List<NamedSpecimen> all() {
    return LIBRARY.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void readsEverySpecimenWithEachOfItsKeys(NamedSpecimen specimen) throws Exception {
    SpecimenPassport each = specimen.passport();
    for (boolean extended : List.of(true, false)) {
      if (!canGo(each, extended)) {
        continue; // what happens then is a test of its own
      }
      for (AccessKey key : each.accessKeys()) {
        slot.lay(each.chip());
        List<Integer> sizes = extended ? LADDER : List.of(231, 160, 112);
        try (ChipSession session = reader(extended, sizes).open(key)) {
          assertThat(session.readSecurityObject()).isEqualTo(each.securityObject());
          assertThat(session.readDataGroup(1)).isEqualTo(each.dataGroup(1));
          assertThat(session.facts().downgraded()).isFalse();
          assertThat(session.facts().accessProtocol() == AccessProtocol.BASIC_ACCESS_CONTROL)
              .isEqualTo(each.cardAccess().isEmpty());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TooLargeABlock.class)
  void readsChipsWithSmallBlocks(TooLargeABlock otherwise) throws Exception {
    for (int largest : new int[] {112, 200, 500}) {
      slot.lay(behaving(ChipBehaviour.standard().withLargestBlock(largest, otherwise)));
      JmrtdPassportReader reader = reader(true, LADDER);
      byte[] securityObject = {};
      do {
        try (ChipSession session = reader.open(passport.accessKey())) {
          securityObject = session.readSecurityObject();
        } catch (PassportReadException e) {
          assertThat(otherwise).as(e.toString()).isEqualTo(TooLargeABlock.DIES);
        }
      } while (reader.canTrySmallerBlocks());
      assertThat(securityObject).as(largest + " " + otherwise).isEqualTo(passport.securityObject());
    }
  }

  @Test
  void readsAChipThatTakesShortApdusOnly() throws Exception {
    slot.lay(behaving(ChipBehaviour.standard().withoutExtendedLength()));
    try (ChipSession session = reader(true, LADDER).open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
    }
  }

  @Test
  void opensAChipThatWantsItsParametersNamed() throws Exception {
    slot.lay(behaving(ChipBehaviour.standard().demandingPaceParameters()));
    for (AccessKey key : passport.accessKeys()) {
      try (ChipSession session = reader(true, LADDER).open(key)) {
        assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
        assertThat(session.facts().downgraded()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(LongAnswer.class)
  void takesALongSignatureOverALongOrAPatientWay(LongAnswer answer) throws Exception {
    slot.lay(behaving(ChipBehaviour.standard().withLongAnswer(answer)));
    try (ChipSession session = reader(true, LADDER).open(passport.accessKey())) {
      assertThat(session.signChallenge(CHALLENGE, 256)).hasSize(256);
    }
    try (ChipSession session = reader(false, List.of(231)).open(passport.accessKey())) {
      if (answer == LongAnswer.IN_PARTS) {
        assertThat(session.signChallenge(CHALLENGE, 256)).hasSize(256);
      } else {
        assertFailure(
            () -> session.signChallenge(CHALLENGE, 256), PassportReadFailure.CHIP_KEY_UNSUPPORTED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesAChipThatBlocksItself(boolean byPace) throws Exception {
    SpecimenPassport chip = byPace ? passport : LIBRARY.citizens().getFirst();
    slot.lay(
        chip.withBehaviour(ChipBehaviour.standard().withWrongKeys(WrongKeys.blockedAfter(2)))
            .chip());
    JmrtdPassportReader reader = reader(true, LADDER);
    MrzKey wrong = new MrzKey("000000000", "000101", "330429");
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_REFUSED);
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_BLOCKED);
    assertFailure(() -> reader.open(chip.accessKey()), PassportReadFailure.KEY_BLOCKED);
    if (byPace) {
      assertFailure(
          () -> reader.open(new CardAccessNumber("500540")), PassportReadFailure.KEY_BLOCKED);
    }
  }

  private static boolean canGo(SpecimenPassport each, boolean extended) throws Exception {
    return each.cardAccess().isEmpty()
        || CardAccess.parse(each.cardAccess().get()).best(extended).isPresent();
  }

  private org.urna.practice.card.ChipSimulator behaving(ChipBehaviour behaviour) {
    return passport.withBehaviour(behaviour).chip();
  }

  private JmrtdPassportReader reader(boolean extended, List<Integer> sizes) {
    SecureRandom random = new SecureRandom();
    return new JmrtdPassportReader(
        slot,
        new BlockSizes(extended, sizes),
        new ReadingTerms(ReadLimits.KIOSK, random, ApduObserver.none()),
        new ReaderMemory(random, System::nanoTime),
        System::nanoTime);
  }
}
