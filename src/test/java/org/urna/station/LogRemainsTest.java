package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.Thoroughness;
import org.urna.election.Bytes;

class LogRemainsTest {
  private static final Bytes ELECTION = Bytes.of(new byte[32]);
  private static final Bytes OTHER = Bytes.ofHex("11".repeat(32));
  private static final Random RANDOM = Thoroughness.random(LogRemainsTest.class);

  @TempDir Path temp;
  private Path file;
  private StationLog log;

  @BeforeEach
  void open() throws Exception {
    file = temp.resolve("log");
    log = StationLog.open(file, Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC));
  }

  private static LogValue count(int value) {
    return new LogValue.Count(value);
  }

  private void twoDays() throws Exception {
    log.append(LogEvent.PROVISIONED, Map.of("manifest", new LogValue.Hash(OTHER)));
    log.append(LogEvent.OPENED, Map.of("day", count(1), "ballots-before", count(900)));
    log.append(LogEvent.PROVISIONED, Map.of("manifest", new LogValue.Hash(ELECTION)));
    log.append(LogEvent.OPENED, Map.of("day", count(1), "ballots-before", count(0)));
    log.append(LogEvent.COUNTERS, Map.of("cast", count(5), "sessions", count(9)));
    log.append(
        LogEvent.DAY_CLOSED,
        Map.of(
            "day", count(1),
            "ballots", count(6),
            "batches", count(2),
            "batch-list", new LogValue.Hash(OTHER)));
    log.append(LogEvent.OPENED, Map.of("day", count(2), "ballots-before", count(6)));
    log.append(LogEvent.COUNTERS, Map.of("cast", count(3)));
  }

  @Test
  void addsUpWhatTheLogPromisesOfThisElection() throws Exception {
    twoDays();
    LogRemains remains = LogRemains.read(file);
    assertThat(remains.isChained()).isTrue();
    assertThat(remains.damaged()).isZero();
    assertThat(remains.promise(ELECTION).ballots()).isEqualTo(9);
    assertThat(remains.promise(ELECTION).days())
        .containsExactly(new LogRemains.ClosedDay(1, 6, 2, OTHER));
    assertThat(remains.promise(OTHER).ballots()).isEqualTo(900);
    assertThat(remains.promise(Bytes.ofHex("22".repeat(32))).ballots()).isZero();
  }

  @Test
  void aDamageTakesItsLineAndNoOther() throws Exception {
    twoDays();
    byte[] good = Files.readAllBytes(file);
    int entries = log.entries().size();
    for (int round = 0; round < Thoroughness.rounds(50, 5000); round++) {
      byte[] bad = good.clone();
      bad[RANDOM.nextInt(bad.length)] ^= (byte) (1 << RANDOM.nextInt(8));
      Files.write(file, bad);
      LogRemains remains = LogRemains.read(file);
      // A line feed that is lost or made takes two lines or makes two of one.
      assertThat(remains.entries().size()).isBetween(entries - 2, entries);
      assertThat(remains.entries()).isSubsetOf(log.entries());
      assertThat(remains.promise(ELECTION).ballots()).isLessThanOrEqualTo(906);
      if (remains.entries().size() < entries) {
        assertThat(remains.isChained() && remains.damaged() == 0).isFalse();
      }
    }
  }

  @Test
  void rubbishIsNoEntryAndAnEndlessFileIsRefused() throws Exception {
    byte[] noise = new byte[100_000];
    RANDOM.nextBytes(noise);
    Files.write(file, noise);
    assertThat(LogRemains.read(file).entries()).isEmpty();
    assertThat(LogRemains.read(file).isChained()).isFalse();
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(1L << 40);
    }
    assertThatThrownBy(() -> LogRemains.read(file)).hasMessageContaining("larger");
  }
}
