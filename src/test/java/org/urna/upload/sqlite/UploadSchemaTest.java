package org.urna.upload.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.queue.BatchId;
import org.urna.sqlite.ReleasedFile;
import org.urna.sqlite.SchemaLint;
import org.urna.sqlite.Sql;
import org.urna.upload.UploadRecord;
import org.urna.upload.UploadState;

class UploadSchemaTest {
  @TempDir Path temp;

  /// The first release made its tables statement by statement in Java.
  @Test
  void theFirstVersionIsWhatWasReleased() throws Exception {
    Path file = ReleasedFile.unpack(getClass(), "uploads-1.sqlite.gz", temp.resolve("u.sqlite"));
    try (Connection released = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection now = made()) {
      assertThat(Sql.number(released, "PRAGMA user_version")).isEqualTo(1);
      assertThat(SchemaLint.definitions(now))
          .isEqualTo(SchemaLint.definitions(released))
          .hasSizeGreaterThan(4);
    }
  }

  @Test
  void aReleasedFileGoesOn() throws Exception {
    Path file = ReleasedFile.unpack(getClass(), "uploads-1.sqlite.gz", temp.resolve("u.sqlite"));
    List<UploadRecord> released = SqliteUploadStoreTest.oneOfEachState();
    UploadRecord submitted = released.get(1);
    UploadRecord next =
        new UploadRecord(
            new BatchId(submitted.id().station(), released.size() + 1),
            submitted.ballotsHash(),
            new UploadState.Sealed());
    UploadRecord refused =
        new UploadRecord(submitted.id(), submitted.ballotsHash(), released.getLast().state());
    try (SqliteUploadStore store = SqliteUploadStore.open(file)) {
      assertThat(store.all()).isEqualTo(released);
      store.save(next);
      store.save(refused);
    }
    try (SqliteUploadStore store = SqliteUploadStore.open(file)) {
      assertThat(store.all())
          .hasSize(released.size() + 1)
          .contains(next, refused)
          .doesNotContain(submitted)
          .containsAll(released.subList(2, released.size()));
    }
  }

  @Test
  void schemaLint() throws Exception {
    try (Connection connection = made()) {
      SchemaLint.check(connection, List.of());
      assertThat(SchemaLint.tables(connection))
          .containsExactlyInAnyOrder("upload", "attempt", "inclusion", "refusal");
    }
  }

  private static Connection made() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    SqliteUploadStore.SCHEMA.bringUp(connection);
    return connection;
  }
}
