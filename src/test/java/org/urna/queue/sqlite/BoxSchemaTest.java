package org.urna.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.SealedBallot;
import org.urna.queue.AppendResult.AlreadyQueued;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.sqlite.ReleasedFile;
import org.urna.sqlite.Schema;
import org.urna.sqlite.SchemaLint;
import org.urna.sqlite.Sql;

class BoxSchemaTest {
  private static final int NEWEST = SqliteBallotQueue.SCHEMA.newest();

  @TempDir Path temp;

  /// The first release made its tables statement by statement in Java.
  @Test
  void theFirstVersionIsWhatWasReleased() throws Exception {
    Path file = ReleasedFile.unpack(getClass(), "box-1.sqlite.gz", temp.resolve("box.sqlite"));
    try (Connection released = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection now = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      Schema.of("the ballot box", SqliteBallotQueue.class, "schema.sql").bringUp(now);
      assertThat(Sql.number(released, "PRAGMA user_version")).isEqualTo(1);
      assertThat(SchemaLint.definitions(now))
          .isEqualTo(SchemaLint.definitions(released))
          .hasSizeGreaterThan(8);
    }
  }

  @Test
  void aReleasedBoxGoesOn() throws Exception {
    Path file = ReleasedFile.unpack(getClass(), "box-1.sqlite.gz", temp.resolve("box.sqlite"));
    Random random = new Random(11);
    List<SealedBallot> cast =
        Stream.generate(() -> BallotFixtures.random(random)).limit(7).toList();
    try (SqliteBallotQueue box = SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX)) {
      assertThat(box.check()).isEmpty();
      assertThat(box.openDayNumber()).isEqualTo(2);
      assertThat(box.ballotsToday()).isEqualTo(2);
      assertThat(box.batches())
          .extracting(BatchEntry::state)
          .containsExactly(BatchState.SETTLED, BatchState.EXPORTED);
      assertThat(box.append(cast.getFirst())).isEqualTo(new AlreadyQueued(true));
      box.append(BallotFixtures.random(random));
      assertThat(box.cutBatches(10, BallotFixtures.signer(), _ -> true)).hasSize(1);

      List<SealedBallot> kept = new ArrayList<>();
      for (BatchEntry entry : box.batches()) {
        Batch batch = box.batch(entry.id()).orElseThrow();
        assertThat(batch.isSignedFor(SqliteBallotQueueTest.BOX.domain())).isTrue();
        kept.addAll(batch.ballots());
      }
      assertThat(kept).hasSize(8).containsAll(cast);
      assertThat(box.check()).isEmpty();
    }
  }

  /// The first opening gives each ballot its check and the box its checkpoint. A crash between the
  /// two leaves a checkpoint beside a box without checks, and that opens as if nothing had been.
  @Test
  void aReleasedBoxGetsItsChecksOnceAlsoAfterACrashInBetween() throws Exception {
    Path file = ReleasedFile.unpack(getClass(), "box-1.sqlite.gz", temp.resolve("box.sqlite"));
    byte[] released = Files.readAllBytes(file);
    SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX).close();
    byte[] checkpoint = Files.readAllBytes(BoxCheckpoint.beside(file));
    Files.write(file, released);
    SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX).close();
    assertThat(BoxCheckpoint.beside(file)).hasBinaryContent(checkpoint);
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(Sql.number(raw, "SELECT count(*) FROM ballot WHERE length(checksum) = 32"))
          .isEqualTo(7);
    }
    // Afterwards its checkpoint is missed, as any other box's is.
    Files.delete(BoxCheckpoint.beside(file));
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX))
        .hasMessageContaining("lost its checkpoint");
  }

  @Test
  void refusesABoxOfANewerProgramAndDoesNotTouchIt() throws Exception {
    Path file = temp.resolve("queue.sqlite");
    SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX).close();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(raw, "PRAGMA user_version = " + (NEWEST + 1));
    }
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("version " + (NEWEST + 1));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /// Beside what holds for every store: the ballot table has no rowid, and nothing is named after a
  /// time or an order.
  @Test
  void schemaLint() throws Exception {
    try (Connection connection = made()) {
      SchemaLint.check(connection, List.of("ballot.batch", "set_aside.batch"));
      List<String> tables = SchemaLint.tables(connection);
      assertThat(tables)
          .containsExactlyInAnyOrder("box", "polling_day", "batch", "ballot", "set_aside");
      assertThat(SchemaLint.strings(connection, "SELECT name FROM pragma_table_list WHERE wr = 1"))
          .containsExactlyInAnyOrder("ballot", "set_aside");
      for (String table : tables) {
        assertThat(SchemaLint.strings(connection, "SELECT name FROM pragma_table_info(?)", table))
            .as(table)
            .noneMatch(name -> name.matches(".*(time|date|_at|created|order|rank|index).*"));
      }
      assertThat(SchemaLint.strings(connection, "SELECT name FROM pragma_table_info('ballot')"))
          .containsExactly("nullifier", "words", "batch", "checksum");
    }
  }

  private static Connection made() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    SqliteBallotQueue.SCHEMA.bringUp(connection);
    return connection;
  }
}
