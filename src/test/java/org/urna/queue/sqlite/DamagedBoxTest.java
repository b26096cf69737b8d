package org.urna.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.SealedBallot;
import org.urna.queue.AppendResult.Queued;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BoxFault;
import org.urna.queue.QueueException;
import org.urna.queue.QueueException.Effect;
import org.urna.sqlite.Sql;

/// What a box makes of flipped bits, old copies, lost files, and writes that a power cut left at
/// any point.
class DamagedBoxTest {
  private static final BoxIdentity BOX = SqliteBallotQueueTest.BOX;

  @TempDir Path temp;
  private Path file;
  private Path checkpoint;
  private final Random random = new Random(5);
  private SqliteBallotQueue box;

  @BeforeEach
  void open() throws Exception {
    file = temp.resolve("box.sqlite");
    checkpoint = BoxCheckpoint.beside(file);
    box = SqliteBallotQueue.open(file, BOX);
    box.openDay();
  }

  @AfterEach
  void close() throws Exception {
    box.close();
  }

  private List<SealedBallot> cast(int count) throws Exception {
    List<SealedBallot> ballots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ballots.add(BallotFixtures.random(random));
      assertThat(box.append(ballots.getLast())).isInstanceOf(Queued.class);
    }
    return ballots;
  }

  private static int positionOf(byte[] image, byte[] words) {
    for (int i = 0; i <= image.length - words.length; i++) {
      if (Arrays.equals(image, i, i + words.length, words, 0, words.length)) {
        return i;
      }
    }
    throw new AssertionError("not in the file");
  }

  private static Set<SealedBallot> inBatches(SqliteBallotQueue of) throws Exception {
    Set<SealedBallot> all = new HashSet<>();
    for (Batch batch : of.cutBatches(3, BallotFixtures.signer(), _ -> true)) {
      all.addAll(batch.ballots());
    }
    return all;
  }

  /// One bit after the other of a ballot's row, as it lies in the file: of its key, all over its
  /// words, of its checksum. A damaged ballot is set aside; one whose key or checksum is damaged is
  /// still whole, and stays. Nothing else is touched, and nothing stops.
  @Test
  void aFlippedBitCostsAtMostItsOwnBallot() throws Exception {
    List<SealedBallot> cast = cast(7);
    box.close();
    byte[] image = Files.readAllBytes(file);
    byte[] kept = Files.readAllBytes(checkpoint);
    for (SealedBallot hit : List.of(cast.get(2), cast.get(5))) {
      byte[] words = hit.toBytes();
      int at = positionOf(image, words);
      Set<SealedBallot> others = new HashSet<>(cast);
      others.remove(hit);
      for (int offset = -32; offset < words.length + 32; offset += 61) {
        byte[] flipped = image.clone();
        flipped[at + offset] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, flipped);
        Files.write(checkpoint, kept);
        boolean isWhole = offset < 0 || offset >= words.length;
        box = SqliteBallotQueue.open(file, BOX);
        assertThat(box.setAside()).as("byte %d", offset).hasSize(isWhole ? 0 : 1);
        assertThat(box.ballotsInAll()).isEqualTo(7);
        assertThat(box.check()).isEmpty();
        if (isWhole) {
          assertThat(inBatches(box)).containsExactlyInAnyOrderElementsOf(cast);
        } else {
          assertThat(inBatches(box)).isEqualTo(others);
          assertThat(box.setAside().getFirst().batch()).isZero();
        }
        assertThat(checkpoint).as("what was cast stays what was cast").hasBinaryContent(kept);
        box.close();
      }
    }
    box = SqliteBallotQueue.open(file, BOX);
  }

  @Test
  void ofManyFlippedBitsEachCostsItsOwnBallot() throws Exception {
    List<SealedBallot> cast = cast(30);
    box.close();
    byte[] image = Files.readAllBytes(file);
    Set<SealedBallot> whole = new HashSet<>(cast);
    for (SealedBallot hit : cast.subList(4, 16)) {
      image[positionOf(image, hit.toBytes()) + 100 + random.nextInt(800)] ^= 0x10;
      whole.remove(hit);
    }
    Files.write(file, image);
    box = SqliteBallotQueue.open(file, BOX);
    assertThat(box.setAside()).hasSize(12).extracting(each -> each.day()).containsOnly(1);
    assertThat(inBatches(box)).isEqualTo(whole);
  }

  @Test
  void ballotsThatProveNothingAnyMoreAreSetAsideBeforeTheCut() throws Exception {
    List<SealedBallot> cast = cast(5);
    SealedBallot bad = cast.get(1);
    SealedBallot miscounted = cast.get(3);
    List<SealedBallot> asked = new ArrayList<>();
    List<Batch> batches =
        box.cutBatches(
            10,
            BallotFixtures.signer(),
            ballot -> {
              synchronized (asked) {
                asked.add(ballot);
                return !ballot.equals(bad)
                    && !(ballot.equals(miscounted)
                        && asked.stream().filter(miscounted::equals).count() == 1);
              }
            });
    assertThat(batches).singleElement().satisfies(b -> assertThat(b.ballots()).hasSize(4));
    assertThat(batches.getFirst().ballots()).contains(miscounted).doesNotContain(bad);
    assertThat(box.setAside()).hasSize(1);
    assertThat(box.holds(bad.nullifier())).as("that person has voted").isTrue();
    box.close();
    box = SqliteBallotQueue.open(file, BOX);
    assertThat(box.setAside()).hasSize(1);
    assertThat(box.openDay()).isEqualTo(2);
  }

  /// The box is written before its checkpoint, and that in two places. Every state that a program
  /// or a machine can end in opens again, with the ballot or without.
  @Test
  void opensAfterAnEndBetweenAnyTwoWrites() throws Exception {
    cast(3);
    byte[] before = Files.readAllBytes(checkpoint);
    SealedBallot last = cast(1).getFirst();
    box.close();
    byte[] image = Files.readAllBytes(file);
    byte[] after = Files.readAllBytes(checkpoint);
    byte[] between = after.clone();
    System.arraycopy(before, 4096, between, 4096, 4096);
    byte[] tornFirst = before.clone();
    Arrays.fill(tornFirst, 20, 512, (byte) 0x5a);
    byte[] tornSecond = after.clone();
    Arrays.fill(tornSecond, 4096 + 90, 4096 + 600, (byte) 0);
    for (byte[] left : List.of(before, tornFirst, between, tornSecond, after)) {
      Files.write(file, image);
      Files.write(checkpoint, left);
      box = SqliteBallotQueue.open(file, BOX);
      assertThat(box.holds(last.nullifier())).isTrue();
      assertThat(box.ballotsInAll()).isEqualTo(4);
      box.close();
      assertThat(checkpoint).hasBinaryContent(after);
    }
    box = SqliteBallotQueue.open(file, BOX);
  }

  /// An old checkpoint in blocks that the file system gave up would tell, with the next one, who
  /// came between.
  @Test
  void theCheckpointIsOverwrittenWhereItLies() throws Exception {
    cast(1);
    Object place = Files.readAttributes(checkpoint, BasicFileAttributes.class).fileKey();
    byte[] before = Files.readAllBytes(checkpoint);
    cast(2);
    assertThat(Files.readAttributes(checkpoint, BasicFileAttributes.class).fileKey())
        .isEqualTo(place);
    byte[] now = Files.readAllBytes(checkpoint);
    assertThat(now).hasSameSizeAs(before).isNotEqualTo(before);
    assertThat(Arrays.copyOfRange(now, 0, 4096)).isEqualTo(Arrays.copyOfRange(now, 4096, 8192));
    try (var left = Files.list(temp)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("box.sqlite", "box.sqlite-journal", "box.sqlite.checkpoint");
    }
  }

  @Test
  void namesABoxThatIsLostEmptiedOlderOrNotItsCheckpoints() throws Exception {
    cast(2);
    box.close();
    byte[] morning = Files.readAllBytes(file);
    box = SqliteBallotQueue.open(file, BOX);
    cast(2);
    box.close();
    byte[] image = Files.readAllBytes(file);
    byte[] kept = Files.readAllBytes(checkpoint);

    Files.write(file, morning);
    refused(BoxFault.NOT_AS_LEFT, "2 ballots, its checkpoint speaks of 4");
    assertThat(checkpoint).hasBinaryContent(kept);
    Files.write(file, new byte[0]);
    refused(BoxFault.MISSING, "gone");
    Files.delete(file);
    refused(BoxFault.MISSING, "gone");
    assertThat(file).doesNotExist();

    Path other = temp.resolve("other.sqlite");
    try (SqliteBallotQueue another = SqliteBallotQueue.open(other, BOX)) {
      another.openDay();
      for (int i = 0; i < 4; i++) {
        another.append(BallotFixtures.random(random));
      }
    }
    Files.copy(other, file);
    refused(BoxFault.NOT_AS_LEFT, "others");
    Files.write(file, image);
    Files.delete(checkpoint);
    refused(BoxFault.MISSING, "lost its checkpoint");
    byte[] rubbish = kept.clone();
    rubbish[30] ^= 1;
    rubbish[4096 + 60] ^= 1;
    Files.write(checkpoint, rubbish);
    refused(BoxFault.DAMAGED, "checkpoint cannot be used");
    Files.write(checkpoint, kept);
    box = SqliteBallotQueue.open(file, BOX);
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, BOX))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.fault()).isEqualTo(BoxFault.IN_USE));
  }

  private void refused(BoxFault fault, String words) {
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, BOX))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            QueueException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.effect()).isEqualTo(Effect.NOTHING_KEPT);
            });
  }

  /// A transaction that fails, and then a disk that does not answer: nobody may be told either way.
  /// When it answers again it is known that nothing was kept.
  @Test
  void aBallotIsUncertainOnlyWhileTheDiskDoesNotAnswer() throws Exception {
    cast(1);
    box.close();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(
          raw,
          """
          CREATE TRIGGER failing BEFORE INSERT ON ballot
          BEGIN SELECT RAISE(ABORT, 'as a disk would'); END
          """);
    }
    box = SqliteBallotQueue.open(file, BOX);
    SealedBallot ballot = BallotFixtures.random(random);
    Path aside = temp.resolve("aside");
    Files.move(file, aside);
    assertThatThrownBy(() -> box.append(ballot))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
    assertThat(file).as("no new box is made meanwhile").doesNotExist();
    Files.createDirectory(file);
    assertThatThrownBy(() -> box.append(ballot))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NOTHING_KEPT));
    Files.delete(file);
    Files.move(aside, file);
    assertThatThrownBy(() -> box.append(ballot))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NOTHING_KEPT));
    assertThat(box.holds(ballot.nullifier())).isFalse();
    box.close();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(raw, "DROP TRIGGER failing");
    }
    box = SqliteBallotQueue.open(file, BOX);
    assertThat(box.append(ballot)).isEqualTo(new Queued(2));
  }

  /// A box may be one ballot ahead of its checkpoint, and no more: while that cannot be written no
  /// further ballot is kept.
  @Test
  void takesNoSecondBallotWhileTheCheckpointCannotBeWritten() throws Exception {
    cast(2);
    byte[] kept = Files.readAllBytes(checkpoint);
    Files.delete(checkpoint);
    Files.createDirectory(checkpoint);
    SealedBallot ahead = cast(1).getFirst();
    assertThatThrownBy(() -> box.append(BallotFixtures.random(random)))
        .isInstanceOfSatisfying(
            QueueException.class, e -> assertThat(e.effect()).isEqualTo(Effect.NOTHING_KEPT));
    assertThat(box.ballotsInAll()).isEqualTo(3);
    Files.delete(checkpoint);
    Files.write(checkpoint, kept);
    cast(1);
    box.close();
    box = SqliteBallotQueue.open(file, BOX);
    assertThat(box.ballotsInAll()).isEqualTo(4);
    assertThat(box.holds(ahead.nullifier())).isTrue();
  }

  /// Whoever only wants to know whether a box was in use must not undo a change that did not end.
  @Test
  void lookingAtABoxWithAJournalChangesNothing() throws Exception {
    cast(3);
    box.close();
    byte[] image = Files.readAllBytes(file);
    Path journal = temp.resolve("box.sqlite-journal");
    Files.delete(checkpoint);
    assertThat(SqliteBallotQueue.mayHoldBallots(file)).isTrue();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(raw, "PRAGMA journal_mode = TRUNCATE");
      Sql.execute(raw, "PRAGMA cache_size = 1");
      Sql.execute(raw, "BEGIN IMMEDIATE");
      Sql.execute(raw, "UPDATE polling_day SET open = 0");
      Sql.execute(raw, "CREATE TABLE filler (content BLOB)");
      Sql.execute(raw, "INSERT INTO filler VALUES (zeroblob(200000))");
      Path copy = Files.createDirectory(temp.resolve("copy")).resolve("box.sqlite");
      Path copiedJournal = copy.resolveSibling("box.sqlite-journal");
      Files.copy(file, copy);
      Files.copy(journal, copiedJournal);
      byte[] changed = Files.readAllBytes(copy);
      assertThat(changed).isNotEqualTo(image);
      assertThat(SqliteBallotQueue.mayHoldBallots(copy)).isTrue();
      assertThat(copy).hasBinaryContent(changed);
      assertThat(copiedJournal).hasSameBinaryContentAs(journal);
      Sql.execute(raw, "ROLLBACK");
    }
    Path unused = temp.resolve("unused.sqlite");
    SqliteBallotQueue.open(unused, BOX).close();
    assertThat(SqliteBallotQueue.mayHoldBallots(unused)).isFalse();
    assertThat(SqliteBallotQueue.mayHoldBallots(temp.resolve("none.sqlite"))).isFalse();
    Files.write(checkpoint, Files.readAllBytes(BoxCheckpoint.beside(unused)));
    Files.write(unused, new byte[] {1, 2, 3});
    assertThat(SqliteBallotQueue.mayHoldBallots(unused)).as("cannot say so").isTrue();
    Files.delete(checkpoint);
    box = SqliteBallotQueue.open(temp.resolve("new.sqlite"), BOX);
  }
}
