package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.CardAccessNumber;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadFailure;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.SecurityInfos;
import org.urna.practice.specimen.SpecimenPassport;

/// The whole reading path against simulated chips in this process.
class InProcessReadTest {

  private static final CardExchange EXTENDED = new CardExchange(true, 7_900);

  private final InProcessReader slot = new InProcessReader("in process");
  private final List<Integer> commandLengths = new ArrayList<>();

  static Stream<SpecimenPassport> genuine() {
    return Stream.concat(
        LIBRARY.citizens().stream(), Stream.of(LIBRARY.minor(), LIBRARY.foreigner()));
  }

  @ParameterizedTest
  @MethodSource("genuine")
  void readsEverySpecimenInTheOrderOfTrust(SpecimenPassport passport) throws Exception {
    slot.lay(passport.chip());
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
      byte[] dataGroup14 = session.readDataGroup(14);
      assertThat(dataGroup14).isEqualTo(passport.dataGroup(14));
      session.authenticateChip(SecurityInfos.onlyKey(dataGroup14));
      assertThat(session.facts().chipProven()).as("the agreement alone proves nothing").isFalse();
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      assertThat(session.facts().chipProven()).isTrue();
      assertThat(session.facts().commands()).isEqualTo(8).isEqualTo(commandLengths.size());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true,7900,8",
    "true,960,9",
    "true,448,11",
    "false,231,15",
    "false,223,15",
    "false,112,23"
  })
  void readsTheSameBytesWithEveryBlockSize(boolean extended, int block, int commands)
      throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getLast();
    slot.lay(passport.chip());
    try (ChipSession session =
        reader(new CardExchange(extended, block)).open(passport.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(passport.securityObject());
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      assertThat(session.facts().commands()).isEqualTo(commands);
    }
  }

  @ParameterizedTest
  @CsvSource({"true,7900,8", "false,231,14"})
  void readsARussianChipWithNoMoreThanItsCommands(boolean extended, int block, int most)
      throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    assertThat(passport.securityObject()).hasSizeGreaterThan(1_404);
    slot.lay(passport.chip());
    try (ChipSession session =
        reader(new CardExchange(extended, block)).open(passport.accessKey())) {
      session.readSecurityObject();
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      session.readDataGroup(1);
      assertThat(session.facts().commands()).isEqualTo(most);
      assertThat(session.facts().downgraded()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(ChipAuthenticationProtocol.class)
  void authenticatesChipsByEveryProtocolAndCurve(ChipAuthenticationProtocol protocol)
      throws Exception {
    for (String curve : List.of("secp192r1", "P-256", "brainpoolP256r1", "P-384")) {
      SpecimenPassport passport =
          SpecimenPassport.issue(LIBRARY.authority(), LIBRARY.minor().holder(), curve, protocol);
      slot.lay(passport.chip());
      try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
        session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
        assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
        assertThat(session.facts().chipProven()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ChipAuthenticationProtocol.class)
  void suspectsACloneAtTheFirstReadUnderTheNewKeys(ChipAuthenticationProtocol protocol)
      throws Exception {
    SpecimenPassport original =
        SpecimenPassport.issue(LIBRARY.authority(), LIBRARY.minor().holder(), "P-256", protocol);
    slot.lay(original.cloned().chip());
    try (ChipSession session = reader(EXTENDED).open(original.accessKey())) {
      assertThat(session.readSecurityObject()).isEqualTo(original.securityObject());
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.CLONE_SUSPECTED);
      assertThat(session.facts().chipProven()).isFalse();
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.LOST_CONTACT);
    }
  }

  @Test
  void aFileReadBeforeIsReadAfreshAndDoesNotHideAClone() throws Exception {
    SpecimenPassport clone = LIBRARY.cloned();
    slot.lay(clone.chip());
    try (ChipSession session = reader(EXTENDED).open(clone.accessKey())) {
      session.readDataGroup(1);
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.CLONE_SUSPECTED);
    }
  }

  @Test
  void suspectsAChipThatCannotDoWhatItIsSignedFor() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(LIBRARY.clonable().chip());
    try (ChipSession session = reader(EXTENDED).open(LIBRARY.clonable().accessKey())) {
      assertFailure(
          () -> session.authenticateChip(SecurityInfos.onlyKey(passport.dataGroup(14))),
          PassportReadFailure.CLONE_SUSPECTED);
    }
  }

  @Test
  void spendsExactlyOneAttemptOnAWrongKey() {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    List<Integer> attempts = new ArrayList<>();
    slot.lay(
        passport.chip(
            (index, command, chip) -> {
              if (command[1] == (byte) 0x82) {
                attempts.add(index);
              }
              return Optional.of(chip.answer(command));
            }));
    MrzKey wrong = new MrzKey("750000012", passport.holder().birthDateInZone(), "330429");
    assertFailure(() -> reader(EXTENDED).open(wrong), PassportReadFailure.KEY_REFUSED);
    assertThat(attempts).hasSize(1);
    assertThat(commandLengths).hasSize(4);
  }

  @Test
  void opensTheSameChipAgainAfterAWrongKey() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip());
    MrzKey wrong = new MrzKey("750000012", passport.holder().birthDateInZone(), "330429");
    assertFailure(() -> reader(EXTENDED).open(wrong), PassportReadFailure.KEY_REFUSED);
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  @Test
  void namesAMissingFileAndReadsOn() throws Exception {
    slot.lay(LIBRARY.clonable().chip());
    try (ChipSession session = reader(EXTENDED).open(LIBRARY.clonable().accessKey())) {
      assertFailure(() -> session.readDataGroup(14), PassportReadFailure.FILE_MISSING);
      assertFailure(() -> session.readDataGroup(15), PassportReadFailure.FILE_MISSING);
      assertThat(session.readDataGroup(1)).isEqualTo(LIBRARY.clonable().dataGroup(1));
    }
  }

  @Test
  void doesNotReadFacesOrFingers() throws Exception {
    slot.lay(LIBRARY.minor().chip());
    try (ChipSession session = reader(EXTENDED).open(LIBRARY.minor().accessKey())) {
      assertThatThrownBy(() -> session.readDataGroup(2))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> session.readDataGroup(3))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void saysThatNothingLiesThere() {
    assertFailure(
        () -> reader(EXTENDED).open(LIBRARY.minor().accessKey()), PassportReadFailure.NO_CARD);
  }

  @Test
  void saysThatACardIsNoPassport() {
    slot.lay(LIBRARY.minor().chip((index, command, chip) -> Optional.of(sw(0x6A82))));
    assertFailure(
        () -> reader(EXTENDED).open(LIBRARY.minor().accessKey()),
        PassportReadFailure.NOT_A_PASSPORT);
  }

  @Test
  void doesNotPretendToOpenAChipByACardAccessNumber() {
    slot.lay(LIBRARY.minor().chip());
    assertFailure(
        () -> reader(EXTENDED).open(new CardAccessNumber("123456")),
        PassportReadFailure.ACCESS_UNSUPPORTED);
  }

  @Test
  void survivesRemovalAtEveryCommand() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    for (int removedAt = 0; removedAt < 8; removedAt++) {
      int at = removedAt;
      slot.lay(
          passport.chip(
              (index, command, chip) ->
                  index == at ? Optional.empty() : Optional.of(chip.answer(command))));
      assertFailure(() -> readAll(passport), PassportReadFailure.LOST_CONTACT);
    }
  }

  @Test
  void givesUpAChipThatNeverAnswers() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    CountDownLatch wakeUp = new CountDownLatch(1);
    ChipSimulator silent =
        passport.chip(
            (index, command, chip) -> {
              if (index == 4) {
                awaitUninterruptibly(wakeUp);
              }
              return Optional.of(chip.answer(command));
            });
    slot.lay(silent);
    JmrtdPassportReader impatient =
        new JmrtdPassportReader(
            slot,
            EXTENDED,
            new ReadLimits(Duration.ofSeconds(2), Duration.ofSeconds(20)),
            new SecureRandom());
    try (ChipSession session = impatient.open(passport.accessKey())) {
      assertFailure(session::readSecurityObject, PassportReadFailure.CHIP_SILENT);
      assertFailure(session::readSecurityObject, PassportReadFailure.LOST_CONTACT);
    } finally {
      wakeUp.countDown();
    }
  }

  @Test
  void givesUpAReadThatTakesTooLongAltogether() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip());
    JmrtdPassportReader hurried =
        new JmrtdPassportReader(
            slot,
            new CardExchange(false, 16),
            new ReadLimits(Duration.ofNanos(1), Duration.ofNanos(1)),
            new SecureRandom());
    assertFailure(() -> hurried.open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
  }

  @Test
  void calledOffByAnInterruptAndKeepsTheFlag() {
    slot.lay(LIBRARY.minor().chip());
    Thread.currentThread().interrupt();
    assertFailure(
        () -> reader(EXTENDED).open(LIBRARY.minor().accessKey()), PassportReadFailure.CALLED_OFF);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void neverGoesOnInTheClear() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    byte[] plain = new byte[95];
    System.arraycopy(passport.dataGroup(1), 0, plain, 0, 93);
    plain[93] = (byte) 0x90;
    for (byte[] answer : List.of(plain, sw(0x9000), sw(0x6982), sw(0x6700), new byte[0])) {
      slot.lay(passport.chip(answering(4, response -> answer)));
      try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
        assertFailure(() -> session.readDataGroup(1), PassportReadFailure.PROTOCOL_ERROR);
      }
    }
  }

  @Test
  void refusesEveryOneBitChangeOfASecuredResponse() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip());
    int length;
    List<Integer> lengths = new ArrayList<>();
    slot.lay(
        passport.chip(
            answering(
                4,
                response -> {
                  lengths.add(response.length);
                  return response;
                })));
    readDataGroup1(passport);
    length = lengths.getFirst();
    for (int i = 0; i < length; i++) {
      int at = i;
      slot.lay(
          passport.chip(
              answering(
                  4,
                  response -> {
                    response[at] ^= 0x01;
                    return response;
                  })));
      assertFailure(() -> readDataGroup1(passport), PassportReadFailure.PROTOCOL_ERROR);
    }
  }

  @Test
  void refusesAReplayedResponse() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    List<byte[]> seen = new ArrayList<>();
    slot.lay(
        passport.chip(
            (index, command, chip) -> {
              byte[] answer = chip.answer(command);
              seen.add(answer);
              return Optional.of(index == 5 ? seen.get(4) : answer);
            }));
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      session.readDataGroup(1);
      assertFailure(() -> session.readDataGroup(1), PassportReadFailure.PROTOCOL_ERROR);
    }
  }

  @Test
  void refusesAChipThatDoesNotKnowTheKeyItself() {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    for (int i = 0; i < 40; i++) {
      int at = i;
      slot.lay(
          passport.chip(
              answering(
                  3,
                  response -> {
                    response[at] ^= (byte) 0x80;
                    return response;
                  })));
      assertFailure(
          () -> reader(EXTENDED).open(passport.accessKey()), PassportReadFailure.PROTOCOL_ERROR);
    }
  }

  private void readAll(SpecimenPassport passport) throws Exception {
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      session.readSecurityObject();
      session.authenticateChip(SecurityInfos.onlyKey(session.readDataGroup(14)));
      session.readDataGroup(1);
    }
  }

  private void readDataGroup1(SpecimenPassport passport) throws Exception {
    try (ChipSession session = reader(EXTENDED).open(passport.accessKey())) {
      session.readDataGroup(1);
    }
  }

  private JmrtdPassportReader reader(CardExchange exchange) {
    commandLengths.clear();
    return new JmrtdPassportReader(
        slot,
        exchange,
        ReadLimits.KIOSK,
        new SecureRandom(),
        (index, command, response, statusWord, elapsed) -> commandLengths.add(command));
  }

  private static CommandInterceptor answering(
      int at, java.util.function.UnaryOperator<byte[]> change) {
    return (index, command, chip) -> {
      byte[] answer = chip.answer(command);
      return Optional.of(index == at ? change.apply(answer) : answer);
    };
  }

  private static byte[] sw(int statusWord) {
    return new byte[] {(byte) (statusWord >> 8), (byte) statusWord};
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // A card driver does not listen to interrupts either.
      }
    }
  }
}
