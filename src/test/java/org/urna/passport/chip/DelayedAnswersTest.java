package org.urna.passport.chip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadFailure;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.card.CommandInterceptor;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// Chips that punish wrong keys by answering late, and what is asked of them.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DelayedAnswersTest {

  private static final byte EXTERNAL_AUTHENTICATE = (byte) 0x82;
  private static final byte GENERAL_AUTHENTICATE = (byte) 0x86;

  /// Longer than a busy machine pauses, shorter than the chip's delay, but for the commands of
  /// access and, in one test, the read.
  private static final ReadLimits LIMITS =
      new ReadLimits(Duration.ofMillis(400), Duration.ofSeconds(20), Duration.ofSeconds(10));

  private static final Duration DELAY = Duration.ofMillis(1_200);

  private final InProcessReader slot = new InProcessReader("in process");
  private final List<Integer> indexes = new ArrayList<>();

  @Test
  void waitsForAChipThatAnswersAKeyLate() throws Exception {
    SpecimenPassport basic = LIBRARY.citizens().getFirst();
    SpecimenPassport pace =
        new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
            .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
            .withPace(
                new org.urna.practice.card.CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_128, 12))
            .issue();
    for (SpecimenPassport passport : List.of(basic, pace)) {
      slot.lay(passport.chip(late(EXTERNAL_AUTHENTICATE, GENERAL_AUTHENTICATE)));
      try (ChipSession session = reader(LIMITS).open(passport.accessKey())) {
        assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
      }
    }
  }

  @Test
  void namesTheRefusalThatComesLate() {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip(late(EXTERNAL_AUTHENTICATE)));
    assertFailure(
        () -> reader(LIMITS).open(new MrzKey("000000000", "000101", "330429")),
        PassportReadFailure.KEY_REFUSED);
  }

  @Test
  void theDelayIsNotTakenFromTheRead() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip(late(EXTERNAL_AUTHENTICATE)));
    ReadLimits hurried =
        new ReadLimits(Duration.ofMillis(1_000), Duration.ofSeconds(20), Duration.ofMillis(1_000));
    try (ChipSession session = reader(hurried).open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  @Test
  void noOtherCommandMayTakeThatLong() {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    for (byte instruction : new byte[] {(byte) 0xB0, (byte) 0xA4, (byte) 0x84}) {
      slot.lay(passport.chip(late(instruction)));
      assertFailure(
          () -> reader(LIMITS).open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
    }
  }

  @Test
  void evenTheAnswerToAKeyHasALimit() {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip(late(EXTERNAL_AUTHENTICATE)));
    ReadLimits impatient = new ReadLimits(Duration.ofMillis(400), Duration.ofSeconds(10));
    assertFailure(
        () -> reader(impatient).open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
  }

  @Test
  void theDelaysOfOneReadAddUpToNoMoreThanThatLimit() {
    SpecimenPassport passport =
        LIBRARY.all().stream()
            .filter(specimen -> specimen.id().equals("pace-can"))
            .findFirst()
            .orElseThrow()
            .passport();
    slot.lay(passport.chip(late(GENERAL_AUTHENTICATE)));
    // Each of the four answers of PACE comes within its limit, all of them together do not.
    ReadLimits limits =
        new ReadLimits(
            Duration.ofMillis(1_000), Duration.ofMillis(2_400), Duration.ofMillis(1_000));
    assertFailure(() -> reader(limits).open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
  }

  @Test
  void theThirdTryOfARefusedKeyDoesNotReachTheChip() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(
        passport.chip(
            (index, command, chip) -> {
              indexes.add(index);
              return Optional.of(chip.answer(command));
            }));
    JmrtdPassportReader reader = reader(ReadLimits.KIOSK);
    MrzKey wrong = new MrzKey("000000000", "000101", "330429");
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_REFUSED);
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_REFUSED);
    int sent = indexes.size();
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_BLOCKED);
    assertThat(indexes).hasSize(sent);
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  @Test
  void anAbandonedCardThreadLetsTheNextReadBegin() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    slot.lay(passport.chip(late((byte) 0x84)));
    ReadLimits limits = new ReadLimits(Duration.ofMillis(800), Duration.ofSeconds(10));
    JmrtdPassportReader reader = reader(limits);
    assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
    // The thread still waits for the chip, 400 ms more; the reader waits for it.
    assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
    slot.lay(passport.chip());
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  /// Answers commands with these instruction bytes in the clear late.
  private static CommandInterceptor late(byte... instructions) {
    return (index, command, chip) -> {
      for (byte instruction : instructions) {
        if (command[1] == instruction && (command[0] & 0x0C) == 0) {
          pause();
        }
      }
      return Optional.of(chip.answer(command));
    };
  }

  private static void pause() {
    try {
      boolean never = new CountDownLatch(1).await(DELAY.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(never).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private JmrtdPassportReader reader(ReadLimits limits) {
    return new JmrtdPassportReader(slot, new CardExchange(true, 7_900), limits, new SecureRandom());
  }
}
