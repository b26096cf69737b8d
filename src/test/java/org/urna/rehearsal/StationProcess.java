package org.urna.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.urna.ballot.BallotCode;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.flow.staff.UploadOutcome;
import org.urna.flow.voter.CastOutcome;
import org.urna.kiosk.ChainConnection;
import org.urna.kiosk.PollingStation;
import org.urna.kiosk.Provers;
import org.urna.kiosk.UploadDesk;
import org.urna.kiosk.VoterVisit;
import org.urna.passport.PassportReader;
import org.urna.queue.BallotFixtures;
import org.urna.station.ReadinessReport;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StationSession;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadTerms;
import org.urna.upload.evm.EvmAccount;

/// A station as the kiosk puts it together, for a process of its own: programs to be killed, which
/// say what voters and volunteers would be shown. Each takes the station up from its folder, as
/// after a power cut.
public final class StationProcess implements AutoCloseable {
  private static final Clock CLOCK = Clock.systemUTC();

  private final StationFolder folder;
  private final StationLog log;
  private final StationSession session;
  private final PrintStream out = new PrintStream(System.out, true, UTF_8);

  public StationProcess(StationFolder folder) throws Exception {
    this.folder = folder;
    this.log = StationLog.open(folder.log(), CLOCK);
    this.session =
        PollingStation.session(
            folder,
            ElectionMode.PRACTICE,
            PracticeFixture.organiser(),
            log,
            new SecureRandom(),
            CLOCK);
  }

  private void say(String line) {
    out.println(line + ".");
  }

  private static void done(StepResult result) {
    if (!(result instanceof StepResult.Done)) {
      throw new IllegalStateException("refused: " + result);
    }
  }

  public ElectionPackage election() {
    return session.election().orElseThrow();
  }

  @Override
  public void close() throws Exception {
    session.close();
  }

  // ---------------------------------------------------------------- casting

  /// Opens the polls, or resumes them, with the practice officials' keys.
  public void open() throws Exception {
    StationKeys keys = PracticeElection.openKeys(folder);
    if (session.state() == StationState.PAUSED) {
      done(session.resume(keys));
      return;
    }
    // Readiness is not what is tried here.
    session.noteReadiness(
        new ReadinessReport(
            CLOCK.instant(),
            election().manifestHash(),
            Arrays.stream(ReadinessReport.Item.values())
                .map(
                    item ->
                        new ReadinessReport.Line(item, ReadinessReport.Verdict.PASS, "not tried"))
                .toList()));
    done(session.open(keys));
  }

  /// A visit of a voter.
  ///
  /// @param reader and `provers`: nothing if the visit comes with a sealed ballot
  public VoterVisit visit(@Nullable PassportReader reader, @Nullable Provers provers) {
    return new VoterVisit(
        new VoterVisit.Station(
            election().manifest(),
            reader,
            provers,
            session.box().orElseThrow(),
            session.polls().orElseThrow(),
            new SecureRandom(),
            CLOCK));
  }

  public Address address() throws Exception {
    return StationKeys.identity(folder.keys()).orElseThrow().address();
  }

  private void cast(Random random) throws Exception {
    SealedBallot ballot = BallotFixtures.random(random, election().manifest().optionCount());
    BallotCode code = ballot.code(election().electionId(), address());
    try (VoterVisit visit = visit(null, null)) {
      if (visit.keep(ballot, code) instanceof CastOutcome.Cast(var receipt)) {
        say("CAST " + ballot.nullifier().value() + " " + receipt.qr());
      } else {
        throw new IllegalStateException("not cast");
      }
    }
  }

  /// Casts without end; after every few ballots closes the day and opens the next.
  static final class Casting {
    /// @param args the station's data folder, a seed, how many ballots a day has at most
    public static void main(String[] args) throws Exception {
      Random random = new Random(Long.parseLong(args[1]));
      int most = Integer.parseInt(args[2]);
      try (StationProcess station =
          new StationProcess(StationFolder.of(Path.of(args[0]), ElectionMode.PRACTICE))) {
        station.open();
        station.say("OPEN");
        while (true) {
          int ballots = 1 + random.nextInt(most);
          for (int i = 0; i < ballots; i++) {
            station.cast(random);
          }
          station.say("CLOSING");
          done(station.session.closeDay(_ -> true));
          station.say("CLOSED");
          station.open();
        }
      }
    }
  }

  /// Closes for good what another process left behind.
  static final class Closing {
    /// @param args the station's data folder
    public static void main(String[] args) throws Exception {
      try (StationProcess station =
          new StationProcess(StationFolder.of(Path.of(args[0]), ElectionMode.PRACTICE))) {
        if (station.session.state() == StationState.PAUSED) {
          done(station.session.closeDay(PracticeElection.openKeys(station.folder), _ -> true));
        }
        done(station.session.closeForGood());
        station.say("CLOSED");
      }
    }
  }

  // ---------------------------------------------------------------- uploading

  /// Uploads everything in the box.
  static final class Uploading {
    /// @param args the station's data folder, the chain's endpoint
    public static void main(String[] args) throws Exception {
      try (StationProcess station =
          new StationProcess(StationFolder.of(Path.of(args[0]), ElectionMode.PRACTICE))) {
        ChainConnection.Terms terms =
            new ChainConnection.Terms(
                URI.create(args[1]),
                Optional.empty(),
                EvmAccount.of(PracticeElection.ORGANISER_KEY),
                UploadTerms.Changes.depth(1),
                Duration.ofMillis(20));
        UploadDesk desk =
            UploadDesk.of(station.session, station.folder, () -> Optional.of(terms), CLOCK);
        station.say("START");
        UploadOutcome outcome =
            desk.upload(
                row ->
                    station.say(
                        "ROW "
                            + row.id().sequence()
                            + " "
                            + row.state().getClass().getSimpleName()));
        station.say("END " + outcome);
      }
    }
  }

  static List<String> arguments(Object... values) {
    return Arrays.stream(values).map(String::valueOf).toList();
  }
}
