package org.urna.queue.sqlite;

import java.sql.Connection;
import java.sql.SQLException;

/// One step from a version of the box's schema to the next. Once released it never changes.
interface Migration {
  /// The `user_version` that the database has afterwards.
  int version();

  /// Runs inside a transaction that the caller commits.
  void run(Connection connection) throws SQLException;
}
