package org.urna.queue.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.queue.AppendResult;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchId;
import org.urna.queue.BatchSigner;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.queue.QueueException.Effect;
import org.urna.queue.UnsignedBatch;
import org.urna.sqlite.NewerDataException;
import org.urna.sqlite.Schema;
import org.urna.sqlite.Sql;

/// The ballot box as one SQLite file.
///
/// ## What must be there after a power cut
///
/// Every ballot that [#append] called queued. `synchronous=FULL` syncs the database and the
/// rollback journal; `journal_mode=TRUNCATE` ends a transaction by cutting the journal to nothing
/// *and syncing that*, so that a journal cannot come back and undo a commit (with `DELETE` it
/// could, short of `synchronous=EXTRA`).
///
/// ## What must not be there
///
/// The order of casting, which an observer in the room could match with people. SQLite keeps it in
/// more places than rows and times:
///
/// - a rowid: the table has none, it is ordered by nullifier;
/// - frames of a write-ahead log, in order of commit: there is a rollback journal instead, which
///   only ever holds one transaction and is cut to nothing at its end;
/// - *within* the file: a page places its cells in order of insertion, and new pages and overflow
///   pages come at the end. So the file is rebuilt in order of nullifier (`VACUUM`) after every
///   single ballot, before the voter sees the tick. It costs a millisecond or so per hundred
///   ballots; a page of 16 KiB holds the widest ballot without overflow pages;
/// - freed pages: `secure_delete` overwrites them, and the rebuilt file has none;
/// - temporary files of the rebuilding: they stay in memory (`temp_store`).
///
/// What remains is below SQLite: the file's modification time tells when the last ballot was cast,
/// and blocks that the file system or an SSD gave up may hold earlier states. Stations encrypt
/// their disk for that.
///
/// `locking_mode=EXCLUSIVE` keeps every other process out while the box is open.
public final class SqliteBallotQueue implements BallotQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteBallotQueue.class);
  static final Schema SCHEMA = Schema.of("the ballot box", SqliteBallotQueue.class, "schema.sql");

  private static final int PAGE_SIZE = 16_384;

  /// "Urna", for `file` and for whoever finds the file.
  private static final int APPLICATION_ID = 0x55726E61;

  private final Path file;
  private final BoxIdentity identity;
  private @Nullable Connection connection;
  private boolean scrubbed;

  private SqliteBallotQueue(Path file, BoxIdentity identity) {
    this.file = file;
    this.identity = identity;
  }

  /// Opens the box at `file`, or makes a new one there.
  ///
  /// @throws QueueException if the file is another box, was written by a newer program, is open in
  ///   another process, or cannot be read or written
  public static SqliteBallotQueue open(Path file, BoxIdentity identity) throws QueueException {
    SqliteBallotQueue queue = new SqliteBallotQueue(file, identity);
    try {
      queue.connection();
    } catch (SQLException e) {
      throw new QueueException(Effect.NOTHING_KEPT, "the ballot box cannot be opened", e);
    }
    return queue;
  }

  /// The open connection; opens it again if a failure closed it.
  private Connection connection() throws SQLException, QueueException {
    Connection open = connection;
    if (open != null) {
      return open;
    }
    Connection fresh = connect();
    boolean ready = false;
    try {
      prepare(fresh);
      connection = fresh;
      scrub(fresh);
      ready = true;
      return fresh;
    } finally {
      if (!ready) {
        connection = null;
        fresh.close();
      }
    }
  }

  private Connection connect() throws SQLException, QueueException {
    try {
      return Sql.connect(file);
    } catch (IOException e) {
      throw new QueueException(Effect.NOTHING_KEPT, "the ballot box cannot be made", e);
    }
  }

  private void prepare(Connection fresh) throws SQLException, QueueException {
    Sql.execute(fresh, "PRAGMA page_size = " + PAGE_SIZE);
    Sql.pragma(fresh, "busy_timeout", "0", "0");
    Sql.pragma(fresh, "locking_mode", "EXCLUSIVE", "exclusive");
    Sql.pragma(fresh, "journal_mode", "TRUNCATE", "truncate");
    Sql.pragma(fresh, "synchronous", "FULL", "2");
    Sql.pragma(fresh, "secure_delete", "ON", "1");
    Sql.pragma(fresh, "foreign_keys", "ON", "1");
    Sql.pragma(fresh, "temp_store", "MEMORY", "2");
    Sql.pragma(fresh, "trusted_schema", "OFF", "0");
    Sql.pragma(fresh, "cell_size_check", "ON", "1");
    try {
      SCHEMA.bringUp(fresh);
    } catch (NewerDataException e) {
      throw new QueueException(Effect.NOTHING_KEPT, String.valueOf(e.getMessage()), e);
    }
    if (Sql.number(fresh, "SELECT count(*) FROM box") == 0) {
      Sql.execute(fresh, "PRAGMA application_id = " + APPLICATION_ID);
      Sql.update(
          fresh,
          """
          INSERT INTO box
            (only_row, election_id, station, chain_id, contract, option_count, max_ballots)
          VALUES (1, ?, ?, ?, ?, ?, ?)
          """,
          identityValues());
    }
    List<Integer> same =
        Sql.query(
            fresh,
            """
            SELECT 1 FROM box WHERE election_id = ? AND station = ? AND chain_id = ?
              AND contract = ? AND option_count = ? AND max_ballots = ?
            """,
            row -> row.getInt(1),
            identityValues());
    if (same.isEmpty()) {
      throw new QueueException(
          Effect.NOTHING_KEPT, "this file is the ballot box of another election or station");
    }
  }

  private Object[] identityValues() {
    return new Object[] {
      Bytes.word(identity.electionId()),
      identity.station().value().toByteArray(),
      identity.domain().chainId().longValueExact(),
      identity.domain().verifyingContract().value().toByteArray(),
      identity.optionCount(),
      identity.maxBallots()
    };
  }

  /// Rebuilds the file in order of nullifier. The ballot is durable already, so a failure here is
  /// not the voter's: it is logged and made up for with the next ballot or opening.
  private void scrub(Connection open) {
    try {
      Sql.execute(open, "VACUUM");
      scrubbed = true;
    } catch (SQLException e) {
      scrubbed = false;
      LOG.warn("the ballot box could not be rebuilt; its file may show the order of ballots", e);
    }
  }

  @Override
  public synchronized int openDay() throws QueueException {
    return change(
        open -> {
          Optional<Integer> day = openDay(open);
          if (day.isPresent()) {
            return day.get();
          }
          if (unbatched(open) != 0) {
            throw new QueueException(
                Effect.NOTHING_KEPT, "the ballot box holds ballots that belong to no day");
          }
          return Sql.transaction(
              open,
              () -> {
                int next = Sql.number(open, "SELECT coalesce(max(number), 0) + 1 FROM polling_day");
                Sql.update(open, "INSERT INTO polling_day (number, open) VALUES (?, 1)", next);
                return next;
              });
        });
  }

  @Override
  public synchronized int openDayNumber() throws QueueException {
    return read(open -> openDay(open).orElse(0));
  }

  private static Optional<Integer> openDay(Connection open) throws SQLException {
    return Sql.query(open, "SELECT number FROM polling_day WHERE open = 1", row -> row.getInt(1))
        .stream()
        .findFirst();
  }

  @Override
  public synchronized AppendResult append(SealedBallot ballot) throws QueueException {
    byte[] words = ballot.toBytes();
    if (ballot.optionCount() != identity.optionCount()) {
      throw new IllegalArgumentException("ballot: must have this election's number of options");
    }
    byte[] nullifier = Bytes.word(ballot.nullifier().value());
    Connection open = reachable();
    AppendResult result;
    try {
      result = Sql.transaction(open, () -> insert(open, nullifier, words));
    } catch (SQLException e) {
      result = recoverAppend(nullifier, words, e);
    }
    if (result instanceof AppendResult.Queued || !scrubbed) {
      scrub(reachable());
    }
    return result;
  }

  private AppendResult insert(Connection open, byte[] nullifier, byte[] words) throws SQLException {
    if (openDay(open).isEmpty()) {
      throw new IllegalStateException("no polling day is open");
    }
    Optional<byte[]> present = words(open, nullifier);
    if (present.isPresent()) {
      return new AppendResult.AlreadyQueued(Arrays.equals(present.get(), words));
    }
    if (Sql.number(open, "SELECT count(*) FROM ballot") >= identity.maxBallots()) {
      return new AppendResult.BoxFull(identity.maxBallots());
    }
    Sql.update(open, "INSERT INTO ballot (nullifier, words) VALUES (?, ?)", nullifier, words);
    return new AppendResult.Queued(unbatched(open));
  }

  /// A failed commit is undecided: the journal may or may not be gone. Opening the file again lets
  /// SQLite decide, and then the row is there or it is not.
  private AppendResult recoverAppend(byte[] nullifier, byte[] words, SQLException failure)
      throws QueueException {
    dropConnection();
    Optional<byte[]> present;
    int today;
    try {
      Connection open = connection();
      present = words(open, nullifier);
      today = unbatched(open);
    } catch (SQLException | QueueException e) {
      failure.addSuppressed(e);
      throw new QueueException(Effect.UNKNOWN, "the disk does not answer", failure);
    }
    if (present.isPresent() && Arrays.equals(present.get(), words)) {
      LOG.warn("a commit reported a failure, but the ballot is in the box", failure);
      return new AppendResult.Queued(today);
    }
    throw new QueueException(Effect.NOTHING_KEPT, "the ballot could not be kept", failure);
  }

  private static Optional<byte[]> words(Connection open, byte[] nullifier) throws SQLException {
    return Sql.query(
            open,
            "SELECT words FROM ballot WHERE nullifier = ?",
            row -> row.getBytes(1),
            (Object) nullifier)
        .stream()
        .findFirst();
  }

  private SealedBallot ballot(ResultSet row) throws SQLException {
    try {
      return SealedBallot.fromBytes(row.getBytes(1), identity.optionCount());
    } catch (IllegalArgumentException e) {
      throw new SQLException("a ballot in the box is damaged", e);
    }
  }

  private static int unbatched(Connection open) throws SQLException {
    return Sql.number(open, "SELECT count(*) FROM ballot WHERE batch IS NULL");
  }

  @Override
  public synchronized boolean holds(Nullifier nullifier) throws QueueException {
    return read(open -> words(open, Bytes.word(nullifier.value())).isPresent());
  }

  @Override
  public synchronized int ballotsToday() throws QueueException {
    return read(SqliteBallotQueue::unbatched);
  }

  @Override
  public synchronized int ballotsInAll() throws QueueException {
    return read(open -> Sql.number(open, "SELECT count(*) FROM ballot"));
  }

  @Override
  public synchronized List<Batch> cutBatches(int batchMax, BatchSigner signer)
      throws QueueException {
    if (batchMax < 1) {
      throw new IllegalArgumentException("batchMax: must be positive");
    }
    if (!signer.station().equals(identity.station())
        || !signer.domain().equals(identity.domain())) {
      throw new IllegalArgumentException("signer: must be this box's station and contract");
    }
    int day =
        change(
            open ->
                Sql.transaction(
                    open,
                    () -> {
                      Optional<Integer> openDay = openDay(open);
                      if (openDay.isPresent()) {
                        cut(open, openDay.get(), batchMax, signer);
                      }
                      return Sql.number(open, "SELECT coalesce(max(number), 0) FROM polling_day");
                    }));
    // The ballots' rows were written anew in the order of the cutting; harmless, but keep one
    // layout.
    scrub(reachable());
    List<Batch> batches = new ArrayList<>();
    for (BatchEntry entry : batches()) {
      if (entry.day() == day) {
        batches.add(batch(entry.id()).orElseThrow());
      }
    }
    return batches;
  }

  private void cut(Connection open, int day, int batchMax, BatchSigner signer) throws SQLException {
    List<SealedBallot> ballots =
        Sql.query(
            open, "SELECT words FROM ballot WHERE batch IS NULL ORDER BY nullifier", this::ballot);
    int sequence = Sql.number(open, "SELECT coalesce(max(sequence), 0) FROM batch");
    for (List<SealedBallot> part : EvenBatches.of(ballots, batchMax)) {
      sequence++;
      UnsignedBatch unsigned = new UnsignedBatch(new BatchId(identity.station(), sequence), part);
      Batch batch = unsigned.signed(signer.sign(unsigned));
      if (!batch.isSignedFor(identity.domain())) {
        throw new IllegalStateException("the signer's signature does not verify");
      }
      Sql.update(
          open,
          """
          INSERT INTO batch (sequence, day, ballot_count, ballots_hash, signature, state)
          VALUES (?, ?, ?, ?, ?, 0)
          """,
          sequence,
          day,
          part.size(),
          batch.ballotsHash().toByteArray(),
          batch.signature().toBytes().toByteArray());
      int moved =
          Sql.update(
              open,
              """
              UPDATE ballot SET batch = ? WHERE batch IS NULL AND nullifier BETWEEN ? AND ?
              """,
              sequence,
              Bytes.word(part.getFirst().nullifier().value()),
              Bytes.word(part.getLast().nullifier().value()));
      if (moved != part.size()) {
        throw new SQLException("a batch of " + part.size() + " took " + moved + " ballots");
      }
    }
    Sql.update(open, "UPDATE polling_day SET open = 0 WHERE number = ?", day);
  }

  @Override
  public synchronized List<BatchEntry> batches() throws QueueException {
    return read(
        open ->
            Sql.query(
                open,
                "SELECT sequence, day, ballot_count, state FROM batch ORDER BY sequence",
                row ->
                    new BatchEntry(
                        new BatchId(identity.station(), row.getLong(1)),
                        row.getInt(2),
                        row.getInt(3),
                        BatchState.values()[row.getInt(4)])));
  }

  @Override
  public synchronized Optional<Batch> batch(BatchId id) throws QueueException {
    if (!id.station().equals(identity.station())) {
      return Optional.empty();
    }
    return read(
        open -> {
          List<SealedBallot> ballots =
              Sql.query(
                  open,
                  "SELECT words FROM ballot WHERE batch = ? ORDER BY nullifier",
                  this::ballot,
                  id.sequence());
          return Sql.query(
                  open,
                  "SELECT signature FROM batch WHERE sequence = ?",
                  row -> new Batch(id, ballots, EcdsaSignature.ofBytes(Bytes.of(row.getBytes(1)))),
                  id.sequence())
              .stream()
              .findFirst();
        });
  }

  @Override
  public synchronized void advance(BatchId id, BatchState state) throws QueueException {
    if (!id.station().equals(identity.station())
        || batches().stream().noneMatch(entry -> entry.id().equals(id))) {
      throw new IllegalArgumentException("no batch " + id);
    }
    change(
        open ->
            Sql.update(
                open,
                "UPDATE batch SET state = ? WHERE sequence = ? AND state < ?",
                state.ordinal(),
                id.sequence(),
                state.ordinal()));
  }

  @Override
  public synchronized List<String> check() throws QueueException {
    List<String> problems = new ArrayList<>(read(SqliteBallotQueue::fileProblems));
    long expected = 1;
    for (BatchEntry entry : batches()) {
      if (entry.id().sequence() != expected++) {
        problems.add("batch " + (expected - 1) + " is missing");
      }
      problems.addAll(problems(entry));
    }
    return problems;
  }

  private static List<String> fileProblems(Connection open) throws SQLException {
    List<String> problems =
        Sql.query(open, "PRAGMA integrity_check", row -> row.getString(1)).stream()
            .filter(line -> !line.equals("ok"))
            .collect(Collectors.toCollection(ArrayList::new));
    if (!Sql.query(open, "PRAGMA foreign_key_check", row -> row.getString(1)).isEmpty()) {
      problems.add("a ballot or batch refers to something that is not there");
    }
    if (openDay(open).isEmpty() && unbatched(open) != 0) {
      problems.add("there are ballots that belong to no day");
    }
    return problems;
  }

  private List<String> problems(BatchEntry entry) throws QueueException {
    Batch batch;
    try {
      batch = batch(entry.id()).orElseThrow();
    } catch (QueueException e) {
      LOG.warn("batch {} cannot be read", entry.id().sequence(), e);
      return List.of("batch " + entry.id().sequence() + " cannot be read");
    }
    if (batch.ballots().size() != entry.ballotCount()) {
      return List.of("batch " + entry.id().sequence() + " does not hold its number of ballots");
    }
    return batch.isSignedFor(identity.domain())
        ? List.of()
        : List.of("batch " + entry.id().sequence() + " does not match its signature");
  }

  @Override
  public synchronized void close() throws QueueException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        throw new QueueException(Effect.NOTHING_KEPT, "the ballot box cannot be closed", e);
      }
    }
  }

  private interface Access<T> {
    T run(Connection open) throws SQLException, QueueException;
  }

  private Connection reachable() throws QueueException {
    try {
      return connection();
    } catch (SQLException e) {
      throw new QueueException(Effect.NOTHING_KEPT, "the ballot box cannot be opened", e);
    }
  }

  private <T> T read(Access<T> access) throws QueueException {
    try {
      return access.run(reachable());
    } catch (SQLException e) {
      dropConnection();
      throw new QueueException(Effect.NOTHING_KEPT, "the ballot box cannot be read", e);
    }
  }

  /// A change that can be repeated: after a failed commit nobody knows, so the caller asks again.
  private <T> T change(Access<T> access) throws QueueException {
    try {
      return access.run(reachable());
    } catch (SQLException e) {
      dropConnection();
      throw new QueueException(Effect.UNKNOWN, "the ballot box cannot be changed", e);
    }
  }

  private void dropConnection() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("closing a connection after a failure failed too", e);
      }
    }
  }
}
