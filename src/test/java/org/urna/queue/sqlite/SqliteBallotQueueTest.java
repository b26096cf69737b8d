package org.urna.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.ballot.SealedBallot;
import org.urna.election.ElectionFixtures;
import org.urna.queue.AppendResult.AlreadyQueued;
import org.urna.queue.AppendResult.BoxFull;
import org.urna.queue.AppendResult.Queued;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchId;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.queue.SetAside;
import org.urna.sqlite.Sql;

class SqliteBallotQueueTest {
  static final BoxIdentity BOX =
      new BoxIdentity(
          BigInteger.valueOf(7),
          ElectionFixtures.STATION,
          ElectionFixtures.chain().domain(),
          BallotFixtures.OPTIONS,
          300);

  @TempDir Path temp;
  private Path file;
  private final Random random = new Random(3);
  private SqliteBallotQueue queue;

  @BeforeEach
  void open() throws Exception {
    file = temp.resolve("queue.sqlite");
    queue = SqliteBallotQueue.open(file, BOX);
  }

  @AfterEach
  void close() throws Exception {
    queue.close();
  }

  @Test
  void keepsABallotOverReopening() throws Exception {
    queue.openDay();
    SealedBallot ballot = BallotFixtures.random(random);
    assertThat(queue.append(ballot)).isEqualTo(new Queued(1));
    reopen();
    assertThat(queue.holds(ballot.nullifier())).isTrue();
    assertThat(queue.openDayNumber()).isEqualTo(1);
    assertThat(queue.ballotsToday()).isEqualTo(1);
    assertThat(queue.check()).isEmpty();
  }

  @Test
  void refusesASecondBallotOfTheSamePersonAndSaysIfItIsTheSame() throws Exception {
    queue.openDay();
    SealedBallot ballot = BallotFixtures.random(random);
    queue.append(ballot);
    assertThat(queue.append(ballot)).isEqualTo(new AlreadyQueued(true));
    assertThat(queue.append(BallotFixtures.another(ballot, random)))
        .isEqualTo(new AlreadyQueued(false));
    assertThat(queue.ballotsInAll()).isEqualTo(1);
    queue.cutBatches(10, BallotFixtures.signer(), _ -> true);
    queue.openDay();
    assertThat(queue.append(BallotFixtures.another(ballot, random)))
        .isEqualTo(new AlreadyQueued(false));
  }

