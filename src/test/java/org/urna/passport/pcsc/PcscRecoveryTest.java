package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.urna.hardware.HardwareProfiles;
import org.urna.passport.ApduObserver;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;
import org.urna.passport.chip.ReadLimits;
import org.urna.passport.chip.ReadingTerms;
import org.urna.practice.card.CardPaceInfo.Cipher;
import org.urna.practice.card.CardPaceInfo.Mapping;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.VirtualReader;
import org.urna.practice.specimen.Personalisation;
import org.urna.practice.specimen.SpecimenPassport;

/// What the smart card service, its driver and a card can do to a kiosk that goes on running:
/// killed, restarted, hanging. A reader that is unplugged looks to the program like its service
/// stopping; the virtual one cannot be unplugged by itself.
@Tag("pcsc")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PcscRecoveryTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PROMISED = Duration.ofSeconds(3);

  private static PcscReaders readers;
  private static PcscDaemon pcsc;

  private final VirtualReader virtual = new VirtualReader(VirtualReader.DEFAULT_PORT);
  private final SpecimenPassport passport = LIBRARY.citizens().getFirst();

  @BeforeAll
  static void startPcsc() throws Exception {
    readers = new PcscReaders(HardwareProfiles.load(Path.of("hardware-profiles")), true);
    pcsc = PcscDaemon.start(readers);
  }

  @AfterAll
  static void stopPcsc() throws Exception {
    if (pcsc != null) {
      pcsc.close();
    }
  }

  @BeforeEach
  void mayRestart() {
    Assumptions.assumeTrue(pcsc.isOurs(), "PC/SC TEST NOT RUN: pcscd is not ours to restart");
  }

  @AfterEach
  void takeTheCardAway() throws Exception {
    virtual.close();
    if (pcsc.isOurs()) {
      await(ReaderState.EMPTY);
    }
  }

  @Test
  void seesTheCardThatLiesThereWhenAKilledServiceComesBack() throws Exception {
    lay(passport.chip());
    PassportReader reader = readers.reader(ReadingTerms.kiosk());
    readsDataGroup1(reader);
    pcsc.killDaemon();
    await(ReaderState.NO_READER);
    assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.READER_GONE);
    pcsc.startDaemon();
    long started = System.nanoTime();
    layWhenItListens(passport.chip());
    await(ReaderState.CARD_PRESENT);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(PROMISED);
    readsDataGroup1(reader);
  }

  @Test
  void aServiceThatDiesDuringAReadEndsItAtOnceAndTheNextReadWorks() throws Exception {
    PassportReader reader = readers.reader(ReadingTerms.kiosk());
    lay(
        passport.chip(
            (index, command, chip) -> {
              if (index == 5) {
                kill();
              }
              return Optional.of(chip.answer(command));
            }));
    try (ChipSession session = reader.open(passport.accessKey())) {
      session.readSecurityObject();
      long before = System.nanoTime();
      assertThatThrownBy(() -> session.readDataGroup(1))
          .isInstanceOfSatisfying(
              PassportReadException.class,
              e ->
                  assertThat(e.failure())
                      .isIn(PassportReadFailure.READER_GONE, PassportReadFailure.LOST_CONTACT));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMISED);
    }
    pcsc.startDaemon();
    layWhenItListens(passport.chip());
    await(ReaderState.CARD_PRESENT);
    readsDataGroup1(reader);
  }

  @Test
  void aListFromBeforeARestartIsNotUsedAfterIt() throws Exception {
    PcscReaders.Chosen stale = readers.choose().orElseThrow();
    assertThat(stale.hasCard()).isFalse();
    pcsc.stopDaemon();
    pcsc.startDaemon();
    await(ReaderState.EMPTY);
    lay(passport.chip());
    assertThatThrownBy(stale::hasCard).isInstanceOf(PassportReadException.class);
    readsDataGroup1(readers.reader(ReadingTerms.kiosk()));
    assertThat(readers.choose().orElseThrow().hasCard()).isTrue();
  }

  @Test
  void readsTheNextPassportAfterOneThatNeverAnswered() throws Exception {
    CountDownLatch wakeUp = new CountDownLatch(1);
    PassportReader reader = impatientReader();
    lay(
        passport.chip(
            (index, command, chip) -> {
              if (index == 2) {
                awaitUninterruptibly(wakeUp);
              }
              return Optional.of(chip.answer(command));
            }));
    try {
      assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
      virtual.remove();
      await(ReaderState.EMPTY);
      lay(passport.chip());
      readsDataGroup1(reader);
    } finally {
      wakeUp.countDown();
    }
  }

  @Test
  void readsTheSamePassportAgainAfterItAnsweredTooLate() throws Exception {
    PassportReader reader = impatientReader();
    int[] commands = {0};
    lay(
        passport.chip(
            (index, command, chip) -> {
              if (commands[0]++ == 2) {
                pause(Duration.ofMillis(1_500));
              }
              return Optional.of(chip.answer(command));
            }));
    assertFailure(() -> reader.open(passport.accessKey()), PassportReadFailure.CHIP_SILENT);
    // The driver still waits for the chip; the reader waits for the driver.
    readsDataGroup1(reader);
  }

  @Test
  void readsByPaceAsInProcess() throws Exception {
    SpecimenPassport pace =
        new Personalisation(LIBRARY.authority(), LIBRARY.minor().holder())
            .withChipAuthentication("P-256", ChipAuthenticationProtocol.ECDH_AES_128)
            .withPace(
                new org.urna.practice.card.CardPaceInfo(Mapping.ECDH_GENERIC, Cipher.AES_256, 16))
            .withCardAccessNumber("271828")
            .issue();
    lay(pace.chip());
    for (var key : pace.accessKeys()) {
      try (ChipSession session = readers.reader(ReadingTerms.kiosk()).open(key)) {
        assertThat(session.readSecurityObject()).isEqualTo(pace.securityObject());
        assertThat(session.readDataGroup(1)).isEqualTo(pace.dataGroup(1));
        assertThat(session.facts().commands()).isEqualTo(1 + 5 + 1 + 2);
        assertThat(session.facts().downgraded()).isFalse();
      }
    }
  }

  private void readsDataGroup1(PassportReader reader) throws Exception {
    try (ChipSession session = reader.open(passport.accessKey())) {
      assertThat(session.readDataGroup(1)).isEqualTo(passport.dataGroup(1));
    }
  }

  private static PassportReader impatientReader() {
    return readers.reader(
        new ReadingTerms(
            new ReadLimits(Duration.ofSeconds(1), Duration.ofSeconds(10)),
            new SecureRandom(),
            ApduObserver.none()));
  }

  private void lay(ChipSimulator chip) throws Exception {
    virtual.insert(chip);
    await(ReaderState.CARD_PRESENT);
  }

  /// A service that was just started does not listen yet.
  private void layWhenItListens(ChipSimulator chip) throws Exception {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        virtual.insert(chip);
        return;
      } catch (IOException e) {
        assertThat(System.nanoTime()).isLessThan(end);
        pause(Duration.ofMillis(50));
      }
    }
  }

  private static void kill() {
    try {
      pcsc.killDaemon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause(Duration time) {
    try {
      boolean never = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(never).isFalse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  /// Waits until the watch reports `wanted`.
  private static void await(ReaderState wanted) throws InterruptedException {
    long end = System.nanoTime() + SOON.toNanos();
    try (ReaderWatch watch = readers.watch()) {
      ReaderState state = watch.await(wanted, Duration.ZERO);
      while (state != wanted && System.nanoTime() < end) {
        state = watch.await(state, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
      assertThat(state).isEqualTo(wanted);
    }
  }
}
