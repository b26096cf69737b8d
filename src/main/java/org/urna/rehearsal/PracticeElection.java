package org.urna.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.badge.NullifierKey;
import org.urna.ballot.BallotCircuits;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.ElectionSource;
import org.urna.election.Round;
import org.urna.election.Schedule;
import org.urna.election.TrusteeBoard;
import org.urna.keys.Passphrase;
import org.urna.kiosk.ExportPlace;
import org.urna.kiosk.PollingStation;
import org.urna.office.ElectionKit;
import org.urna.office.Installation;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.proof.ProofFileException;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.station.Argon2Cost;
import org.urna.station.NullifierKeyVault;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.SealedKeyPart;
import org.urna.station.StationFolder;
import org.urna.station.StationIdentity;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.tally.SoleTrusteeCeremony;
import org.urna.tally.TrusteeKey;
import org.urna.upload.evm.EvmAccount;

/// A whole practice election on this machine, prepared with the tools of a real one: stations make
/// their keys, a trustee holds a ceremony and seals its part of the nullifier key to every station,
/// the contract is deployed on a local chain, the package is signed.
public final class PracticeElection implements AutoCloseable {
  /// The practice officials' passphrases; they are in the volunteer's guide.
  public static final List<String> PASSPHRASES =
      List.of("practice official one", "practice official two");

  /// The organiser's practice key: the chain's well-known first account.
  static final BigInteger ORGANISER_KEY = LocalChain.RICH_KEY;

  /// What the specimens are signed with, first needed first.
  private static final String CHAIN = "enrolment-p256-sha1-chain";

  private static final String LISTED = "enrolment-rsa2048-sha256";

  private static final Duration LENGTH = Duration.ofHours(12);
  private static final Duration AFTERWARDS = Duration.ofHours(24);
  private static final int MAX_BALLOTS = 1000;

  private final Path packageFolder;
  private final ElectionPackage election;
  private final SpecimenLibrary specimens;
  private final TrusteeKey trusteeKey;
  private final List<StationFolder> stations;
  private final CircuitFiles circuits;

  private PracticeElection(
      Path packageFolder,
      ElectionPackage election,
      SpecimenLibrary specimens,
      TrusteeKey trusteeKey,
      List<StationFolder> stations,
      CircuitFiles circuits) {
    this.packageFolder = packageFolder;
    this.election = election;
    this.specimens = specimens;
    this.trusteeKey = trusteeKey;
    this.stations = stations;
    this.circuits = circuits;
  }

  /// Prepares an election that is open from now on, with `stationCount` provisioned stations, in
  /// the empty folder `folder`. Takes about ten seconds, minutes when development keys have to be
  /// made first.
  ///
  /// @param chain where the contract is deployed; without one, as on an installed kiosk, the
  ///   package names a contract that is nowhere, and the kiosk rehearses a day without a network
  /// @throws Exception whatever tool failed
  public static PracticeElection prepare(
      Path folder,
      int stationCount,
      CircuitFiles circuits,
      Optional<LocalChain> chain,
      Clock clock,
      SecureRandom random)
      throws Exception {
    ElectionSource source = source();
    developmentKeys(circuits, circuits(circuits, source));
    Instant opening = clock.instant().truncatedTo(ChronoUnit.HOURS);
    Schedule schedule =
        new Schedule(
            opening,
            opening.plus(LENGTH),
            opening.plus(LENGTH).plus(AFTERWARDS),
            opening.plus(LENGTH).plus(AFTERWARDS).plus(AFTERWARDS));
    SpecimenLibrary specimens =
        SpecimenLibrary.forPollingDay(LocalDate.ofInstant(opening, ZoneOffset.UTC));

    List<StationFolder> folders = new ArrayList<>();
    List<StationIdentity> identities = new ArrayList<>();
    for (int i = 1; i <= stationCount; i++) {
      StationFolder station =
          StationFolder.of(folder.resolve("station-" + i), ElectionMode.PRACTICE);
      Files.createDirectories(station.path());
      folders.add(station);
      identities.add(createKeys(station, random));
    }
    SoleTrusteeCeremony.Outcome ceremony = SoleTrusteeCeremony.hold("Practice trustee", random);
    BigInteger part = NullifierKey.drawPart(random);
    BigInteger commitment = deliver(part, ceremony.board(), folders, identities, random);

    ElectionKit kit = new ElectionKit(circuits);
    ElectionManifest manifest =
        kit.manifest(
            source,
            new ElectionKit.Gathered(
                new Round.First(),
                schedule,
                specimens.anchors(),
                List.of(
                    new ElectionKit.Admitted(CHAIN, List.of()),
                    new ElectionKit.Admitted(
                        LISTED, List.of(specimens.listedAuthority().signer()))),
                commitment,
                ceremony.board(),
                accredited(identities)));
    ChainReference reference =
        chain.isPresent()
            ? kit.deploy(
                manifest,
                chain.get().endpoint(),
                "Practice chain",
                EvmAccount.of(ORGANISER_KEY),
                clock)
            : new ChainReference(
                LocalChain.CHAIN_ID, EcdsaSignature.addressOf(BigInteger.TWO), "No chain");
    Path packageFolder = folder.resolve("package");
    ElectionPackage election =
        ElectionKit.pack(packageFolder, manifest, reference, ORGANISER_KEY, source);
    return new PracticeElection(
        packageFolder, election, specimens, ceremony.key(), folders, circuits);
  }

