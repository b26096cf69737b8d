package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.Schedule;
import org.urna.queue.BallotFixtures;
import org.urna.station.ReadinessReport.Item;
import org.urna.station.ReadinessReport.Line;
import org.urna.station.ReadinessReport.Verdict;

class ReadinessCheckTest {
  @TempDir Path data;
  private StationFixture station;

  @BeforeEach
  void create() throws Exception {
    station = new StationFixture(data);
    station.session.provision(station.packagePath);
  }

  @AfterEach
  void close() throws Exception {
    station.close();
  }

  @Test
  void passesEveryLineOfAReadyStation() {
    ReadinessReport report = station.readiness(StationFixture.goodProbes());
    assertThat(report.lines()).extracting(Line::item).containsExactly(Item.values());
    assertThat(report.lines())
        .as(report.lines().toString())
        .allMatch(line -> line.verdict() == Verdict.PASS);
    assertThat(report.mayOpen()).isTrue();
  }

  @Test
  void eachFaultFailsItsOwnLine() throws Exception {
    fails(Item.READER, probes(Optional.empty(), Duration.ofSeconds(5), List.of()));
    fails(
        Item.KEY_CEREMONY,
        probes(Optional.of("r"), Duration.ofSeconds(5), List.of("joint key does not add up")));
    fails(
        Item.PROOF,
        new Probes(Optional.of("r"), Duration.ZERO, List.of()) {
          @Override
          public Duration proveAndVerify(ElectionManifest election) {
            throw new IllegalStateException("proof does not verify");
          }
        });
  }

  @Test
  void aSlowProofAndAnOldTrustListAreWarnings() {
    assertVerdict(
        station.readiness(probes(Optional.of("r"), Duration.ofSeconds(90), List.of())),
        Item.PROOF,
        Verdict.WARN);
    assertVerdict(
        station.readiness(
            new Probes(Optional.of("r"), Duration.ofSeconds(1), List.of()) {
              @Override
              public Optional<LocalDate> trustListDate() {
                return Optional.of(LocalDate.of(2026, 5, 1));
              }
            }),
        Item.TRUST_LIST,
        Verdict.WARN);
  }

  @Test
  void aChangedPackageALogAndMissingKeysFail() throws Exception {
    Path photo = station.folder.election(station.manifest.manifestHash()).resolve("media/anna.jpg");
    byte[] before = Files.readAllBytes(photo);
    Files.writeString(photo, "x");
    fails(Item.PACKAGE, StationFixture.goodProbes());
    Files.write(photo, before);

    byte[] log = Files.readAllBytes(station.folder.log());
    Files.writeString(station.folder.log(), "{}\n", StandardOpenOption.APPEND);
    fails(Item.LOG, StationFixture.goodProbes());
    Files.write(station.folder.log(), log);

    Path key = station.folder.keys().resolve("nullifier-key.sealed");
    Files.move(key, data.resolve("away"));
    fails(Item.KEYS, StationFixture.goodProbes());
    Files.move(data.resolve("away"), key);
    assertThat(station.readiness(StationFixture.goodProbes()).mayOpen()).isTrue();
  }

  @Test
  void aClockThatWentBackOrIsFarOffFails() {
    station.clock.set(StationFixture.MORNING.minusSeconds(3600));
    fails(Item.CLOCK, StationFixture.goodProbes());
    station.clock.set(StationFixture.MORNING.plus(Duration.ofDays(400)));
    fails(Item.CLOCK, StationFixture.goodProbes());
    station.clock.set(StationFixture.EVENING.plusSeconds(1));
    assertVerdict(station.readiness(StationFixture.goodProbes()), Item.CLOCK, Verdict.WARN);
  }

