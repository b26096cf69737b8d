package org.urna.upload.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.sqlite.Sql;

/// What SQLite still reads of an upload file that may be damaged or forged: the transactions that
/// were signed, each of which carries a whole batch. In the file itself a long one is cut up into
/// pages.
public final class UploadRemains {
  private static final Logger LOG = LoggerFactory.getLogger(UploadRemains.class);

  /// Far more attempts than a station makes.
  private static final int MAX_ROWS = 10_000;

  /// Twice what nodes take.
  private static final int MAX_BYTES = 262_144;

  private UploadRemains() {}

  /// Reads what can be read; nothing where there is no such table.
  ///
  /// @param file a copy that may be changed, without a journal beside it
  /// @param transactions takes each as it was signed
  public static void read(Path file, Consumer<byte[]> transactions) {
    try (Connection open = Sql.connect(file)) {
      Sql.execute(open, "PRAGMA trusted_schema = OFF");
      Sql.execute(open, "PRAGMA query_only = ON");
      if (!Sql.isPlainTable(open, "attempt")) {
        return;
      }
      try (PreparedStatement statement =
          open.prepareStatement(
              """
                  SELECT raw FROM attempt
                    WHERE typeof(raw) = 'blob' AND length(raw) <= ? LIMIT ?
                  """)) {
        statement.setInt(1, MAX_BYTES);
        statement.setInt(2, MAX_ROWS);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            transactions.accept(rows.getBytes(1));
          }
        }
      }
    } catch (SQLException | IOException e) {
      LOG.debug("{} gives no more transactions", file, e);
    }
  }
}
