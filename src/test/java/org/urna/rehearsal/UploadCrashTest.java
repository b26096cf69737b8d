package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.Thoroughness;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionPackage;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.LoggedDays;
import org.urna.station.StationFolder;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.upload.CastBatch;
import org.urna.upload.ChainGateway;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmChainGateway;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmNode;
import org.urna.upload.evm.SteeredChain;

/// Kills a station with SIGKILL while it uploads the day's ballots, with their real proofs, to a
/// real contract, and starts it again until it says that it is finished.
class UploadCrashTest {
  private static final int ROUNDS_WITHOUT_BLOCKS = Thoroughness.rounds(3, 12);
  private static final int MOST_ROUNDS = Thoroughness.rounds(5, 20);

  @Test
  void everyBatchIsOnChainOnceAfterKillMinusNine(@TempDir Path temp) throws Exception {
    PracticeFixture day = PracticeFixture.day();
    ElectionPackage election = day.election();
    Path data = temp.resolve("station");
    StationFolder folder = day.morningOf(1, data);
    List<Batch> batches = fiveDays(folder, day);

    try (LocalChain chain =
            LocalChain.start(LocalChain.Settings.startingAt(Clock.systemUTC().instant()));
        EvmNode node = EvmNode.at(chain.endpoint(), Duration.ofSeconds(60))) {
      day.deployAgain(chain);
      ChainGateway gateway =
          new EvmChainGateway(
              node, election.chain(), EvmAccount.of(PracticeElection.ORGANISER_KEY));
      long nonce = gateway.nonce();
      // Transactions wait for a block, so that kills also fall between sending and being included.
      // In the first
      // rounds there is none at all, and nothing can become final.
      new SteeredChain(chain).mineAtOnce(false);
      Random random = Thoroughness.random(UploadCrashTest.class);
      int kills = uploadThroughKills(data, chain, ROUNDS_WITHOUT_BLOCKS, random);
      assertThat(kills).isEqualTo(ROUNDS_WITHOUT_BLOCKS);
      try (Heartbeat _ = Heartbeat.of(chain)) {
        kills += uploadThroughKills(data, chain, MOST_ROUNDS, random);
        assertThat(KilledProgram.run(StationProcess.Uploading.class, arguments(data, chain)))
            .last()
            .asString()
            .startsWith("END Finished");
      }

      EvmElection contract = EvmElection.at(node, election.chain());
      assertThat(contract.acceptedBallots()).isEqualTo(batches.size());
      List<CastBatch> onChain = contract.batches();
      assertThat(onChain)
          .extracting(cast -> cast.inclusion().id())
          .containsExactlyInAnyOrderElementsOf(batches.stream().map(Batch::id).toList());
      for (CastBatch cast : onChain) {
        assertThat(cast.inclusion().refused()).isZero();
        Batch sealed =
            batches.stream()
                .filter(batch -> batch.id().equals(cast.inclusion().id()))
                .findFirst()
                .orElseThrow();
        assertThat(cast.ballots())
            .isEqualTo(sealed.ballots().stream().map(SealedBallot::toWords).toList());
      }
      // One transaction for each batch: none was sent twice, none failed, no number was wasted.
      assertThat(gateway.nonce() - nonce).isEqualTo(batches.size());
      settled(folder, day, batches);
      System.out.printf("%d batches uploaded through %d kills%n", batches.size(), kills);
    }
  }

  /// Five days with one voter each: five batches.
  private static List<Batch> fiveDays(StationFolder folder, PracticeFixture day) throws Exception {
    List<Batch> batches = new ArrayList<>();
    try (StationKeys keys = PracticeElection.openKeys(folder);
        SqliteBallotQueue box = box(folder, day)) {
      LoggedDays days = new LoggedDays(box, StationLog.open(folder.log(), Clock.systemUTC()));
      for (SealedBallot ballot : day.batches(1).getFirst().ballots()) {
        days.open();
        box.append(ballot);
        batches.addAll(
            days.close(day.manifest().batchMax(), keys.batchSigner(day.election().chain())));
      }
    }
    assertThat(batches).hasSize(5);
    return batches;
  }

  private static SqliteBallotQueue box(StationFolder folder, PracticeFixture day) throws Exception {
    return SqliteBallotQueue.open(
        folder.ballotBox(day.election().manifestHash()),
        BoxIdentity.of(day.election(), day.address(1)));
  }

  private static List<String> arguments(Path data, LocalChain chain) {
    return StationProcess.arguments(data, chain.endpoint());
  }

  /// @return how often it was killed before it said that it was finished
  private static int uploadThroughKills(Path data, LocalChain chain, int rounds, Random random)
      throws Exception {
    int kills = 0;
    for (int round = 0; round < rounds; round++) {
      // Reading the box and signing take a moment, a block half a second; the kill falls anywhere
      // in that.
      KilledProgram.Said said =
          KilledProgram.runAndKill(
              StationProcess.Uploading.class,
              arguments(data, chain),
              1 + random.nextInt(2),
              random.nextInt(1_000_000));
      if (said.killed()) {
        kills++;
      }
      if (said.lines().stream().anyMatch(line -> line.startsWith("END Finished"))) {
        break;
      }
    }
    return kills;
  }

  /// The station knows it too: each batch is settled and has its receipt.
  private static void settled(StationFolder folder, PracticeFixture day, List<Batch> batches)
      throws Exception {
    try (SqliteBallotQueue box = box(folder, day)) {
      assertThat(box.check()).isEmpty();
      assertThat(box.batches())
          .hasSize(batches.size())
          .extracting(BatchEntry::state)
          .containsOnly(BatchState.SETTLED);
    }
    for (Batch batch : batches) {
      Path receipt =
          folder
              .path()
              .resolve("receipts")
              .resolve("batch-" + batch.id().station() + "-" + batch.id().sequence() + ".json");
      assertThat(Files.readString(receipt)).contains(batch.ballotsHash().toString());
    }
  }
}
