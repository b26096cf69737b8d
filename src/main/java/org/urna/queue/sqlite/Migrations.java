package org.urna.queue.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings a box up to this program's schema, each step in a transaction of its own, so that a crash
/// leaves a box of some whole version.
final class Migrations {
  static final List<Migration> ALL = List.of(new Migration1CreateBox());

  private Migrations() {}

  static int newest() {
    return ALL.getLast().version();
  }

  /// @throws NewerDataException if the box was written by a newer program
  static void run(Connection connection) throws SQLException, NewerDataException {
    int version = Sql.number(connection, "PRAGMA user_version");
    if (version > newest()) {
      throw new NewerDataException(version);
    }
    for (Migration migration : ALL) {
      if (migration.version() <= version) {
        continue;
      }
      Sql.transaction(
          connection,
          () -> {
            migration.run(connection);
            try (Statement statement = connection.createStatement()) {
              statement.execute("PRAGMA user_version = " + migration.version());
            }
            return migration.version();
          });
    }
  }

  /// The box belongs to a newer program: touching it could lose what this one does not know.
  static final class NewerDataException extends Exception {
    private static final long serialVersionUID = 1;

    NewerDataException(int version) {
      super("the ballot box has version " + version + ", this program knows " + newest());
    }
  }
}
