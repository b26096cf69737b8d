package org.urna.queue.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.Bytes;
import org.urna.queue.BoxFault;
import org.urna.queue.QueueException;
import org.urna.sqlite.Sql;

/// Looks at every ballot of a box, holds the whole against its [BoxCheckpoint], and sets aside what
/// is damaged.
///
/// A ballot's checksum tells that it is damaged; whether the words or the checksum are, the
/// checkpoint tells, because its sum is made of the checksums that were written first. So a damaged
/// checksum is mended, and damaged words are set aside *with the checksum of what was cast*: the
/// sum stays what it was, and a crash in between changes nothing.
///
/// What is found is written by building the table of ballots anew. A damaged key may stand where no
/// search finds it, so single rows could not be trusted to be taken out.
final class Stocktaking {
  private static final Logger LOG = LoggerFactory.getLogger(Stocktaking.class);

  /// Up to so many damaged ballots each is tried both ways: 2^8 sums.
  private static final int MOST_TRIED = 8;

  private final Connection open;
  private final Path checkpointFile;

  /// A ballot as it lies in the file.
  ///
  /// @param batch 0 if it is in none
  private record Row(Bytes nullifier, Bytes words, Bytes checksum, long batch) {
    Bytes computed() {
      return BoxCheckpoint.checksum(words);
    }

    boolean isWhole() {
      return checksum.equals(computed());
    }

    /// The key that the words have.
    Bytes key() {
      return Bytes.of(Arrays.copyOfRange(words.toByteArray(), 32, 64));
    }

    Row checked(Bytes right) {
      return new Row(nullifier, words, right, batch);
    }
  }

  Stocktaking(Connection open, Path checkpointFile) {
    this.open = open;
    this.checkpointFile = checkpointFile;
  }

  /// @return what the box holds; its checkpoint says so too
  /// @throws QueueException with [BoxFault#NOT_AS_LEFT] if it is not the box of its checkpoint, and
  ///   with [BoxFault#MISSING] if it has lost that; the box is as it was then
  BoxCheckpoint take() throws SQLException, QueueException {
    List<Row> rows = rows();
    try {
      Optional<BoxCheckpoint> kept = BoxCheckpoint.read(checkpointFile);
      if (isUnchecked(rows)) {
        return check(rows, kept);
      }
      return take(rows, kept);
    } catch (IOException e) {
      throw new QueueException(
          QueueException.Effect.NOTHING_KEPT, "the ballot box's checkpoint cannot be used", e);
    }
  }

  private List<Row> rows() throws SQLException {
    return Sql.query(
        open,
        "SELECT nullifier, words, checksum, batch FROM ballot",
        row -> new Row(bytes(row, 1), bytes(row, 2), bytes(row, 3), row.getLong(4)));
  }

  /// A damaged row may hold nothing where there must be something.
  private static Bytes bytes(ResultSet row, int column) throws SQLException {
    byte[] read = row.getBytes(column);
    return Bytes.of(read == null ? new byte[0] : read);
  }

