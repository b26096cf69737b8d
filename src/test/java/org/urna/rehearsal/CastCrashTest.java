package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.Thoroughness;
import org.urna.badge.Nullifier;
import org.urna.ballot.BallotCode;
import org.urna.ballot.Promise;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.office.Installation;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;

/// Kills a whole station (its session, keys, log and box) with SIGKILL while voters cast and
/// officials close days, and compares what is there after each restart with the receipts that were
/// shown.
class CastCrashTest {
  private static final int ROUNDS = Thoroughness.rounds(4, 40);

  /// The rounds after which there are more receipts than kills, however the kills fell.
  private static final int MOST_ROUNDS = 10 * ROUNDS;

  private static final int BALLOTS_A_DAY = 12;

  @Test
  void everyReceiptShownIsInTheBoxOnceAfterKillMinusNine(@TempDir Path temp) throws Exception {
    Clock clock = Clock.systemUTC();
    SecureRandom secure = new SecureRandom();
    Path data = temp.resolve("election").resolve("station-1");
    ElectionPackage election;
    try (LocalChain chain = LocalChain.start(LocalChain.Settings.startingAt(clock.instant()));
        PracticeElection practice =
            PracticeElection.prepare(
                Files.createDirectory(temp.resolve("election")),
                1,
                Installation.circuits(null),
                Optional.of(chain),
                clock,
                secure)) {
      election = practice.election();
      PracticeElection.provision(
          new PracticeMachine(
                  practice, 1, Optional.of(chain), (_, _, _, _, _) -> {}, _ -> {}, secure, clock)
              .machine(),
          practice.packageFolder());
    }
    StationFolder folder = StationFolder.of(data, ElectionMode.PRACTICE);
    Address station = StationKeys.identity(folder.keys()).orElseThrow().address();

    Random random = Thoroughness.random(CastCrashTest.class);
    Map<BigInteger, BallotCode> shown = new HashMap<>();
    int closing = 0;
    int kills = 0;
    while (kills < ROUNDS || kills < MOST_ROUNDS && shown.size() <= kills) {
      KilledProgram.Said said =
          KilledProgram.runAndKill(
              StationProcess.Casting.class,
              StationProcess.arguments(data, random.nextLong(), BALLOTS_A_DAY),
              1 + random.nextInt(BALLOTS_A_DAY),
              random.nextInt(20_000));
      assertThat(said.killed()).isTrue();
      kills++;
      for (String line : said.lines()) {
        if (line.startsWith("CAST ")) {
          receipt(line, election, station, shown);
        }
      }
      closing += said.lines().getLast().equals("CLOSING") ? 1 : 0;
      boxHolds(folder, election, station, shown, kills);
    }
    assertThat(shown).hasSizeGreaterThan(kills);

    assertThat(KilledProgram.run(StationProcess.Closing.class, StationProcess.arguments(data)))
        .containsExactly("CLOSED");
    assertThat(StationLog.open(folder.log(), clock).entries()).isNotEmpty();
    try (SqliteBallotQueue box = open(folder, election, station)) {
      List<BallotCode> inBatches = new ArrayList<>();
      for (Batch batch : batches(box)) {
        assertThat(batch.isSignedFor(election.chain().domain())).isTrue();
        for (SealedBallot ballot : batch.ballots()) {
          inBatches.add(ballot.code(election.electionId(), station));
        }
      }
      assertThat(inBatches).doesNotHaveDuplicates().containsAll(shown.values());
      assertThat(inBatches).hasSize(box.ballotsInAll());
      assertThat(inBatches.size()).isLessThanOrEqualTo(shown.size() + kills);
    }
    System.out.printf(
        "%d receipts over %d kills, %d of them while a day was closed%n",
        shown.size(), kills, closing);
  }

  /// The voter's receipt: its promise must be the station's.
  private static void receipt(
      String line, ElectionPackage election, Address station, Map<BigInteger, BallotCode> shown) {
    String[] words = line.split(" ", -1);
    int colon = words[2].lastIndexOf(':');
    BallotCode code = BallotCode.ofQrText(words[2].substring(0, colon));
    Promise promise =
        new Promise(
            election.electionId(),
            code,
            EcdsaSignature.ofBytes(Bytes.ofHex(words[2].substring(colon + 1))));
    assertThat(promise.isBy(station, election.chain().domain())).isTrue();
    assertThat(shown.put(new BigInteger(words[1]), code)).as("shown once").isNull();
  }

  private static SqliteBallotQueue open(
      StationFolder folder, ElectionPackage election, Address station) throws Exception {
    return SqliteBallotQueue.open(
        folder.ballotBox(election.manifestHash()), BoxIdentity.of(election, station));
  }

  private static List<Batch> batches(SqliteBallotQueue box) throws Exception {
    List<Batch> batches = new ArrayList<>();
    for (BatchEntry entry : box.batches()) {
      batches.add(box.batch(entry.id()).orElseThrow());
    }
    return batches;
  }

  private static void boxHolds(
      StationFolder folder,
      ElectionPackage election,
      Address station,
      Map<BigInteger, BallotCode> shown,
      int kills)
      throws Exception {
    try (SqliteBallotQueue box = open(folder, election, station)) {
      assertThat(box.check()).isEmpty();
      for (BigInteger nullifier : shown.keySet()) {
        assertThat(box.holds(new Nullifier(nullifier))).isTrue();
      }
      // At each kill at most one ballot was durable and not yet shown.
      assertThat(box.ballotsInAll()).isBetween(shown.size(), shown.size() + kills);
      int inBatches = batches(box).stream().mapToInt(batch -> batch.ballots().size()).sum();
      assertThat(inBatches + box.ballotsToday()).isEqualTo(box.ballotsInAll());
    }
  }
}
