package org.urna.queue.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.sqlite.Sql;

/// What SQLite still reads of a ballot box that may be damaged, forged or another station's. Nobody
/// is believed here: whether a row is a ballot, and a batch signed, is for the caller to ask.
///
/// A hostile file gets no say in what is run: only plain tables with plain columns are read, and no
/// more rows than a box can have.
///
/// @param ballots each once, in the order of the table
/// @param batches each once
/// @param cutShort rows of another length than a ballot has, and tables that could not be read to
///   their end
/// @param station that the box says it is of, if it says so
public record BoxRemains(
    List<BallotRow> ballots, List<BatchRow> batches, int cutShort, @Nullable Address station) {
  private static final Logger LOG = LoggerFactory.getLogger(BoxRemains.class);
  private static final int MAX_ROWS = 1_000_000;

  public BoxRemains {
    ballots = List.copyOf(ballots);
    batches = List.copyOf(batches);
  }

  /// A ballot's words as they are in the box.
  ///
  /// @param batch the number of its batch; 0 if it is in none
  public record BallotRow(Bytes words, long batch) {}

  /// A batch without its ballots.
  public record BatchRow(long sequence, Bytes signature) {}

  /// The station that the box says it is of.
  public Optional<Address> ofStation() {
    return Optional.ofNullable(station);
  }

  /// Puts back into `box` what `journal` kept of it, as far as it is whole.
  ///
  /// @param box a copy that may be changed
  /// @return whether the journal held a change that did not end
  public static boolean undo(Path journal, Path box) throws IOException {
    return BoxJournal.playBack(journal, box) > 0;
  }

  /// Reads what can be read.
  ///
  /// @param box a copy that may be changed, without a journal beside it
  /// @param ballotBytes the length of this election's ballots
  public static BoxRemains read(Path box, int ballotBytes) {
    Reading reading = new Reading(ballotBytes);
    try (Connection open = Sql.connect(box)) {
      Sql.execute(open, "PRAGMA trusted_schema = OFF");
      Sql.execute(open, "PRAGMA cell_size_check = ON");
      Sql.execute(open, "PRAGMA query_only = ON");
      reading.box(open);
      reading.batches(open);
      reading.ballots(open);
    } catch (SQLException | IOException e) {
      LOG.debug("{} is no database any more", box, e);
      reading.cutShort++;
    }
    return new BoxRemains(
        List.copyOf(reading.ballots), reading.batches, reading.cutShort, reading.station);
  }

  private static final class Reading {
    private final int ballotBytes;
    private final Set<BallotRow> ballots = new java.util.LinkedHashSet<>();
    private final List<BatchRow> batches = new ArrayList<>();
    private final Set<Bytes> odd = new HashSet<>();
    private int cutShort;
    private @Nullable Address station;

    Reading(int ballotBytes) {
      this.ballotBytes = ballotBytes;
    }

    void box(Connection open) {
      if (isPlain(open, "box")) {
        rows(
            open,
            "SELECT station FROM box WHERE length(station) = 20",
            row -> station = new Address(Bytes.of(row.getBytes(1))));
      }
    }

    void batches(Connection open) {
      if (isPlain(open, "batch")) {
        rows(
            open,
            """
            SELECT sequence, signature FROM batch
              WHERE length(signature) = 65 AND typeof(signature) = 'blob'
            """,
            row -> batches.add(new BatchRow(row.getLong(1), Bytes.of(row.getBytes(2)))));
      }
    }

    /// From both ends: a page that cannot be read ends each walk.
    void ballots(Connection open) {
      if (isPlain(open, "ballot")
          && !rows(open, ballots("ASC"), this::ballot)
          && !rows(open, ballots("DESC"), this::ballot)) {
        LOG.debug("neither end of the ballots reaches the other");
      }
      cutShort += odd.size();
    }

    private String ballots(String direction) {
      return """
      SELECT CASE length(words) WHEN %d THEN words END, batch, substr(nullifier, 1, 32)
        FROM ballot ORDER BY nullifier %s
      """
          .formatted(ballotBytes, direction);
    }

    private void ballot(ResultSet row) throws SQLException {
      byte[] words = row.getBytes(1);
      if (words == null) {
        byte[] nullifier = row.getBytes(3);
        odd.add(nullifier == null ? Bytes.of(new byte[0]) : Bytes.of(nullifier));
      } else {
        ballots.add(new BallotRow(Bytes.of(words), row.getLong(2)));
      }
    }

    private boolean isPlain(Connection open, String table) {
      try {
        return Sql.isPlainTable(open, table);
      } catch (SQLException e) {
        LOG.debug("the table {} cannot be found", table, e);
        cutShort++;
        return false;
      }
    }

    private interface Each {
      void take(ResultSet row) throws SQLException;
    }

    /// Whether all rows were read; those before a damage are kept.
    private boolean rows(Connection open, String sql, Each each) {
      try (PreparedStatement statement = open.prepareStatement(sql);
          ResultSet rows = statement.executeQuery()) {
        for (int i = 0; rows.next(); i++) {
          if (i == MAX_ROWS) {
            throw new SQLException("more rows than a box can have");
          }
          each.take(rows);
        }
        return true;
      } catch (SQLException | IllegalArgumentException e) {
        LOG.debug("a table could not be read to its end", e);
        cutShort++;
        return false;
      }
    }
  }
}
