package org.urna;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.urna.election.ElectionMode;
import org.urna.flow.FlowDriver;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.passport.ApduObserver;
import org.urna.passport.PassportReadException;
import org.urna.passport.pcsc.HardwareProfiles;
import org.urna.passport.pcsc.JmrtdPassportReader;
import org.urna.passport.pcsc.PcscReaders;
import org.urna.passport.pcsc.PcscReading;
import org.urna.passport.pcsc.PluggedReader;
import org.urna.passport.pcsc.ReadLimits;
import org.urna.passport.scan.ScanBox;
import org.urna.practice.InProcessReader;
import org.urna.practice.LocalChain;
import org.urna.practice.SpecimenLibrary;
import org.urna.station.StationSettings;
import org.urna.ui.KioskApp;
import org.urna.ui.KioskWindow;
import org.urna.ui.PracticeDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna kiosk`: the polling station on its screen.
@Command(
    name = "kiosk",
    mixinStandardHelpOptions = true,
    description = "The polling station itself, full screen.")
final class KioskCommand implements Callable<Integer> {
  private static final Duration GUARD = Duration.ofMillis(300);

  @Option(names = "--settings", description = "station.toml (default: the installation's)")
  private @Nullable Path settings;

  @Option(names = "--payer", description = "file with the key of the account that pays for uploads")
  private @Nullable Path payer;

  @Option(names = "--window", description = "In a window instead of the whole screen.")
  private boolean window;

  @Option(
      names = "--specimens",
      description =
          "Practice only: a simulated reader and a tray of specimen passports instead of the plugged-in reader.")
  private boolean specimens;

  @Override
  public Integer call() throws Exception {
    StationSettings station = StationCommand.settings(settings);
    if (station.mode() == ElectionMode.PRACTICE && !Files.exists(station.folder().log())) {
      System.err.println("urna: this station was never provisioned; rehearsing with specimens");
      return practice(Files.createTempDirectory("urna-practice-"));
    }
    if (station.mode() == ElectionMode.PRACTICE) {
      PracticeElection.developmentKeys(Installation.circuits(null));
    }
    if (specimens) {
      return withSpecimens(station);
    }
    HardwareProfiles profiles =
        HardwareProfiles.load(Installation.home().resolve("hardware-profiles"));
    PcscReaders readers = new PcscReaders(profiles, station.mode() == ElectionMode.PRACTICE);
    ScanBox keyboard = new ScanBox("keyboard");
    PollingStation.Machine machine =
        new PollingStation.Machine(
            station.folder(),
            station.mode(),
            station.organiser(),
            Installation.circuits(null),
            station.proverThreads(),
            readers.reader(PcscReading.kiosk()),
            readers.watch(),
            Scanners.of(station, profiles, keyboard),
            () -> readerName(readers),
            upload(station),
            station.folder().path().resolve("stick"),
            new Tones(station.mode() == ElectionMode.PRACTICE),
            new SecureRandom(),
            Clock.systemUTC());
    try (PollingStation open = PollingStation.open(machine)) {
      show(open, null, keyboard, !window);
    }
    return 0;
  }

  /// A provisioned practice station whose voters lay down specimens with a touch.
  private int withSpecimens(StationSettings station) throws Exception {
    if (station.mode() != ElectionMode.PRACTICE) {
      throw new CommandRefused("specimen passports exist only in practice");
    }
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    InProcessReader reader = new InProcessReader("Specimen reader");
    ScanBox keyboard = new ScanBox("keyboard");
    AtomicBoolean network = new AtomicBoolean(true);
    Supplier<Optional<UploadLine.Terms>> line = upload(station);
    PollingStation.Machine machine =
        new PollingStation.Machine(
            station.folder(),
            station.mode(),
            station.organiser(),
            Installation.circuits(null),
            station.proverThreads(),
            new JmrtdPassportReader(
                reader, PracticeMachine.EXCHANGE, ReadLimits.KIOSK, random, ApduObserver.none()),
            reader.watch(),
            keyboard,
            () -> Optional.of(reader.name()),
            () -> network.get() ? line.get() : Optional.empty(),
            station.folder().path().resolve("stick"),
            _ -> {},
            random,
            clock);
    SpecimenLibrary people =
        SpecimenLibrary.forPollingDay(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    try (PollingStation open = PollingStation.open(machine)) {
      show(
          open,
          new SpecimenTray(people, reader, keyboard::offer, network::set).filling(),
          keyboard,
          !window);
    }
    return 0;
  }

  private static Optional<String> readerName(PcscReaders readers) {
    try {
      return readers.list().stream()
          .filter(PluggedReader::isUsable)
          .map(PluggedReader::pcscName)
          .findFirst();
    } catch (PassportReadException e) {
      return Optional.empty();
    }
  }

  private Supplier<Optional<UploadLine.Terms>> upload(StationSettings station) throws Exception {
    Path key = payer;
    if (station.endpoint().isEmpty() || key == null) {
      return Optional::empty;
    }
    UploadLine.Terms terms =
        new UploadLine.Terms(
            URI.create(station.endpoint().get()),
            Prompts.account(key),
            station.finalityDepth(),
            Duration.ofSeconds(2));
    return () -> Optional.of(terms);
  }

  /// The practice kiosk of `urna demo`, with a tray of specimen passports. Where there is no local
  /// chain, as on an installed kiosk, it rehearses a day without a network.
  static int practice(Path folder) throws Exception {
    if (LocalChain.findProgram().isEmpty()) {
      return practice(folder, Optional.empty());
    }
    try (LocalChain chain =
            LocalChain.start(
                new LocalChain.Settings(Clock.systemUTC().instant(), Optional.empty()));
        Heartbeat _ = Heartbeat.of(chain)) {
      return practice(folder, Optional.of(chain));
    }
  }

  private static int practice(Path folder, Optional<LocalChain> chain) throws Exception {
    Clock clock = Clock.systemUTC();
    SecureRandom random = new SecureRandom();
    System.out.println(
        "practice officials' passphrases: " + String.join(", ", PracticeElection.PASSPHRASES));
    try (PracticeElection practice =
        PracticeElection.prepare(folder, 1, Installation.circuits(null), chain, clock, random)) {
      PracticeMachine machine =
          new PracticeMachine(
              practice, 1, chain, ApduObserver.none(), new Tones(true), random, clock);
      machine.network(true);
      PracticeElection.provision(machine.machine(), practice.packageFolder());
      try (PollingStation station = PollingStation.open(machine.machine())) {
        show(
            station,
            new SpecimenTray(
                    practice.specimens(),
                    machine.reader(),
                    machine.keyboard()::offer,
                    machine::network)
                .filling(),
            machine.keyboard(),
            false);
      }
    }
    return 0;
  }

  private static void show(
      PollingStation station, @Nullable PracticeDesk desk, ScanBox keyboard, boolean fullScreen) {
    try (FlowDriver driver = station.driver(Language.RUSSIAN, FlowThreads.start())) {
      station.warmUp();
      driver.start();
      KioskApp.run(
          new KioskApp.Launch(
              new KioskWindow(
                  driver.voter(),
                  driver.staff(),
                  station.view(),
                  desk,
                  Clock.systemUTC(),
                  GUARD,
                  keyboard::offer),
              station.view(),
              fullScreen,
              () -> {}));
    }
  }
}
