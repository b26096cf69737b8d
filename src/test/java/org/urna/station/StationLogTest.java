package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.SettableClock;
import org.urna.election.Bytes;
import org.urna.failure.FailureCode;

class StationLogTest {
  @TempDir Path temp;
  private Path file;
  private final SettableClock clock = new SettableClock(StationFixture.MORNING);
  private StationLog log;

  @BeforeEach
  void open() throws Exception {
    file = temp.resolve("log.jsonl");
    log = StationLog.open(file, clock);
  }

  @Test
  void entriesAreChainedAndReadBackEqual() throws Exception {
    log.append(LogEvent.STARTED, Map.of());
    log.append(
        LogEvent.OPENED,
        Map.of("day", new LogValue.Count(1), "ballots-before", new LogValue.Count(0)));
    log.append(
        LogEvent.REFUSED,
        Map.of(
            "reason", new LogValue.Code(FailureCode.WRONG_STATE),
            "step", new LogValue.Word(StationStep.CLOSE_DAY)));
    assertThat(StationLog.open(file, clock).entries()).isEqualTo(log.entries()).hasSize(3);
    assertThat(Files.readString(file))
        .contains("\"step\":\"close-day\"")
        .contains("\"reason\":\"S09\"");
  }

  @Test
  void refusesAChangeToAnyCharacter() throws Exception {
    for (int i = 0; i < 3; i++) {
      log.append(LogEvent.OPENED, Map.of("day", new LogValue.Count(i + 1)));
    }
    byte[] content = Files.readAllBytes(file);
    for (int i = 0; i < content.length; i++) {
      byte[] changed = content.clone();
      changed[i] = (byte) (changed[i] == '1' ? '2' : '1');
      Files.write(file, changed);
      assertThatThrownBy(() -> StationLog.read(file))
          .as("character %d", i)
          .isInstanceOf(StationLogException.class);
    }
  }

  @Test
  void refusesEntriesRemovedSwappedOrRepeated() throws Exception {
    for (int i = 0; i < 4; i++) {
      log.append(LogEvent.OPENED, Map.of("day", new LogValue.Count(i + 1)));
    }
    List<String> lines = Files.readAllLines(file);
    for (List<Integer> order :
        List.of(List.of(1, 2, 3), List.of(0, 2, 3), List.of(1, 0, 2, 3), List.of(0, 0, 1, 2, 3))) {
      Files.write(file, order.stream().map(lines::get).toList());
      assertThatThrownBy(() -> StationLog.open(file, clock))
          .as(order.toString())
          .isInstanceOf(StationLogException.class);
    }
  }

  @Test
  void removesALineThatAPowerCutToreOff() throws Exception {
    log.append(LogEvent.STARTED, Map.of());
    log.append(LogEvent.PAUSED, Map.of());
    byte[] content = Files.readAllBytes(file);
    int first = new String(content, java.nio.charset.StandardCharsets.UTF_8).indexOf('\n') + 1;
    for (int length = content.length - 1; length >= first; length -= 17) {
      Files.write(file, Arrays.copyOf(content, length));
      StationLog again = StationLog.open(file, clock);
      assertThat(again.entries()).hasSize(1);
    }
    StationLog again = StationLog.open(file, clock);
    again.append(LogEvent.RESUMED, Map.of());
    assertThat(StationLog.read(file)).hasSize(2);
  }

  @Test
  void signaturesAreTheStationsAndCoverWhatCameBefore() throws Exception {
    SecureRandom random = new SecureRandom();
    Path keysFolder = temp.resolve("keys");
    StationIdentity identity =
        StationKeys.create(keysFolder, StationFixture.passphrases(), StationFixture.CHEAP, random);
    log.append(LogEvent.STARTED, Map.of());
    try (StationKeys keys =
        StationKeys.open(keysFolder, StationFixture.official(1), StationFixture.official(2))) {
      log.signWith(keys);
      log.append(LogEvent.RESUMED, Map.of());
      log.stopSigning();
    }
    log.append(LogEvent.STARTED, Map.of());
    assertThat(log.entries())
        .extracting(entry -> entry.isSignedBy(identity.address()))
        .containsExactly(false, true, false);
    assertThat(log.check(identity.address())).isEmpty();
    assertThat(log.check(org.urna.election.ElectionFixtures.STATION))
        .containsExactly("entry 2 is not signed by this station");
  }

