package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.passport.ReadFailures.assertFailure;
import static org.urna.practice.specimen.Specimens.LIBRARY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.hardware.HardwareProfiles;
import org.urna.passport.AccessKey;
import org.urna.passport.ApduObserver;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.passport.ReaderState;
import org.urna.passport.ReaderWatch;
import org.urna.passport.SessionFacts;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.passport.chip.ReadingTerms;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.SecurityInfos;
import org.urna.practice.card.VirtualReader;
import org.urna.practice.specimen.NamedSpecimen;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.TrustList;

/// The true path: kiosk code, javax.smartcardio, libpcsclite, pcscd, the vpcd driver, a socket, the
/// simulated chip. Needs the Debian packages pcscd and vsmartcard-vpcd; see [PcscDaemon].
@Tag("pcsc")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PcscReadTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private static PcscReaders readers;
  private static PcscDaemon pcsc;

  private final VirtualReader virtual = new VirtualReader(VirtualReader.DEFAULT_PORT);

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

  @AfterEach
  void takeTheCardAway() throws Exception {
    virtual.close();
    await(ReaderState.EMPTY);
  }

  static Stream<SpecimenPassport> genuine() {
    return Stream.concat(
        LIBRARY.citizens().stream(), Stream.of(LIBRARY.minor(), LIBRARY.foreigner()));
  }

  @ParameterizedTest
  @MethodSource("genuine")
  void readsTheSameBytesAsInProcess(SpecimenPassport passport) throws Exception {
    lay(passport.chip());
    Reading overPcsc = read(readers.reader(ReadingTerms.kiosk()), passport.accessKey());
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(passport.chip());
    JmrtdPassportReader inProcess =
        new JmrtdPassportReader(
            slot, new CardExchange(true, 7_900), ReadLimits.KIOSK, new SecureRandom());
    Reading direct = read(inProcess, passport.accessKey());
    assertThat(overPcsc.securityObject()).isEqualTo(direct.securityObject());
    assertThat(overPcsc.dataGroup14()).isEqualTo(direct.dataGroup14());
    assertThat(overPcsc.dataGroup1()).isEqualTo(direct.dataGroup1());
    assertThat(overPcsc.dataGroup1()).isEqualTo(passport.dataGroup(1));
    assertThat(overPcsc.commands()).isEqualTo(direct.commands()).isEqualTo(8);
    System.out.printf(
        "chip read over PC/SC: %d APDUs, %d bytes received, %d ms%n",
        overPcsc.commands(), overPcsc.bytesReceived(), overPcsc.elapsed().toMillis());
  }

  static Stream<NamedSpecimen> everySpecimen() {
    return LIBRARY.all().stream();
  }

  /// Copies, forgeries and odd chips too: what is said of a passport, the bytes that are kept of
  /// it, and the way in do not depend on the reader.
  @ParameterizedTest
  @MethodSource("everySpecimen")
  void saysOfEverySpecimenWhatIsSaidInProcess(NamedSpecimen specimen) throws Exception {
    SpecimenPassport passport = specimen.passport();
    lay(passport.chip());
    Inspected overPcsc = inspect(readers.reader(ReadingTerms.kiosk()), passport);
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(passport.chip());
    Inspected direct =
        inspect(
            new JmrtdPassportReader(
                slot, new CardExchange(true, 7_900), ReadLimits.KIOSK, new SecureRandom()),
            passport);
    assertThat(overPcsc).isEqualTo(direct);
    assertThat(overPcsc.dataGroup1())
        .isEqualTo(
            overPcsc.isKept() ? HexFormat.of().formatHex(passport.dataGroup(1)) : "not kept");
  }

  /// @param verdict the result, without what it carries
  private record Inspected(
      String verdict,
      SessionFacts.AccessProtocol protocol,
      boolean downgraded,
      int commands,
      String dataGroup1,
      String securityObject) {
    boolean isKept() {
      return verdict.equals("Genuine") || verdict.equals("SignedButClonable");
    }
  }

  private static Inspected inspect(PassportReader reader, SpecimenPassport passport)
      throws Exception {
    SecureRandom random = new SecureRandom();
    Clock clock =
        Clock.fixed(Specimens.POLLING_DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    PassportInspection inspection =
        new PassportInspection(TrustList.of(LIBRARY.anchors()), clock, random, Runnable::run);
    try (ChipSession session = reader.open(passport.accessKey());
        PrintedPage page = PrintedPage.scanned(passport.holder().machineReadableZone())) {
      InspectionResult result = inspection.inspect(session, page);
      SessionFacts facts = session.facts();
      return switch (result) {
        case InspectionResult.Genuine(AuthenticPassport kept) -> inspected(result, facts, kept);
        case InspectionResult.SignedButClonable(AuthenticPassport kept) ->
            inspected(result, facts, kept);
        case InspectionResult other ->
            new Inspected(
                other.toString(),
                facts.accessProtocol(),
                facts.downgraded(),
                facts.commands(),
                "not kept",
                "not kept");
      };
    }
  }

  private static Inspected inspected(
      InspectionResult result, SessionFacts facts, AuthenticPassport kept) {
    try (kept) {
      return new Inspected(
          result.getClass().getSimpleName(),
          facts.accessProtocol(),
          facts.downgraded(),
          facts.commands(),
          HexFormat.of().formatHex(kept.dg1()),
          HexFormat.of().formatHex(kept.econtent()));
    }
  }

  @Test
  void suspectsAClone() throws Exception {
    SpecimenPassport clone = LIBRARY.cloned();
    lay(clone.chip());
    assertFailure(
        () -> read(readers.reader(ReadingTerms.kiosk()), clone.accessKey()),
        PassportReadFailure.CLONE_SUSPECTED);
  }

  @Test
  void spendsOneAttemptOnAWrongKeyAndThenOpensWithTheRightOne() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    List<Integer> statusWords = new ArrayList<>();
    ApduObserver observer = (index, sent, received, sw, elapsed) -> statusWords.add(sw);
    PassportReader reader =
        readers.reader(new ReadingTerms(ReadLimits.KIOSK, new SecureRandom(), observer));
    lay(passport.chip());
    MrzKey wrong = new MrzKey("750000012", passport.holder().birthDateInZone(), "330429");
    assertFailure(() -> reader.open(wrong), PassportReadFailure.KEY_REFUSED);
    assertThat(statusWords).containsExactly(0x6A82, 0x9000, 0x9000, 0x6300);
    assertThat(read(reader, passport.accessKey()).dataGroup1()).isEqualTo(passport.dataGroup(1));
  }

  @Test
  void namesRemovalInTheMiddleOfARead() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    lay(
        passport.chip(
            (index, command, chip) ->
                index == 4 ? Optional.empty() : Optional.of(chip.answer(command))));
    assertFailure(
        () -> read(readers.reader(ReadingTerms.kiosk()), passport.accessKey()),
        PassportReadFailure.LOST_CONTACT);
  }

  /// The passport slips and lies there again before pcscd has looked, during the read or right
  /// after it: it is seen and read without being lifted once more.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPassportThatSlipsDuringAReadIsReadWhereItLies(boolean isBackDuringTheRead)
      throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    lay(
        passport.chip(
            (index, command, chip) -> {
              if (index != 4) {
                return Optional.of(chip.answer(command));
              }
              if (isBackDuringTheRead) {
                layAgain(passport);
              }
              return Optional.empty();
            }));
    PassportReader reader = readers.reader(ReadingTerms.kiosk());
    assertFailure(() -> read(reader, passport.accessKey()), PassportReadFailure.LOST_CONTACT);
    if (!isBackDuringTheRead) {
      layAgain(passport);
    }
    await(ReaderState.CARD_PRESENT);
    assertThat(read(reader, passport.accessKey()).dataGroup1()).isEqualTo(passport.dataGroup(1));
  }

  private void layAgain(SpecimenPassport passport) {
    try {
      virtual.insert(passport.chip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesAnEmptyReader() {
    assertFailure(
        () -> readers.reader(ReadingTerms.kiosk()).open(LIBRARY.minor().accessKey()),
        PassportReadFailure.NO_CARD);
  }

  @Test
  void aSecondReadFindsTheCardReset() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    lay(passport.chip());
    PassportReader reader = readers.reader(ReadingTerms.kiosk());
    for (int i = 0; i < 3; i++) {
      assertThat(read(reader, passport.accessKey()).commands()).isEqualTo(8);
    }
  }

  @Test
  void aRealElectionDoesNotSeeTheVirtualReader() throws Exception {
    PcscReaders real = new PcscReaders(HardwareProfiles.load(Path.of("hardware-profiles")), false);
    assertThat(real.list())
        .filteredOn(reader -> reader.pcscName().startsWith("Virtual PCD"))
        .isNotEmpty()
        .noneMatch(PluggedReader::isUsable);
    assertFailure(
        () -> real.reader(ReadingTerms.kiosk()).open(LIBRARY.minor().accessKey()),
        PassportReadFailure.READER_GONE);
  }

  @Test
  void followsTheSmartCardServiceThroughARestart() throws Exception {
    Assumptions.assumeTrue(pcsc.isOurs(), "PC/SC TEST NOT RUN: pcscd is not ours to restart");
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    await(ReaderState.EMPTY);
    pcsc.stopDaemon();
    await(ReaderState.NO_READER);
    assertFailure(
        () -> readers.reader(ReadingTerms.kiosk()).open(passport.accessKey()),
        PassportReadFailure.READER_GONE);
    pcsc.startDaemon();
    long started = System.nanoTime();
    await(ReaderState.EMPTY);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
    lay(passport.chip());
    Reading reading = read(readers.reader(ReadingTerms.kiosk()), passport.accessKey());
    assertThat(reading.dataGroup1()).isEqualTo(passport.dataGroup(1));
  }

  private void lay(ChipSimulator chip) throws Exception {
    virtual.insert(chip);
    await(ReaderState.CARD_PRESENT);
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

  private static Reading read(PassportReader reader, AccessKey key) throws Exception {
    try (ChipSession session = reader.open(key)) {
      byte[] securityObject = session.readSecurityObject();
      byte[] dataGroup14 = session.readDataGroup(14);
      session.authenticateChip(SecurityInfos.onlyKey(dataGroup14));
      byte[] dataGroup1 = session.readDataGroup(1);
      assertThat(session.facts().chipProven()).isTrue();
      return new Reading(
          securityObject,
          dataGroup14,
          dataGroup1,
          session.facts().commands(),
          session.facts().bytesReceived(),
          session.facts().elapsed());
    }
  }

  private record Reading(
      byte[] securityObject,
      byte[] dataGroup14,
      byte[] dataGroup1,
      int commands,
      long bytesReceived,
      Duration elapsed) {}
}
