package org.urna.rescue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.urna.ballot.BallotVerifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.PackageSignature;
import org.urna.keys.Passphrase;
import org.urna.proof.Circuits;
import org.urna.proof.VerifyingKey;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchSigner;
import org.urna.queue.UnsignedBatch;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.Argon2Cost;
import org.urna.station.LogEvent;
import org.urna.station.LogValue;
import org.urna.station.LoggedDays;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StolenKey;
import org.urna.upload.evm.TestElection;

/// The folder of a station, with everything in it that a day leaves there: key files, package, log,
/// box. Its ballots are made with a trapdoor and are good for a contract with this election's keys.
public final class RuinedStation {
  public static final List<String> PASSPHRASES =
      List.of("correct horse battery", "staple of officials", "a third one's words");

  private record Keys(Map<String, byte[]> files, BigInteger key) {}

  /// Keys, election and ballots are dear; every usual station has the same ones.
  private static @Nullable Keys keys;

  private static @Nullable TestElection usual;
  private static final List<SealedBallot> BALLOTS = new ArrayList<>();

  public final Path folder;
  public final Path packagePath;
  public final ElectionPackage election;
  public final BigInteger key;
  public final Address station;
  public final TestElection made;
  public final List<SealedBallot> cast = new ArrayList<>();
  private final StationFolder paths;
  private final BallotVerifier verifier;

  /// A station below `data` that has accepted the package and never opened.
  public RuinedStation(Path data, TestElection made, BigInteger key, ChainReference chain)
      throws Exception {
    this.made = made;
    this.key = key;
    station = EcdsaSignature.addressOf(key);
    paths = StationFolder.of(data, ElectionMode.PRACTICE);
    folder = paths.path();
    Files.createDirectories(paths.keys());
    for (Map.Entry<String, byte[]> file : keys().files.entrySet()) {
      Files.write(paths.keys().resolve(file.getKey()), file.getValue());
    }
    ElectionManifest manifest = made.manifest();
    packagePath = paths.election(manifest.manifestHash());
    election =
        ElectionPackage.create(
            packagePath,
            manifest,
            chain,
            PackageSignature.sign(manifest, chain, ElectionFixtures.ORGANISER_KEY),
            made.media());
    verifier =
        BallotVerifier.of(
            manifest, election.electionId(), Circuits.parse(made.circuits()), made.ballotKeys());
    log(LogEvent.PROVISIONED, Map.of("manifest", new LogValue.Hash(election.manifestHash())));
  }

  /// The usual one: of at most 60 ballots, on a chain that is not there.
  public static RuinedStation in(Path data) throws Exception {
    BigInteger key = stationKey();
    TestElection election = usual == null ? TestElection.ofStation(key, 60) : usual;
    usual = election;
    return new RuinedStation(data, election, key, ElectionFixtures.chain());
  }

  /// The key in the key files of every such station.
  public static BigInteger stationKey() throws Exception {
    return keys().key;
  }

  private SealedBallot ballot(int number) {
    if (made != usual) {
      return newBallot(number);
    }
    if (BALLOTS.size() == number) {
      BALLOTS.add(newBallot(number));
    }
    return BALLOTS.get(number);
  }

  private SealedBallot newBallot(int number) {
    return made.ballot(number % 2, made.fieldElement(), made.fieldElement(), key, number % 2);
  }

  private static Keys keys() throws Exception {
    Keys known = keys;
    if (known != null) {
      return known;
    }
    Path temp = Files.createTempDirectory("urna-keys-");
    List<Passphrase> passphrases = PASSPHRASES.stream().map(RuinedStation::passphrase).toList();
    StationKeys.create(temp, passphrases, new Argon2Cost(8 << 10, 1), new SecureRandom());
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> all = Files.list(temp)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    try (StationKeys open =
        StationKeys.open(
            temp,
            new OfficialEntry(1, passphrases.get(0)),
            new OfficialEntry(2, passphrases.get(1)))) {
      Keys fresh = new Keys(files, StolenKey.of(open));
      keys = fresh;
      return fresh;
    }
  }

  private static Passphrase passphrase(String text) {
    return Passphrase.of(text.toCharArray());
  }

