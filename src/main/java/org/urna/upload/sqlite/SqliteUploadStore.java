package org.urna.upload.sqlite;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.queue.BatchId;
import org.urna.upload.BallotFault;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.Fees;
import org.urna.upload.Refusal;
import org.urna.upload.SignedTransaction;
import org.urna.upload.UploadRecord;
import org.urna.upload.UploadState;
import org.urna.upload.UploadState.Attempt;
import org.urna.upload.UploadState.Final;
import org.urna.upload.UploadState.Included;
import org.urna.upload.UploadState.Refused;
import org.urna.upload.UploadState.Sealed;
import org.urna.upload.UploadState.Submitted;
import org.urna.upload.UploadStore;
import org.urna.upload.UploadStoreException;

/// Uploads in one SQLite file, apart from the ballot box: a machine that only uploads has no box.
/// Written with `synchronous=FULL` in one transaction per record. Calls take turns.
public final class SqliteUploadStore implements UploadStore {
  private static final int VERSION = 1;
  private static final int SEALED = 0;
  private static final int SUBMITTED = 1;
  private static final int INCLUDED = 2;
  private static final int FINAL = 3;
  private static final int REFUSED = 4;

  /// In `refusal.ballot`: the refusal of the batch itself.
  private static final int WHOLE_BATCH = -1;

  private static final int OUTCOME_BYTES = 65;