  @Test
  void refusesBallotsWhileNoDayIsOpenAndOfAnotherShape() throws Exception {
    assertThatIllegalStateException().isThrownBy(() -> queue.append(BallotFixtures.random(random)));
    queue.openDay();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.append(BallotFixtures.random(random, 4)));
    assertThat(queue.ballotsInAll()).isZero();
  }

  @Test
  void isFullAtTheNumberThatTheContractAccepts() throws Exception {
    queue.close();
    Path small = temp.resolve("small.sqlite");
    BoxIdentity two =
        new BoxIdentity(BOX.electionId(), BOX.station(), BOX.domain(), BOX.optionCount(), 2);
    try (SqliteBallotQueue box = SqliteBallotQueue.open(small, two)) {
      box.openDay();
      box.append(BallotFixtures.random(random));
      box.cutBatches(5, BallotFixtures.signer(), _ -> true);
      box.openDay();
      box.append(BallotFixtures.random(random));
      assertThat(box.append(BallotFixtures.random(random))).isEqualTo(new BoxFull(2));
      assertThat(box.ballotsInAll()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 10, ''", "1, 10, 1", "10, 10, 10", "11, 10, 6 5", "25, 10, 9 8 8", "3, 1, 1 1 1"})
  void cutsTheDayIntoEqualPartsInOrderOfNullifier(int ballots, int max, String sizes)
      throws Exception {
    queue.openDay();
    append(ballots);
    List<Batch> batches = queue.cutBatches(max, BallotFixtures.signer(), _ -> true);
    assertThat(String.join(" ", batches.stream().map(b -> "" + b.ballots().size()).toList()))
        .isEqualTo(sizes);
    List<BigInteger> nullifiers =
        batches.stream()
            .flatMap(batch -> batch.ballots().stream())
            .map(ballot -> ballot.nullifier().value())
            .toList();
    assertThat(nullifiers).isSorted().hasSize(ballots);
    assertThat(batches).allMatch(batch -> batch.isSignedFor(BOX.domain()));
    assertThat(queue.openDayNumber()).isZero();
    assertThat(queue.ballotsToday()).isZero();
    assertThat(queue.check()).isEmpty();
  }

  @Test
  void cuttingAgainReturnsTheSameBatchesAndSignsNothing() throws Exception {
    queue.openDay();
    append(7);
    List<Batch> first = queue.cutBatches(3, BallotFixtures.signer(), _ -> true);
    reopen();
    assertThat(queue.cutBatches(3, mustNotSign(), _ -> true)).isEqualTo(first);
    assertThat(queue.cutBatches(100, mustNotSign(), _ -> true)).isEqualTo(first);
  }

  @Test
  void sequencesGoOnOverDays() throws Exception {
    queue.openDay();
    append(4);
    queue.cutBatches(2, BallotFixtures.signer(), _ -> true);
    assertThat(queue.openDay()).isEqualTo(2);
    assertThat(queue.openDay()).isEqualTo(2);
    append(3);
    List<Batch> second = queue.cutBatches(2, BallotFixtures.signer(), _ -> true);
    assertThat(second).extracting(batch -> batch.id().sequence()).containsExactly(3L, 4L);
    assertThat(queue.batches())
        .extracting(BatchEntry::day, BatchEntry::ballotCount, BatchEntry::state)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, 2, BatchState.SIGNED),
            org.assertj.core.groups.Tuple.tuple(1, 2, BatchState.SIGNED),
            org.assertj.core.groups.Tuple.tuple(2, 2, BatchState.SIGNED),
            org.assertj.core.groups.Tuple.tuple(2, 1, BatchState.SIGNED));
  }

  @Test
  void keepsNothingWhenTheSignerFailsOrSignsWithAnotherKey() throws Exception {
    queue.openDay();
    append(3);
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.cutBatches(2, mustNotSign(), _ -> true));
    assertThatIllegalStateException()
        .isThrownBy(() -> queue.cutBatches(2, BallotFixtures.signer(BigInteger.TEN), _ -> true));
    assertThat(queue.batches()).isEmpty();
    assertThat(queue.openDayNumber()).isEqualTo(1);
    assertThat(queue.cutBatches(2, BallotFixtures.signer(), _ -> true)).hasSize(2);
  }

  @Test
  void statesOnlyMoveForward() throws Exception {
    queue.openDay();
    append(1);
    BatchId id = queue.cutBatches(2, BallotFixtures.signer(), _ -> true).getFirst().id();
    queue.advance(id, BatchState.SETTLED);
    queue.advance(id, BatchState.EXPORTED);
    assertThat(queue.batches().getFirst().state()).isEqualTo(BatchState.SETTLED);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> queue.advance(new BatchId(ElectionFixtures.STATION, 2), BatchState.SETTLED));
  }

  @Test
  void isNotTheBoxOfAnotherElectionStationOrContract() throws Exception {
    queue.close();
    for (BoxIdentity other :
        List.of(
            new BoxIdentity(BigInteger.ONE, BOX.station(), BOX.domain(), 3, 300),
            new BoxIdentity(BOX.electionId(), ElectionFixtures.ORGANISER, BOX.domain(), 3, 300),
            new BoxIdentity(BOX.electionId(), BOX.station(), BOX.domain(), 4, 300),
            new BoxIdentity(BOX.electionId(), BOX.station(), BOX.domain(), 3, 301),
            new BoxIdentity(
                BOX.electionId(),
                BOX.station(),
                new org.urna.election.Eip712Domain(BigInteger.ONE, ElectionFixtures.STATION),
                3,
                300))) {
      assertThatThrownBy(() -> SqliteBallotQueue.open(file, other))
          .hasMessageContaining("another election or station");
    }
  }

  @Test
  void keepsEveryOtherProcessAndBoxOut() {
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, BOX)).isInstanceOf(QueueException.class);
  }

  @Test
  void onlyTheOwnerMayReadTheFile() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void refusesAFileThatIsNoDatabaseOrDamaged() throws Exception {
    queue.openDay();
    append(40);
    queue.close();
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < 16; i++) {
      content[i] ^= 0x55;
    }
    Files.write(file, content);
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, BOX)).isInstanceOf(QueueException.class);
  }

  @Test
  void checkFindsAChangedBallot() throws Exception {
    queue.openDay();
    List<SealedBallot> cast = append(5);
    List<Batch> cut = queue.cutBatches(3, BallotFixtures.signer(), _ -> true);
    // One byte of a proof in the second ballot, then one in the third that leaves no ciphertext.
    for (int offset : new int[] {900, 120}) {
      queue.close();
      try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        Sql.execute(raw, "DROP TRIGGER IF EXISTS ballot_stays");
        damage(raw, offset);
      }
      queue = SqliteBallotQueue.open(file, BOX);
      assertThat(queue.setAside()).extracting(SetAside::batch).containsOnly(1L);
    }
    assertThat(queue.setAside()).hasSize(2);
    assertThat(queue.batch(cut.getFirst().id())).as("a batch that misses a ballot").isEmpty();
    assertThat(queue.batch(cut.getLast().id())).as("its neighbour").hasValue(cut.getLast());
    assertThat(queue.check()).isEmpty();
    assertThat(queue.ballotsInAll()).isEqualTo(5);
    for (SealedBallot ballot : cast) {
      assertThat(queue.holds(ballot.nullifier())).isTrue();
    }
  }

  private static void damage(Connection raw, int offset) throws SQLException {
    Sql.update(
        raw,
        """
        UPDATE ballot
        SET words = CAST(substr(words, 1, ?1) || x'77' || substr(words, ?1 + 2) AS BLOB)
        WHERE nullifier = (SELECT nullifier FROM ballot ORDER BY nullifier LIMIT 1 OFFSET 1)
        """,
        offset);
  }

  @Test
  void triggersHoldBallotsAndBatchesFast() throws Exception {
    queue.openDay();
    append(2);
    queue.cutBatches(5, BallotFixtures.signer(), _ -> true);
    queue.close();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      for (String change :
          List.of(
              "DELETE FROM ballot",
              "UPDATE ballot SET batch = NULL",
              "UPDATE ballot SET words = zeroblob(992)",
              "DELETE FROM batch",
              "UPDATE batch SET signature = zeroblob(65)",
              "UPDATE batch SET ballots_hash = zeroblob(32)",
              "UPDATE box SET max_ballots = 9999")) {
        assertThatThrownBy(() -> Sql.execute(raw, change))
            .as(change)
            .isInstanceOf(SQLException.class);
      }
    }
    queue = SqliteBallotQueue.open(file, BOX);
  }

  /// Protocol T13: an adversary with the disk image and the public batches must not learn who came
  /// before whom. The position of each ballot in the file is compared with the order of casting.
  @Test
  void theFileDoesNotTellTheOrderOfCasting() throws Exception {
    queue.openDay();
    List<SealedBallot> cast = append(250);
    byte[] image = Files.readAllBytes(file);
    List<Integer> positions = new ArrayList<>();
    for (SealedBallot ballot : cast) {
      positions.add(only(image, java.util.Arrays.copyOfRange(ballot.toBytes(), 64, 128)));
    }
    assertThat(Math.abs(rankCorrelation(positions))).isLessThan(0.2);
    // Stronger: the layout is a function of the set of ballots, whatever the order of casting was.
    queue.close();
    Path other = temp.resolve("other.sqlite");
    List<SealedBallot> shuffled = new ArrayList<>(cast);
    Collections.shuffle(shuffled, random);
    try (SqliteBallotQueue box = SqliteBallotQueue.open(other, BOX)) {
      box.openDay();
      for (SealedBallot ballot : shuffled) {
        box.append(ballot);
      }
    }
    byte[] otherImage = Files.readAllBytes(other);
    // All but SQLite's two counters of changes to the header, which count page splits.
    for (int counter : new int[] {24, 92}) {
      java.util.Arrays.fill(image, counter, counter + 4, (byte) 0);
      java.util.Arrays.fill(otherImage, counter, counter + 4, (byte) 0);
    }
    assertThat(java.util.Arrays.mismatch(otherImage, image)).isEqualTo(-1);
    // Nor does the checkpoint: it is the same for the same ballots, and holds no older one.
    assertThat(BoxCheckpoint.beside(other)).hasSameBinaryContentAs(BoxCheckpoint.beside(file));
    try (Stream<Path> files = Files.list(temp)) {
      for (Path left : files.toList()) {
        if (!left.toString().matches(".*\\.sqlite(\\.checkpoint)?")) {
          assertThat(left).isEmptyFile();
        }
      }
    }
  }

  /// The widest ballot (16 options, 2656 bytes, its key and its checksum) fits a page five times;
  /// the rest is SQLite's.
  @Test
  void aBallotTakesLittleMoreThanItsWords() throws Exception {
    Path wide = temp.resolve("wide.sqlite");
    BoxIdentity sixteen = new BoxIdentity(BOX.electionId(), BOX.station(), BOX.domain(), 16, 300);
    try (SqliteBallotQueue box = SqliteBallotQueue.open(wide, sixteen)) {
      box.openDay();
      long empty = Files.size(wide);
      for (int i = 0; i < 240; i++) {
        box.append(BallotFixtures.random(random, 16));
      }
      long perBallot = (Files.size(wide) - empty) / 240;
      assertThat(perBallot).isBetween(2700L, 3500L);
    }
  }

  /// Spearman's rho between the order of casting and the position in the file.
  private static double rankCorrelation(List<Integer> positions) {
    List<Integer> sorted = positions.stream().sorted().toList();
    int n = positions.size();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double d = i - sorted.indexOf(positions.get(i));
      sum += d * d;
    }
    return 1 - 6 * sum / ((double) n * ((double) n * n - 1));
  }

  private static int only(byte[] image, byte[] needle) {
    int found = -1;
    for (int i = 0; i <= image.length - needle.length; i++) {
      if (image[i] == needle[0]
          && java.util.Arrays.equals(image, i, i + needle.length, needle, 0, needle.length)) {
        assertThat(found).as("copies of one ballot in the file").isEqualTo(-1);
        found = i;
      }
    }
    assertThat(found).isNotNegative();
    return found;
  }

  private List<SealedBallot> append(int count) throws Exception {
    List<SealedBallot> ballots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SealedBallot ballot = BallotFixtures.random(random);
      assertThat(queue.append(ballot)).isInstanceOf(Queued.class);
      ballots.add(ballot);
    }
    return ballots;
  }

  private void reopen() throws Exception {
    queue.close();
    queue = SqliteBallotQueue.open(file, BOX);
  }

  private static org.urna.queue.BatchSigner mustNotSign() {
    return new org.urna.queue.BatchSigner() {
      @Override
      public org.urna.election.Address station() {
        return ElectionFixtures.STATION;
      }

      @Override
      public org.urna.election.Eip712Domain domain() {
        return ElectionFixtures.chain().domain();
      }

      @Override
      public org.urna.election.EcdsaSignature sign(org.urna.queue.UnsignedBatch batch) {
        throw new IllegalStateException("must not be asked to sign");
      }
    };
  }
}
