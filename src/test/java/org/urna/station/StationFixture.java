package org.urna.station;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.SettableClock;
import org.urna.badge.NullifierKey;
import org.urna.ballot.SealedBallot;
import org.urna.election.AccreditedStation;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.keys.Passphrase;
import org.urna.queue.BallotFixtures;
import org.urna.queue.QueueException;
import org.urna.rehearsal.Records;
import org.urna.station.Officials.OfficialEntry;

/// A station in a temporary folder with three officials, the nullifier key received, and a package
/// that lists it. Keys are real; only Argon2id is cheap.
public final class StationFixture implements AutoCloseable {
  static final Argon2Cost CHEAP = new Argon2Cost(8 << 10, 1);
  public static final String[] PASSPHRASES = {
    "correct horse battery", "второй пароль участка", "third-passphrase!"
  };
  public static final Instant MORNING = Instant.parse("2026-11-22T08:00:00Z");
  public static final Instant EVENING = Instant.parse("2026-11-22T20:00:00Z");

  public final StationFolder folder;
  public final SettableClock clock = new SettableClock(MORNING);
  final SecureRandom random = new SecureRandom();
  final StationIdentity identity;
  public final NullifierKeyVault vault;
  final BigInteger commitment;
  public final Path packagePath;
  public final ElectionManifest manifest;
  public StationLog log;
  public StationSession session;

  public StationFixture(Path data) throws Exception {
    folder = StationFolder.of(data, ElectionMode.PRACTICE);
    Files.createDirectories(folder.path());
    identity = StationKeys.create(folder.keys(), passphrases(), CHEAP, random);
    vault = new NullifierKeyVault(folder.keys(), random);
    Bytes ceremony = ElectionFixtures.practice().trustees().ceremonyId();
    try (StationKeys keys = keys(1, 2)) {
      commitment =
          vault.receive(
              List.of(SealedKeyPart.seal(NullifierKey.drawPart(random), ceremony, 1, identity)),
              1,
              ceremony,
              Optional.empty(),
              keys);
    }
    manifest = manifest(commitment, identity);
    packagePath = data.resolve("package");
    ElectionFixtures.packageOf(packagePath, manifest);
    load();
  }

  /// The practice election with this station's keys in it.
  static ElectionManifest manifest(BigInteger commitment, StationIdentity identity) {
    ElectionManifest base = ElectionFixtures.practice();
    return Records.with(
        base,
        Map.of(
            "nullifierKeyCommitment",
            commitment,
            "stations",
            List.of(
                new AccreditedStation(identity.address(), identity.x25519Key(), "venue-1", 500)),
            "batchMax",
            2));
  }

  /// Takes the station up again, as after a restart or a crash.
  public void load() throws Exception {
    if (session != null) {
      session.close();
    }
    log = StationLog.open(folder.log(), clock);
    session =
        StationSession.load(
            folder, ElectionMode.PRACTICE, ElectionFixtures.ORGANISER, vault, log, clock);
  }

  static List<Passphrase> passphrases() {
    List<Passphrase> list = new ArrayList<>();
    for (String text : PASSPHRASES) {
      list.add(Passphrase.of(text.toCharArray()));
    }
    return list;
  }

  static OfficialEntry official(int number) {
    return new OfficialEntry(number, Passphrase.of(PASSPHRASES[number - 1].toCharArray()));
  }

  StationKeys keys(int first, int second) throws StationKeyException {
    return StationKeys.open(folder.keys(), official(first), official(second));
  }

  public ReadinessReport readiness(ReadinessProbes probes) {
    return new ReadinessCheck(folder, ElectionMode.PRACTICE, log, vault, probes, clock)
        .run(session.election().orElseThrow(), session.box().orElseThrow(), line -> {});
  }

  public StepResult open() throws Exception {
    session.noteReadiness(readiness(goodProbes()));
    return session.open(keys(1, 3));
  }

  public void cast(int ballots) throws QueueException {
    for (int i = 0; i < ballots; i++) {
      session.box().orElseThrow().append(BallotFixtures.random(random));
    }
  }

  /// Flips one bit of `ballot` in the box's file, and takes the station up again.
  public void damage(SealedBallot ballot) throws Exception {
    session.close();
    Path box = folder.ballotBox(manifest.manifestHash());
    byte[] image = Files.readAllBytes(box);
    byte[] words = ballot.toBytes();
    int at = 0;
    while (!Arrays.equals(image, at, at + words.length, words, 0, words.length)) {
      at++;
    }
    image[at + 500] ^= 0x20;
    Files.write(box, image);
    load();
  }

  public static SettableProbes goodProbes() {
    return new SettableProbes();
  }

  @Override
  public void close() throws Exception {
    session.close();
  }
}
