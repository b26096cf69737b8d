package org.urna.kiosk;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.urna.election.Address;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.flow.ElectionView;
import org.urna.flow.FlowThreads;
import org.urna.flow.Language;
import org.urna.flow.Sound;
import org.urna.flow.staff.StaffServices;
import org.urna.flow.voter.VoterLimits;
import org.urna.flow.voter.VoterServices;
import org.urna.flow.voter.VoterSession;
import org.urna.hardware.PowerSupply;
import org.urna.passport.PassportReader;
import org.urna.passport.ReaderWatch;
import org.urna.passport.scan.MrzScanner;
import org.urna.proof.circom.CircuitFiles;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;
import org.urna.station.NullifierKeyVault;
import org.urna.station.OpenPolls;
import org.urna.station.ReadinessCheck;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StationSession;

/// Everything of one station, built by hand: what the kiosk shows and what the headless demo
/// drives.
public final class PollingStation implements AutoCloseable {
  /// What a machine brings to its station.
  ///
  /// @param watch owned by the station
  /// @param scanner of machine readable zones; owned by the station
  /// @param readerName what is plugged in, for the readiness list
  /// @param upload how to reach the chain; asked at every upload, so that a network may come and go
  /// @param export where batches, reports and receipts are carried out
  public record Machine(
      StationFolder folder,
      ElectionMode mode,
      Address organiser,
      CircuitFiles circuits,
      int proverThreads,
      PassportReader reader,
      ReaderWatch watch,
      MrzScanner scanner,
      Supplier<Optional<String>> readerName,
      Supplier<Optional<ChainConnection.Terms>> upload,
      ExportPlace export,
      Consumer<Sound> sounds,
      SecureRandom random,
      Clock clock) {}

  private final Machine machine;
  private final StationSession session;
  private final Provers provers;
  private final VoterDesk voters;
  private final StaffDesk staff;

  private PollingStation(
      Machine machine, StationSession session, StationLog log, Address station, Provers provers) {
    this.machine = machine;
    this.session = session;
    this.provers = provers;
    this.voters =
        new VoterDesk(
            this::openVisit,
            machine.watch(),
            machine.scanner(),
            session.counters(),
            new ReceiptPrinter(session.election().orElseThrow()),
            machine.sounds());
    ShownFailures shown = new ShownFailures(session);
    ReadinessCheck readiness =
        new ReadinessCheck(
            machine.folder(),
            machine.mode(),
            log,
            new NullifierKeyVault(machine.folder().keys(), machine.random()),
            new StationProbes(
                station, provers, machine.readerName(), machine.upload(), System::nanoTime),
            machine.clock());
    SignInDesk signIn =
        new SignInDesk(
            machine.folder().keys(),
            shown,
            new WrongTries(machine.folder().wrongTries(), machine.clock()));
    PollsDesk polls =
        new PollsDesk(
            session,
            log,
            readiness,
            new StationReports(machine.folder(), machine.clock()),
            voters,
            () -> PowerSupply.read(PowerSupply.SYSFS),
            signIn,
            provers.ballotCheck(),
            shown);
    UploadDesk upload = UploadDesk.of(session, machine.folder(), machine.upload(), machine.clock());
    StickDesk sticks =
        StickDesk.of(session, machine.folder(), station, machine.export(), machine.clock());
    this.staff = new StaffDesk(signIn, polls, upload, sticks, shown);
  }

  /// Takes up the station in `machine`'s folder. Takes some seconds: circuits and keys are loaded.
  ///
  /// @throws IllegalStateException if the station has not been provisioned
  /// @throws Exception whatever capability could not be brought up; nothing stays open
  public static PollingStation open(Machine machine) throws Exception {
    StationLog log = StationLog.open(machine.folder().log(), machine.clock());
    StationSession session = session(machine, log);
    try {
      ElectionPackage election =
          session
              .election()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "this station has no election package yet: urna station provision"));
      Address address = StationKeys.identity(machine.folder().keys()).orElseThrow().address();
      Provers provers =
          Provers.load(
              election.manifest(),
              address,
              machine.circuits(),
              machine.proverThreads(),
              machine.random());
      return new PollingStation(machine, session, log, address, provers);
    } catch (Exception e) {
      session.close();
      throw e;
    }
  }

  /// Takes up the station's day alone, without circuits: for provisioning and for closing.
  public static StationSession session(
      StationFolder folder,
      ElectionMode mode,
      Address organiser,
      StationLog log,
      SecureRandom random,
      Clock clock)
      throws Exception {
    return StationSession.load(
        folder, mode, organiser, new NullifierKeyVault(folder.keys(), random), log, clock);
  }

  private static StationSession session(Machine machine, StationLog log) throws Exception {
    return session(
        machine.folder(),
        machine.mode(),
        machine.organiser(),
        log,
        machine.random(),
        machine.clock());
  }

  public ElectionPackage election() {
    return session.election().orElseThrow();
  }

  public StationSession session() {
    return session;
  }

  public BallotQueue box() {
    return session.box().orElseThrow();
  }

  VoterServices voterServices() {
    return voters;
  }

  StaffServices staffServices() {
    return staff;
  }

  public ElectionView view() {
    ElectionPackage election = election();
    return ElectionView.of(election.manifest(), election.shortCode(), election::media);
  }

  /// The driver of both flows of this station; the caller starts and closes it.
  public FlowDriver driver(Language home, FlowThreads threads) {
    return new FlowDriver(
        view(),
        voters,
        staff,
        VoterLimits.STANDARD,
        home,
        threads,
        machine.random(),
        System::nanoTime);
  }

  /// Begins to get the provers warm, in the background. Once only.
  public void warmUp() {
    provers.warmUp().start();
  }

  private VoterSession openVisit() {
    OpenPolls polls =
        session
            .polls()
            .filter(_ -> session.takesVoters())
            .orElseThrow(() -> new IllegalStateException("the polls are not open"));
    return new VoterVisit(
        new VoterVisit.Station(
            election().manifest(),
            machine.reader(),
            provers,
            box(),
            polls,
            machine.random(),
            machine.clock()));
  }

  @Override
  public void close() throws QueueException {
    try {
      machine.scanner().close();
      staff.lock();
      provers.close();
    } finally {
      session.close();
    }
  }
}
