package org.urna.station;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
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
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.Schedule;
import org.urna.hardware.MemoryExposure;
import org.urna.hardware.PowerSupply;
import org.urna.queue.BallotFixtures;
import org.urna.station.ReadinessProbes.ChainAnswer;
import org.urna.station.ReadinessProbes.NewestSigner;
import org.urna.station.ReadinessProbes.Program;
import org.urna.station.ReadinessProbes.ScreenSize;
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
  void eachFaultFailsItsOwnLine() {
    fails(Item.READER, with(probes -> probes.reader = Optional::empty));
    fails(
        Item.KEY_CEREMONY,
        with(probes -> probes.keyCeremonyProblems = List.of("joint key does not add up")));
    fails(
        Item.PROOF,
        with(
            probes ->
                probes.proof =
                    () -> {
                      throw new IllegalStateException("proof does not verify");
                    }));
  }

  @Test
  void aSlowProofAndAnOldTrustListAreWarnings() {
    warns(Item.PROOF, with(probes -> probes.proof = () -> Duration.ofSeconds(90)));
    warns(
        Item.TRUST_LIST,
        with(probes -> probes.newestSigner = signer(false, LocalDate.of(2026, 5, 1))));
  }

  /// ICAO 9303-12 gives a signer three months of use, an authority five years.
  @Test
  void theNewestSignerTellsTheAgeOfTheTrustLists() {
    assertVerdict(
        station.readiness(
            with(probes -> probes.newestSigner = signer(false, LocalDate.of(2026, 8, 24)))),
        Item.TRUST_LIST,
        Verdict.PASS);
    warns(
        Item.TRUST_LIST,
        with(probes -> probes.newestSigner = signer(false, LocalDate.of(2026, 8, 23))));
    assertVerdict(
        station.readiness(
            with(probes -> probes.newestSigner = signer(true, LocalDate.of(2021, 11, 22)))),
        Item.TRUST_LIST,
        Verdict.PASS);
    warns(
        Item.TRUST_LIST,
        with(probes -> probes.newestSigner = signer(true, LocalDate.of(2021, 11, 21))));
    warns(Item.TRUST_LIST, with(probes -> probes.newestSigner = Optional::empty));
  }

  private static Callable<Optional<NewestSigner>> signer(boolean isAuthority, LocalDate began) {
    return () -> Optional.of(new NewestSigner(isAuthority, began));
  }

  @Test
  void whatAStationCanDoWithoutWarns() {
    warns(Item.PRINTER, with(probes -> probes.printer = Optional::empty));
    warns(Item.SCREEN, with(probes -> probes.screen = Optional::empty));
    warns(
        Item.SCREEN, with(probes -> probes.screen = () -> Optional.of(new ScreenSize(1279, 800))));
    warns(
        Item.SCREEN, with(probes -> probes.screen = () -> Optional.of(new ScreenSize(1280, 799))));
    warns(Item.POWER, with(probes -> probes.power = battery(OptionalInt.of(39))));
    warns(Item.POWER, with(probes -> probes.power = battery(OptionalInt.empty())));
    assertVerdict(
        station.readiness(with(probes -> probes.power = battery(OptionalInt.of(40)))),
        Item.POWER,
        Verdict.PASS);
    assertVerdict(
        station.readiness(with(probes -> probes.power = PowerSupply::unknown)),
        Item.POWER,
        Verdict.PASS);
  }

  private static Callable<PowerSupply> battery(OptionalInt percent) {
    return () -> new PowerSupply(PowerSupply.Source.BATTERY, percent);
  }

  /// Stations vote without a network, so that none is set up is as good as one that answers.
  @Test
  void theNetworkWarnsAndNeverFails() {
    ReadinessReport offline = station.readiness(with(probes -> probes.chain = Optional::empty));
    assertVerdict(offline, Item.NETWORK, Verdict.PASS);
    assertVerdict(offline, Item.BALANCE, Verdict.PASS);
    long right = ElectionFixtures.chain().chainId();
    warns(Item.NETWORK, with(probes -> probes.chain = answer(right + 1, 10, 10)));
    warns(Item.BALANCE, with(probes -> probes.chain = answer(right, 9, 10)));
    ReadinessReport silent =
        station.readiness(
            with(
                probes ->
                    probes.chain =
                        () -> {
                          throw new IllegalStateException("the node does not answer");
                        }));
    assertVerdict(silent, Item.NETWORK, Verdict.WARN);
    assertVerdict(silent, Item.BALANCE, Verdict.WARN);
    assertThat(line(silent, Item.NETWORK).reason()).contains("the node does not answer");
    assertThat(silent.mayOpen()).isTrue();
  }

  private static Callable<Optional<ChainAnswer>> answer(long chain, long balance, long cost) {
    return () ->
        Optional.of(
            new ChainAnswer(
                "node.example",
                BigInteger.valueOf(chain),
                BigInteger.valueOf(balance),
                BigInteger.valueOf(cost)));
  }

  @Test
  void aProgramBuiltFromSourceWarnsInARealElectionOnly() throws Exception {
    SettableProbes source =
        with(probes -> probes.program = () -> new Program("built from source", Optional.empty()));
    assertVerdict(station.readiness(source), Item.APPLICATION, Verdict.PASS);
    ReadinessReport real =
        new ReadinessCheck(
                station.folder,
                ElectionMode.REAL,
                station.log,
                station.vault,
                source,
                station.clock)
            .run(
                station.session.election().orElseThrow(),
                station.session.box().orElseThrow(),
                _ -> {});
    assertVerdict(real, Item.APPLICATION, Verdict.WARN);
  }

  /// A card service or a spooler that hangs must not hold up the morning.
  @Test
  void whatNeverAnswersIsGivenUp() {
    CountDownLatch never = new CountDownLatch(1);
    SettableProbes hanging =
        with(
            probes -> {
              probes.printer = () -> hang(never);
              probes.reader = () -> hang(never);
            });
    ReadinessReport report =
        new ReadinessCheck(
                station.folder,
                ElectionMode.PRACTICE,
                station.log,
                station.vault,
                hanging,
                station.clock,
                Duration.ZERO)
            .run(
                station.session.election().orElseThrow(),
                station.session.box().orElseThrow(),
                _ -> {});
    assertVerdict(report, Item.PRINTER, Verdict.WARN);
    assertVerdict(report, Item.READER, Verdict.FAIL);
    assertThat(line(report, Item.READER).reason()).contains("no answer");
  }

  private static Optional<String> hang(CountDownLatch never) throws InterruptedException {
    never.await();
    return Optional.empty();
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
  }

  @Test
  void outsideOfTheElectionsHoursTheScheduleWarns() {
    ReadinessReport open = station.readiness(StationFixture.goodProbes());
    assertThat(line(open, Item.SCHEDULE).verdict()).isEqualTo(Verdict.PASS);
    station.clock.set(StationFixture.EVENING.plusSeconds(1));
    assertVerdict(station.readiness(StationFixture.goodProbes()), Item.SCHEDULE, Verdict.WARN);
  }

  @Test
  void beforeTheOpeningTheScheduleWarns() {
    station.clock.set(station.manifest.schedule().opening().minusSeconds(1));
    assertThat(line(station.readiness(StationFixture.goodProbes()), Item.SCHEDULE))
        .extracting(Line::verdict)
        .isEqualTo(Verdict.WARN);
  }

  /// Whoever opens the polls sees until when batches count, by the clock on the wall.
  @Test
  void theClockTellsLocalTimeAndTheScheduleTheLegalClose() throws Exception {
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
      assertThat(line(report, Item.CLOCK).reason()).startsWith(wall.format(now.atZone(zone)));
      Line line = line(report, Item.SCHEDULE);
      assertThat(line.reason())
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
    ElectionPackage election = ElectionFixtures.packageOf(data.resolve("lenient"), lenient);
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
  void warnsWhereMemoryCouldComeToLieAndOpensAllTheSame() {
    for (MemoryExposure.State state :
        List.of(MemoryExposure.State.EXPOSED, MemoryExposure.State.UNKNOWN)) {
      warns(Item.SWAP, with(probes -> probes.exposure = () -> SettableProbes.exposure(state)));
    }
  }

  @Test
  void warnsWhileTheProversWarmUpAndOpensAllTheSame() {
    warns(Item.PROVING_KEYS, with(probes -> probes.warmingUp = Optional.of("2 / 8")));
  }

  private void warns(Item item, ReadinessProbes probes) {
    ReadinessReport report = station.readiness(probes);
    assertVerdict(report, item, Verdict.WARN);
    assertThat(report.count(Verdict.WARN)).isEqualTo(1);
    assertThat(report.mayOpen()).isTrue();
  }

  private static SettableProbes with(Consumer<SettableProbes> change) {
    SettableProbes probes = StationFixture.goodProbes();
    change.accept(probes);
    return probes;
  }

  private static void assertVerdict(ReadinessReport report, Item item, Verdict verdict) {
    Line line = line(report, item);
    assertThat(line.verdict()).as(line.reason()).isEqualTo(verdict);
  }

  private static Line line(ReadinessReport report, Item item) {
    List<Line> found = report.lines().stream().filter(line -> line.item() == item).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
