package org.urna.queue.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.queue.AppendResult;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchId;
import org.urna.queue.BatchSigner;
import org.urna.queue.BatchState;
import org.urna.queue.BoxFault;
import org.urna.queue.BoxFigures;
import org.urna.queue.QueueException;
import org.urna.queue.QueueException.Effect;
import org.urna.queue.SetAside;
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
///
/// ## How a box is known to be the one that was left
///
/// SQLite vouches for a file's form and not for its being the newest: an older copy is a whole box,
/// and so is an empty one. So a [BoxCheckpoint] lies beside it, written after every ballot. A box
/// may be one ballot ahead of it, after a crash between the two, and that is made up for; anything
/// else is refused, and a lost box is not made anew.
///
/// ## What a flipped bit costs
///
/// One ballot. Each carries a checksum; [Stocktaking] looks at all of them whenever the box is
/// opened and again before batches are cut, and sets aside what is damaged. A flip in SQLite's own
/// structure (a few bytes of each page) it cannot see through: that box is refused.
public final class SqliteBallotQueue implements BallotQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteBallotQueue.class);
  static final Schema SCHEMA =
      Schema.of("the ballot box", SqliteBallotQueue.class, "schema.sql", "schema-2.sql");

  private static final int PAGE_SIZE = 16_384;

  /// "Urna", for `file` and for whoever finds the file.
  private static final int APPLICATION_ID = 0x55726E61;

  /// SQLite's result code of a file that somebody else has locked (`SQLITE_BUSY`).
  private static final int BUSY = 5;

  private final Path file;
  private final BoxIdentity identity;
  private final Path checkpointFile;

  /// Whether the box must be there already, and is not made.
  private boolean isExpected;

  private @Nullable Connection connection;
  private boolean scrubbed;

  /// What the box holds.
  private BoxCheckpoint stock = BoxCheckpoint.EMPTY;

  /// Whether the file beside the box says so too.
  private boolean isStockKept;

  private SqliteBallotQueue(Path file, BoxIdentity identity, boolean isExpected) {
    this.file = file;
    this.checkpointFile = BoxCheckpoint.beside(file);
    this.identity = identity;
    this.isExpected = isExpected;
  }

  /// Opens the box at `file`, or makes a new one there.
  ///
  /// @throws QueueException if the file is another box, was written by a newer program, is open in
  ///   another process, cannot be read or written, or is not the box that its checkpoint describes
  public static SqliteBallotQueue open(Path file, BoxIdentity identity) throws QueueException {
    return open(new SqliteBallotQueue(file, identity, false));
  }

  /// Opens the box at `file`, which somebody knows to have been in use: it is not made.
  ///
  /// @throws QueueException as for [#open], and if there is no box
  public static SqliteBallotQueue reopen(Path file, BoxIdentity identity) throws QueueException {
    return open(new SqliteBallotQueue(file, identity, true));
  }

  private static SqliteBallotQueue open(SqliteBallotQueue queue) throws QueueException {
    queue.reachable();
    queue.isExpected = true;
    return queue;
  }

  /// Whether a box at `file` has ever been opened for a polling day, or cannot say so. For who
  /// finds a box that no log speaks of. It reads only: a journal of a change that did not end is
  /// not played back, and is itself a sign of use.
  public static boolean mayHoldBallots(Path file) {
    try {
      if (BoxCheckpoint.read(BoxCheckpoint.beside(file)).filter(k -> k.ballots() > 0).isPresent()) {
        return true;
      }
      return hasJournal(file) || (isThere(file) && hasHadDays(file));
    } catch (SQLException | IOException e) {
      LOG.warn("{} cannot be looked into", file, e);
      return true;
    }
  }

  /// What the box of `station` at `file` says of itself. Nothing of it is changed or looked at more
  /// closely: whoever opens it does that.
  ///
  /// @throws QueueException if it cannot be read so: it is missing or damaged, another program has
  ///   it open, or a change in it did not end
  public static BoxFigures look(Path file, Address station) throws QueueException {
    try {
      if (!isThere(file)) {
        throw new QueueException(BoxFault.MISSING, "there is no ballot box: " + file);
      }
      if (hasJournal(file)) {
        throw new QueueException(
            BoxFault.DAMAGED,
            "a change of the ballot box did not end; starting the kiosk undoes or ends it");
      }
      try (Connection looked = Sql.connectToRead(file)) {
        SCHEMA.requireKnown(looked);
        boolean isFirst = Sql.number(looked, "PRAGMA user_version") < 2;
        return new BoxFigures(
            Sql.number(looked, "SELECT count(*) FROM ballot"),
            unbatched(looked),
            batches(looked, station),
            isFirst ? List.of() : setAside(looked));
      }
    } catch (NewerDataException e) {
      throw new QueueException(BoxFault.NEWER, String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new QueueException(
          isBusy(e) ? BoxFault.IN_USE : BoxFault.DAMAGED, "the ballot box cannot be read", e);
    } catch (IOException e) {
      throw new QueueException(BoxFault.DAMAGED, "the ballot box cannot be read", e);
    }
  }

  private static boolean isThere(Path file) throws IOException {
    return Files.exists(file) && Files.size(file) > 0;
  }

  /// Whether a change of the box at `file` did not end.
  private static boolean hasJournal(Path file) throws IOException {
    return isThere(file.resolveSibling(file.getFileName() + "-journal"));
  }

  /// Of an extended result code the last byte is the plain one.
  private static boolean isBusy(SQLException e) {
    return (e.getErrorCode() & 0xff) == BUSY;
  }

  private static boolean hasHadDays(Path file) throws SQLException {
    try (Connection looked = Sql.connectToRead(file)) {
      return Sql.number(looked, "PRAGMA user_version") != 0
          && Sql.number(looked, "SELECT count(*) FROM polling_day") != 0;
    }
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
      takeStock(fresh);
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
      if (!isThere(file) && (isExpected || isThere(checkpointFile))) {
        throw new QueueException(BoxFault.MISSING, "the ballot box is gone: " + file);
      }
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
      SCHEMA.requireKnown(fresh);
      // Of another's box nothing is changed, also not its version.
      if (Sql.number(fresh, "PRAGMA user_version") != 0) {
        requireOwn(fresh);
      }
      SCHEMA.bringUp(fresh);
    } catch (NewerDataException e) {
      throw new QueueException(BoxFault.NEWER, String.valueOf(e.getMessage()), e);
    }
    if (Sql.number(fresh, "SELECT count(*) FROM box") == 0) {
      if (isExpected || Files.exists(checkpointFile)) {
        throw new QueueException(BoxFault.MISSING, "the ballot box was emptied: " + file);
      }
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
  }

  /// @throws QueueException if the box says that it is another's; one that says nothing is refused
  ///   elsewhere
  private void requireOwn(Connection fresh) throws SQLException, QueueException {
    List<Integer> others =
        Sql.query(
            fresh,
            """
            SELECT 1 FROM box WHERE NOT (election_id = ? AND station = ? AND chain_id = ?
              AND contract = ? AND option_count = ? AND max_ballots = ?)
            """,
            row -> row.getInt(1),
            identityValues());
    if (!others.isEmpty()) {
      throw new QueueException(
          BoxFault.FOREIGN, "this file is the ballot box of another election or station");
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

  /// Looks at every ballot and holds the box against its checkpoint.
  private void takeStock(Connection fresh) throws SQLException, QueueException {
    isStockKept = false;
    stock = new Stocktaking(fresh, checkpointFile).take();
    isStockKept = true;
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

  @Override
  public synchronized int lastDayNumber() throws QueueException {
    return read(open -> Sql.number(open, "SELECT coalesce(max(number), 0) FROM polling_day"));
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
    keepStock();
    AppendResult result;
    try {
      result = Sql.transaction(open, () -> insert(open, nullifier, words));
      if (result instanceof AppendResult.Queued) {
        stock = stock.with(BoxCheckpoint.checksum(Bytes.of(words)));
        isStockKept = false;
      }
    } catch (SQLException e) {
      result = recoverAppend(nullifier, words, e);
    }
    if (result instanceof AppendResult.Queued || !scrubbed) {
      scrub(reachable());
    }
    try {
      keepStock();
    } catch (QueueException e) {
      // The ballot is durable, and a box may be one ahead; the next ballot is not kept before this
      // is made up for.
      LOG.warn("the ballot box is one ballot ahead of its checkpoint", e);
    }
    return result;
  }

  private void keepStock() throws QueueException {
    if (isStockKept) {
      return;
    }
    try {
      stock.write(checkpointFile);
      isStockKept = true;
    } catch (IOException e) {
      throw new QueueException(
          Effect.NOTHING_KEPT, "the ballot box's checkpoint cannot be written", e);
    }
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
    if (isSetAside(open, nullifier)) {
      return new AppendResult.AlreadyQueued(false);
    }
    Sql.update(
        open,
        "INSERT INTO ballot (nullifier, words, checksum) VALUES (?, ?, ?)",
        nullifier,
        words,
        BoxCheckpoint.checksum(Bytes.of(words)).toByteArray());
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

  private static boolean isSetAside(Connection open, byte[] nullifier) throws SQLException {
    return Sql.number(
            open, "SELECT count(*) FROM set_aside WHERE nullifier = ?", (Object) nullifier)
        > 0;
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
    byte[] key = Bytes.word(nullifier.value());
    return read(open -> words(open, key).isPresent() || isSetAside(open, key));
  }

  @Override
  public synchronized int ballotsToday() throws QueueException {
    return read(SqliteBallotQueue::unbatched);
  }

  @Override
  public synchronized int ballotsInAll() throws QueueException {
    return read(
        open ->
            Sql.number(
                open, "SELECT (SELECT count(*) FROM ballot) + (SELECT count(*) FROM set_aside)"));
  }

  @Override
  public synchronized List<SetAside> setAside() throws QueueException {
    return read(SqliteBallotQueue::setAside);
  }

  private static List<SetAside> setAside(Connection open) throws SQLException {
    return Sql.query(
        open,
        "SELECT id, day, batch FROM set_aside ORDER BY id",
        row -> new SetAside(Bytes.of(row.getBytes(1)), row.getInt(2), row.getLong(3)));
  }

  @Override
  public synchronized List<Batch> cutBatches(
      int batchMax, BatchSigner signer, Predicate<SealedBallot> isValid) throws QueueException {
    if (batchMax < 1) {
      throw new IllegalArgumentException("batchMax: must be positive");
    }
    if (!signer.station().equals(identity.station())
        || !signer.domain().equals(identity.domain())) {
      throw new IllegalArgumentException("signer: must be this box's station and contract");
    }
    int day =
        change(
            open -> {
              Optional<Integer> openDay = openDay(open);
              if (openDay.isPresent()) {
                takeStock(open);
                new Stocktaking(open, checkpointFile).refuse(words -> !isValid(words, isValid));
              }
              return Sql.transaction(
                  open,
                  () -> {
                    if (openDay.isPresent()) {
                      cut(open, openDay.get(), batchMax, signer);
                    }
                    return Sql.number(open, "SELECT coalesce(max(number), 0) FROM polling_day");
                  });
            });
    // The ballots' rows were written anew in the order of the cutting; harmless, but keep one
    // layout.
    scrub(reachable());
    List<Batch> batches = new ArrayList<>();
    for (BatchEntry entry : batches()) {
      if (entry.day() == day) {
        batch(entry.id()).ifPresent(batches::add);
      }
    }
    return batches;
  }

  /// A machine that miscounts once must not cost a ballot, so a no is asked for twice.
  private boolean isValid(Bytes words, Predicate<SealedBallot> isValid) {
    SealedBallot ballot;
    try {
      ballot = SealedBallot.fromBytes(words.toByteArray(), identity.optionCount());
    } catch (IllegalArgumentException e) {
      LOG.debug("these words are no ballot", e);
      return false;
    }
    for (int asked = 0; asked < 2; asked++) {
      if (isValid.test(ballot)) {
        return true;
      }
    }
    return false;
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
    return read(open -> batches(open, identity.station()));
  }

  private static List<BatchEntry> batches(Connection open, Address station) throws SQLException {
    return Sql.query(
        open,
        "SELECT sequence, day, ballot_count, ballots_hash, state FROM batch ORDER BY sequence",
        row ->
            new BatchEntry(
                new BatchId(station, row.getLong(1)),
                row.getInt(2),
                row.getInt(3),
                Bytes.of(row.getBytes(4)),
                state(row.getInt(5))));
  }

  private static BatchState state(int ordinal) throws SQLException {
    if (ordinal < 0 || ordinal >= BatchState.values().length) {
      throw new SQLException("a batch in the box is damaged");
    }
    return BatchState.values()[ordinal];
  }

  @Override
  public synchronized Optional<Batch> batch(BatchId id) throws QueueException {
    if (!id.station().equals(identity.station())) {
      return Optional.empty();
    }
    return read(
        open -> {
          if (Sql.number(
                  open, "SELECT count(*) FROM set_aside WHERE batch = ?", (Object) id.sequence())
              > 0) {
            return Optional.empty();
          }
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
      Optional<Batch> whole = batch(entry.id());
      if (whole.isEmpty()) {
        return List.of();
      }
      batch = whole.get();
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
      if (isBusy(e)) {
        throw new QueueException(
            BoxFault.IN_USE, "another program has the ballot box open: " + file, e);
      }
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
