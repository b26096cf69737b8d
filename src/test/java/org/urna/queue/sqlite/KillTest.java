package org.urna.queue.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.Thoroughness;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.rehearsal.KilledProgram;

/// Kills a station with SIGKILL while it casts and closes days, again and again on one box, and
/// compares the box with what voters and officials had been shown.
///
/// It shows that a dying process loses and doubles nothing. It does not show what a power cut does
/// to the disk: that is a campaign on real machines.
class KillTest {
  private static final int ROUNDS = Thoroughness.rounds(4, 40);

  /// The rounds after which all that is to be seen has been seen, however the kills fell.
  private static final int MOST_ROUNDS = 10 * ROUNDS;

  private static final int BOX_SIZE = 100_000;
  private static final BoxIdentity BOX =
      new BoxIdentity(
          SqliteBallotQueueTest.BOX.electionId(),
          SqliteBallotQueueTest.BOX.station(),
          SqliteBallotQueueTest.BOX.domain(),
          BallotFixtures.OPTIONS,
          BOX_SIZE);

  @Test
  void whatWasShownIsThereOnceAfterKillMinusNine(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("queue.sqlite");
    Random random = Thoroughness.random(KillTest.class);
    Set<BigInteger> cast = new HashSet<>();
    Set<String> cut = new HashSet<>();
    int midDay = 0;
    for (int round = 0;
        round < ROUNDS
            || round < MOST_ROUNDS && (cast.size() <= ROUNDS || cut.isEmpty() || midDay == 0);
        round++) {
      int lines = 1 + random.nextInt(40);
      int delayMicros = random.nextInt(4000);
      for (String line : runAndKill(file, random.nextLong(), lines, delayMicros)) {
        if (line.startsWith("CAST ")) {
          assertThat(cast.add(new BigInteger(line.substring(5), 16))).isTrue();
        } else if (line.startsWith("CUT ")) {
          cut.add(line);
        } else {
          throw new AssertionError("the station said: " + line);
        }
      }
      try (SqliteBallotQueue queue = SqliteBallotQueue.open(file, BOX)) {
        assertThat(queue.check()).isEmpty();
        for (BigInteger nullifier : cast) {
          assertThat(queue.holds(new Nullifier(nullifier))).isTrue();
        }
        // At most the one ballot that was being cast at the kill is there without having been
        // shown.
        assertThat(queue.ballotsInAll()).isBetween(cast.size(), cast.size() + round + 1);
        List<BigInteger> inBatches = new ArrayList<>();
        Set<String> now = new HashSet<>();
        for (BatchEntry entry : queue.batches()) {
          Batch batch = queue.batch(entry.id()).orElseThrow();
          batch.ballots().forEach(ballot -> inBatches.add(ballot.nullifier().value()));
          now.add(shown(batch));
        }
        assertThat(now).containsAll(cut);
        assertThat(inBatches).doesNotHaveDuplicates();
        assertThat(inBatches.size() + queue.ballotsToday()).isEqualTo(queue.ballotsInAll());
        midDay += queue.openDayNumber() > 0 ? 1 : 0;
      }
    }
    assertThat(cast).hasSizeGreaterThan(ROUNDS);
    assertThat(cut).isNotEmpty();
    assertThat(midDay).isPositive();
  }

  private static List<String> runAndKill(Path file, long seed, int lines, int delayMicros)
      throws IOException, InterruptedException {
    KilledProgram.Said said =
        KilledProgram.runAndKill(
            Station.class, List.of(file.toString(), Long.toString(seed)), lines, delayMicros);
    assertThat(said.killed()).as("killed, not ended").isTrue();
    return said.lines();
  }

  private static String shown(Batch batch) {
    return "CUT "
        + batch.id()
        + " "
        + batch.ballots().size()
        + " "
        + batch.ballotsHash()
        + " "
        + batch.signature().toBytes();
  }

  /// The program that is killed. It casts without end, closes the day after every few ballots and
  /// prints a line, ended by a full stop, when a voter or an official would see it.
  static final class Station {
    public static void main(String[] args) throws Exception {
      Random random = new Random(Long.parseLong(args[1]));
      PrintStream out = new PrintStream(System.out, true, UTF_8);
      try (SqliteBallotQueue queue = SqliteBallotQueue.open(Path.of(args[0]), BOX)) {
        while (true) {
          queue.openDay();
          int ballots = 1 + random.nextInt(12);
          for (int i = 0; i < ballots; i++) {
            SealedBallot ballot = BallotFixtures.random(random);
            queue.append(ballot);
            out.println("CAST " + ballot.nullifier().value().toString(16) + ".");
          }
          for (Batch batch : queue.cutBatches(5, BallotFixtures.signer(), _ -> true)) {
            out.println(shown(batch) + ".");
          }
        }
      }
    }
  }
}
