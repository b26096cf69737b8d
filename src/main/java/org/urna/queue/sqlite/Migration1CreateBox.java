package org.urna.queue.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// The first box.
final class Migration1CreateBox implements Migration {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE box (
            only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
            election_id  BLOB    NOT NULL CHECK (length(election_id) = 32),
            station      BLOB    NOT NULL CHECK (length(station) = 20),
            chain_id     INTEGER NOT NULL CHECK (chain_id > 0),
            contract     BLOB    NOT NULL CHECK (length(contract) = 20),
            option_count INTEGER NOT NULL CHECK (option_count BETWEEN 2 AND 16),
            max_ballots  INTEGER NOT NULL CHECK (max_ballots > 0)
          ) STRICT
          """);
      statement.execute(
          """
          CREATE TABLE polling_day (
            number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
            open   INTEGER NOT NULL CHECK (open IN (0, 1))
          ) STRICT
          """);
      statement.execute("CREATE UNIQUE INDEX one_open_day ON polling_day (open) WHERE open = 1");
      statement.execute(
          """
          CREATE TABLE batch (
            sequence     INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
            day          INTEGER NOT NULL REFERENCES polling_day (number),
            ballot_count INTEGER NOT NULL CHECK (ballot_count > 0),
            ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32),
            signature    BLOB    NOT NULL CHECK (length(signature) = 65),
            state        INTEGER NOT NULL CHECK (state IN (0, 1, 2))
          ) STRICT
          """);
      statement.execute(
          """
          CREATE TABLE ballot (
            nullifier BLOB NOT NULL PRIMARY KEY CHECK (length(nullifier) = 32),
            words     BLOB NOT NULL CHECK (substr(words, 33, 32) = nullifier),
            batch     INTEGER REFERENCES batch (sequence)
          ) STRICT, WITHOUT ROWID
          """);
      statement.execute(
          """
          CREATE TRIGGER box_stays BEFORE UPDATE ON box
          BEGIN SELECT RAISE(ABORT, 'the box never changes'); END
          """);
      statement.execute(
          """
          CREATE TRIGGER batch_stays BEFORE UPDATE ON batch
          WHEN new.sequence <> old.sequence OR new.day <> old.day
            OR new.ballot_count <> old.ballot_count OR new.ballots_hash <> old.ballots_hash
            OR new.signature <> old.signature OR new.state < old.state
          BEGIN SELECT RAISE(ABORT, 'a batch once cut never changes'); END
          """);
      statement.execute(
          """
          CREATE TRIGGER batch_is_kept BEFORE DELETE ON batch
          BEGIN SELECT RAISE(ABORT, 'a batch is never deleted'); END
          """);
      statement.execute(
          """
          CREATE TRIGGER ballot_stays BEFORE UPDATE ON ballot
          WHEN new.nullifier <> old.nullifier OR new.words <> old.words OR old.batch IS NOT NULL
          BEGIN SELECT RAISE(ABORT, 'a ballot never changes'); END
          """);
      statement.execute(
          """
          CREATE TRIGGER ballot_is_kept BEFORE DELETE ON ballot
          BEGIN SELECT RAISE(ABORT, 'a ballot is never deleted'); END
          """);
    }
  }
}
