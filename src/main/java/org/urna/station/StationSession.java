package org.urna.station;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.badge.NullifierKey;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionPackageException;
import org.urna.election.Schedule;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.WholeFolder;
import org.urna.queue.BallotQueue;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.queue.SetAside;
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

  // Changed by the steps, which take turns, and read by everybody at any time: whoever lets the
  // next voter in must not wait for a close that takes a minute.
  private volatile StationState state = StationState.UNCONFIGURED;
  private volatile @Nullable ElectionPackage election;
  private volatile @Nullable BallotQueue box;
  private volatile @Nullable OpenPolls polls;

  /// Whether the day is open in the box too; false from the moment on in which its close begins.
  private volatile boolean isDayOpen;

  private @Nullable ReadinessReport readiness;
  private @Nullable StationLock lock;

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
  /// @throws StationLogException if the log cannot be written, or has lost entries
  /// @throws UnusableStationException if the ballot box cannot be opened, or is not the one that
  ///   the log speaks of: lost, emptied, older, newer or another; if the station's copy of its
  ///   package is not what it accepted; or if another program has the station open. Nothing is
  ///   changed, and but for the last it is noted in the log
  /// @throws StationKeyException if the station's key files are damaged; noted too
  public static StationSession load(
      StationFolder folder,
      ElectionMode mode,
      Address organiser,
      NullifierKeyVault vault,
      StationLog log,
      Clock clock)
      throws StationLogException, UnusableStationException, StationKeyException {
    StationSession session = new StationSession(folder, mode, organiser, vault, log, clock);
    boolean ready = false;
    try {
      session.takeUp();
      ready = true;
      return session;
    } finally {
      if (!ready) {
        session.abandon();
      }
    }
  }

  /// Closes what a station that cannot be taken up has opened.
  private void abandon() {
    try {
      closeBox();
    } catch (QueueException e) {
      LOG.warn("the ballot box could not be closed", e);
    }
    unlock();
  }

  private void unlock() {
    StationLock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }

  private void takeUp() throws StationLogException, UnusableStationException, StationKeyException {
    try {
      lock = StationLock.take(folder);
      // Whoever had the station until now may have written since the log was opened.
      log.readAgain();
    } catch (QueueException e) {
      throw new UnusableStationException(boxDamaged(e), e);
    }
    state = stateIn(log);
    Optional<Bytes> manifest = manifestIn(log);
    if (manifest.isEmpty()) {
      refuseForgotten();
      started();
      return;
    }
    try {
      takeUp(manifest.get());
    } catch (QueueException e) {
      throw refusal(boxDamaged(e), e);
    } catch (ElectionPackageException e) {
      throw refusal(packageDamaged(e), e);
    } catch (StationKeyException e) {
      noteIfPossible(e.failure());
      throw e;
    }
  }

  /// Where the station is by its log.
  static StationState stateIn(StationLog log) {
    return log.last(TRANSITIONS)
        .flatMap(entry -> StationState.after(entry.event()))
        .orElse(StationState.UNCONFIGURED);
  }

  /// The hash of the manifest that the station accepted last, by its log.
  static Optional<Bytes> manifestIn(StationLog log) {
    return log.last(Set.of(LogEvent.PROVISIONED)).flatMap(entry -> entry.hash("manifest"));
  }

  /// What the station's own copy of its package is to officials when it cannot be used.
  static Failure packageDamaged(ElectionPackageException e) {
    return new Failure(FailureCode.PACKAGE_COPY_DAMAGED, message(e));
  }

  /// Log, package, keys and box are held against each other before the log is written.
  private void takeUp(Bytes manifest)
      throws StationLogException, ElectionPackageException, QueueException, StationKeyException {
    ElectionPackage copy = ElectionPackage.open(folder.election(manifest), organiser);
    if (!copy.manifestHash().equals(manifest)) {
      throw new ElectionPackageException("the station's package is not the one that it accepted");
    }
    StationIdentity identity = StationKeys.requireIdentity(folder.keys());
    BallotQueue opened =
        LoggedBox.wasOpened(log)
            ? SqliteBallotQueue.reopen(
                folder.ballotBox(copy.manifestHash()), BoxIdentity.of(copy, identity.address()))
            : openBox(copy, identity.address());
    box = opened;
    LoggedBox.requireSame(log, opened);
    election = copy;
    started();
    noteSetAside(opened);
    if (state == StationState.OPEN) {
      state = record(LogEvent.INTERRUPTED, ballots(opened));
    }
    finishClose(opened);
    destroyNullifierKeyIfDue();
  }

  /// Writes the entry of a close that got as far as the box.
  private void finishClose(BallotQueue opened) throws StationLogException, QueueException {
    boolean isRunning =
        state == StationState.PAUSED || (state == StationState.OPEN && polls == null);
    if (isRunning && opened.openDayNumber() == 0) {
      noteSetAside(opened);
      state = record(LogEvent.DAY_CLOSED, LoggedBox.dayClosed(opened, openedDays()));
    }
  }

  private UnusableStationException refusal(Failure failure, Exception cause) {
    noteIfPossible(failure);
    return new UnusableStationException(failure, cause);
  }

  private void noteIfPossible(Failure failure) {
    try {
      note(failure);
    } catch (StationLogException e) {
      LOG.warn("{} could not be noted", failure, e);
    }
  }

  private void started() throws StationLogException {
    log.append(LogEvent.STARTED, Map.of());
    Optional<Failure> torn = log.torn();
    if (torn.isPresent()) {
      note(torn.get());
    }
  }

  /// Names each ballot that was set aside and that the log does not name yet.
  private void noteSetAside(BallotQueue of) throws StationLogException, QueueException {
    Set<Bytes> named =
        log.entries().stream()
            .filter(entry -> entry.event() == LogEvent.BALLOT_SET_ASIDE)
            .flatMap(entry -> entry.hash("id").stream())
            .collect(Collectors.toSet());
    List<SetAside> news =
        of.setAside().stream().filter(ballot -> !named.contains(ballot.id())).toList();
    for (SetAside ballot : news) {
      log.append(LogEvent.BALLOT_SET_ASIDE, LoggedBox.setAside(ballot));
    }
    if (!news.isEmpty()) {
      note(
          new Failure(
              FailureCode.BALLOT_SET_ASIDE, news.size() + " of " + of.ballotsInAll() + " ballots"));
    }
  }

  /// A log that knows of no election beside a box that was in use has lost its entries; so has an
  /// empty one beside anything that only a provisioned station has.
  private void refuseForgotten() throws StationLogException {
    boolean isEmpty = log.entries().isEmpty();
    try (Stream<Path> files = Files.list(folder.path())) {
      Optional<Path> left =
          files
              .filter(
                  file ->
                      isEmpty
                          ? StationFolder.isBallotBox(file) || StationFolder.isElection(file)
                          : StationFolder.isBallotBox(file)
                              && SqliteBallotQueue.mayHoldBallots(file))
              .findFirst();
      if (left.isPresent()) {
        throw StationLogException.damaged(
            (isEmpty
                    ? "the station log is gone, and there is "
                    : "the station log knows of no election, and there is ")
                + left.get());
      }
    } catch (IOException e) {
      throw StationLogException.damaged("the station's folder cannot be read", e);
    }
  }

  private static Map<String, LogValue> ballots(BallotQueue queue) throws QueueException {
    return Map.of("ballots", new LogValue.Count(queue.ballotsInAll()));
  }

  public StationState state() {
    return state;
  }

  /// The election, once provisioned.
  public Optional<ElectionPackage> election() {
    return Optional.ofNullable(election);
  }

  /// The ballot box, once provisioned.
  public Optional<BallotQueue> box() {
    return Optional.ofNullable(box);
  }

  /// The keys in memory, while polls are open.
  public Optional<OpenPolls> polls() {
    return Optional.ofNullable(polls);
  }

  public Counters counters() {
    return counters;
  }

  /// What voters did on `day`, as far as the log has it.
  public DayCounters counters(int day) {
    return DayCounters.of(log.entries(), day);
  }

  /// Whether a voter may begin now: polls are open, in the ballot box too, and the legal close has
  /// not come. A close that got as far as the box and not into the log lets nobody in. Waits for
  /// nothing.
  public boolean takesVoters() {
    ElectionPackage known = election;
    return state == StationState.OPEN
        && isDayOpen
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
      ElectionPackage kept = keep(given);
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

  /// The station's copy of `given`; one that a power cut or a failing disk damaged is made anew.
  private ElectionPackage keep(ElectionPackage given) throws ElectionPackageException {
    Path copy = folder.election(given.manifestHash());
    if (Files.exists(copy)) {
      Optional<ElectionPackage> kept = whole(copy, organiser);
      if (kept.isPresent()) {
        if (!kept.get().shortCode().equals(given.shortCode())) {
          throw new ElectionPackageException(
              "the station has this election with another contract, " + kept.get().shortCode());
        }
        return kept.get();
      }
      delete(copy);
    }
    return given.copyTo(copy);
  }

  private static Optional<ElectionPackage> whole(Path copy, Address organiser) {
    try {
      return Optional.of(ElectionPackage.open(copy, organiser));
    } catch (ElectionPackageException e) {
      LOG.warn("the station's copy of the election package is damaged and is made anew", e);
      return Optional.empty();
    }
  }

  private static void delete(Path copy) throws ElectionPackageException {
    try {
      WholeFolder.delete(copy);
    } catch (IOException e) {
      throw new ElectionPackageException("the damaged copy " + copy + " cannot be replaced", e);
    }
  }

  /// Puts the copy of the package right that a station has accepted, if it is damaged or gone,
  /// before the station is taken up: nothing else could. A whole copy is left alone.
  ///
  /// @param source the package that the station has accepted, from whoever has it
  /// @return whether the copy was made anew
  /// @throws ElectionPackageException if `source` is not that package, or the copy cannot be made
  public static boolean restorePackage(
      StationFolder folder, Address organiser, StationLog log, Path source)
      throws ElectionPackageException {
    Optional<Bytes> accepted =
        log.last(Set.of(LogEvent.PROVISIONED)).flatMap(entry -> entry.hash("manifest"));
    if (accepted.isEmpty()) {
      return false;
    }
    Path copy = folder.election(accepted.get());
    if (whole(copy, organiser)
        .filter(kept -> kept.manifestHash().equals(accepted.get()))
        .isPresent()) {
      return false;
    }
    ElectionPackage given = ElectionPackage.open(source, organiser);
    if (!given.manifestHash().equals(accepted.get())) {
      throw new ElectionPackageException(
          "the station's copy of its package is damaged, and this is another package: bring the one"
              + " that it was provisioned with");
    }
    delete(copy);
    given.copyTo(copy);
    return true;
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
        address(),
        openedDays() + 1,
        today,
        queue.ballotsInAll() - today);
  }

  private int openedDays() {
    return log.last(Set.of(LogEvent.OPENED)).map(entry -> entry.count("day")).orElse(0);
  }

  /// This station's address.
  public Address address() {
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
      BallotQueue known = box;
      if (known != null) {
        finishClose(known);
      }
      StepResult result = state.allows(step) ? openPolls(step, keys) : wrongState(step);
      opened = result instanceof Done;
      return result;
    } catch (QueueException e) {
      return refused(step, boxDamaged(e));
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
    if (!keys.address().equals(address())) {
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
      isDayOpen = true;
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
      isDayOpen = true;
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
    try {
      state = record(LogEvent.PAUSED, ballots(provisioned(box)));
    } catch (QueueException e) {
      LOG.warn("the ballot box does not say how many ballots it holds", e);
      state = record(LogEvent.PAUSED, Map.of());
    }
    wipePolls();
    return new Done(state);
  }

  /// Closes the day while polls are open: cuts and signs its batches.
  ///
  /// @param isValid whether a ballot's proofs hold; what they do not is set aside and named
  public synchronized StepResult closeDay(Predicate<SealedBallot> isValid)
      throws StationLogException {
    OpenPolls open = polls;
    if (!state.allows(StationStep.CLOSE_DAY) || open == null) {
      return wrongState(StationStep.CLOSE_DAY);
    }
    return cutBatches(open.keys(), isValid);
  }

  /// Closes the day during a pause, or after a close whose entry could not be written.
  ///
  /// @param keys opened by two officials, needed to sign the batches; owned by this session from
  ///   now on, also if it refuses
  /// @param isValid whether a ballot's proofs hold; what they do not is set aside and named
  public synchronized StepResult closeDay(StationKeys keys, Predicate<SealedBallot> isValid)
      throws StationLogException {
    try (keys) {
      boolean isHalfClosed = state == StationState.OPEN && polls == null;
      if (state != StationState.PAUSED && !isHalfClosed) {
        return wrongState(StationStep.CLOSE_DAY);
      }
      log.signWith(keys);
      return cutBatches(keys, isValid);
    } finally {
      if (polls == null) {
        log.stopSigning();
      }
    }
  }

  private StepResult cutBatches(StationKeys keys, Predicate<SealedBallot> isValid)
      throws StationLogException {
    ElectionPackage known = provisioned(election);
    BallotQueue queue = provisioned(box);
    counters.flush();
    isDayOpen = false;
    OpenPolls open = polls;
    if (open != null) {
      open.end();
    }
    try {
      queue.cutBatches(known.manifest().batchMax(), keys.batchSigner(known.chain()), isValid);
    } catch (QueueException e) {
      LOG.warn("the day's batches could not be cut", e);
      if (open != null && isStillOpen(queue)) {
        open.goOn();
        isDayOpen = true;
      }
      return refused(StationStep.CLOSE_DAY, boxDamaged(e));
    }
    try {
      noteSetAside(queue);
      state = record(LogEvent.DAY_CLOSED, LoggedBox.dayClosed(queue, openedDays()));
    } catch (QueueException e) {
      LOG.warn("the closed box cannot be read", e);
      return refused(StationStep.CLOSE_DAY, boxDamaged(e));
    } finally {
      // Also when the entry could not be written: the box takes no ballot any more.
      wipePolls();
    }
    return new Done(state);
  }

  private static boolean isStillOpen(BallotQueue queue) {
    try {
      return queue.openDayNumber() != 0;
    } catch (QueueException e) {
      LOG.warn("the ballot box does not say whether its day is open", e);
      return false;
    }
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

  /// What a box that cannot be used is to officials.
  public static Failure boxDamaged(QueueException e) {
    FailureCode code =
        switch (e.fault()) {
          case DAMAGED -> FailureCode.BOX_DAMAGED;
          case MISSING -> FailureCode.BOX_MISSING;
          case NOT_AS_LEFT -> FailureCode.BOX_NOT_AS_LEFT;
          case FOREIGN -> FailureCode.BOX_FOREIGN;
          case NEWER -> FailureCode.BOX_NEWER;
          case IN_USE -> FailureCode.STATION_IN_USE;
        };
    return new Failure(code, message(e));
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
    isDayOpen = false;
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
    try {
      closeBox();
    } finally {
      unlock();
    }
  }
}
