package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ElectionPackage;
import org.urna.failure.FailureCode;
import org.urna.files.WholeFile;
import org.urna.flow.staff.BatchRow;
import org.urna.flow.staff.ExportOutcome;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.ReadinessLine;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.StaffServices;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.StationOutcome;
import org.urna.flow.staff.StationPhase;
import org.urna.flow.staff.StationRefusal;
import org.urna.flow.staff.StationRefusal.Reason;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Item;
import org.urna.flow.staff.StationReport.Line;
import org.urna.flow.staff.UploadOutcome;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchEntry;
import org.urna.queue.BatchFile;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.report.BatchReceiptFile;
import org.urna.station.Officials.OfficialEntry;
import org.urna.station.Passphrase;
import org.urna.station.ReadinessCheck;
import org.urna.station.ReadinessReport;
import org.urna.station.StationFolder;
import org.urna.station.StationKeyException;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StationLogException;
import org.urna.station.StationSession;
import org.urna.station.StepResult;
import org.urna.station.ZeroReport;
import org.urna.upload.BatchReceipt;
import org.urna.upload.ChainException;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.UploadStoreException;

/// The volunteers' side of a station. The driver calls one method at a time, on a background
/// thread.
public final class StaffDesk implements StaffServices {
  private static final Logger LOG = LoggerFactory.getLogger(StaffDesk.class);
  private static final int FREE_TRIES = 5;
  private static final Duration FIRST_LOCK = Duration.ofSeconds(30);

  /// What this desk joins.
  ///
  /// @param voters its counters and its help flag
  /// @param upload how to reach the chain, if this station uploads itself
  /// @param export the folder that stands for the stick
  public record Parts(
      StationSession session,
      StationFolder folder,
      StationLog log,
      ReadinessCheck readiness,
      VoterDesk voters,
      Supplier<Optional<UploadLine.Terms>> upload,
      Path export,
      Clock clock) {}

  private final Parts parts;
  private final Map<Integer, Passphrase> typed = new HashMap<>();
  private @Nullable StationKeys unlocked;
  private int wrong;
  private @Nullable Instant lockedUntil;

  public StaffDesk(Parts parts) {
    this.parts = parts;
  }

  private ElectionPackage election() {
    return parts.session().election().orElseThrow();
  }

  private BallotQueue box() {
    return parts.session().box().orElseThrow();
  }

  @Override
  public synchronized StationPhase phase() {
    return switch (parts.session().state()) {
      case UNCONFIGURED, PROVISIONED -> StationPhase.NOT_OPENED;
      case OPEN, PAUSED -> StationPhase.OPEN;
      case DAY_CLOSED, CLOSED, UPLOADED, SETTLED -> StationPhase.CLOSED;
    };
  }

  // ------------------------------------------------------------------ officials

  /// What opens the keys is derived from both passphrases together, so one alone can only be kept
  /// until the other comes; whether they are right shows then. A wrong pair drops the passphrase
  /// that came last: the officials may type either again.
  @Override
  public synchronized SignInOutcome signIn(
      int official, org.urna.flow.staff.Passphrase passphrase) {
    Instant until = lockedUntil;
    Instant now = parts.clock().instant();
    if (until != null && now.isBefore(until)) {
      return new SignInOutcome.LockedOut(Duration.between(now, until));
    }
    Passphrase taken;
    try {
      taken = Passphrase.of(passphrase.toCharArray());
    } catch (IllegalArgumentException tooShort) {
      return new SignInOutcome.Refused();
    }
    Passphrase before = typed.put(official, taken);
    if (before != null) {
      before.close();
    }
    Passphrase other = typed.get(1 - official);
    if (other == null) {
      return new SignInOutcome.Accepted();
    }
    try {
      forgetKeys();
      unlocked =
          StationKeys.open(
              parts.folder().keys(),
              new OfficialEntry(official + 1, taken),
              new OfficialEntry(2 - official, other));
      forgetTyped();
      wrong = 0;
      return new SignInOutcome.Accepted();
    } catch (StationKeyException e) {
      LOG.warn("the station's keys did not open: {}", e.reason());
      typed.remove(official);
      taken.close();
      return refusedSignIn(now);
    }
  }

