package org.urna.station;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.AccreditedStation;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.Schedule;
import org.urna.election.Wei;
import org.urna.hardware.MemoryExposure;
import org.urna.hardware.PowerSupply;
import org.urna.queue.BallotQueue;
import org.urna.station.ReadinessProbes.ChainAnswer;
import org.urna.station.ReadinessReport.Item;
import org.urna.station.ReadinessReport.Line;
import org.urna.station.ReadinessReport.Verdict;

/// Looks at everything that polls need, one line each, before officials open them. It changes
/// nothing but memory and can be repeated. The proof takes as long as a voter's; whatever asks
/// something outside of this program is given up after some seconds.
///
/// What a station can do without, a printer or a network, never fails: it warns.
public final class ReadinessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);
  private static final long DISK_FAIL = 200L << 20;
  private static final long DISK_WARN = 1L << 30;
  private static final Duration PROOF_WARN = Duration.ofSeconds(60);
  private static final int LEAST_WIDTH = 1280;
  private static final int LEAST_HEIGHT = 800;

  /// A document signer is used for three months at most (ICAO 9303-12 §4.2): a list whose newest
  /// signer is older has missed one.
  private static final Period SIGNER_WARN = Period.ofDays(90);

  /// A country signing authority is used for five years at most (ICAO 9303-12 §4.1).
  private static final Period AUTHORITY_WARN = Period.ofYears(5);

  /// How long something outside may take to answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Set<Item> CAN_BE_DONE_WITHOUT =
      EnumSet.of(
          Item.APPLICATION,
          Item.SWAP,
          Item.CORE_DUMPS,
          Item.ATTACH,
          Item.HIBERNATION,
          Item.DISK_ENCRYPTION,
          Item.POWER,
          Item.SCREEN,
          Item.PRINTER,
          Item.NETWORK,
          Item.BALANCE,
          Item.TRUST_LIST);

  /// The clock may not be further from the election than this.
  private static final Duration CLOCK_RANGE = Duration.ofDays(60);

  private static final DateTimeFormatter WALL_CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'xxx", Locale.ROOT);

  private final StationFolder folder;
  private final ElectionMode mode;
  private final StationLog log;
  private final NullifierKeyVault vault;
  private final ReadinessProbes probes;
  private final Clock clock;
  private final Duration patience;

  /// @param clock in the time zone that people here live by
  public ReadinessCheck(
      StationFolder folder,
      ElectionMode mode,
      StationLog log,
      NullifierKeyVault vault,
      ReadinessProbes probes,
      Clock clock) {
    this(folder, mode, log, vault, probes, clock, PATIENCE);
  }

  /// @param patience how long something outside may take to answer
  ReadinessCheck(
      StationFolder folder,
      ElectionMode mode,
      StationLog log,
      NullifierKeyVault vault,
      ReadinessProbes probes,
      Clock clock,
      Duration patience) {
    this.folder = folder;
    this.mode = mode;
    this.log = log;
    this.vault = vault;
    this.probes = probes;
    this.clock = clock;
    this.patience = patience;
  }

  /// Runs every line.
  ///
  /// @param election the station's package
  /// @param box its ballot box
  /// @param found called with each line as soon as it is known
  public ReadinessReport run(ElectionPackage election, BallotQueue box, Consumer<Line> found) {
    List<Line> lines = new ArrayList<>();
    // The chain is the slowest to answer, and two lines want the answer.
    FutureTask<Optional<ChainAnswer>> chain = asking(() -> probes.chain(election));
    for (Item item : Item.values()) {
      Line line;
      try {
        line = look(item, election, box, chain);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("readiness: {} could not be checked", item.word(), e);
        line =
            new Line(
                item,
                CAN_BE_DONE_WITHOUT.contains(item) ? Verdict.WARN : Verdict.FAIL,
                "could not be checked: " + e.getMessage());
      }
      lines.add(line);
      found.accept(line);
    }
    chain.cancel(true);
    return new ReadinessReport(clock.instant(), election.manifestHash(), lines);
  }

  private Line look(
      Item item, ElectionPackage election, BallotQueue box, FutureTask<Optional<ChainAnswer>> chain)
      throws Exception {
    return switch (item) {
      case APPLICATION -> application();
      case PACKAGE -> packageUnchanged(election);
      case MODE -> modeFits(election);
      case ACCREDITATION -> accredited(election);
      case KEY_CEREMONY -> keyCeremony(election);
      case KEYS -> keysPresent();
      case CLOCK -> clockSane(election.manifest().schedule());
      case SCHEDULE -> schedule(election.manifest().schedule());
      case DISK -> diskSpace();
      case SWAP -> exposed(item, MemoryExposure::swap);
      case CORE_DUMPS -> exposed(item, MemoryExposure::coreDumps);
      case ATTACH -> exposed(item, MemoryExposure::attach);
      case HIBERNATION -> exposed(item, MemoryExposure::hibernation);
      case DISK_ENCRYPTION -> exposed(item, MemoryExposure::diskEncryption);
      case BOX -> boxIntact(box);
      case LOG -> logIntact();
      case READER ->
          asked(probes::reader)
              .map(name -> pass(Item.READER, name))
              .orElseGet(() -> fail(Item.READER, "no passport reader is plugged in"));
      case PRINTER ->
          asked(probes::printer)
              .map(name -> pass(Item.PRINTER, name))
              .orElseGet(() -> warn(Item.PRINTER, "none: receipts are shown, not printed"));
      case POWER -> power();
      case SCREEN -> screen();
      case NETWORK -> network(election, answer(chain));
      case BALANCE -> balance(answer(chain));
      case PROOF -> proof(election);
      case PROVING_KEYS ->
          probes
              .warmingUp()
              .map(
                  done ->
                      warn(
                          Item.PROVING_KEYS,
                          "warming up, " + done + ": a voter who comes now waits longer"))
              .orElseGet(() -> pass(Item.PROVING_KEYS, "warm"));
      case TRUST_LIST -> trustList(election.manifest());
    };
  }

  private Line packageUnchanged(ElectionPackage election) throws ElectionPackageException {
    ElectionPackage again =
        ElectionPackage.open(folder.election(election.manifestHash()), election.organiser());
    return again.shortCode().equals(election.shortCode())
        ? pass(Item.PACKAGE, election.shortCode() + " " + election.manifestHash())
        : fail(Item.PACKAGE, "the package on disk is another one");
  }

  private Line modeFits(ElectionPackage election) {
    List<ElectionMode.Refusal> refusals = mode.refusals(election.manifest());
    if (!refusals.isEmpty()) {
      return fail(Item.MODE, refusals.toString());
    }
    List<ElectionMode.Warning> warnings = ElectionMode.warnings(election.manifest());
    return warnings.isEmpty()
        ? pass(Item.MODE, mode.name())
        : warn(Item.MODE, warnings.getFirst().words());
  }

  private Line accredited(ElectionPackage election) throws StationKeyException {
    Optional<StationIdentity> identity = StationKeys.identity(folder.keys());
    if (identity.isEmpty()) {
      return fail(Item.ACCREDITATION, "the station has no keys");
    }
    AccreditedStation listed = election.manifest().station(identity.get().address());
    return listed.x25519Key().equals(identity.get().x25519Key())
        ? pass(
            Item.ACCREDITATION,
            listed.address()
                + ", "
                + listed.venueGroup()
                + ", up to "
                + listed.maxBallots()
                + " ballots")
        : fail(Item.ACCREDITATION, "the election lists another X25519 key for this station");
  }

  private Line keyCeremony(ElectionPackage election) throws Exception {
    List<String> problems = probes.keyCeremonyProblems(election.manifest());
    return problems.isEmpty()
        ? pass(
            Item.KEY_CEREMONY,
            election.manifest().trustees().threshold()
                + " of "
                + election.manifest().trustees().trustees().size()
                + " trustees")
        : fail(Item.KEY_CEREMONY, String.join("; ", problems));
  }

  private Line keysPresent() throws StationKeyException {
    if (StationKeys.identity(folder.keys()).isEmpty()) {
      return fail(Item.KEYS, "the station has no keys");
    }
    return vault.holdsKey()
        ? pass(Item.KEYS, "station keys and nullifier key are here, locked")
        : fail(Item.KEYS, "there is no nullifier key: the trustees' parts are missing");
  }

  private Line clockSane(Schedule schedule) {
    Instant now = clock.instant();
    List<LogEntry> entries = log.entries();
    if (!entries.isEmpty() && now.plusSeconds(1).isBefore(entries.getLast().time())) {
      return fail(
          Item.CLOCK, "the clock is before the last entry of the station log; it went back");
    }
    if (now.isBefore(schedule.opening().minus(CLOCK_RANGE))
        || now.isAfter(schedule.uploadDeadline().plus(CLOCK_RANGE))) {
      return fail(Item.CLOCK, onTheWall(now) + " is far from the election");
    }
    return pass(Item.CLOCK, onTheWall(now));
  }

  /// A moment as a clock beside the station shows it, so that people can compare.
  private String onTheWall(Instant moment) {
    return WALL_CLOCK.format(moment.atZone(clock.getZone()));
  }

  private Line schedule(Schedule schedule) {
    Instant now = clock.instant();
    String legalClose = "legal close " + onTheWall(schedule.legalClose());
    if (now.isBefore(schedule.opening())) {
      return warn(
          Item.SCHEDULE, "polls are from " + onTheWall(schedule.opening()) + ", " + legalClose);
    }
    return now.isBefore(schedule.legalClose())
        ? pass(Item.SCHEDULE, legalClose)
        : warn(Item.SCHEDULE, legalClose + ": polls cannot be opened");
  }

  private Line application() throws Exception {
    ReadinessProbes.Program program = asked(probes::program);
    if (program.fingerprint().isEmpty()) {
      return mode == ElectionMode.REAL
          ? warn(Item.APPLICATION, program.version() + ", not started from a package")
          : pass(Item.APPLICATION, program.version());
    }
    return pass(Item.APPLICATION, program.version() + ", " + program.fingerprint().get());
  }

  /// Where memory could come to lie; the polls can be opened all the same, since a machine may be
  /// guarded in ways that it does not know.
  private Line exposed(Item item, Function<MemoryExposure, MemoryExposure.Fact> which)
      throws Exception {
    MemoryExposure.Fact fact = which.apply(asked(() -> probes.exposure(folder.path())));
    return switch (fact.state()) {
      case SAFE -> pass(item, fact.words());
      case EXPOSED, UNKNOWN -> warn(item, fact.words());
    };
  }

  private Line power() throws Exception {
    PowerSupply power = asked(probes::power);
    return switch (power.source()) {
      case MAINS -> pass(Item.POWER, power.words());
      case BATTERY ->
          power.isLow()
              ? warn(Item.POWER, power.words() + ": plug it in")
              : pass(Item.POWER, power.words());
      case UNKNOWN -> pass(Item.POWER, "this machine does not say");
    };
  }

  private Line screen() throws Exception {
    Optional<ReadinessProbes.ScreenSize> screen = asked(probes::screen);
    if (screen.isEmpty()) {
      return warn(Item.SCREEN, "none");
    }
    String size = screen.get().width() + " × " + screen.get().height();
    return screen.get().width() < LEAST_WIDTH || screen.get().height() < LEAST_HEIGHT
        ? warn(
            Item.SCREEN,
            size
                + " is less than "
                + LEAST_WIDTH
                + " × "
                + LEAST_HEIGHT
                + ": voters have to scroll")
        : pass(Item.SCREEN, size);
  }

  private static Line network(ElectionPackage election, Optional<ChainAnswer> answer) {
    if (answer.isEmpty()) {
      return pass(Item.NETWORK, "none is set up: batches leave on a stick");
    }
    String endpoint = answer.get().endpoint();
    long expected = election.chain().chainId();
    return answer.get().chainId().equals(BigInteger.valueOf(expected))
        ? pass(Item.NETWORK, endpoint + ", chain " + expected)
        : warn(
            Item.NETWORK,
            endpoint + " is of chain " + answer.get().chainId() + ", not " + expected);
  }

  private Line diskSpace() throws IOException {
    long free = Files.getFileStore(folder.path()).getUsableSpace();
    String reason = (free >> 20) + " MiB free";
    if (free < DISK_FAIL) {
      return fail(Item.DISK, reason);
    }
    return free < DISK_WARN ? warn(Item.DISK, reason) : pass(Item.DISK, reason);
  }

  private static Line boxIntact(BallotQueue box) throws Exception {
    List<String> problems = box.check();
    if (!problems.isEmpty()) {
      return fail(Item.BOX, String.join("; ", problems));
    }
    int today = box.ballotsToday();
    return today == 0
        ? pass(Item.BOX, "0 ballots of this day, " + box.ballotsInAll() + " of earlier days")
        : warn(Item.BOX, today + " ballots of this day; a new day cannot be opened");
  }

  private Line logIntact() throws StationKeyException {
    Optional<StationIdentity> identity = StationKeys.identity(folder.keys());
    List<String> problems =
        identity.isEmpty() ? List.of("no keys") : log.check(identity.get().address());
    return problems.isEmpty()
        ? pass(Item.LOG, log.entries().size() + " entries")
        : fail(Item.LOG, String.join("; ", problems));
  }

  private Line proof(ElectionPackage election) throws Exception {
    Duration time = probes.proveAndVerify(election.manifest());
    String reason = "%.1f s".formatted(time.toMillis() / 1000.0);
    return time.compareTo(PROOF_WARN) > 0
        ? warn(Item.PROOF, reason + ": voters will wait")
        : pass(Item.PROOF, reason);
  }

  private static Line balance(Optional<ChainAnswer> answer) {
    if (answer.isEmpty()) {
      return pass(Item.BALANCE, "this station does not pay");
    }
    BigInteger balance = answer.get().balance();
    BigInteger cost = answer.get().cost();
    return balance.compareTo(cost) < 0
        ? warn(
            Item.BALANCE,
            Wei.coin(balance)
                + " is less than "
                + Wei.coin(cost)
                + " for a full box at today's price")
        : pass(Item.BALANCE, Wei.coin(balance));
  }

  private Line trustList(ElectionManifest election) throws Exception {
    Optional<ReadinessProbes.NewestSigner> newest = probes.newestSigner(election);
    if (newest.isEmpty()) {
      return warn(Item.TRUST_LIST, "no certificate in it says from when it is");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate began = newest.get().began();
    boolean isAuthority = newest.get().isAuthority();
    String reason = "newest " + (isAuthority ? "authority" : "signer") + " since " + began;
    return began.plus(isAuthority ? AUTHORITY_WARN : SIGNER_WARN).isBefore(today)
        ? warn(Item.TRUST_LIST, reason + ": newer passports may be unknown")
        : pass(Item.TRUST_LIST, reason);
  }

  /// Asks something outside of this program on a thread of its own, because a printing service or a
  /// card reader may never answer. What is given up is interrupted.
  private <T> T asked(Callable<T> question) throws Exception {
    FutureTask<T> answer = asking(question);
    try {
      return answer(answer);
    } finally {
      answer.cancel(true);
    }
  }

  private static <T> FutureTask<T> asking(Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofPlatform().daemon().name("readiness").start(answer);
    return answer;
  }

  private <T> T answer(FutureTask<T> asked) throws Exception {
    try {
      return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static Line pass(Item item, String reason) {
    return new Line(item, Verdict.PASS, reason);
  }

  private static Line warn(Item item, String reason) {
    return new Line(item, Verdict.WARN, reason);
  }

  private static Line fail(Item item, String reason) {
    return new Line(item, Verdict.FAIL, reason);
  }
}
