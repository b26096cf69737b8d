package org.urna.upload.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.queue.BatchId;
import org.urna.upload.BallotFault;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ContractRefusal;
import org.urna.upload.Fees;
import org.urna.upload.SignedTransaction;
import org.urna.upload.UploadRecord;
import org.urna.upload.UploadState;
import org.urna.upload.UploadState.Attempt;
import org.urna.upload.UploadStoreException;

class SqliteUploadStoreTest {
  private static final Address STATION = new Address(Bytes.ofHex("12".repeat(20)));
  private static final BatchId ID = new BatchId(STATION, 3);
  private static final Bytes HASH = Bytes.ofHex("ab".repeat(32));

  @TempDir Path folder;

  private static Attempt attempt(int i, long nonce) {
    return new Attempt(
        new SignedTransaction(
            Bytes.ofWord(BigInteger.valueOf(i)),
            Bytes.ofHex("02f8".repeat(i)),
            nonce,
            1_234_567,
            new Fees(BigInteger.TWO.pow(90).add(BigInteger.valueOf(i)), BigInteger.TWO.pow(70))),
        Instant.parse("2026-11-22T10:00:00.123456789Z").plusSeconds(i));
  }

  private static BatchInclusion inclusion() {
    return inclusion(ID.sequence());
  }

  private static BatchInclusion inclusion(long sequence) {
    return new BatchInclusion(
        new BatchId(STATION, sequence),
        HASH,
        List.of(
            new BallotOutcome(Bytes.ofHex("01".repeat(32)), BigInteger.ONE, true),
            new BallotOutcome(Bytes.ofHex("02".repeat(32)), BigInteger.TWO.pow(253), false)),
        Bytes.ofHex("cd".repeat(32)),
        new Address(Bytes.ofHex("34".repeat(20))),
        77,
        Bytes.ofHex("ef".repeat(32)),
        Instant.parse("2026-11-22T10:00:05Z"),
        8_000_000,
        BigInteger.TWO.pow(80));
  }

  private static List<UploadState> states() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("sequence", "3");
    values.put("acceptedHash", "0x00=1");
    return List.of(
        new UploadState.Sealed(),
        new UploadState.Submitted(List.of(attempt(1, 9), attempt(2, 9))),
        new UploadState.Included(inclusion(), List.of(attempt(1, 9))),
        new UploadState.Included(inclusion(), List.of()),
        new UploadState.Final(inclusion()),
        new UploadState.Refused(
            new ContractRefusal("SequenceUsedByAnotherBatch", values),
            List.of(new BallotFault(4, ContractRefusal.named("BallotProofsRefused")))));
  }

  /// A record of each state under a number of its own. No transaction is an attempt twice.
  static List<UploadRecord> oneOfEachState() {
    List<UploadState> states =
        List.of(
            new UploadState.Sealed(),
            new UploadState.Submitted(List.of(attempt(1, 9), attempt(2, 9))),
            new UploadState.Included(inclusion(3), List.of(attempt(3, 10))),
            new UploadState.Final(inclusion(4)),
            states().getLast());
    List<UploadRecord> records = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      records.add(new UploadRecord(new BatchId(STATION, i + 1), HASH, states.get(i)));
    }
    return records;
  }

  @Test
  void theFileIsTheOneThatWasNamedWhateverItsName() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("№5?mode=ro#a%41 &"));
    try (SqliteUploadStore _ = SqliteUploadStore.open(odd.resolve("u?.sqlite"))) {
      try (var files = Files.list(odd)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .contains("u?.sqlite")
            .allMatch(name -> name.startsWith("u?.sqlite"));
      }
    }
    assertThat(Files.size(odd.resolve("u?.sqlite"))).isPositive();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(odd);
    }
  }

  @Test
  void everyStateSurvivesClosing() throws Exception {
    Path file = folder.resolve("u.sqlite");
    for (UploadState before : states()) {
      for (UploadState after : states()) {
        try (SqliteUploadStore store = SqliteUploadStore.open(file)) {
          store.save(new UploadRecord(ID, HASH, before));
          store.save(new UploadRecord(ID, HASH, after));
        }
        try (SqliteUploadStore store = SqliteUploadStore.open(file)) {
          assertThat(store.find(ID)).hasValue(new UploadRecord(ID, HASH, after));
          assertThat(store.all()).containsExactly(new UploadRecord(ID, HASH, after));
        }
      }
    }
  }

  @Test
  void batchesAreKeptApart() throws Exception {
    try (SqliteUploadStore store = SqliteUploadStore.open(folder.resolve("u.sqlite"))) {
      UploadRecord second =
          new UploadRecord(new BatchId(STATION, 4), HASH, new UploadState.Sealed());
      store.save(new UploadRecord(ID, HASH, new UploadState.Submitted(List.of(attempt(1, 2)))));
      store.save(second);

      assertThat(store.all()).hasSize(2);
      assertThat(store.find(second.id())).hasValue(second);
      assertThat(store.find(new BatchId(STATION, 5))).isEmpty();
    }
  }

  @Test
  void anotherBatchUnderOneNumberIsNotKept() throws Exception {
    Path file = folder.resolve("u.sqlite");
    UploadRecord first = new UploadRecord(ID, HASH, new UploadState.Sealed());
    try (SqliteUploadStore store = SqliteUploadStore.open(file)) {
      store.save(first);
      Bytes other = Bytes.ofHex("ac".repeat(32));

      assertThatThrownBy(() -> store.save(new UploadRecord(ID, other, new UploadState.Sealed())))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.find(ID)).hasValue(first);
    }
    // Nor by anyone who writes to the file.
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("UPDATE upload SET ballots_hash = zeroblob(32)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("never changes");
    }
  }

  @Test
  void failedSaveLeavesTheOldRecord() throws Exception {
    UploadRecord first =
        new UploadRecord(ID, HASH, new UploadState.Submitted(List.of(attempt(1, 2))));
    try (SqliteUploadStore store = SqliteUploadStore.open(folder.resolve("u.sqlite"))) {
      store.save(first);
      // The same transaction twice breaks a constraint after the old rows were deleted.
      UploadRecord broken =
          new UploadRecord(
              ID, HASH, new UploadState.Submitted(List.of(attempt(3, 2), attempt(3, 2))));

      assertThatThrownBy(() -> store.save(broken)).isInstanceOf(UploadStoreException.class);
      assertThat(store.find(ID)).hasValue(first);
    }
  }

  @Test
  void newerFileIsRefused() throws Exception {
    Path file = folder.resolve("u.sqlite");
    SqliteUploadStore.open(file).close();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA user_version = 2");
    }

    assertThatThrownBy(() -> SqliteUploadStore.open(file))
        .isInstanceOf(UploadStoreException.class)
        .hasRootCauseMessage("the upload file has version 2, this program knows 1");
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws Exception {
    Path file = folder.resolve("u.sqlite");
    Files.writeString(file, "not a database, but long enough to look at".repeat(100));

    assertThatThrownBy(() -> SqliteUploadStore.open(file)).isInstanceOf(UploadStoreException.class);
  }
}