  private SignInOutcome refusedSignIn(Instant now) {
    wrong++;
    if (wrong < FREE_TRIES) {
      return new SignInOutcome.Refused();
    }
    Duration lock = FIRST_LOCK.multipliedBy(1L << Math.min(wrong - FREE_TRIES, 10));
    lockedUntil = now.plus(lock);
    return new SignInOutcome.LockedOut(lock);
  }

  private void forgetTyped() {
    typed.values().forEach(Passphrase::close);
    typed.clear();
  }

  private void forgetKeys() {
    StationKeys held = unlocked;
    unlocked = null;
    if (held != null) {
      held.close();
    }
  }

  @Override
  public synchronized void lock() {
    forgetTyped();
    forgetKeys();
  }

  // ------------------------------------------------------------------ opening

  @Override
  public synchronized void checkReadiness(Consumer<ReadinessLine> found) {
    ReadinessReport report =
        parts.readiness().run(election(), box(), line -> found.accept(line(line)));
    try {
      parts.session().noteReadiness(report);
    } catch (StationLogException e) {
      LOG.error("readiness could not be logged", e);
      found.accept(
          new ReadinessLine(ReadinessLine.Item.LOG, ReadinessLine.Verdict.FAIL, "not writable"));
    }
  }

  private static ReadinessLine line(ReadinessReport.Line line) {
    ReadinessLine.Item item =
        switch (line.item()) {
          case PACKAGE -> ReadinessLine.Item.PACKAGE;
          case MODE -> ReadinessLine.Item.MODE;
          case ACCREDITATION -> ReadinessLine.Item.ACCREDITATION;
          case KEY_CEREMONY -> ReadinessLine.Item.KEY_CEREMONY;
          case KEYS -> ReadinessLine.Item.STATION_KEYS;
          case CLOCK -> ReadinessLine.Item.CLOCK;
          case DISK -> ReadinessLine.Item.STORAGE;
          case BOX -> ReadinessLine.Item.BOX;
          case LOG -> ReadinessLine.Item.LOG;
          case READER -> ReadinessLine.Item.READER;
          case PROOF -> ReadinessLine.Item.PROOF;
          case PROVING_KEYS -> ReadinessLine.Item.PROVING_KEYS;
          case TRUST_LIST -> ReadinessLine.Item.TRUST_LIST;
        };
    return new ReadinessLine(
        item, ReadinessLine.Verdict.valueOf(line.verdict().name()), line.reason());
  }

  @Override
  public synchronized ReportOutcome zeroReport() {
    try {
      ZeroReport zero = parts.session().zeroReport();
      if (!zero.isZero()) {
        return new ReportOutcome.Refused(
            new StationRefusal(Reason.BOX_NOT_EMPTY, Integer.toString(zero.ballotsToday())));
      }
      List<Line> lines =
          List.of(
              new Line(Item.STATION, zero.station().toString()),
              new Line(Item.SHORT_CODE, zero.packageCode()),
              new Line(Item.DAY, Integer.toString(zero.day())),
              new Line(Item.BALLOTS_IN_BOX, Integer.toString(zero.ballotsToday())),
              new Line(Item.LOG_HEAD, logHead()));
      return new ReportOutcome.Made(
          StationReports.keep(
              StationReport.Kind.ZERO, lines, parts.folder(), election(), parts.clock()));
    } catch (QueueException | IOException e) {
      LOG.error("the zero report could not be made", e);
      return new ReportOutcome.Refused(new StationRefusal(Reason.STORAGE, ""));
    }
  }

  private String logHead() {
    return parts.log().entries().getLast().hash().hex().substring(0, 16);
  }

