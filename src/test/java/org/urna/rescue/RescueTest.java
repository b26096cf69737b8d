package org.urna.rescue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.Thoroughness;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Bytes;
import org.urna.election.ElectionFixtures;
import org.urna.failure.CommandRefused;
import org.urna.failure.FailureCode;
import org.urna.queue.Batch;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchId;
import org.urna.queue.UnsignedBatch;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.sqlite.Sql;
import org.urna.upload.evm.TestElection;

/// Every whole ballot of a ruined station comes out, and nothing else does.
class RescueTest {
  private static final int PAGE = 16_384;
  private static final Random RANDOM = Thoroughness.random(RescueTest.class);

  @TempDir Path data;
  private Path out;
  private RuinedStation ruin;

  @BeforeEach
  void create() throws Exception {
    out = data.resolve("out");
    ruin = RuinedStation.in(data.resolve("station"));
  }

  private void aDayAndAHalf() throws Exception {
    ruin.vote(5);
    ruin.close(2);
    ruin.vote(3);
  }

  private static Set<SealedBallot> ballots(Collection<Batch> batches) {
    Set<SealedBallot> all = new HashSet<>();
    batches.forEach(batch -> all.addAll(batch.ballots()));
    return all;
  }

  private static Set<SealedBallot> unsigned(RescuePlan plan) {
    Set<SealedBallot> all = new HashSet<>();
    plan.cut().forEach(batch -> all.addAll(batch.ballots()));
    return all;
  }

  private static Set<SealedBallot> ballots(RescuePlan plan) {
    Set<SealedBallot> all = ballots(plan.signed());
    all.addAll(unsigned(plan));
    return all;
  }

  private String doubt(Path... sources) throws Exception {
    Survey survey = ruin.survey(sources);
    return new RescueReport(survey, ruin.plan(survey)).doubt().orElse("");
  }

  /// The ballots whose words lie somewhere in `bytes` as they were cast.
  private Set<SealedBallot> lyingIn(byte[] bytes) {
    String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    Set<SealedBallot> found = new HashSet<>();
    for (SealedBallot ballot : ruin.cast) {
      if (all.contains(
          new String(ballot.toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))) {
        found.add(ballot);
      }
    }
    return found;
  }

  // ---------------------------------------------------------------- what is whole

  @Test
  void aWholeStationGivesItsBatchesAsTheyAreAndTheWaitingBallotsInNewOnes() throws Exception {
    aDayAndAHalf();
    List<Batch> before;
    try (SqliteBallotQueue box = ruin.open()) {
      before = List.of(batch(box, 1), batch(box, 2), batch(box, 3));
    }
    Map<Path, Bytes> folder = contents(ruin.folder);
    List<Batch> batches = ruin.rescue(out, ruin.folder);
    assertThat(batches).hasSize(4).startsWith(before.toArray(Batch[]::new));
    assertThat(batches.subList(3, 4)).allMatch(batch -> batch.id().sequence() >= RescuePlan.FIRST);
    assertThat(batches).allMatch(ruin::isCountable);
    assertThat(ballots(batches)).isEqualTo(Set.copyOf(ruin.cast));
    assertThat(doubt(ruin.folder)).isEmpty();
    assertThat(contents(ruin.folder)).as("nothing is written where it lies").isEqualTo(folder);
  }

  private Batch batch(SqliteBallotQueue box, int sequence) throws Exception {
    return box.batch(new BatchId(ruin.station, sequence)).orElseThrow();
  }

