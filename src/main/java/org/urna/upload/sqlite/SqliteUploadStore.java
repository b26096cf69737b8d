package org.urna.upload.sqlite;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.queue.BatchId;
import org.urna.sqlite.NewerDataException;
import org.urna.sqlite.Schema;
import org.urna.sqlite.Sql;
import org.urna.upload.BallotFault;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ContractRefusal;
import org.urna.upload.Fees;
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
  static final Schema SCHEMA = Schema.of("the upload file", SqliteUploadStore.class, "schema.sql");

  private static final int SEALED = 0;
  private static final int SUBMITTED = 1;
  private static final int INCLUDED = 2;
  private static final int FINAL = 3;
  private static final int REFUSED = 4;

  /// In `refusal.ballot`: the refusal of the batch itself.
  private static final int WHOLE_BATCH = -1;

  private static final int OUTCOME_BYTES = 65;

  private final Connection connection;

  private SqliteUploadStore(Connection connection) {
    this.connection = connection;
  }

  /// Opens the file, or makes it.
  ///
  /// @throws UploadStoreException if it cannot be opened, or was written by a newer program
  public static SqliteUploadStore open(Path file) throws UploadStoreException {
    try {
      return new SqliteUploadStore(connect(file));
    } catch (SQLException | IOException | NewerDataException e) {
      throw new UploadStoreException("the upload file cannot be opened: " + file, e);
    }
  }

  private static Connection connect(Path file)
      throws SQLException, IOException, NewerDataException {
    Connection fresh = Sql.connect(file);
    boolean ready = false;
    try {
      Sql.pragma(fresh, "busy_timeout", "5000", "5000");
      Sql.pragma(fresh, "journal_mode", "WAL", "wal");
      Sql.pragma(fresh, "synchronous", "FULL", "2");
      Sql.pragma(fresh, "foreign_keys", "ON", "1");
      SCHEMA.bringUp(fresh);
      ready = true;
      return fresh;
    } finally {
      if (!ready) {
        fresh.close();
      }
    }
  }

  @Override
  public synchronized Optional<UploadRecord> find(BatchId id) throws UploadStoreException {
    return read("WHERE station = ? AND sequence = ?", key(id)).stream().findFirst();
  }

  @Override
  public synchronized List<UploadRecord> all() throws UploadStoreException {
    return read("ORDER BY station, sequence");
  }

  private List<UploadRecord> read(String which, Object... values) throws UploadStoreException {
    try {
      return Sql.query(
          connection,
          "SELECT station, sequence, ballots_hash, state FROM upload " + which,
          row -> {
            BatchId id =
                new BatchId(
                    new Address(Bytes.of(row.getBytes("station"))), row.getLong("sequence"));
            return new UploadRecord(
                id, Bytes.of(row.getBytes("ballots_hash")), state(id, row.getInt("state")));
          },
          values);
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
    return Sql.query(
        connection,
        """
        SELECT hash, raw, nonce, gas_limit, max_fee, priority_fee, signed_at FROM attempt
        WHERE station = ? AND sequence = ? ORDER BY position
        """,
        row ->
            new Attempt(
                new SignedTransaction(
                    Bytes.of(row.getBytes("hash")),
                    Bytes.of(row.getBytes("raw")),
                    row.getLong("nonce"),
                    row.getLong("gas_limit"),
                    new Fees(
                        new BigInteger(row.getString("max_fee")),
                        new BigInteger(row.getString("priority_fee")))),
                Instant.parse(row.getString("signed_at"))),
        key(id));
  }

  private BatchInclusion inclusion(BatchId id) throws SQLException {
    return Sql.query(
            connection,
            "SELECT * FROM inclusion WHERE station = ? AND sequence = ?",
            row -> inclusion(id, row),
            key(id))
        .stream()
        .findFirst()
        .orElseThrow(() -> new SQLException("an included batch has no inclusion"));
  }

  private static BatchInclusion inclusion(BatchId id, ResultSet row) throws SQLException {
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
    List<Map.Entry<Integer, ContractRefusal>> found =
        Sql.query(
            connection,
            """
            SELECT ballot, reason, details FROM refusal
            WHERE station = ? AND sequence = ? ORDER BY ballot
            """,
            row ->
                Map.entry(
                    row.getInt("ballot"),
                    new ContractRefusal(
                        row.getString("reason"), details(row.getString("details")))),
            key(id));
    ContractRefusal whole = ContractRefusal.named(ContractRefusal.UNNAMED);
    List<BallotFault> faults = new ArrayList<>();
    for (Map.Entry<Integer, ContractRefusal> entry : found) {
      if (entry.getKey() == WHOLE_BATCH) {
        whole = entry.getValue();
      } else {
        faults.add(new BallotFault(entry.getKey(), entry.getValue()));
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
      Sql.transaction(connection, () -> write(entry));
    } catch (SQLException e) {
      throw new UploadStoreException("the upload of " + entry.id() + " cannot be kept", e);
    }
  }

  private UploadRecord write(UploadRecord entry) throws SQLException {
    BatchId id = entry.id();
    int state =
        switch (entry.state()) {
          case Sealed() -> SEALED;
          case Submitted _ -> SUBMITTED;
          case Included _ -> INCLUDED;
          case Final _ -> FINAL;
          case Refused _ -> REFUSED;
        };
    update(
        """
        INSERT INTO upload (station, sequence, ballots_hash, state) VALUES (?, ?, ?, ?)
        ON CONFLICT (station, sequence) DO UPDATE SET state = excluded.state
        """,
        id,
        entry.ballotsHash().toByteArray(),
        state);
    for (String table : List.of("attempt", "inclusion", "refusal")) {
      update("DELETE FROM " + table + " WHERE station = ? AND sequence = ?", id);
    }
    switch (entry.state()) {
      case Sealed() -> {}
      case Submitted(List<Attempt> attempts) -> write(id, attempts);
      case Included(BatchInclusion inclusion, List<Attempt> attempts) -> {
        write(id, inclusion);
        write(id, attempts);
      }
      case Final(BatchInclusion inclusion) -> write(id, inclusion);
      case Refused(ContractRefusal refusal, List<BallotFault> faults) -> {
        write(id, WHOLE_BATCH, refusal);
        for (BallotFault fault : faults) {
          write(id, fault.index(), fault.refusal());
        }
      }
    }
    return entry;
  }

  private void write(BatchId id, List<Attempt> attempts) throws SQLException {
    for (int i = 0; i < attempts.size(); i++) {
      SignedTransaction transaction = attempts.get(i).transaction();
      update(
          """
          INSERT INTO attempt (station, sequence, position, hash, raw, nonce, gas_limit, max_fee,
            priority_fee, signed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          id,
          i,
          transaction.hash().toByteArray(),
          transaction.raw().toByteArray(),
          transaction.nonce(),
          transaction.gasLimit(),
          transaction.fees().maxFee().toString(),
          transaction.fees().priorityFee().toString(),
          attempts.get(i).signedAt().toString());
    }
  }

  private void write(BatchId id, BatchInclusion inclusion) throws SQLException {
    update(
        """
        INSERT INTO inclusion (station, sequence, ballots_hash, outcomes, hash, sender, block,
          block_hash, block_time, gas_used, gas_price) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        inclusion.ballotsHash().toByteArray(),
        encode(inclusion.outcomes()),
        inclusion.transaction().toByteArray(),
        inclusion.sender().value().toByteArray(),
        inclusion.block(),
        inclusion.blockHash().toByteArray(),
        inclusion.blockTime().toString(),
        inclusion.gasUsed(),
        inclusion.gasPrice().toString());
  }

  private void write(BatchId id, int ballot, ContractRefusal refusal) throws SQLException {
    StringBuilder lines = new StringBuilder();
    refusal
        .values()
        .forEach(
            (name, value) ->
                lines.append(name).append('=').append(value.replace('\n', ' ')).append('\n'));
    update(
        "INSERT INTO refusal (station, sequence, ballot, reason, details) VALUES (?, ?, ?, ?, ?)",
        id,
        ballot,
        refusal.reason(),
        lines.toString());
  }

  /// Every statement names the batch by its first two values.
  private void update(String sql, BatchId id, Object... values) throws SQLException {
    Sql.update(
        connection, sql, Stream.concat(Arrays.stream(key(id)), Arrays.stream(values)).toArray());
  }

  private static Object[] key(BatchId id) {
    return new Object[] {id.station().value().toByteArray(), id.sequence()};
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