  @Override
  public synchronized StationOutcome openPolls() {
    return withKeys(keys -> parts.session().open(keys));
  }

  @Override
  public synchronized StationOutcome resumePolls() {
    return withKeys(keys -> parts.session().resume(keys));
  }

  private interface KeyStep {
    StepResult take(StationKeys keys) throws StationLogException;
  }

  private StationOutcome withKeys(KeyStep step) {
    StationKeys keys = unlocked;
    if (keys == null) {
      return new StationOutcome.Refused(new StationRefusal(Reason.KEYS_MISSING, ""));
    }
    unlocked = null;
    try {
      return outcome(step.take(keys));
    } catch (StationLogException e) {
      LOG.error("the station log cannot be written", e);
      return new StationOutcome.Refused(new StationRefusal(Reason.STORAGE, "station log"));
    }
  }

  private static StationOutcome outcome(StepResult result) {
    return switch (result) {
      case StepResult.Done _ -> new StationOutcome.Done();
      case StepResult.Refused refused -> new StationOutcome.Refused(refusal(refused));
    };
  }

  private static StationRefusal refusal(StepResult.Refused refused) {
    return new StationRefusal(reason(refused.reason()), refused.detail());
  }

  private static Reason reason(FailureCode code) {
    // Only the codes that a station's step gives; the others are voters' and uploads'.
    return switch (code) {
      case BOX_NOT_EMPTY -> Reason.BOX_NOT_EMPTY;
      case NOT_READY -> Reason.NOT_READY;
      case OUTSIDE_SCHEDULE -> Reason.OUTSIDE_SCHEDULE;
      case KEYS_UNREADABLE, NULLIFIER_KEY_REFUSED -> Reason.KEYS_MISSING;
      case BOX_DAMAGED -> Reason.STORAGE;
      case STATION_NOT_ACCREDITED -> Reason.STATION_NOT_ACCREDITED;
      default -> Reason.FAULT;
    };
  }

  @Override
  public synchronized StationOutcome pausePolls() {
    try {
      return outcome(parts.session().pause());
    } catch (StationLogException e) {
      LOG.error("the station log cannot be written", e);
      return new StationOutcome.Refused(new StationRefusal(Reason.STORAGE, "station log"));
    }
  }

  // ------------------------------------------------------------------ closing

  @Override
  public synchronized ReportOutcome closePolls() {
    StationKeys keys = unlocked;
    unlocked = null;
    try {
      boolean open = parts.session().polls().isPresent();
      if (!open && keys == null) {
        return new ReportOutcome.Refused(new StationRefusal(Reason.KEYS_MISSING, ""));
      }
      StepResult result;
      if (open || keys == null) {
        if (keys != null) {
          keys.close();
        }
        result = parts.session().closeDay();
      } else {
        result = parts.session().closeDay(keys);
      }
      return switch (result) {
        case StepResult.Done _ -> closingReport();
        case StepResult.Refused refused -> new ReportOutcome.Refused(refusal(refused));
      };
    } catch (StationLogException e) {
      LOG.error("the station log cannot be written", e);
      return new ReportOutcome.Refused(new StationRefusal(Reason.STORAGE, "station log"));
    }
  }

