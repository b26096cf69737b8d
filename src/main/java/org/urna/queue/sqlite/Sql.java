package org.urna.queue.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The five things plain JDBC needs spelled out once.
final class Sql {
  private Sql() {}

  interface Work<T> {
    T run() throws SQLException;
  }

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// Runs `work` in a transaction that takes the write lock at once. Rolls back whatever `work`
  /// throws, also if it is not an `SQLException`.
  static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
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

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static int number(Connection connection, String sql, Object... values) throws SQLException {
    return query(connection, sql, row -> row.getInt(1), values).getFirst();
  }

  static <T> List<T> query(Connection connection, String sql, Row<T> row, Object... values)
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

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
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
