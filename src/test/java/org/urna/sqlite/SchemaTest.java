package org.urna.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final String FIRST =
      """
      -- A comment; with a semicolon, and words like END;
      CREATE TABLE shelf (
        number INTEGER NOT NULL PRIMARY KEY, -- counted from 1; by hand
        colour TEXT NOT NULL
      ) STRICT;

      CREATE TRIGGER shelf_is_kept BEFORE DELETE ON shelf
      BEGIN SELECT RAISE(ABORT, 'a shelf; never deleted'); END;
      """;

  /// Without the last semicolon, and ending in a comment.
  private static final String SECOND =
      """
      ALTER TABLE shelf ADD COLUMN width INTEGER NOT NULL DEFAULT 80;
      UPDATE shelf SET width = 90 WHERE colour = 'red' -- those were wider""";

  private static final String BROKEN =
      """
      ALTER TABLE shelf ADD COLUMN depth INTEGER NOT NULL DEFAULT 30;
      UPDATE shelf SET no_such_column = 1;
      """;

  @TempDir Path temp;
  private Connection connection;

  @BeforeEach
  void open() throws Exception {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @AfterEach
  void close() throws Exception {
    connection.close();
  }

  @Test
  void runsAllStatementsOfTheScriptsThatAFileLacks() throws Exception {
    schema(FIRST).bringUp(connection);
    assertThat(version()).isEqualTo(1);
    Sql.update(connection, "INSERT INTO shelf (number, colour) VALUES (1, 'red'), (2, 'blue')");
    assertThatThrownBy(() -> Sql.update(connection, "DELETE FROM shelf"))
        .hasMessageContaining("never deleted");

    schema(FIRST, SECOND).bringUp(connection);
    assertThat(version()).isEqualTo(2);
    assertThat(Sql.query(connection, "SELECT width FROM shelf", row -> row.getInt(1)))
        .containsExactly(90, 80);

    Sql.update(connection, "UPDATE shelf SET width = 70");
    schema(FIRST, SECOND).bringUp(connection);
    assertThat(Sql.query(connection, "SELECT width FROM shelf", row -> row.getInt(1)))
        .containsExactly(70, 70);
  }

  @Test
  void scriptThatFailsHalfWayLeavesTheVersionBefore() throws Exception {
    assertThatThrownBy(() -> schema(FIRST, BROKEN).bringUp(connection))
        .isInstanceOf(SQLException.class);
    assertThat(version()).isEqualTo(1);
    assertThat(SchemaLint.strings(connection, "SELECT name FROM pragma_table_info('shelf')"))
        .containsExactly("number", "colour");

    schema(FIRST, SECOND).bringUp(connection);
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void fileOfANewerProgramIsRefused() throws Exception {
    schema(FIRST, SECOND).bringUp(connection);
    List<String> before = SchemaLint.definitions(connection);
    assertThatThrownBy(() -> schema(FIRST).bringUp(connection))
        .isInstanceOf(NewerDataException.class)
        .hasMessage("the shelf has version 2, this program knows 1");
    assertThat(SchemaLint.definitions(connection)).isEqualTo(before);
    assertThat(version()).isEqualTo(2);
  }

  @Test
  void scriptThatIsMissingIsRefusedAtOnce() {
    assertThatThrownBy(() -> Schema.of("the shelf", SchemaTest.class, "none.sql"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.sql");
  }

  @Test
  void pragmaThatSqliteDoesNotTakeIsAFailure() throws Exception {
    Sql.pragma(connection, "synchronous", "FULL", "2");
    assertThatThrownBy(() -> Sql.pragma(connection, "no_such_pragma", "1", "1"))
        .isInstanceOf(SQLException.class);
    // A database in memory has no write-ahead log.
    assertThatThrownBy(() -> Sql.pragma(connection, "journal_mode", "WAL", "wal"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void newFileIsItsOwnersOnly() throws Exception {
    Path file = temp.resolve("shelves.sqlite");
    try (Connection fresh = Sql.connect(file)) {
      schema(FIRST).bringUp(fresh);
    }
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private static Schema schema(String... versions) {
    return new Schema("the shelf", List.of(versions));
  }

  private int version() throws SQLException {
    return Sql.number(connection, "PRAGMA user_version");
  }
}