  /// The keys, for two officials who type right or wrong.
  public static StationKeys opened(Path keyFolder, int one, int other, String typed)
      throws Exception {
    return StationKeys.openForSigning(
        keyFolder,
        new OfficialEntry(one, passphrase(typed.isEmpty() ? PASSPHRASES.get(one - 1) : typed)),
        new OfficialEntry(other, passphrase(PASSPHRASES.get(other - 1))));
  }

  // ---------------------------------------------------------------- a day

  public Path box() {
    return paths.ballotBox(election.manifestHash());
  }

  public Path log() {
    return paths.log();
  }

  public Path keyFile(String name) {
    return paths.keys().resolve(name);
  }

  void log(LogEvent event, Map<String, LogValue> fields) throws Exception {
    openLog().append(event, fields);
  }

  private StationLog openLog() throws Exception {
    return StationLog.open(
        paths.log(), Clock.fixed(java.time.Instant.parse("2026-11-22T07:00:00Z"), ZoneOffset.UTC));
  }

  SqliteBallotQueue open() throws Exception {
    return SqliteBallotQueue.open(box(), BoxIdentity.of(election, station));
  }

  /// A day that is open, with so many ballots.
  public void vote(int ballots) throws Exception {
    try (SqliteBallotQueue queue = open()) {
      if (queue.openDayNumber() == 0) {
        new LoggedDays(queue, openLog()).open();
      }
      for (int i = 0; i < ballots; i++) {
        SealedBallot ballot = ballot(cast.size());
        queue.append(ballot);
        cast.add(ballot);
      }
    }
    log(LogEvent.COUNTERS, Map.of("cast", new LogValue.Count(ballots)));
  }

  /// Closes the day.
  public List<Batch> close(int batchMax) throws Exception {
    try (SqliteBallotQueue queue = open()) {
      return new LoggedDays(queue, openLog()).close(batchMax, signer());
    }
  }

  public BatchSigner signer() {
    return signer(key);
  }

  BatchSigner signer(BigInteger with) {
    return new BatchSigner() {
      @Override
      public Address station() {
        return station;
      }

      @Override
      public Eip712Domain domain() {
        return election.chain().domain();
      }

      @Override
      public EcdsaSignature sign(UnsignedBatch batch) {
        return EcdsaSignature.sign(with, batch.digest(domain()));
      }
    };
  }

  public BatchFile format() {
    return new BatchFile(election.chain().domain(), election.electionId());
  }

  // ---------------------------------------------------------------- a rescue

  Survey survey(Path... sources) throws Exception {
    return Survey.of(SourceFiles.of(List.of(sources)), election, verifier, station);
  }

  RescuePlan plan(Path... sources) throws Exception {
    return plan(survey(sources));
  }

  RescuePlan plan(Survey survey) {
    return RescuePlan.of(survey, 4, 60);
  }

  /// Rescues everything and reads what was written.
  public List<Batch> rescue(Path out, Path... sources) throws Exception {
    Path folder = Rescue.outside(out, List.of(sources));
    List<Path> all = new ArrayList<>(List.of(folder));
    all.addAll(Arrays.asList(sources));
    Survey survey = survey(all.toArray(Path[]::new));
    Rescue rescue = new Rescue(survey, plan(survey), folder);
    List<Path> files = new ArrayList<>(rescue.writeSigned());
    files.addAll(rescue.writeCut(signer()));
    List<Batch> batches = new ArrayList<>();
    for (Path file : files) {
      batches.add(format().read(file));
    }
    return batches;
  }

  /// Whether the contract would take each ballot of `batch`.
  public boolean isCountable(Batch batch) {
    return batch.isSignedFor(election.chain().domain())
        && batch.ballots().stream()
            .allMatch(
                ballot ->
                    verifier.check(ballot, station) instanceof org.urna.ballot.BallotCheck.Valid);
  }

  /// Writes circuits and verifying keys as an installation has them.
  public Path circuits(Path into) throws IOException {
    Files.createDirectories(into);
    Files.writeString(into.resolve("circuits.json"), made.circuits());
    for (Map.Entry<String, VerifyingKey> each : new TreeMap<>(made.ballotKeys()).entrySet()) {
      Files.write(
          into.resolve(each.getKey() + ".vkey.json"), each.getValue().toJson().getBytes(UTF_8));
    }
    return into;
  }
}