  /// Whether this program opens a box of version 1 for the first time.
  private static boolean isUnchecked(List<Row> rows) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.checksum().size() == 0);
  }

  /// Gives each ballot its check. The checkpoint is first: after a crash in between the box still
  /// has no checks, and this is done again.
  private BoxCheckpoint check(List<Row> rows, Optional<BoxCheckpoint> kept)
      throws SQLException, QueueException, IOException {
    BoxCheckpoint found = BoxCheckpoint.EMPTY;
    for (Row row : rows) {
      found = found.with(row.computed());
    }
    if (kept.isPresent() && !kept.get().equals(found)) {
      throw notAsLeft(found.ballots(), kept.get());
    }
    found.write(checkpointFile);
    Sql.transaction(
        open,
        () -> {
          for (Row row : rows) {
            Sql.update(
                open,
                "UPDATE ballot SET checksum = ? WHERE nullifier = ?",
                row.computed().toByteArray(),
                row.nullifier().toByteArray());
          }
          return rows.size();
        });
    return found;
  }

  private BoxCheckpoint take(List<Row> rows, Optional<BoxCheckpoint> kept)
      throws SQLException, QueueException, IOException {
    List<Row> whole = rows.stream().filter(Row::isWhole).toList();
    List<Row> damaged = rows.stream().filter(row -> !row.isWhole()).toList();
    BoxCheckpoint certain = BoxCheckpoint.EMPTY;
    for (Bytes checksum : Sql.query(open, "SELECT checksum FROM set_aside", row -> bytes(row, 1))) {
      certain = certain.with(checksum);
    }
    for (Row row : whole) {
      certain = certain.with(row.checksum());
    }
    if (kept.isEmpty()) {
      if (certain.ballots() + damaged.size() > 0) {
        throw new QueueException(
            BoxFault.MISSING, "the ballot box has lost its checkpoint: " + checkpointFile);
      }
      certain.write(checkpointFile);
      return certain;
    }
    List<Row> judged = judge(whole, damaged, certain, kept.get());
    List<Row> stay = new ArrayList<>(whole);
    List<Row> aside = new ArrayList<>();
    for (Row row : judged) {
      (row.isWhole() ? stay : aside).add(row);
    }
    boolean isMisplaced = stay.stream().anyMatch(row -> !row.nullifier().equals(row.key()));
    if (!damaged.isEmpty() || isMisplaced) {
      LOG.warn("{} ballots of the box are damaged and are set aside", aside.size());
      rebuild(stay, aside);
    }
    BoxCheckpoint stock = certain;
    for (Row row : judged) {
      stock = stock.with(row.checksum());
    }
    if (!stock.isAllOf(checkpointFile)) {
      stock.write(checkpointFile);
    }
    return stock;
  }

  /// Finds for each damaged ballot the checksum of what was cast, by the checkpoint: the one that
  /// lies beside it, or the one that its words have.
  private List<Row> judge(
      List<Row> whole, List<Row> damaged, BoxCheckpoint certain, BoxCheckpoint kept)
      throws QueueException {
    Set<Bytes> checksums = new HashSet<>();
    whole.forEach(row -> checksums.add(row.checksum()));
    int tries = damaged.size() <= MOST_TRIED ? 1 << damaged.size() : 1;
    for (int tried = 0; tried < tries; tried++) {
      List<Row> judged = new ArrayList<>();
      BoxCheckpoint found = certain;
      Set<Bytes> all = new HashSet<>(checksums);
      for (int i = 0; i < damaged.size(); i++) {
        Row row = damaged.get(i);
        Bytes right = (tried >> i & 1) == 1 ? row.computed() : BoxCheckpoint.word(row.checksum());
        judged.add(row.checked(right));
        all.add(right);
        found = found.with(right);
      }
      if (follows(found, all, kept)) {
        return judged;
      }
    }
    throw notAsLeft(certain.ballots() + damaged.size(), kept);
  }

  /// Whether a program that ended at any point leaves a box so: it may be one ballot ahead.
  private static boolean follows(BoxCheckpoint found, Set<Bytes> checksums, BoxCheckpoint kept) {
    return found.equals(kept)
        || (found.ballots() == kept.ballots() + 1 && checksums.contains(found.without(kept)));
  }

  private static QueueException notAsLeft(int found, BoxCheckpoint kept) {
    return new QueueException(
        BoxFault.NOT_AS_LEFT,
        "this is not the ballot box that was left here: it holds "
            + found
            + " ballots, its checkpoint speaks of "
            + kept.ballots()
            + (found == kept.ballots() ? " others" : ""));
  }

  /// Sets aside the waiting ballots that are not valid, though they are what was written.
  ///
  /// @param isRefused asked for the words of each ballot that is in no batch
  void refuse(Predicate<Bytes> isRefused) throws SQLException {
    List<Row> rows = rows();
    Set<Row> aside =
        new HashSet<>(
            rows.parallelStream()
                .filter(row -> row.batch() == 0 && isRefused.test(row.words()))
                .toList());
    if (!aside.isEmpty()) {
      LOG.warn("{} ballots of the box are not valid and are set aside", aside.size());
      rebuild(rows.stream().filter(row -> !aside.contains(row)).toList(), List.copyOf(aside));
    }
  }

  private void rebuild(List<Row> stay, List<Row> aside) throws SQLException {
    Sql.transaction(
        open,
        () -> {
          int day = Sql.number(open, "SELECT max(1, coalesce(max(number), 1)) FROM polling_day");
          Set<Long> batches =
              new HashSet<>(Sql.query(open, "SELECT sequence FROM batch", row -> row.getLong(1)));
          List<Row> leave = new ArrayList<>(aside);
          TreeMap<Bytes, Row> byKey = new TreeMap<>(Stocktaking::unsigned);
          for (Row row : stay) {
            if (byKey.putIfAbsent(row.key(), row) != null) {
              leave.add(row);
            }
          }
          for (Row row : leave) {
            setAside(row, batches.contains(row.batch()) ? row.batch() : 0, day);
          }
          List<String> definitions =
              Sql.query(
                  open,
                  """
                  SELECT sql FROM sqlite_schema WHERE tbl_name = 'ballot' AND sql IS NOT NULL
                    ORDER BY type
                  """,
                  row -> row.getString(1));
          Sql.execute(open, "DROP TABLE ballot");
          for (String definition : definitions) {
            Sql.execute(open, definition);
          }
          for (Row row : byKey.values()) {
            Sql.update(
                open,
                "INSERT INTO ballot (nullifier, words, checksum, batch) VALUES (?, ?, ?, ?)",
                row.key().toByteArray(),
                row.words().toByteArray(),
                row.checksum().toByteArray(),
                batches.contains(row.batch()) ? row.batch() : null);
          }
          return byKey.size();
        });
  }

  private void setAside(Row row, long batch, int day) throws SQLException {
    int of = batch == 0 ? day : Sql.number(open, "SELECT day FROM batch WHERE sequence = ?", batch);
    Sql.update(
        open,
        """
        INSERT OR IGNORE INTO set_aside (id, nullifier, words, checksum, day, batch)
          VALUES (?, ?, ?, ?, ?, ?)
        """,
        id(row),
        row.nullifier().toByteArray(),
        row.words().toByteArray(),
        row.checksum().toByteArray(),
        of,
        batch == 0 ? null : batch);
  }

  private static byte[] id(Row row) {
    return BoxCheckpoint.sha256(row.nullifier().toByteArray(), row.words().toByteArray());
  }

  private static int unsigned(Bytes one, Bytes other) {
    return Arrays.compareUnsigned(one.toByteArray(), other.toByteArray());
  }
}
