package org.urna.station;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.badge.NullifierKey;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.Keccak256;
import org.urna.election.Schedule;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.queue.sqlite.BoxIdentity;
import org.urna.queue.sqlite.SqliteBallotQueue;
import org.urna.station.StepResult.Done;
import org.urna.station.StepResult.Refused;

/// The station's day (protocol §8): the one place that knows which step is allowed, and takes it.
///
/// The state is not stored anywhere of its own: it is what the last transition in the [StationLog]
/// says, so an entry and its step are one write. Where a step also changes the ballot box, the box
/// goes first and can be repeated; [#load] finishes what a crash left between the two. A program
/// that ends while polls are open finds them paused, because the keys were in its memory only.
///
/// Opening and resuming take [StationKeys], which exist only after two officials typed their
/// passphrases; this class then owns and wipes them, also when it refuses. Pausing and closing need
/// nobody's passphrase: they are the safe direction.
///
/// One thread at a time; the methods take turns. Steps write and sync, so they take milliseconds to
/// a second.
public final class StationSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StationSession.class);

  /// How old a readiness report may be when the polls open.
  private static final Duration READINESS_AGE = Duration.ofHours(1);

  private static final Set<LogEvent> TRANSITIONS =
      Stream.of(LogEvent.values())
          .filter(event -> StationState.after(event).isPresent())
          .collect(Collectors.toUnmodifiableSet());

  private final StationFolder folder;
  private final ElectionMode mode;
  private final Address organiser;
  private final NullifierKeyVault vault;
  private final StationLog log;
  private final Counters counters;
  private final Clock clock;

  private StationState state = StationState.UNCONFIGURED;
  private @Nullable ElectionPackage election;
  private @Nullable BallotQueue box;
  private @Nullable OpenPolls polls;
  private @Nullable ReadinessReport readiness;

  private StationSession(
      StationFolder folder,
      ElectionMode mode,
      Address organiser,
      NullifierKeyVault vault,
      StationLog log,
      Clock clock) {
    this.folder = folder;
    this.mode = mode;
    this.organiser = organiser;
    this.vault = vault;
    this.log = log;
    this.counters = new Counters(log, clock);
    this.clock = clock;
  }

  /// Takes up the station where its log says it is.
  ///
  /// @param mode what this machine is set up for
  /// @param organiser whose packages it accepts
  /// @throws StationLogException if the log cannot be written
  /// @throws ElectionPackageException if the station's copy of its package is not what it accepted
  /// @throws QueueException if the ballot box cannot be opened
  /// @throws StationKeyException if the station's key files are damaged
  public static StationSession load(
      StationFolder folder,
      ElectionMode mode,
      Address organiser,
      NullifierKeyVault vault,
      StationLog log,
      Clock clock)
      throws StationLogException, ElectionPackageException, QueueException, StationKeyException {
    StationSession session = new StationSession(folder, mode, organiser, vault, log, clock);
    boolean ready = false;
    try {
      session.takeUp();
      ready = true;
      return session;
    } finally {
      if (!ready) {
        session.close();
      }
    }
  }

  private void takeUp()
      throws StationLogException, ElectionPackageException, QueueException, StationKeyException {
    state =
        log.last(TRANSITIONS)
            .flatMap(entry -> StationState.after(entry.event()))
            .orElse(StationState.UNCONFIGURED);
    Optional<Bytes> manifest =
        log.last(Set.of(LogEvent.PROVISIONED)).flatMap(entry -> entry.hash("manifest"));
    if (manifest.isEmpty()) {
      log.append(LogEvent.STARTED, Map.of());
      return;
    }
    ElectionPackage copy = ElectionPackage.open(folder.election(manifest.get()), organiser);
    if (!copy.manifestHash().equals(manifest.get())) {
      throw new ElectionPackageException("the station's package is not the one that it accepted");
    }
    StationIdentity identity =
        StationKeys.identity(folder.keys())
            .orElseThrow(
                () ->
                    new StationKeyException(
                        StationKeyException.Reason.FILE_DAMAGED, "the station has no keys"));
    election = copy;
    BallotQueue opened = openBox(copy, identity.address());
    box = opened;
    // Not before: the box admits one process. Another one, asking for the station's state during
    // the day, must not write into the log that the first one is writing.
    log.append(LogEvent.STARTED, Map.of());
    if (state == StationState.OPEN) {
      state = record(LogEvent.INTERRUPTED, Map.of());
    }
    if (state == StationState.PAUSED && opened.openDayNumber() == 0) {
      // The batches were cut and kept, and the entry that says so was not.
      state = record(LogEvent.DAY_CLOSED, dayClosed(opened, openedDays()));
    }
    destroyNullifierKeyIfDue();
  }

  public synchronized StationState state() {
    return state;
  }

  /// The election, once provisioned.
  public synchronized Optional<ElectionPackage> election() {
    return Optional.ofNullable(election);
  }

  /// The ballot box, once provisioned.
  public synchronized Optional<BallotQueue> box() {
    return Optional.ofNullable(box);
  }

  /// The keys in memory, while polls are open.
  public synchronized Optional<OpenPolls> polls() {
    return Optional.ofNullable(polls);
  }

  public Counters counters() {
    return counters;
  }

  /// Whether a voter may begin now: polls are open and the legal close has not come.
  public synchronized boolean takesVoters() {
    ElectionPackage known = election;
    return state == StationState.OPEN
        && known != null
        && clock.instant().isBefore(known.manifest().schedule().legalClose());
  }

  /// Accepts the election package at `source` and keeps a copy. May be repeated with another
  /// package until the polls have been open.
  public synchronized StepResult provision(Path source) throws StationLogException {
    if (!state.allows(StationStep.PROVISION)) {
      return wrongState(StationStep.PROVISION);
    }
    StationIdentity identity;
    ElectionPackage given;
    try {
      Optional<StationIdentity> known = StationKeys.identity(folder.keys());
      if (known.isEmpty()) {
        return refused(
            StationStep.PROVISION,
            StationKeyException.Reason.FILE_DAMAGED.failure("the station has no keys yet"));
      }
      identity = known.get();
      given = ElectionPackage.open(source, organiser);
    } catch (StationKeyException e) {
      return refused(StationStep.PROVISION, e.failure());
    } catch (ElectionPackageException e) {
      return refused(StationStep.PROVISION, e.failure());
    }
    List<ElectionMode.Refusal> refusals = mode.refusals(given.manifest());
    if (!refusals.isEmpty()) {
      return refused(StationStep.PROVISION, FailureCode.WRONG_MODE, refusals.toString());
    }
    boolean accredited =
        given.manifest().stations().stream()
            .anyMatch(
                station ->
                    station.address().equals(identity.address())
                        && station.x25519Key().equals(identity.x25519Key()));
    if (!accredited) {
      return refused(
          StationStep.PROVISION,
          FailureCode.STATION_NOT_ACCREDITED,
          "the election does not list " + identity.address() + " with this station's keys");
    }
    try {
      Path copy = folder.election(given.manifestHash());
      ElectionPackage kept =
          Files.exists(copy) ? ElectionPackage.open(copy, organiser) : given.copyTo(copy);
      closeBox();
      box = openBox(kept, identity.address());
      election = kept;
    } catch (ElectionPackageException e) {
      return refused(StationStep.PROVISION, e.failure());
    } catch (QueueException e) {
      return refused(StationStep.PROVISION, boxDamaged(e));
    }
    readiness = null;
    state =
        record(LogEvent.PROVISIONED, Map.of("manifest", new LogValue.Hash(given.manifestHash())));
    return new Done(state);
  }

  /// Notes a readiness check; the polls open only on a recent one without failures.
  public synchronized void noteReadiness(ReadinessReport report) throws StationLogException {
    readiness = report;
    log.append(
        LogEvent.READINESS,
        Map.of(
            "passed", new LogValue.Count(report.count(ReadinessReport.Verdict.PASS)),
            "warned", new LogValue.Count(report.count(ReadinessReport.Verdict.WARN)),
            "failed", new LogValue.Count(report.count(ReadinessReport.Verdict.FAIL))));
  }

  /// What two officials look at before they open.
  ///
  /// @throws IllegalStateException before the station is provisioned
  public synchronized ZeroReport zeroReport() throws QueueException {
    ElectionPackage known = provisioned(election);
    BallotQueue queue = provisioned(box);
    int today = queue.ballotsToday();
    return new ZeroReport(
        clock.instant(),
        known.shortCode(),
        stationAddress(),
        openedDays() + 1,
        today,
        queue.ballotsInAll() - today);
  }

  private int openedDays() {
    return log.last(Set.of(LogEvent.OPENED)).map(entry -> entry.count("day")).orElse(0);
  }

  private Address stationAddress() {
    try {
      return StationKeys.identity(folder.keys()).orElseThrow().address();
    } catch (StationKeyException e) {
      throw new IllegalStateException("the station's keys were readable before", e);
    }
  }

  /// Opens the polls of a new day.
  ///
  /// @param keys opened by two officials; owned by this session from now on, also if it refuses
  public synchronized StepResult open(StationKeys keys) throws StationLogException {
    return withKeys(StationStep.OPEN, keys);
  }

  /// Resumes after a pause.
  ///
  /// @param keys opened by two officials; owned by this session from now on, also if it refuses
  public synchronized StepResult resume(StationKeys keys) throws StationLogException {
    return withKeys(StationStep.RESUME, keys);
  }

  private StepResult withKeys(StationStep step, StationKeys keys) throws StationLogException {
    boolean opened = false;
    try {
      StepResult result = state.allows(step) ? openPolls(step, keys) : wrongState(step);
      opened = result instanceof Done;
      return result;
    } finally {
      if (!opened) {
        log.stopSigning();
        wipePolls();
        keys.close();
      }
    }
  }

  private StepResult openPolls(StationStep step, StationKeys keys) throws StationLogException {
    ElectionPackage known = provisioned(election);
    BallotQueue queue = provisioned(box);
    if (!keys.address().equals(stationAddress())) {
      return refused(
          step,
          StationKeyException.Reason.FILE_DAMAGED.failure("these are another station's keys"));
    }
    List<ElectionMode.Refusal> refusals = mode.refusals(known.manifest());
    if (!refusals.isEmpty()) {
      return refused(step, FailureCode.WRONG_MODE, refusals.toString());
    }
    Schedule schedule = known.manifest().schedule();
    Instant now = clock.instant();
    if (now.isBefore(schedule.opening()) || !now.isBefore(schedule.legalClose())) {
      return refused(
          step,
          FailureCode.OUTSIDE_SCHEDULE,
          "polls are open from " + schedule.opening() + " to " + schedule.legalClose());
    }
    NullifierKey key;
    try {
      key = vault.open(keys, known.manifest());
    } catch (StationKeyException e) {
      return refused(step, e.failure());
    }
    polls = new OpenPolls(known, keys, key);
    log.signWith(keys);
    if (step == StationStep.RESUME) {
      state = record(LogEvent.RESUMED, Map.of());
      return new Done(state);
    }
    return openDay(known, queue, now);
  }

  private StepResult openDay(ElectionPackage known, BallotQueue queue, Instant now)
      throws StationLogException {
    ReadinessReport report = readiness;
    if (report == null || report.time().plus(READINESS_AGE).isBefore(now)) {
      return refused(
          StationStep.OPEN, FailureCode.NOT_READY, "the readiness check has not run in this hour");
    }
    if (!report.manifestHash().equals(known.manifestHash()) || !report.mayOpen()) {
      return refused(
          StationStep.OPEN, FailureCode.NOT_READY, "the readiness check found a failure");
    }
    try {
      Optional<Failure> notEmpty = zeroReport().refusal();
      if (notEmpty.isPresent()) {
        return refused(StationStep.OPEN, notEmpty.get());
      }
      int before = queue.ballotsInAll();
      int day = queue.openDay();
      state =
          record(
              LogEvent.OPENED,
              Map.of("day", new LogValue.Count(day), "ballots-before", new LogValue.Count(before)));
      return new Done(state);
    } catch (QueueException e) {
      LOG.warn("the ballot box refuses to open", e);
      return refused(StationStep.OPEN, boxDamaged(e));
    }
  }

  /// Pauses the polls: keys leave the memory.
  public synchronized StepResult pause() throws StationLogException {
    if (!state.allows(StationStep.PAUSE)) {
      return wrongState(StationStep.PAUSE);
    }
    counters.flush();
    state = record(LogEvent.PAUSED, Map.of());
    wipePolls();
    return new Done(state);
  }

  /// Closes the day while polls are open: cuts and signs its batches.
  public synchronized StepResult closeDay() throws StationLogException {
    OpenPolls open = polls;
    if (!state.allows(StationStep.CLOSE_DAY) || open == null) {
      return wrongState(StationStep.CLOSE_DAY);
    }
    return cutBatches(open.keys());
  }

  /// Closes the day during a pause.
  ///
  /// @param keys opened by two officials, needed to sign the batches; owned by this session from
  ///   now on, also if it refuses
  public synchronized StepResult closeDay(StationKeys keys) throws StationLogException {
    try (keys) {
      if (state != StationState.PAUSED) {
        return wrongState(StationStep.CLOSE_DAY);
      }
      log.signWith(keys);
      return cutBatches(keys);
    } finally {
      if (polls == null) {
        log.stopSigning();
      }
    }
  }

  private StepResult cutBatches(StationKeys keys) throws StationLogException {
    ElectionPackage known = provisioned(election);
    BallotQueue queue = provisioned(box);
    counters.flush();
    try {
      queue.cutBatches(known.manifest().batchMax(), keys.batchSigner(known.chain()));
      state = record(LogEvent.DAY_CLOSED, dayClosed(queue, openedDays()));
    } catch (QueueException e) {
      LOG.warn("the day's batches could not be cut", e);
      return refused(StationStep.CLOSE_DAY, boxDamaged(e));
    }
    wipePolls();
    return new Done(state);
  }

  private static Map<String, LogValue> dayClosed(BallotQueue queue, int day) throws QueueException {
    List<BatchEntry> batches =
        queue.batches().stream().filter(entry -> entry.day() == day).toList();
    byte[][] hashes = new byte[batches.size()][];
    for (int i = 0; i < hashes.length; i++) {
      Batch batch = queue.batch(batches.get(i).id()).orElseThrow();
      hashes[i] = batch.ballotsHash().toByteArray();
    }
    Map<String, LogValue> fields = new HashMap<>();
    fields.put("day", new LogValue.Count(day));
    fields.put("batches", new LogValue.Count(batches.size()));
    fields.put(
        "ballots", new LogValue.Count(batches.stream().mapToInt(BatchEntry::ballotCount).sum()));
    fields.put("batch-list", new LogValue.Hash(Bytes.of(Keccak256.hash(hashes))));
    return fields;
  }

  /// Closes the station for good and destroys the nullifier key, which nothing needs any more.
  public synchronized StepResult closeForGood() throws StationLogException {
    if (!state.allows(StationStep.CLOSE)) {
      return wrongState(StationStep.CLOSE);
    }
    try {
      int ballots = provisioned(box).ballotsInAll();
      state = record(LogEvent.CLOSED, Map.of("ballots", new LogValue.Count(ballots)));
    } catch (QueueException e) {
      return refused(StationStep.CLOSE, boxDamaged(e));
    }
    destroyNullifierKeyIfDue();
    return new Done(state);
  }

  /// Destroys the nullifier key of a station that is closed for good. Nothing happens before; it
  /// can be repeated, and is also tried whenever the station is taken up.
  ///
  /// @return whether the key is destroyed now
  public synchronized boolean destroyNullifierKeyIfDue() throws StationLogException {
    boolean closed =
        state == StationState.CLOSED
            || state == StationState.UPLOADED
            || state == StationState.SETTLED;
    if (!closed) {
      return false;
    }
    if (isKeyDestroyed()) {
      return true;
    }
    try {
      vault.destroy();
    } catch (StationKeyException e) {
      LOG.error("the nullifier key could not be destroyed", e);
      note(e.failure());
      return false;
    }
    log.append(LogEvent.KEY_DESTROYED, Map.of());
    return true;
  }

  private boolean isKeyDestroyed() {
    return log.last(Set.of(LogEvent.KEY_DESTROYED, LogEvent.PROVISIONED))
        .filter(entry -> entry.event() == LogEvent.KEY_DESTROYED)
        .isPresent();
  }

  /// Notes that every batch has left the station.
  public synchronized StepResult markUploaded() throws StationLogException {
    return mark(StationStep.MARK_UPLOADED, BatchState.EXPORTED, LogEvent.UPLOADED);
  }

  /// Notes that every batch is final on chain.
  public synchronized StepResult markSettled() throws StationLogException {
    return mark(StationStep.MARK_SETTLED, BatchState.SETTLED, LogEvent.SETTLED);
  }

  private StepResult mark(StationStep step, BatchState least, LogEvent event)
      throws StationLogException {
    if (!state.allows(step)) {
      return wrongState(step);
    }
    try {
      List<BatchEntry> batches = provisioned(box).batches();
      long behind = batches.stream().filter(b -> b.state().compareTo(least) < 0).count();
      if (behind > 0) {
        return refused(
            step, FailureCode.BATCHES_NOT_SETTLED, behind + " batches have not come so far");
      }
      state = record(event, Map.of("batches", new LogValue.Count(batches.size())));
    } catch (QueueException e) {
      return refused(step, boxDamaged(e));
    }
    destroyNullifierKeyIfDue();
    return new Done(state);
  }

  /// Writes a transition and says which state it leads to.
  private StationState record(LogEvent event, Map<String, LogValue> fields)
      throws StationLogException {
    log.append(event, fields);
    return StationState.after(event).orElseThrow();
  }

  private StepResult wrongState(StationStep step) throws StationLogException {
    return refused(step, FailureCode.WRONG_STATE, "not possible while the station is " + state);
  }

  private StepResult refused(StationStep step, FailureCode code, String detail)
      throws StationLogException {
    return refused(step, new Failure(code, detail));
  }

  private StepResult refused(StationStep step, Failure failure) throws StationLogException {
    log.append(
        LogEvent.REFUSED,
        Map.of("reason", new LogValue.Code(failure.code()), "step", new LogValue.Word(step)));
    return new Refused(step, failure);
  }

  /// Notes a failure that officials are shown and that is no refused step of this session: those
  /// are noted when they are refused.
  public void note(Failure failure) throws StationLogException {
    log.append(LogEvent.FAULT, Map.of("reason", new LogValue.Code(failure.code())));
  }

  /// What a box that cannot be read or written is to officials.
  public static Failure boxDamaged(QueueException e) {
    return new Failure(FailureCode.BOX_DAMAGED, message(e));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static <T> T provisioned(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the station is not provisioned");
    }
    return part;
  }

  private void wipePolls() {
    OpenPolls open = polls;
    polls = null;
    if (open != null) {
      log.stopSigning();
      open.wipe();
    }
  }

  /// One file for each election, so that ballots of two can never mix.
  private BallotQueue openBox(ElectionPackage of, Address station) throws QueueException {
    return SqliteBallotQueue.open(folder.ballotBox(of.manifestHash()), BoxIdentity.of(of, station));
  }

  private void closeBox() throws QueueException {
    BallotQueue open = box;
    box = null;
    if (open != null) {
      open.close();
    }
  }

  /// Wipes the keys and closes the box. The polls count as paused when the station is taken up
  /// again.
  @Override
  public synchronized void close() throws QueueException {
    try {
      counters.flush();
    } catch (StationLogException e) {
      LOG.warn("the last counters could not be logged", e);
    }
    wipePolls();
    closeBox();
  }
}