  /// The circuits of the practice election: not all that there are, as each enrolment circuit's key
  /// takes minutes to make and hundreds of megabytes.
  public static List<String> circuits(CircuitFiles files, ElectionSource source)
      throws ProofFileException {
    return List.of(
        CHAIN,
        LISTED,
        BallotCircuits.smallestFor(files.circuits(), source.options().size()).name(),
        ElectionKit.DECRYPTION);
  }

  /// The practice election as its organisers wrote it.
  public static ElectionSource source() throws ElectionPackageException {
    return ElectionSource.read(
        Installation.home().resolve("kiosk-config/practice-election/election.toml"));
  }

  /// Makes whatever development key of these circuits is missing, and says so, as it takes minutes
  /// the first time on a machine. It needs the constraint systems, no network and no other program.
  ///
  /// @throws ProofFileException if an installation has neither a key nor what makes it
  public static void developmentKeys(CircuitFiles files, List<String> circuits) throws Exception {
    int number = 0;
    for (String circuit : circuits) {
      number++;
      if (Files.exists(files.r1cs(circuit))) {
        DevelopmentKeys.ensure(
            files,
            circuit,
            new PrintedProgress(
                System.err,
                "urna: making practice keys, once on this machine: %d of %d, %s"
                    .formatted(number, circuits.size(), circuit)));
      } else if (!Files.exists(files.provingKey(circuit))) {
        throw new ProofFileException(
            "this installation has no proving key of " + circuit + ": it is not made for practice");
      }
    }
  }

  /// The same for a station that has its package already: keys that this machine can make, as far
  /// as they are the practice election's.
  static void developmentKeys(CircuitFiles files) throws Exception {
    List<String> makeable =
        circuits(files, source()).stream().filter(name -> Files.exists(files.r1cs(name))).toList();
    developmentKeys(files, makeable);
  }

  private static StationIdentity createKeys(StationFolder station, SecureRandom random)
      throws Exception {
    List<Passphrase> passphrases =
        PASSPHRASES.stream().map(text -> Passphrase.of(text.toCharArray())).toList();
    try {
      return StationKeys.create(station.keys(), passphrases, Argon2Cost.STATION, random);
    } finally {
      passphrases.forEach(Passphrase::close);
    }
  }

  /// The folder that stands for the stick.
  static ExportPlace stick(StationFolder station) {
    try {
      return new ExportPlace.SetFolder(Files.createDirectories(station.path().resolve("stick")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The station's keys, as two practice officials open them.
  static StationKeys openKeys(StationFolder station) throws Exception {
    try (Passphrase first = Passphrase.of(PASSPHRASES.get(0).toCharArray());
        Passphrase second = Passphrase.of(PASSPHRASES.get(1).toCharArray())) {
      return StationKeys.open(
          station.keys(), new OfficialEntry(1, first), new OfficialEntry(2, second));
    }
  }

  /// The trustee seals its part to each station; each station puts the nullifier key together.
  private static BigInteger deliver(
      BigInteger part,
      TrusteeBoard board,
      List<StationFolder> folders,
      List<StationIdentity> identities,
      SecureRandom random)
      throws Exception {
    BigInteger commitment = BigInteger.ZERO;
    for (int i = 0; i < folders.size(); i++) {
      SealedKeyPart sealed = SealedKeyPart.seal(part, board.ceremonyId(), 1, identities.get(i));
      try (StationKeys keys = openKeys(folders.get(i))) {
        commitment =
            new NullifierKeyVault(folders.get(i).keys(), random)
                .receive(List.of(sealed), 1, board.ceremonyId(), Optional.empty(), keys);
      }
    }
    return commitment;
  }

  private static List<AccreditedStation> accredited(List<StationIdentity> identities) {
    List<AccreditedStation> stations = new ArrayList<>();
    for (StationIdentity identity : identities) {
      stations.add(
          new AccreditedStation(
              identity.address(), identity.x25519Key(), "practice-hall", MAX_BALLOTS));
    }
    return stations;
  }

  /// Provisions the station in `machine`'s folder with this election's package.
  public static void provision(PollingStation.Machine machine, Path packageFolder)
      throws Exception {
    StationLog log = StationLog.open(machine.folder().log(), machine.clock());
    try (var session =
        PollingStation.session(
            machine.folder(),
            machine.mode(),
            machine.organiser(),
            log,
            machine.random(),
            machine.clock())) {
      if (session.provision(packageFolder) instanceof org.urna.station.StepResult.Refused refused) {
        throw new IOException("the station refuses its package: " + refused.failure().toString());
      }
    }
  }

  public Path packageFolder() {
    return packageFolder;
  }

  ElectionPackage election() {
    return election;
  }

  Address organiser() {
    return EcdsaSignature.addressOf(ORGANISER_KEY);
  }

  public SpecimenLibrary specimens() {
    return specimens;
  }

  TrusteeKey trusteeKey() {
    return trusteeKey;
  }

  StationFolder station(int number) {
    return stations.get(number - 1);
  }

  public CircuitFiles circuits() {
    return circuits;
  }

  @Override
  public void close() {
    trusteeKey.close();
  }
}