  @Override
  public synchronized ReportOutcome closingReport() {
    try {
      List<BatchEntry> batches = box().batches();
      int day = batches.stream().mapToInt(BatchEntry::day).max().orElse(0);
      List<BatchEntry> today = batches.stream().filter(entry -> entry.day() == day).toList();
      VoterDesk.Tallied counters = parts.voters().tallied();
      List<Line> lines = new ArrayList<>();
      lines.add(
          new Line(
              Item.STATION, batches.isEmpty() ? "" : batches.getFirst().id().station().toString()));
      lines.add(new Line(Item.SHORT_CODE, election().shortCode()));
      lines.add(new Line(Item.DAY, Integer.toString(day)));
      lines.add(
          new Line(
              Item.BALLOTS_IN_BOX,
              Integer.toString(today.stream().mapToInt(BatchEntry::ballotCount).sum())));
      lines.add(new Line(Item.SESSIONS, Integer.toString(counters.sessions())));
      lines.add(new Line(Item.CAST, Integer.toString(counters.cast())));
      lines.add(new Line(Item.TESTED, Integer.toString(counters.tested())));
      lines.add(new Line(Item.ABANDONED, Integer.toString(sum(counters.abandoned()))));
      lines.add(new Line(Item.REFUSED, Integer.toString(sum(counters.refused()))));
      lines.add(new Line(Item.BATCHES, Integer.toString(today.size())));
      lines.add(new Line(Item.LOG_HEAD, logHead()));
      return new ReportOutcome.Made(
          StationReports.keep(
              StationReport.Kind.CLOSING, lines, parts.folder(), election(), parts.clock()));
    } catch (QueueException | IOException e) {
      LOG.error("the closing report could not be made", e);
      return new ReportOutcome.Refused(new StationRefusal(Reason.STORAGE, ""));
    }
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public StationFigures figures() {
    VoterDesk.Tallied counters = parts.voters().tallied();
    int queued = 0;
    long free = -1;
    try {
      queued = parts.session().box().isPresent() ? box().ballotsToday() : 0;
      free = Files.getFileStore(parts.folder().path()).getUsableSpace() >> 20;
    } catch (QueueException | IOException e) {
      LOG.warn("a figure cannot be had", e);
    }
    return new StationFigures(
        counters.sessions(),
        counters.cast(),
        counters.tested(),
        counters.abandoned(),
        counters.refused(),
        counters.hindered(),
        queued,
        free,
        StationFigures.Power.UNKNOWN,
        parts.voters().isHelpWanted());
  }

  @Override
  public void helpGiven() {
    parts.voters().helpGiven();
  }

  // ------------------------------------------------------------------ upload

  private List<Batch> batches() throws QueueException {
    List<Batch> all = new ArrayList<>();
    for (BatchEntry entry : box().batches()) {
      all.add(box().batch(entry.id()).orElseThrow());
    }
    return all;
  }

  private UploadLine line(UploadLine.Terms terms) throws UploadStoreException {
    Path file = parts.folder().path().resolve("uploads-" + election().shortCode() + ".sqlite");
    return UploadLine.open(election().chain(), file, terms, parts.clock());
  }

  @Override
  public PreflightOutcome preflight() {
    Optional<UploadLine.Terms> terms = parts.upload().get();
    if (terms.isEmpty()) {
      return new PreflightOutcome.Refused(new StationRefusal(Reason.NO_NETWORK, ""));
    }
    try (UploadLine line = line(terms.get())) {
      List<Batch> batches = batches();
      UploadPreflight.Report report = line.preflight(election().manifest(), batches);
      if (!report.isClear()) {
        return new PreflightOutcome.Refused(refusal(report.findings().getFirst()));
      }
      List<BatchRow> rows = new ArrayList<>();
      for (Batch batch : batches) {
        rows.add(UploadLine.row(batch, new UploadState.Sealed()));
      }
      return new PreflightOutcome.Ready(facts(line, report, batches), rows);
    } catch (ChainException e) {
      LOG.warn("preflight: {}", e.getMessage());
      return new PreflightOutcome.Refused(refusal(e));
    } catch (QueueException | UploadStoreException e) {
      LOG.error("preflight: the box or the upload file cannot be read", e);
      return new PreflightOutcome.Refused(new StationRefusal(Reason.STORAGE, ""));
    }
  }

  private List<PreflightOutcome.Fact> facts(
      UploadLine line, UploadPreflight.Report report, List<Batch> batches) {
    return List.of(
        new PreflightOutcome.Fact(
            PreflightOutcome.Item.CHAIN,
            election().chain().name() + " (" + election().chain().chainId() + ")"),
        new PreflightOutcome.Fact(
            PreflightOutcome.Item.CONTRACT, election().chain().contract().toString()),
        new PreflightOutcome.Fact(PreflightOutcome.Item.SENDER, line.sender()),
        new PreflightOutcome.Fact(PreflightOutcome.Item.BALANCE, UploadLine.coin(report.balance())),
        new PreflightOutcome.Fact(
            PreflightOutcome.Item.ESTIMATED_COST, UploadLine.coin(report.costAtMost())),
        new PreflightOutcome.Fact(
            PreflightOutcome.Item.TIME_LEFT, hoursAndMinutes(report.timeLeft())),
        new PreflightOutcome.Fact(
            PreflightOutcome.Item.BALLOTS,
            Integer.toString(batches.stream().mapToInt(batch -> batch.ballots().size()).sum())));
  }

  private static String hoursAndMinutes(Duration left) {
    return left.toHours() + ":" + "%02d".formatted(left.toMinutesPart());
  }

  private static StationRefusal refusal(UploadPreflight.Finding finding) {
    return switch (finding) {
      case UploadPreflight.Finding.WrongChain wrong ->
          new StationRefusal(Reason.WRONG_CHAIN, wrong.found() + " ≠ " + wrong.expected());
      case UploadPreflight.Finding.NoContract() -> new StationRefusal(Reason.NO_CONTRACT, "");
      case UploadPreflight.Finding.OtherCode() ->
          new StationRefusal(Reason.NO_CONTRACT, "other code");
      case UploadPreflight.Finding.OtherManifest() ->
          new StationRefusal(Reason.NO_CONTRACT, "other manifest");
      case UploadPreflight.Finding.NotOpenYet(Instant opening) ->
          new StationRefusal(Reason.OUTSIDE_SCHEDULE, opening.toString());
      case UploadPreflight.Finding.Closed(Instant close) ->
          new StationRefusal(Reason.TOO_LATE, close.toString());
      case UploadPreflight.Finding.ClockDiffers differs ->
          new StationRefusal(Reason.WRONG_CHAIN, differs.clock() + " ≠ " + differs.chain());
      case UploadPreflight.Finding.TooLittleMoney poor ->
          new StationRefusal(
              Reason.NOT_ENOUGH_FUNDS,
              UploadLine.coin(poor.balance()) + " < " + UploadLine.coin(poor.needed()));
      case UploadPreflight.Finding.GasTooDear dear ->
          new StationRefusal(Reason.NOT_ENOUGH_FUNDS, dear.baseFee() + " > " + dear.cap());
      case UploadPreflight.Finding.BatchRefused refused ->
          new StationRefusal(
              Reason.CHAIN_REFUSED, refused.id().sequence() + ": " + refused.refusal());
    };
  }

  private static StationRefusal refusal(ChainException e) {
    return switch (e.kind()) {
      case UNREACHABLE, DEADLINE -> new StationRefusal(Reason.NO_NETWORK, "");
      case NODE_ERROR, WRONG_ANSWER -> new StationRefusal(Reason.WRONG_CHAIN, "");
      case REFUSED -> new StationRefusal(Reason.CHAIN_REFUSED, String.valueOf(e.getMessage()));
    };
  }

  @Override
  public UploadOutcome upload(Consumer<BatchRow> row) throws InterruptedException {
    Optional<UploadLine.Terms> terms = parts.upload().get();
    if (terms.isEmpty()) {
      return new UploadOutcome.Stopped(new StationRefusal(Reason.NO_NETWORK, ""));
    }
    try (UploadLine line = line(terms.get())) {
      return uploadAll(line, row);
    } catch (ChainException e) {
      LOG.warn("upload: {}", e.getMessage());
      return new UploadOutcome.Stopped(refusal(e));
    } catch (QueueException | UploadStoreException | IOException e) {
      LOG.error("upload: the box or the upload file cannot be used", e);
      return new UploadOutcome.Stopped(new StationRefusal(Reason.STORAGE, ""));
    } catch (StationLogException e) {
      LOG.error("the station log cannot be written", e);
      return new UploadOutcome.Stopped(new StationRefusal(Reason.STORAGE, "station log"));
    }
  }

  private UploadOutcome uploadAll(UploadLine line, Consumer<BatchRow> rows)
      throws ChainException,
          QueueException,
          UploadStoreException,
          StationLogException,
          IOException,
          InterruptedException {
    List<Batch> batches = batches();
    Map<Long, BatchRow> shown = new HashMap<>();
    while (true) {
      boolean settled = true;
      Optional<StationRefusal> refused = Optional.empty();
      for (Batch batch : batches) {
        UploadProgress progress = line.step(batch);
        BatchRow now = UploadLine.row(batch, progress.state());
        if (!now.equals(shown.put(now.sequence(), now))) {
          rows.accept(now);
        }
        settled &= progress.isSettled();
        if (progress.state() instanceof UploadState.Final last) {
          keep(line.receipt(batch, last));
          box().advance(batch.id(), BatchState.SETTLED);
        }
        if (progress.state() instanceof UploadState.Refused no) {
          refused =
              Optional.of(
                  new StationRefusal(
                      Reason.CHAIN_REFUSED, batch.id().sequence() + ": " + no.refusal()));
        }
      }
      if (settled) {
        if (refused.isPresent()) {
          return new UploadOutcome.Stopped(refused.get());
        }
        markUploaded();
        return new UploadOutcome.Finished();
      }
      line.pause();
    }
  }

  /// Only a station that was closed for good is done with uploading; after a day's close another
  /// may follow.
  private void markUploaded() throws StationLogException {
    if (parts.session().state() == org.urna.station.StationState.CLOSED) {
      parts.session().markUploaded();
      parts.session().markSettled();
    }
  }

  private void keep(BatchReceipt receipt) throws IOException {
    Path folder = parts.folder().path().resolve("receipts");
    Files.createDirectories(folder);
    BatchReceiptFile file = new BatchReceiptFile(receipt, ReceiptPrinter.heading(election()));
    WholeFile.write(folder.resolve(file.name() + ".json"), file.json());
    WholeFile.write(folder.resolve(file.name() + ".csv"), file.csv());
    WholeFile.write(folder.resolve(file.name() + ".pdf"), file.pdf());
  }

  // ------------------------------------------------------------------ sticks

  @Override
  public ExportOutcome exportReceipts() {
    try {
      Files.createDirectories(parts.export());
      for (String folder : List.of("receipts", "reports")) {
        Path from = parts.folder().path().resolve(folder);
        if (!Files.isDirectory(from)) {
          continue;
        }
        try (var files = Files.list(from)) {
          for (Path file : files.filter(Files::isRegularFile).toList()) {
            WholeFile.write(
                parts.export().resolve(file.getFileName().toString()), Files.readAllBytes(file));
          }
        }
      }
      return new ExportOutcome.Verified(parts.export().toString());
    } catch (IOException e) {
      LOG.warn("the stick cannot be written", e);
      return new ExportOutcome.Refused(
          new StationRefusal(Reason.NO_STICK, parts.export().toString()));
    }
  }

  @Override
  public ExportOutcome exportBatches() {
    try {
      Files.createDirectories(parts.export());
      BatchFile file = new BatchFile(election().chain().domain(), election().electionId());
      for (Batch batch : batches()) {
        file.write(batch, parts.export());
        box().advance(batch.id(), BatchState.EXPORTED);
      }
      return new ExportOutcome.Verified(parts.export().toString());
    } catch (IOException e) {
      LOG.warn("the stick cannot be written", e);
      return new ExportOutcome.Refused(
          new StationRefusal(Reason.NO_STICK, parts.export().toString()));
    } catch (QueueException e) {
      LOG.warn("the batches on the stick are not what was written", e);
      return new ExportOutcome.Refused(
          new StationRefusal(Reason.STICK_NOT_VERIFIED, parts.export().toString()));
    }
  }
}
