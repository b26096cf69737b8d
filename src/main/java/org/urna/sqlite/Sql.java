package org.urna.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.urna.files.WholeFile;

/// What plain JDBC needs spelled out once.
public final class Sql {
  private Sql() {}

  /// What a transaction holds together.
  public interface Work<T> {
    T run() throws SQLException;
  }

  /// Reads the row that the cursor is at.
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Opens the database at `file`, or makes it, readable by its owner only: SQLite would let
  /// everyone read it.
  ///
  /// The driver is given an address: of a bare path it would take what follows a `?` for settings,
  /// and make another file.
  ///
  /// @throws IOException if the file cannot be made
  public static Connection connect(Path file) throws IOException, SQLException {
    if (!Files.exists(file)) {
      Files.createFile(file, WholeFile.ownerOnly(file));
    }
    return DriverManager.getConnection(address(file));
  }

  private static String address(Path file) {
    return "jdbc:sqlite:file:" + file.toAbsolutePath().toUri().getRawPath();
  }

  /// Opens the database at `file` so that nothing of it can change: also no change is undone that
  /// did not end.
  public static Connection connectToRead(Path file) throws SQLException {
    Properties readOnly = new Properties();
    // SQLITE_OPEN_READONLY
    readOnly.setProperty("open_mode", "1");
    return DriverManager.getConnection(address(file), readOnly);
  }

  /// Sets a pragma and insists that SQLite took it: an unknown pragma is silently ignored.
  ///
  /// @param expected what SQLite then calls the value
  public static void pragma(Connection connection, String name, String value, String expected)
      throws SQLException {
    execute(connection, "PRAGMA " + name + " = " + value);
    String actual = query(connection, "PRAGMA " + name, row -> row.getString(1)).getFirst();
    if (!actual.equals(expected)) {
      throw new SQLException("pragma " + name + " is " + actual + " instead of " + expected);
    }
  }

  /// Runs `work` in a transaction that takes the write lock at once. Rolls back whatever `work`
  /// throws, also if it is not an `SQLException`.
  public static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
    execute(connection, "BEGIN IMMEDIATE");
    boolean done = false;
    try {
      T result = work.run();
      execute(connection, "COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollback(connection);
      }
    }
  }

  private static void rollback(Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException alreadyRolledBack) {
      // SQLite rolls back by itself after an I/O error; the first failure is what the caller needs.
    }
  }

  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Runs any number of statements, which the driver does only for what it takes for an update.
  static int script(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  public static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /// The first column of the first row.
  public static int number(Connection connection, String sql, Object... values)
      throws SQLException {
    return query(connection, sql, row -> row.getInt(1), values).getFirst();
  }

  public static <T> List<T> query(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(row.read(rows));
      }
      return result;
    }
  }

  /// Whether there is a table called `name` with plain columns only: of a file that somebody else
  /// made, a view or a computed column would run what its maker wrote.
  public static boolean isPlainTable(Connection connection, String name) throws SQLException {
    return number(
                connection,
                """
                SELECT count(*) FROM sqlite_schema
                  WHERE name = ? AND type = 'table' AND sql LIKE 'CREATE TABLE %'
                """,
                name)
            == 1
        && number(connection, "SELECT coalesce(sum(hidden), 0) FROM pragma_table_xinfo(?)", name)
            == 0;
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
    return statement;
  }
}
