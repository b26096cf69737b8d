package org.urna.command;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.urna.election.ElectionMode;
import org.urna.failure.ExitCode;
import org.urna.hardware.HardwareProfiles;
import org.urna.hardware.Sticks;
import org.urna.kiosk.ChainConnection;
import org.urna.kiosk.ExportPlace;
import org.urna.kiosk.KioskScreen;
import org.urna.kiosk.PollingStation;
import org.urna.kiosk.Scanners;
import org.urna.kiosk.Tones;
import org.urna.office.Installation;
import org.urna.passport.PassportReadException;
import org.urna.passport.chip.ReadingTerms;
import org.urna.passport.pcsc.PcscReaders;
import org.urna.passport.pcsc.PluggedReader;
import org.urna.passport.scan.ScanBox;
import org.urna.station.StationSettings;
import org.urna.upload.UploadTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna kiosk`: the polling station on its screen.
@Command(
    name = "kiosk",
    mixinStandardHelpOptions = true,
    description = "The polling station itself, full screen.")
public final class KioskCommand implements Callable<Integer> {
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
      RehearsalCommands rehearsal = RehearsalCommands.required();
      System.err.println("urna: this station was never provisioned; rehearsing with specimens");
      rehearsal.practise();
      return ExitCode.DONE.value();
    }
    if (specimens) {
      if (station.mode() != ElectionMode.PRACTICE) {
        throw RehearsalCommands.notHere("specimen passports exist only in practice");
      }
      RehearsalCommands.required().withSpecimens(station, upload(station), !window);
      return ExitCode.DONE.value();
    }
    Supplier<Optional<ChainConnection.Terms>> line = upload(station);
    KioskScreen.show(() -> parts(station, line), !window);
    return ExitCode.DONE.value();
  }

  private static KioskScreen.Parts parts(
      StationSettings station, Supplier<Optional<ChainConnection.Terms>> line) throws Exception {
    Optional<RehearsalCommands> rehearsal = RehearsalCommands.installed();
    if (station.mode() == ElectionMode.PRACTICE && rehearsal.isPresent()) {
      rehearsal.get().practiceKeys();
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
            readers.reader(ReadingTerms.kiosk()),
            readers.watch(),
            Scanners.of(station, profiles, keyboard),
            () -> readerName(readers),
            line,
            exportPlace(station),
            new Tones(station.mode() == ElectionMode.PRACTICE),
            new SecureRandom(),
            Clock.systemDefaultZone());
    return new KioskScreen.Parts(machine, null, keyboard);
  }

  static ExportPlace exportPlace(StationSettings station) {
    return station
        .exportFolderPath()
        .<ExportPlace>map(ExportPlace.SetFolder::new)
        .orElseGet(() -> new ExportPlace.RemovableDevice(Sticks.SYSTEM, station.folder().path()));
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

  private Supplier<Optional<ChainConnection.Terms>> upload(StationSettings station)
      throws Exception {
    Path key = payer;
    Optional<StationSettings.Chain> chain = station.chainSettings();
    if (chain.isEmpty() || key == null) {
      return Optional::empty;
    }
    StationSettings.Chain set = chain.get();
    ChainConnection.Terms terms =
        new ChainConnection.Terms(
            URI.create(set.endpoint()),
            set.secondEndpoint().map(URI::create),
            Prompts.account(key),
            new UploadTerms.Changes(
                set.finalityDepth(), toLong(set.feeCapGwei()), toLong(set.gasCap())),
            Duration.ofSeconds(2));
    return () -> Optional.of(terms);
  }

  private static OptionalLong toLong(OptionalInt set) {
    return set.isPresent() ? OptionalLong.of(set.getAsInt()) : OptionalLong.empty();
  }
}
