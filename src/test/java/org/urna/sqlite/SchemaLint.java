package org.urna.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;

/// What must be true of the schema of every store.
public final class SchemaLint {
  private SchemaLint() {}

  /// Every table is STRICT, none counts its rows (AUTOINCREMENT would keep a table of its own),
  /// every foreign key names a key of a table that exists, and columns are NOT NULL but for
  /// `nullable`, named `table.column`.
  public static void check(Connection connection, List<String> nullable) throws Exception {
    List<String> tables = tables(connection);
    assertThat(tables).isNotEmpty().doesNotContain("sqlite_sequence");
    assertThat(strings(connection, "SELECT name FROM pragma_table_list WHERE strict = 0"))
        .as("tables that are not STRICT")
        .allMatch(name -> name.startsWith("sqlite_"));
    assertThat(
            strings(
                connection,
                """
                SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND c."notnull" = 0
                """))
        .isEqualTo(nullable);
    assertThat(
            strings(
                connection,
                """
                SELECT f."table" FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
                WHERE t.type = 'table'
                """))
        .isSubsetOf(tables);
    // Refuses to run if a foreign key does not name a key.
    assertThat(strings(connection, "PRAGMA foreign_key_check")).isEmpty();
  }

  public static List<String> tables(Connection connection) throws Exception {
    return strings(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
  }

  public static List<String> strings(Connection connection, String sql, Object... values)
      throws Exception {
    return Sql.query(connection, sql, row -> row.getString(1), values);
  }

  /// Every object's definition without comments and white space: how SQLite keeps the words of a
  /// script says nothing about what they mean.
  public static List<String> definitions(Connection connection) throws Exception {
    return Sql.query(
        connection,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name",
        row -> row.getString(1).replaceAll("--[^\n]*", "").replaceAll("[\\s;]+", ""));
  }
}