  private static Map<Path, Bytes> contents(Path folder) throws Exception {
    Map<Path, Bytes> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(file, Bytes.of(Files.readAllBytes(file)));
      }
    }
    return all;
  }

  // ---------------------------------------------------------------- damage

  @Test
  void everyBallotThatADamageSparedComesOut() throws Exception {
    aDayAndAHalf();
    byte[] good = Files.readAllBytes(ruin.box());
    for (int round = 0; round < Thoroughness.rounds(12, 500); round++) {
      byte[] bad = damaged(good, round % 6);
      Files.write(ruin.box(), bad);
      Survey survey = ruin.survey(ruin.folder);
      RescuePlan plan = ruin.plan(survey);
      assertThat(ballots(plan)).as("round %d", round).isEqualTo(lyingIn(bad));
      assertThat(plan.signed())
          .allMatch(batch -> batch.isSignedFor(ruin.election.chain().domain()));
      assertThat(new RescueReport(survey, plan).doubt().isEmpty())
          .isEqualTo(ballots(plan).size() == ruin.cast.size() && survey.hasWholeBox());
    }
  }

  private static byte[] damaged(byte[] good, int kind) {
    byte[] bad = good.clone();
    int page = PAGE * RANDOM.nextInt(good.length / PAGE);
    switch (kind) {
      case 0 -> flip(bad, 0, bad.length, 1);
      case 1 -> flip(bad, 0, bad.length, 20);
      case 2 -> Arrays.fill(bad, page, page + PAGE, (byte) 0);
      case 3 -> Arrays.fill(bad, 0, PAGE, (byte) 0);
      case 4 -> bad = Arrays.copyOf(bad, RANDOM.nextInt(bad.length));
      default -> {
        // A page that was written to the wrong place.
        int other = PAGE * RANDOM.nextInt(good.length / PAGE);
        System.arraycopy(good, page, bad, other, PAGE);
      }
    }
    return bad;
  }

  private static void flip(byte[] bytes, int from, int to, int bits) {
    for (int i = 0; i < bits; i++) {
      bytes[from + RANDOM.nextInt(to - from)] ^= (byte) (1 << RANDOM.nextInt(8));
    }
  }

  @Test
  void aBatchThatLostABallotIsBrokenUpAndTheOthersStay() throws Exception {
    aDayAndAHalf();
    List<Batch> before;
    try (SqliteBallotQueue box = ruin.open()) {
      before = List.of(batch(box, 1), batch(box, 2), batch(box, 3));
    }
    byte[] box = Files.readAllBytes(ruin.box());
    SealedBallot hit = before.get(1).ballots().getFirst();
    int at = indexOf(box, hit.toBytes());
    flip(box, at + 600, at + 700, 1);
    Files.write(ruin.box(), box);
    RescuePlan plan = ruin.plan(ruin.folder);
    assertThat(plan.signed()).containsExactly(before.get(0), before.get(2));
    assertThat(unsigned(plan)).hasSize(before.get(1).ballots().size() - 1 + 3);
    assertThat(doubt(ruin.folder)).contains("1 of at least 8");
    assertThat(String.join("\n", report(ruin.folder)))
        .contains(
            "batch 2 is not as it was signed",
            "1 not whole here",
            "not all there as they were cut");
  }

  private List<String> report(Path... sources) throws Exception {
    Survey survey = ruin.survey(sources);
    RescueReport report = new RescueReport(survey, ruin.plan(survey));
    List<String> lines = new ArrayList<>(report.sources());
    lines.addAll(report.summary());
    return lines;
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }

  @Test
  void anOlderCopyAndAnExportedBatchFileMakeUpForALostBox() throws Exception {
    ruin.vote(4);
    Path old = data.resolve("old.sqlite");
    Files.copy(ruin.box(), old);
    ruin.vote(3);
    List<Batch> batches = ruin.close(4);
    Path stick = Files.createDirectories(data.resolve("stick"));
    ruin.format().write(batches.get(1), stick);
    Files.write(ruin.box(), new byte[3 * PAGE]);
    RescuePlan plan = ruin.plan(ruin.folder, old, stick);
    assertThat(plan.signed()).containsExactly(batches.get(1));
    Set<SealedBallot> expected = new HashSet<>(ruin.cast.subList(0, 4));
    expected.addAll(batches.get(1).ballots());
    assertThat(ballots(plan)).isEqualTo(expected);
    assertThat(doubt(ruin.folder, old, stick)).contains("of at least 7 ballots");
  }

  @Test
  void aTornBatchFileGivesTheBallotsThatAreInIt() throws Exception {
    ruin.vote(5);
    Batch batch = ruin.close(5).getFirst();
    Path stick = Files.createDirectories(data.resolve("stick"));
    Path file = ruin.format().write(batch, stick);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length - 500));
    RescuePlan plan = ruin.plan(stick);
    assertThat(plan.signed()).isEmpty();
    assertThat(unsigned(plan)).isEqualTo(Set.copyOf(batch.ballots().subList(0, 4)));
    assertThat(report(stick).toString())
        .contains("4 whole ballots, 1 not whole here", "not as it was");
  }

  @Test
  void theTransactionsOfAnUploadGiveTheBallotsOfALostBox() throws Exception {
    ruin.vote(5);
    Batch batch = ruin.close(5).getFirst();
    java.io.ByteArrayOutputStream raw = new java.io.ByteArrayOutputStream();
    raw.write(new byte[37]);
    for (SealedBallot ballot : batch.ballots()) {
      raw.write(ballot.toBytes());
    }
    Path uploads = data.resolve("uploads.sqlite");
    try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + uploads)) {
      Sql.execute(open, "CREATE TABLE attempt (hash BLOB NOT NULL PRIMARY KEY, raw BLOB)");
      Sql.update(open, "INSERT INTO attempt VALUES (x'01', ?)", (Object) raw.toByteArray());
    }
    assertThat(ballots(ruin.plan(uploads))).isEqualTo(Set.copyOf(ruin.cast));
    try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + uploads)) {
      Sql.execute(open, "DROP TABLE attempt");
      Sql.execute(
          open,
          """
          CREATE VIEW attempt AS WITH RECURSIVE n(raw) AS
            (SELECT x'00' UNION ALL SELECT raw FROM n) SELECT raw FROM n
          """);
    }
    assertThat(ruin.survey(uploads).sources()).hasSizeLessThan(2);
  }

  @Test
  void aChangeThatDidNotEndIsUndoneByItsJournal() throws Exception {
    ruin.vote(8);
    List<Batch> batches = ruin.close(3);
    Path half = Files.createDirectories(data.resolve("half"));
    Path journal = half.resolve("box.sqlite-journal");
    try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + ruin.box())) {
      Sql.execute(open, "PRAGMA journal_mode = TRUNCATE");
      Sql.execute(open, "PRAGMA cache_size = 1");
      Sql.execute(open, "PRAGMA secure_delete = ON");
      Sql.execute(open, "BEGIN IMMEDIATE");
      Sql.execute(open, "DROP TRIGGER batch_is_kept");
      Sql.execute(open, "DROP TRIGGER ballot_is_kept");
      Sql.execute(open, "DELETE FROM ballot");
      Sql.execute(open, "DELETE FROM batch");
      Sql.execute(
          open,
          "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40) SELECT randomblob(9000) AS b FROM n");
      Files.copy(ruin.box(), half.resolve("box.sqlite"));
      Files.copy(Path.of(ruin.box() + "-journal"), journal);
      Sql.execute(open, "ROLLBACK");
    }
    assertThat(ruin.plan(half.resolve("box.sqlite")).signed()).isEmpty();
    assertThat(ruin.plan(half).signed()).isEqualTo(batches);
    assertThat(report(half).toString()).contains("its journal undoes it");
    // A journal can name a file that SQLite would delete when it is done with it.
    Path victim = Files.writeString(data.resolve("victim"), "somebody's");
    Files.write(journal, superJournal(victim, Files.size(journal)), StandardOpenOption.APPEND);
    assertThat(ruin.plan(half).signed()).isEqualTo(batches);
    assertThat(victim).exists();
  }

  /// The record at a journal's end that names a super-journal (`readSuperJournal` in pager.c).
  private static byte[] superJournal(Path file, long size) {
    byte[] name = file.toString().getBytes(UTF_8);
    int sum = 0;
    for (byte each : name) {
      sum += each;
    }
    java.nio.ByteBuffer record = java.nio.ByteBuffer.allocate(4 + name.length + 8 + 8);
    record.putInt((int) (0x40000000 / PAGE + 1)).put(name).putInt(name.length).putInt(sum);
    record.put(
        new byte[] {
          (byte) 0xd9, (byte) 0xd5, 0x05, (byte) 0xf9, 0x20, (byte) 0xa1, 0x63, (byte) 0xd7
        });
    return record.array();
  }

  @Test
  void saysWhenNobodyCanKnowThatAllAreThere() throws Exception {
    aDayAndAHalf();
    byte[] log = Files.readAllBytes(ruin.log());
    Files.delete(ruin.log());
    assertThat(doubt(ruin.folder)).contains("8 ballots are whole; no log says");
    byte[] bad = log.clone();
    bad[log.length / 2] ^= 1;
    Files.write(ruin.log(), bad);
    assertThat(doubt(ruin.folder)).contains("may have promised more");
    Files.write(ruin.log(), log);
    byte[] box = Files.readAllBytes(ruin.box());
    Arrays.fill(box, 0, PAGE, (byte) 0);
    Files.write(ruin.box(), box);
    assertThat(doubt(ruin.folder)).contains("no ballot box is whole");
    assertThat(ballots(ruin.plan(ruin.folder))).isEqualTo(Set.copyOf(ruin.cast));
  }

  // ---------------------------------------------------------------- numbers

  @Test
  void noTwoBatchesEverShareANumber() throws Exception {
    ruin.vote(6);
    byte[] good = Files.readAllBytes(ruin.box());
    Map<Long, Bytes> numbers = new HashMap<>();
    for (int round = 0; round < 5; round++) {
      byte[] bad = good.clone();
      flip(bad, PAGE, bad.length, 3);
      Files.write(ruin.box(), bad);
      // Each into a folder of its own, as somebody does who does not know of the others.
      for (Batch batch : ruin.rescue(data.resolve("out-" + round), ruin.folder)) {
        Bytes before = numbers.putIfAbsent(batch.id().sequence(), batch.ballotsHash());
        assertThat(before == null || before.equals(batch.ballotsHash())).isTrue();
      }
    }
    // The station goes on after all, and cuts its own.
    Files.write(ruin.box(), good);
    ruin.close(4).forEach(batch -> assertThat(numbers).doesNotContainKey(batch.id().sequence()));
    assertThat(numbers.keySet()).allMatch(n -> n >= RescuePlan.FIRST && n <= Integer.MAX_VALUE);
    assertThat(RescuePlan.number(Bytes.ofHex("ff".repeat(32)))).isEqualTo(Integer.MAX_VALUE);
    assertThat(RescuePlan.number(Bytes.of(new byte[32]))).isEqualTo(RescuePlan.FIRST);
  }

  @Test
  void aSecondRunKeepsTheFilesOfTheFirstAndAddsWhatIsNew() throws Exception {
    aDayAndAHalf();
    byte[] good = Files.readAllBytes(ruin.box());
    byte[] bad = good.clone();
    int at = indexOf(bad, ruin.cast.getLast().toBytes());
    bad[at + 200] ^= 4;
    Files.write(ruin.box(), bad);
    List<Batch> first = ruin.rescue(out, ruin.folder);
    Map<Path, Bytes> files = contents(out);
    assertThat(ruin.rescue(out, ruin.folder)).isEqualTo(first);
    assertThat(contents(out)).isEqualTo(files);
    Files.write(ruin.box(), good);
    List<Batch> second = ruin.rescue(out, ruin.folder);
    assertThat(second).hasSize(first.size() + 1).containsAll(first);
    assertThat(ballots(second)).isEqualTo(Set.copyOf(ruin.cast));
    assertThat(contents(out)).containsAllEntriesOf(files);
  }

  // ---------------------------------------------------------------- forgery

  @Test
  void nothingThatTheContractWouldRefuseIsSigned() throws Exception {
    aDayAndAHalf();
    BigInteger stranger = BigInteger.valueOf(0x5151);
    TestElection other = TestElection.ofStation(ruin.key, 61);
    assertThat(other.electionId()).isNotEqualTo(ruin.election.electionId());
    List<SealedBallot> forged = new ArrayList<>();
    forged.add(other.ballot(ruin.key, 1));
    forged.add(ruin.made.ballot(stranger, 1));
    SealedBallot good = ruin.cast.getFirst();
    SealedBallot second = ruin.cast.getLast();
    forged.add(with(good, 1, good, second));
    forged.add(with(good, 0, second, good));
    forged.add(
        new SealedBallot(
            good.variant(),
            new Nullifier(ruin.made.fieldElement()),
            good.badge(),
            good.ciphertexts(),
            good.enrolmentProof(),
            good.ballotProof()));
    byte[] wrongVariant = good.toBytes();
    wrongVariant[31] = 2;
    Path folder = Files.createDirectories(data.resolve("handed-over"));
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    for (SealedBallot ballot : forged) {
      bytes.write(ballot.toBytes());
    }
    bytes.write(wrongVariant);
    Files.write(folder.resolve("forged"), bytes.toByteArray());
    // Batches that are signed by somebody else, for another election, or with a bad ballot inside.
    write(folder, "a", unsigned(7, forged.subList(1, 2)), ruin.key);
    write(folder, "b", unsigned(8, List.of(good)), stranger);
    Files.write(
        folder.resolve("c.batch"),
        Files.readAllBytes(
            new BatchFile(ElectionFixtures.chain().domain(), other.electionId())
                .write(
                    unsigned(9, forged.subList(0, 1))
                        .signed(ruin.signer().sign(unsigned(9, forged.subList(0, 1)))),
                    Files.createDirectories(data.resolve("elsewhere")))));
    RescuePlan plan = ruin.plan(folder, ruin.folder);
    assertThat(ballots(plan)).isEqualTo(Set.copyOf(ruin.cast));
    assertThat(plan.signed())
        .extracting(batch -> batch.id().sequence())
        .containsExactly(1L, 2L, 3L);
    assertThat(plan.signed()).allMatch(ruin::isCountable);
    assertThat(report(folder).toString())
        .contains("holds a ballot that the contract would refuse", "is not as it was signed");
  }

  private static SealedBallot with(
      SealedBallot one, int variant, SealedBallot enrolment, SealedBallot ballot) {
    return new SealedBallot(
        variant,
        one.nullifier(),
        one.badge(),
        one.ciphertexts(),
        enrolment.enrolmentProof(),
        ballot.ballotProof());
  }

  private UnsignedBatch unsigned(long sequence, List<SealedBallot> ballots) {
    return new UnsignedBatch(new BatchId(ruin.station, sequence), ballots);
  }

  private void write(Path folder, String name, UnsignedBatch batch, BigInteger key)
      throws Exception {
    Path file =
        ruin.format()
            .write(
                batch.signed(ruin.signer(key).sign(batch)),
                Files.createDirectories(folder.resolve(name)));
    Files.move(file, folder.resolve(name + ".batch"));
    Files.delete(folder.resolve(name));
  }

  @Test
  void twoBallotsOfOnePersonAreNotCutAndTwoBatchesUnderANumberAreNamed() throws Exception {
    ruin.vote(3);
    List<Batch> batches = ruin.close(3);
    SealedBallot first = ruin.cast.getFirst();
    SealedBallot again =
        ruin.made.ballot(0, first.nullifier().value(), ruin.made.fieldElement(), ruin.key, 1);
    Path more = Files.createDirectories(data.resolve("more"));
    Files.write(more.resolve("second"), again.toBytes());
    SealedBallot new1 = ruin.made.ballot(ruin.key, 0);
    SealedBallot new2 =
        ruin.made.ballot(0, new1.nullifier().value(), ruin.made.fieldElement(), ruin.key, 1);
    Files.write(more.resolve("new1"), new1.toBytes());
    Files.write(more.resolve("new2"), new2.toBytes());
    write(more, "d", unsigned(1, List.of(ruin.made.ballot(ruin.key, 0))), ruin.key);
    RescuePlan plan = ruin.plan(ruin.folder, more);
    assertThat(plan.signed()).isEqualTo(batches);
    assertThat(plan.leftOut()).hasSize(2).contains(again);
    assertThat(unsigned(plan)).hasSize(2).containsAnyOf(new1, new2);
    assertThat(plan.notes())
        .anyMatch(note -> note.contains("under number 1"))
        .anyMatch(note -> note.startsWith("2 ballots are second ones"));
  }

  @Test
  void moreBallotsThanTheContractTakesAreNotSigned() throws Exception {
    aDayAndAHalf();
    RescuePlan plan = RescuePlan.of(ruin.survey(ruin.folder), 4, 7);
    assertThat(plan.isFull()).isTrue();
    assertThat(plan.cut()).isEmpty();
    assertThat(plan.signed()).hasSize(3);
    assertThat(plan.leftOut()).hasSize(3);
  }

  @Test
  void linksHugeFilesAndHostileDatabasesAreNamedAndDoNotStopIt() throws Exception {
    aDayAndAHalf();
    Path folder = Files.createDirectories(data.resolve("handed-over"));
    Path secret = data.resolve("secret");
    Files.write(secret, ruin.cast.getFirst().toBytes());
    Files.createSymbolicLink(folder.resolve("box.sqlite"), secret);
    Files.createSymbolicLink(folder.resolve("folder"), ruin.folder);
    try (RandomAccessFile huge = new RandomAccessFile(folder.resolve("huge").toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    try (Connection open =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("endless.sqlite"))) {
      Sql.execute(
          open,
          """
          CREATE VIEW ballot AS WITH RECURSIVE n(words) AS
            (SELECT x'00' UNION ALL SELECT words FROM n) SELECT words, 1 AS batch, x'' AS nullifier FROM n
          """);
      Sql.execute(
          open,
          "CREATE TABLE batch (sequence INTEGER, signature BLOB AS (zeroblob(1000000000)), x TEXT)");
      Sql.execute(open, "INSERT INTO batch (sequence) VALUES (1)");
    }
    SourceFiles files = SourceFiles.of(List.of(folder));
    assertThat(files.files()).containsExactly(folder.toRealPath().resolve("endless.sqlite"));
    assertThat(files.leftOut()).hasSize(3);
    assertThat(ballots(ruin.plan(folder))).isEmpty();
    assertThat(ballots(ruin.plan(folder, ruin.folder))).isEqualTo(Set.copyOf(ruin.cast));
  }

  @Test
  void aJournalThatNamesPagesWithoutEndIsLeftAlone() throws Exception {
    ruin.vote(2);
    byte[] journal = new byte[100_000];
    java.nio.ByteBuffer head = java.nio.ByteBuffer.wrap(journal);
    head.putLong(0xd9d505f920a163d7L).putInt(-1).putInt(0).putInt(-1).putInt(512).putInt(65_536);
    Files.write(Path.of(ruin.box() + "-journal"), journal);
    assertThat(ballots(ruin.plan(ruin.folder))).hasSize(2);
    for (int round = 0; round < 60; round++) {
      byte[] noise = journal.clone();
      RANDOM.nextBytes(noise);
      System.arraycopy(journal, 0, noise, 0, 8 + RANDOM.nextInt(21));
      Files.write(data.resolve("noise"), noise);
      Path copy = data.resolve("copy");
      Files.copy(ruin.box(), copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      org.urna.queue.sqlite.BoxRemains.undo(data.resolve("noise"), copy);
      assertThat(Files.size(copy)).isLessThan(1L << 30);
    }
  }

  // ---------------------------------------------------------------- writing

  @Test
  void writesNothingWhereTheRemainsLieAndOverNothing() throws Exception {
    aDayAndAHalf();
    Path link = Files.createSymbolicLink(data.resolve("link"), ruin.folder);
    for (Path inside : List.of(ruin.folder, ruin.folder.resolve("a/b"), link.resolve("c"), link)) {
      assertThatThrownBy(() -> Rescue.outside(inside, List.of(ruin.folder)))
          .isInstanceOfSatisfying(
              CommandRefused.class,
              refused ->
                  assertThat(refused.failure().code()).isEqualTo(FailureCode.FILE_NOT_USABLE));
    }
    assertThat(ruin.folder.resolve("a")).doesNotExist();
    Files.createDirectories(out);
    Path taken = out.resolve(BatchFile.nameOf(new BatchId(ruin.station, 2)));
    Files.writeString(taken, "something else");
    assertThatThrownBy(() -> ruin.rescue(out, ruin.folder))
        .hasMessageContaining("is there already");
    assertThat(taken).hasContent("something else");
  }

  @Test
  void evidenceIsNoBatchAndIsReadAgainWhenTheKeysAreFound() throws Exception {
    aDayAndAHalf();
    Survey survey = ruin.survey(ruin.folder);
    RescuePlan plan = ruin.plan(survey);
    Path folder = Rescue.outside(out, List.of(ruin.folder));
    Path evidence = new Rescue(survey, plan, folder).writeEvidence(true).orElseThrow();
    assertThatThrownBy(() -> ruin.format().read(evidence)).hasMessageContaining("not a batch");
    assertThat(unsigned(ruin.plan(evidence))).isEqualTo(unsigned(plan)).hasSize(3);
    assertThat(new Rescue(survey, plan, folder).writeEvidence(false)).isEmpty();
  }
}
