package org.urna.station;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.AccreditedStation;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.Schedule;
import org.urna.queue.BallotQueue;
import org.urna.station.ReadinessReport.Item;
import org.urna.station.ReadinessReport.Line;
import org.urna.station.ReadinessReport.Verdict;

/// Looks at everything that polls need, one line each, before officials open them. It changes
/// nothing but memory and can be repeated. The proof takes as long as a voter's.
public final class ReadinessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessCheck.class);
  private static final long DISK_FAIL = 200L << 20;
  private static final long DISK_WARN = 1L << 30;
  private static final Duration PROOF_WARN = Duration.ofSeconds(60);
  private static final Period TRUST_LIST_WARN = Period.ofDays(90);

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

  /// @param clock in the time zone that people here live by
  public ReadinessCheck(
      StationFolder folder,
      ElectionMode mode,
      StationLog log,
      NullifierKeyVault vault,
      ReadinessProbes probes,
      Clock clock) {
    this.folder = folder;
    this.mode = mode;
    this.log = log;
    this.vault = vault;
    this.probes = probes;
    this.clock = clock;
  }

  /// Runs every line.
  ///
  /// @param election the station's package
  /// @param box its ballot box
  /// @param found called with each line as soon as it is known
  public ReadinessReport run(ElectionPackage election, BallotQueue box, Consumer<Line> found) {
    List<Line> lines = new ArrayList<>();
    for (Item item : Item.values()) {
      Line line;
      try {
        line = look(item, election, box);
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("readiness: {} could not be checked", item.word(), e);
        line = new Line(item, Verdict.FAIL, "could not be checked: " + e.getMessage());
      }
      lines.add(line);
      found.accept(line);
    }
    return new ReadinessReport(clock.instant(), election.manifestHash(), lines);
  }

  private Line look(Item item, ElectionPackage election, BallotQueue box) throws Exception {
    return switch (item) {
      case PACKAGE -> packageUnchanged(election);
      case MODE -> modeFits(election);
      case ACCREDITATION -> accredited(election);
      case KEY_CEREMONY -> keyCeremony(election);
      case KEYS -> keysPresent();
      case CLOCK -> clockSane(election.manifest().schedule());
      case DISK -> diskSpace();
      case BOX -> boxIntact(box);
      case LOG -> logIntact();
      case READER ->
          probes
              .reader()
              .map(name -> pass(Item.READER, name))
              .orElseGet(() -> fail(Item.READER, "no passport reader is plugged in"));
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
      case TRUST_LIST -> trustList();
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
    if (now.isBefore(schedule.opening())) {
      return warn(
          Item.CLOCK,
          onTheWall(now)
              + ": polls are from "
              + onTheWall(schedule.opening())
              + ", legal close "
              + onTheWall(schedule.legalClose()));
    }
    String reason = onTheWall(now) + ", legal close " + onTheWall(schedule.legalClose());
    return now.isBefore(schedule.legalClose())
        ? pass(Item.CLOCK, reason)
        : warn(Item.CLOCK, reason + ": polls cannot be opened");
  }

  /// A moment as a clock beside the station shows it, so that people can compare.
  private String onTheWall(Instant moment) {
    return WALL_CLOCK.format(moment.atZone(clock.getZone()));
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

  private Line trustList() throws Exception {
    Optional<LocalDate> date = probes.trustListDate();
    if (date.isEmpty()) {
      return pass(Item.TRUST_LIST, "the manifest's own");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return date.get().plus(TRUST_LIST_WARN).isBefore(today)
        ? warn(Item.TRUST_LIST, "of " + date.get() + ": new signers may be unknown")
        : pass(Item.TRUST_LIST, "of " + date.get());
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
