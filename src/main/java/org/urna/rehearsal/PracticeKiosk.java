package org.urna.rehearsal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.urna.kiosk.ChainConnection;
import org.urna.kiosk.KioskScreen;
import org.urna.kiosk.PollingStation;
import org.urna.kiosk.Tones;
import org.urna.office.Installation;
import org.urna.passport.ApduObserver;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.passport.scan.ScanBox;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.station.StationSettings;

/// Kiosks whose voters lay down specimens with a touch.
final class PracticeKiosk {
  private PracticeKiosk() {}

  /// A provisioned practice station whose voters lay down specimens with a touch.
  static void withSpecimens(
      StationSettings station, Supplier<Optional<ChainConnection.Terms>> line, boolean fullScreen)
      throws Exception {
    KioskScreen.show(() -> withSpecimens(station, line), fullScreen);
  }

  private static KioskScreen.Parts withSpecimens(
      StationSettings station, Supplier<Optional<ChainConnection.Terms>> line) throws Exception {
    PracticeElection.developmentKeys(Installation.circuits(null));
    Clock clock = Clock.systemDefaultZone();
    SecureRandom random = new SecureRandom();
    InProcessReader reader = new InProcessReader("Specimen reader");
    ScanBox keyboard = new ScanBox("keyboard");
    AtomicBoolean network = new AtomicBoolean(true);
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
            PracticeElection.stick(station.folder()),
            _ -> {},
            random,
            clock);
    SpecimenLibrary people =
        SpecimenLibrary.forPollingDay(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    return new KioskScreen.Parts(
        machine,
        new SpecimenTray(people, reader, keyboard::offer, network::set).filling(),
        keyboard);
  }

  /// The practice kiosk of `urna demo`, with a tray of specimen passports. Where there is no local
  /// chain, as on an installed kiosk, it rehearses a day without a network.
  public static void practise(Path folder) throws Exception {
    if (LocalChain.findProgram().isEmpty()) {
      practise(folder, Optional.empty());
      return;
    }
    try (LocalChain chain =
            LocalChain.start(
                new LocalChain.Settings(Clock.systemDefaultZone().instant(), Optional.empty()));
        Heartbeat _ = Heartbeat.of(chain)) {
      practise(folder, Optional.of(chain));
    }
  }

  private static void practise(Path folder, Optional<LocalChain> chain) throws Exception {
    System.out.println(
        "practice officials' passphrases: " + String.join(", ", PracticeElection.PASSPHRASES));
    AtomicReference<PracticeElection> practice = new AtomicReference<>();
    try {
      KioskScreen.show(() -> prepare(folder, chain, practice), false);
    } finally {
      PracticeElection prepared = practice.get();
      if (prepared != null) {
        prepared.close();
      }
    }
  }

  private static KioskScreen.Parts prepare(
      Path folder, Optional<LocalChain> chain, AtomicReference<PracticeElection> prepared)
      throws Exception {
    Clock clock = Clock.systemDefaultZone();
    SecureRandom random = new SecureRandom();
    PracticeElection practice =
        PracticeElection.prepare(folder, 1, Installation.circuits(null), chain, clock, random);
    prepared.set(practice);
    PracticeMachine machine =
        new PracticeMachine(
            practice, 1, chain, ApduObserver.none(), new Tones(true), random, clock);
    machine.network(true);
    PracticeElection.provision(machine.machine(), practice.packageFolder());
    return new KioskScreen.Parts(
        machine.machine(),
        new SpecimenTray(
                practice.specimens(), machine.reader(), machine.keyboard()::offer, machine::network)
            .filling(),
        machine.keyboard());
  }
}