  /// Whoever opens the polls sees until when batches count, by the clock on the wall.
  @Test
  void theClockLineAlwaysTellsLocalTimeAndLegalClose() throws Exception {
    Schedule schedule = station.session.election().orElseThrow().manifest().schedule();
    ZoneId zone = ZoneId.of("Asia/Kathmandu");
    DateTimeFormatter wall = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC+05:45'");
    for (Instant now :
        List.of(schedule.opening().minusSeconds(1), schedule.opening(), schedule.legalClose())) {
      ReadinessReport report =
          new ReadinessCheck(
                  station.folder,
                  ElectionMode.PRACTICE,
                  StationLog.open(data.resolve("log-" + now.getEpochSecond()), station.clock),
                  station.vault,
                  StationFixture.goodProbes(),
                  Clock.fixed(now, zone))
              .run(
                  station.session.election().orElseThrow(),
                  station.session.box().orElseThrow(),
                  _ -> {});
      Line line =
          report.lines().stream().filter(each -> each.item() == Item.CLOCK).findFirst().get();
      assertThat(line.reason())
          .startsWith(wall.format(now.atZone(zone)))
          .contains("legal close " + wall.format(schedule.legalClose().atZone(zone)));
      assertThat(line.verdict())
          .isEqualTo(now.equals(schedule.opening()) ? Verdict.PASS : Verdict.WARN);
    }
  }

  @Test
  void ballotsOfTheDayAreAWarning() throws Exception {
    var box = station.session.box().orElseThrow();
    box.openDay();
    box.append(BallotFixtures.random(station.random));
    assertVerdict(station.readiness(StationFixture.goodProbes()), Item.BOX, Verdict.WARN);
  }

  /// Allowed, and whoever opens the polls is told.
  @Test
  void chipsThatCannotProveThemselvesAreAWarning() throws Exception {
    ElectionManifest lenient = ElectionFixtures.admittingEveryChip();
    ElectionPackage election =
        ElectionPackage.create(
            data.resolve("lenient"),
            lenient,
            ElectionFixtures.chain(),
            ElectionFixtures.signature(lenient),
            ElectionFixtures.media());
    ReadinessReport report =
        new ReadinessCheck(
                station.folder,
                ElectionMode.PRACTICE,
                station.log,
                station.vault,
                StationFixture.goodProbes(),
                station.clock)
            .run(election, station.session.box().orElseThrow(), _ -> {});
    assertVerdict(report, Item.MODE, Verdict.WARN);
  }

  private void fails(Item item, ReadinessProbes probes) {
    ReadinessReport report = station.readiness(probes);
    assertVerdict(report, item, Verdict.FAIL);
    assertThat(report.mayOpen()).isFalse();
    assertThat(report.count(Verdict.FAIL)).isEqualTo(1);
  }

  @Test
  void warnsWhileTheProversWarmUpAndOpensAllTheSame() throws Exception {
    ReadinessReport report =
        station.readiness(
            new Probes(Optional.of("a reader"), Duration.ofSeconds(5), List.of()) {
              @Override
              public Optional<String> warmingUp() {
                return Optional.of("2 / 8");
              }
            });
    assertVerdict(report, Item.PROVING_KEYS, Verdict.WARN);
    assertThat(report.mayOpen()).isTrue();
  }

  private static void assertVerdict(ReadinessReport report, Item item, Verdict verdict) {
    assertThat(report.lines())
        .filteredOn(line -> line.item() == item)
        .singleElement()
        .satisfies(line -> assertThat(line.verdict()).as(line.reason()).isEqualTo(verdict));
  }

  private static Probes probes(
      Optional<String> reader, Duration proof, List<String> ceremonyProblems) {
    return new Probes(reader, proof, ceremonyProblems);
  }

  private static class Probes implements ReadinessProbes {
    private final Optional<String> reader;
    private final Duration proof;
    private final List<String> ceremonyProblems;

    Probes(Optional<String> reader, Duration proof, List<String> ceremonyProblems) {
      this.reader = reader;
      this.proof = proof;
      this.ceremonyProblems = ceremonyProblems;
    }

    @Override
    public List<String> keyCeremonyProblems(ElectionManifest election) {
      return ceremonyProblems;
    }

    @Override
    public Optional<String> reader() {
      return reader;
    }

    @Override
    public Duration proveAndVerify(ElectionManifest election) {
      return proof;
    }

    @Override
    public Optional<String> warmingUp() {
      return Optional.empty();
    }

    @Override
    public Optional<LocalDate> trustListDate() {
      return Optional.empty();
    }
  }
}