  @Test
  void checkSeesAFileThatWasChangedWhileInUse() throws Exception {
    log.append(LogEvent.STARTED, Map.of());
    Files.writeString(file, "{}\n", StandardOpenOption.APPEND);
    assertThat(log.check(org.urna.election.ElectionFixtures.STATION)).isNotEmpty();
  }

  @Test
  void acceptsOnlyDeclaredFieldsOfTheDeclaredKind() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> log.append(LogEvent.PAUSED, Map.of("day", new LogValue.Count(1))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                log.append(
                    LogEvent.OPENED, Map.of("day", new LogValue.Hash(Bytes.of(new byte[32])))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> log.append(LogEvent.COUNTERS, Map.of("nullifier", new LogValue.Count(1))));
    assertThat(file).doesNotExist();
  }

  /// The kinds of values have no room for what must not be logged: no text at all, no number with
  /// as many digits as a document number or a date of birth.
  @Test
  void noParameterFitsANameOrANumberOfADocument() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LogValue.Count(1_000_001));
    assertThatIllegalArgumentException().isThrownBy(() -> new LogValue.Count(19_810_422));
    for (Class<?> kind : LogValue.class.getPermittedSubclasses()) {
      for (var component : kind.getRecordComponents()) {
        assertThat(component.getType())
            .as(kind.getSimpleName())
            .isIn(int.class, Bytes.class, FailureCode.class, Enum.class);
      }
    }
    for (var method : StationLog.class.getMethods()) {
      if (method.getName().equals("append") && Modifier.isPublic(method.getModifiers())) {
        assertThat(method.getParameterTypes()).containsExactly(LogEvent.class, Map.class);
      }
    }
  }

  @Test
  void everyEventIsDeclaredAndCountersAreTheFieldsOfTheirEvent() {
    for (LogEvent event : LogEvent.values()) {
      assertThat(LogEventFields.declared().of(event)).isNotNull();
    }
    assertThat(LogEventFields.declared().of(LogEvent.COUNTERS).keySet())
        .isEqualTo(Arrays.stream(Counter.values()).map(Counter::word).collect(Collectors.toSet()));
  }

  @Test
  void countersTellOnlySumsOverAQuarterOfAnHour() throws Exception {
    Counters counters = new Counters(log, clock);
    clock.set(Instant.parse("2026-11-22T09:03:17Z"));
    counters.count(Counter.SESSIONS);
    clock.advance(Duration.ofMinutes(4));
    counters.count(Counter.CAST);
    counters.count(Counter.SESSIONS);
    assertThat(log.entries()).isEmpty();
    clock.set(Instant.parse("2026-11-22T09:31:40Z"));
    counters.count(Counter.REFUSED_COPY);
    clock.advance(Duration.ofMinutes(1));
    counters.flush();
    counters.flush();
    List<LogEntry> entries = log.entries();
    assertThat(entries)
        .extracting(LogEntry::time)
        .containsExactly(
            Instant.parse("2026-11-22T09:00:00Z"), Instant.parse("2026-11-22T09:30:00Z"));
    assertThat(entries.getFirst().count("sessions")).isEqualTo(2);
    assertThat(entries.getFirst().count("cast")).isEqualTo(1);
    assertThat(entries.getFirst().fields().keySet()).isEqualTo(Set.of("sessions", "cast"));
    assertThat(entries.getLast().fields().keySet()).isEqualTo(Set.of("refused-copy"));
  }

  @Test
  void onlyTheOwnerMayReadTheLog() throws Exception {
    log.append(LogEvent.STARTED, Map.of());
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