  private static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE upload (
            station      BLOB    NOT NULL CHECK (length(station) = 20),
            sequence     INTEGER NOT NULL CHECK (sequence > 0),
            ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32), -- never changes
            state        INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
            PRIMARY KEY (station, sequence)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE attempt (
            station      BLOB    NOT NULL,
            sequence     INTEGER NOT NULL,
            position     INTEGER NOT NULL CHECK (position >= 0),
            hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
            raw          BLOB    NOT NULL,
            nonce        INTEGER NOT NULL CHECK (nonce >= 0),
            gas_limit    INTEGER NOT NULL CHECK (gas_limit > 0),
            max_fee      TEXT    NOT NULL, -- wei
            priority_fee TEXT    NOT NULL, -- wei
            signed_at    TEXT    NOT NULL, -- ISO 8601, UTC
            PRIMARY KEY (station, sequence, position),
            FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE inclusion (
            station      BLOB    NOT NULL,
            sequence     INTEGER NOT NULL,
            ballots_hash BLOB    NOT NULL CHECK (length(ballots_hash) = 32),
            outcomes     BLOB    NOT NULL CHECK (length(outcomes) % 65 = 0), -- code, nullifier, 1 if counted
            hash         BLOB    NOT NULL CHECK (length(hash) = 32),
            sender       BLOB    NOT NULL CHECK (length(sender) = 20),
            block        INTEGER NOT NULL CHECK (block >= 0),
            block_hash   BLOB    NOT NULL CHECK (length(block_hash) = 32),
            block_time   TEXT    NOT NULL, -- ISO 8601, UTC
            gas_used     INTEGER NOT NULL CHECK (gas_used > 0),
            gas_price    TEXT    NOT NULL, -- wei
            PRIMARY KEY (station, sequence),
            FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE refusal (
            station  BLOB    NOT NULL,
            sequence INTEGER NOT NULL,
            ballot   INTEGER NOT NULL CHECK (ballot >= -1), -- position in the batch, -1: the batch
            reason   TEXT    NOT NULL,
            details  TEXT    NOT NULL, -- lines of name=value
            PRIMARY KEY (station, sequence, ballot),
            FOREIGN KEY (station, sequence) REFERENCES upload (station, sequence)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TRIGGER upload_stays BEFORE UPDATE ON upload
          WHEN new.station <> old.station OR new.sequence <> old.sequence
            OR new.ballots_hash <> old.ballots_hash
          BEGIN SELECT RAISE(ABORT, 'the batch of an upload never changes'); END
          """);

  private final Connection connection;

  private SqliteUploadStore(Connection connection) {
    this.connection = connection;
  }

  /// Opens the file, or makes it.
  ///
  /// @throws UploadStoreException if it cannot be opened, or was written by a newer program
  public static SqliteUploadStore open(Path file) throws UploadStoreException {
    Connection connection = null;
    try {
      connection =
          DriverManager.getConnection(
              "jdbc:sqlite:"
                  + file
                  + "?journal_mode=WAL&synchronous=FULL&foreign_keys=true&busy_timeout=5000"
                  + "&transaction_mode=IMMEDIATE");
      migrate(connection);
      return new SqliteUploadStore(connection);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw new UploadStoreException("the upload file cannot be opened: " + file, e);
    }
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        // The first failure is the one that the caller hears of.
      }
    }
  }

  private static void migrate(Connection connection) throws SQLException {
    int version;
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA user_version")) {
      row.next();
      version = row.getInt(1);
    }
    if (version > VERSION) {
      throw new SQLException("written by a newer program: version " + version);
    }
    if (version == 0) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        for (String sql : SCHEMA) {
          statement.execute(sql);
        }
        statement.execute("PRAGMA user_version = " + VERSION);
        connection.commit();
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  @Override
  public synchronized Optional<UploadRecord> find(BatchId id) throws UploadStoreException {
    return read("WHERE station = ? AND sequence = ?", id).stream().findFirst();
  }

  @Override
  public synchronized List<UploadRecord> all() throws UploadStoreException {
    return read("ORDER BY station, sequence");
  }

  private List<UploadRecord> read(String which, BatchId... ids) throws UploadStoreException {
    try {
      List<UploadRecord> found = new ArrayList<>();
      String sql = "SELECT station, sequence, ballots_hash, state FROM upload " + which;
      try (PreparedStatement query = connection.prepareStatement(sql)) {
        for (BatchId id : ids) {
          name(query, 1, id);
        }
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            BatchId id =
                new BatchId(
                    new Address(Bytes.of(row.getBytes("station"))), row.getLong("sequence"));
            found.add(
                new UploadRecord(
                    id, Bytes.of(row.getBytes("ballots_hash")), state(id, row.getInt("state"))));
          }
        }
      }
      return found;
    } catch (SQLException | IllegalArgumentException e) {
      throw new UploadStoreException("the upload file cannot be read", e);
    }
  }

  private UploadState state(BatchId id, int state) throws SQLException {
    return switch (state) {
      case SEALED -> new Sealed();
      case SUBMITTED -> new Submitted(attempts(id));
      case INCLUDED -> new Included(inclusion(id), attempts(id));
      case FINAL -> new Final(inclusion(id));
      case REFUSED -> refused(id);
      default -> throw new SQLException("unknown state " + state);
    };
  }

  private List<Attempt> attempts(BatchId id) throws SQLException {
    List<Attempt> found = new ArrayList<>();
    String sql =
        """
        SELECT hash, raw, nonce, gas_limit, max_fee, priority_fee, signed_at FROM attempt
        WHERE station = ? AND sequence = ? ORDER BY position
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      name(query, 1, id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new Attempt(
                  new SignedTransaction(
                      Bytes.of(row.getBytes("hash")),
                      Bytes.of(row.getBytes("raw")),
                      row.getLong("nonce"),
                      row.getLong("gas_limit"),
                      new Fees(
                          new BigInteger(row.getString("max_fee")),
                          new BigInteger(row.getString("priority_fee")))),
                  Instant.parse(row.getString("signed_at"))));
        }
      }
    }
    return found;
  }

  private BatchInclusion inclusion(BatchId id) throws SQLException {
    String sql = "SELECT * FROM inclusion WHERE station = ? AND sequence = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      name(query, 1, id);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("an included batch has no inclusion");
        }
        return new BatchInclusion(
            id,
            Bytes.of(row.getBytes("ballots_hash")),
            outcomes(row.getBytes("outcomes")),
            Bytes.of(row.getBytes("hash")),
            new Address(Bytes.of(row.getBytes("sender"))),
            row.getLong("block"),
            Bytes.of(row.getBytes("block_hash")),
            Instant.parse(row.getString("block_time")),
            row.getLong("gas_used"),
            new BigInteger(row.getString("gas_price")));
      }
    }
  }

  private static List<BallotOutcome> outcomes(byte[] encoded) {
    List<BallotOutcome> found = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.wrap(encoded);
    while (buffer.hasRemaining()) {
      byte[] code = new byte[32];
      byte[] nullifier = new byte[32];
      buffer.get(code).get(nullifier);
      found.add(new BallotOutcome(Bytes.of(code), new BigInteger(1, nullifier), buffer.get() == 1));
    }
    return found;
  }

  private static byte[] encode(List<BallotOutcome> outcomes) {
    ByteBuffer buffer = ByteBuffer.allocate(OUTCOME_BYTES * outcomes.size());
    for (BallotOutcome outcome : outcomes) {
      buffer.put(outcome.code().toByteArray());
      buffer.put(Bytes.word(outcome.nullifier()));
      buffer.put((byte) (outcome.counted() ? 1 : 0));
    }
    return buffer.array();
  }

  private Refused refused(BatchId id) throws SQLException {
    Refusal whole = Refusal.named(Refusal.UNNAMED);
    List<BallotFault> faults = new ArrayList<>();
    String sql =
        """
        SELECT ballot, reason, details FROM refusal
        WHERE station = ? AND sequence = ? ORDER BY ballot
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      name(query, 1, id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Refusal refusal = new Refusal(row.getString("reason"), details(row.getString("details")));
          if (row.getInt("ballot") == WHOLE_BATCH) {
            whole = refusal;
          } else {
            faults.add(new BallotFault(row.getInt("ballot"), refusal));
          }
        }
      }
    }
    return new Refused(whole, faults);
  }

  private static Map<String, String> details(String lines) {
    Map<String, String> values = new LinkedHashMap<>();
    lines
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              values.put(line.substring(0, equals), line.substring(equals + 1));
            });
    return values;
  }

  @Override
  public synchronized void save(UploadRecord entry) throws UploadStoreException {
    Optional<UploadRecord> known = find(entry.id());
    if (known.isPresent() && !known.get().ballotsHash().equals(entry.ballotsHash())) {
      throw new IllegalArgumentException("another batch is kept under " + entry.id());
    }
    try {
      connection.setAutoCommit(false);
      try {
        write(entry);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new UploadStoreException("the upload of " + entry.id() + " cannot be kept", e);
    }
  }

  private void write(UploadRecord entry) throws SQLException {
    BatchId id = entry.id();
    int state =
        switch (entry.state()) {
          case Sealed() -> SEALED;
          case Submitted _ -> SUBMITTED;
          case Included _ -> INCLUDED;
          case Final _ -> FINAL;
          case Refused _ -> REFUSED;
        };
    String sql =
        """
        INSERT INTO upload (station, sequence, ballots_hash, state) VALUES (?, ?, ?, ?)
        ON CONFLICT (station, sequence) DO UPDATE SET state = excluded.state
        """;
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      name(update, 1, id);
      update.setBytes(3, entry.ballotsHash().toByteArray());
      update.setInt(4, state);
      update.executeUpdate();
    }
    for (String table : List.of("attempt", "inclusion", "refusal")) {
      String delete = "DELETE FROM " + table + " WHERE station = ? AND sequence = ?";
      try (PreparedStatement update = connection.prepareStatement(delete)) {
        name(update, 1, id);
        update.executeUpdate();
      }
    }
    switch (entry.state()) {
      case Sealed() -> {}
      case Submitted(List<Attempt> attempts) -> write(id, attempts);
      case Included(BatchInclusion inclusion, List<Attempt> attempts) -> {
        write(id, inclusion);
        write(id, attempts);
      }
      case Final(BatchInclusion inclusion) -> write(id, inclusion);
      case Refused(Refusal refusal, List<BallotFault> faults) -> {
        write(id, WHOLE_BATCH, refusal);
        for (BallotFault fault : faults) {
          write(id, fault.index(), fault.refusal());
        }
      }
    }
  }

  private void write(BatchId id, List<Attempt> attempts) throws SQLException {
    String sql =
        """
        INSERT INTO attempt (station, sequence, position, hash, raw, nonce, gas_limit, max_fee,
          priority_fee, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < attempts.size(); i++) {
        SignedTransaction transaction = attempts.get(i).transaction();
        name(update, 1, id);
        update.setInt(3, i);
        update.setBytes(4, transaction.hash().toByteArray());
        update.setBytes(5, transaction.raw().toByteArray());
        update.setLong(6, transaction.nonce());
        update.setLong(7, transaction.gasLimit());
        update.setString(8, transaction.fees().maxFee().toString());
        update.setString(9, transaction.fees().priorityFee().toString());
        update.setString(10, attempts.get(i).signedAt().toString());
        update.executeUpdate();
      }
    }
  }

  private void write(BatchId id, BatchInclusion inclusion) throws SQLException {
    String sql =
        """
        INSERT INTO inclusion (station, sequence, ballots_hash, outcomes, hash, sender, block,
          block_hash, block_time, gas_used, gas_price) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      name(update, 1, id);
      update.setBytes(3, inclusion.ballotsHash().toByteArray());
      update.setBytes(4, encode(inclusion.outcomes()));
      update.setBytes(5, inclusion.transaction().toByteArray());
      update.setBytes(6, inclusion.sender().value().toByteArray());
      update.setLong(7, inclusion.block());
      update.setBytes(8, inclusion.blockHash().toByteArray());
      update.setString(9, inclusion.blockTime().toString());
      update.setLong(10, inclusion.gasUsed());
      update.setString(11, inclusion.gasPrice().toString());
      update.executeUpdate();
    }
  }

  private void write(BatchId id, int ballot, Refusal refusal) throws SQLException {
    StringBuilder lines = new StringBuilder();
    refusal
        .values()
        .forEach(
            (name, value) ->
                lines.append(name).append('=').append(value.replace('\n', ' ')).append('\n'));
    String sql =
        "INSERT INTO refusal (station, sequence, ballot, reason, details) VALUES (?, ?, ?, ?, ?)";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      name(update, 1, id);
      update.setInt(3, ballot);
      update.setString(4, refusal.reason());
      update.setString(5, lines.toString());
      update.executeUpdate();
    }
  }

  private static void name(PreparedStatement statement, int from, BatchId id) throws SQLException {
    statement.setBytes(from, id.station().value().toByteArray());
    statement.setLong(from + 1, id.sequence());
  }

  @Override
  public synchronized void close() throws UploadStoreException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new UploadStoreException("the upload file cannot be closed", e);
    }
  }
}
