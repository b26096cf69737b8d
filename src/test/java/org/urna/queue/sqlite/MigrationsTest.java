package org.urna.queue.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.queue.QueueException;

class MigrationsTest {
  @Test
  void schemaSqlEqualsAllMigrations() throws Exception {
    try (Connection migrated = memory();
        Connection written = memory()) {
      Migrations.run(migrated);
      for (String statement : statements(schemaSql())) {
        Sql.execute(written, statement);
      }
      assertThat(schema(migrated)).isEqualTo(schema(written)).hasSizeGreaterThan(8);
    }
  }

  @Test
  void everyVersionIsOneStepAfterTheLast() throws Exception {
    for (int i = 0; i < Migrations.ALL.size(); i++) {
      assertThat(Migrations.ALL.get(i).version()).isEqualTo(i + 1);
    }
    try (Connection connection = memory()) {
      Migrations.run(connection);
      assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(Migrations.newest());
      Migrations.run(connection);
    }
  }

  @Test
  void aMigrationThatFailsLeavesTheVersionBefore() throws Exception {
    try (Connection connection = memory()) {
      Sql.execute(connection, "CREATE TABLE ballot (x INTEGER) STRICT");
      assertThatThrownBy(() -> Migrations.run(connection))
          .isInstanceOf(java.sql.SQLException.class);
      assertThat(Sql.number(connection, "PRAGMA user_version")).isZero();
      assertThat(schema(connection)).hasSize(1);
    }
  }

  @Test
  void refusesABoxOfANewerProgramAndDoesNotTouchIt(@TempDir Path temp) throws Exception {
    Path file = temp.resolve("queue.sqlite");
    SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX).close();
    try (Connection raw = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Sql.execute(raw, "PRAGMA user_version = " + (Migrations.newest() + 1));
    }
    byte[] before = java.nio.file.Files.readAllBytes(file);
    assertThatThrownBy(() -> SqliteBallotQueue.open(file, SqliteBallotQueueTest.BOX))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("version " + (Migrations.newest() + 1));
    assertThat(java.nio.file.Files.readAllBytes(file)).isEqualTo(before);
  }

  /// Tables are STRICT; the ballot table has no rowid; nothing is named after a time or an order;
  /// no AUTOINCREMENT, which would keep a counter; foreign keys name tables that exist.
  @Test
  void schemaLint() throws Exception {
    try (Connection connection = memory()) {
      Migrations.run(connection);
      List<String> tables =
          Sql.query(
              connection,
              "SELECT name FROM sqlite_schema WHERE type = 'table'",
              row -> row.getString(1));
      assertThat(tables).containsExactlyInAnyOrder("box", "polling_day", "batch", "ballot");
      assertThat(schemaSql()).doesNotContainIgnoringCase("autoincrement");
      for (String table : tables) {
        List<Integer> flags =
            Sql.query(
                connection,
                "SELECT wr, strict FROM pragma_table_list WHERE name = ?",
                row -> row.getInt(1) * 10 + row.getInt(2),
                table);
        assertThat(flags).as(table).containsExactly(table.equals("ballot") ? 11 : 1);
        List<String> columns =
            Sql.query(
                connection,
                "SELECT name FROM pragma_table_info(?)",
                row -> row.getString(1),
                table);
        assertThat(columns)
            .as(table)
            .noneMatch(name -> name.matches(".*(time|date|_at|created|order|rank|index).*"));
        List<String> nullable =
            Sql.query(
                connection,
                "SELECT name FROM pragma_table_info(?) WHERE \"notnull\" = 0",
                row -> row.getString(1),
                table);
        assertThat(nullable).isEqualTo(table.equals("ballot") ? List.of("batch") : List.of());
      }
      assertThat(
              Sql.query(
                  connection, "SELECT name FROM pragma_table_info('ballot')", r -> r.getString(1)))
          .containsExactly("nullifier", "words", "batch");
    }
  }

  private static Connection memory() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  private static String schemaSql() throws Exception {
    try (InputStream in = SqliteBallotQueue.class.getResourceAsStream("schema.sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Statements end with a semicolon at the end of a line, except inside a trigger, whose last line
  /// is its END.
  private static List<String> statements(String sql) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    for (String line : sql.lines().toList()) {
      if (line.startsWith("--")) {
        continue;
      }
      statement.append(line).append('\n');
      boolean trigger = statement.toString().stripLeading().startsWith("CREATE TRIGGER");
      if (trigger ? line.endsWith("END;") : line.endsWith(";")) {
        statements.add(statement.toString());
        statement.setLength(0);
      }
    }
    assertThat(statement.toString()).isBlank();
    return statements;
  }

  /// Every object's definition without comments and white space.
  private static List<String> schema(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement).isNotNull();
    }
    return Sql.query(
        connection,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name",
        row -> row.getString(1).replaceAll("--[^\n]*", "").replaceAll("[\\s;]+", ""));
  }
}
