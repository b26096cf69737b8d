package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ElectionPackage;
import org.urna.election.Wei;
import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.PreflightOutcome.Fact;
import org.urna.flow.staff.UploadOutcome;
import org.urna.queue.BallotQueue;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.queue.BatchState;
import org.urna.queue.QueueException;
import org.urna.station.StationFolder;
import org.urna.station.StationLogException;
import org.urna.station.StationSession;
import org.urna.station.StationState;
import org.urna.upload.ChainException;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;
import org.urna.upload.UploadStoreException;

/// Brings a station's batches to the chain.
public final class UploadDesk {
  private static final Logger LOG = LoggerFactory.getLogger(UploadDesk.class);

  /// Opens a line to the election's chain.
  @FunctionalInterface
  interface Lines {
    /// Nothing if this station does not upload, or not now.
    Optional<ChainConnection> open(ElectionPackage election) throws UploadStoreException;
  }

  private final StationSession session;
  private final StationReports files;
  private final Lines lines;
  private final UnaryOperator<Failure> shown;

  /// @param shown notes what officials are shown
  UploadDesk(
      StationSession session, StationReports files, Lines lines, UnaryOperator<Failure> shown) {
    this.session = session;
    this.files = files;
    this.lines = lines;
    this.shown = shown;
  }

  /// The desk of a station.
  ///
  /// @param terms how to reach the chain; asked at every upload, so that a network may come and go
  public static UploadDesk of(
      StationSession session,
      StationFolder folder,
      Supplier<Optional<ChainConnection.Terms>> terms,
      Clock clock) {
    Lines lines =
        election -> {
          Optional<ChainConnection.Terms> now = terms.get();
          if (now.isEmpty()) {
            return Optional.empty();
          }
          Path file = folder.path().resolve("uploads-" + election.shortCode() + ".sqlite");
          return Optional.of(ChainConnection.open(election.chain(), file, now.get(), clock));
        };
    return new UploadDesk(
        session, new StationReports(folder, clock), lines, new ShownFailures(session));
  }

  private ElectionPackage election() {
    return session.election().orElseThrow();
  }

  private BallotQueue box() {
    return session.box().orElseThrow();
  }

  private static Failure notSetUp() {
    return Failure.of(FailureCode.UPLOAD_NOT_SET_UP);
  }

  // ------------------------------------------------------------------ chain

  PreflightOutcome preflight() {
    return switch (look()) {
      case PreflightOutcome.Ready ready -> ready;
      case PreflightOutcome.Refused(Failure failure) ->
          new PreflightOutcome.Refused(shown.apply(failure));
    };
  }

  private PreflightOutcome look() {
    try {
      Optional<ChainConnection> open = lines.open(election());
      if (open.isEmpty()) {
        return new PreflightOutcome.Refused(notSetUp());
      }
      try (ChainConnection line = open.get()) {
        List<Batch> batches = SignedBatches.of(box()).whole();
        UploadPreflight.Report report = line.preflight(election().manifest(), batches);
        if (!report.isClear()) {
          return new PreflightOutcome.Refused(report.findings().getFirst().failure());
        }
        return new PreflightOutcome.Ready(
            facts(line, report, batches), batches.stream().map(UploadProgress::untouched).toList());
      }
    } catch (ChainException | UploadStoreException e) {
      return new PreflightOutcome.Refused(failed("preflight", e));
    } catch (QueueException e) {
      return new PreflightOutcome.Refused(boxFailed("preflight", e));
    }
  }

  private static <E extends Exception & Failing> Failure failed(String what, E e) {
    LOG.warn("{}: {}", what, e.failure(), e);
    return e.failure();
  }

  private static Failure boxFailed(String what, QueueException e) {
    LOG.error("{}: the box cannot be used", what, e);
    return StationSession.boxDamaged(e);
  }

  private List<Fact> facts(
      ChainConnection line, UploadPreflight.Report report, List<Batch> batches) {
    return List.of(
        new Fact(
            PreflightOutcome.Item.CHAIN,
            election().chain().name() + " (" + election().chain().chainId() + ")"),
        new Fact(PreflightOutcome.Item.CONTRACT, election().chain().contract().toString()),
        new Fact(PreflightOutcome.Item.SENDER, line.sender()),
        new Fact(PreflightOutcome.Item.BALANCE, Wei.coin(report.balance())),
        new Fact(PreflightOutcome.Item.ESTIMATED_COST, Wei.coin(report.costAtMost())),
        new Fact(
            PreflightOutcome.Item.TIME_LEFT, hoursAndMinutes(report.timeLeft()), report.isUrgent()),
        new Fact(
            PreflightOutcome.Item.BALLOTS,
            Integer.toString(batches.stream().mapToInt(batch -> batch.ballots().size()).sum())));
  }

  private static String hoursAndMinutes(Duration left) {
    return left.toHours() + ":" + "%02d".formatted(left.toMinutesPart());
  }

  /// Sends what is not final yet and waits for finality.
  ///
  /// @param rows called whenever a batch has moved
  public UploadOutcome upload(Consumer<UploadProgress> rows) throws InterruptedException {
    try {
      Optional<ChainConnection> open = lines.open(election());
      if (open.isEmpty()) {
        return stopped(notSetUp());
      }
      try (ChainConnection line = open.get()) {
        return sendAll(line, rows);
      }
    } catch (ChainException | UploadStoreException | StationLogException e) {
      return stopped(failed("upload", e));
    } catch (QueueException e) {
      return stopped(boxFailed("upload", e));
    } catch (IOException e) {
      LOG.error("upload: a receipt could not be kept", e);
      return stopped(StationReports.notKept(e));
    }
  }

  private UploadOutcome stopped(Failure failure) {
    return new UploadOutcome.Stopped(shown.apply(failure));
  }

  private UploadOutcome sendAll(ChainConnection line, Consumer<UploadProgress> rows)
      throws ChainException,
          QueueException,
          UploadStoreException,
          StationLogException,
          IOException,
          InterruptedException {
    SignedBatches signed = SignedBatches.of(box());
    List<Batch> batches = signed.whole();
    Map<BatchId, UploadProgress> known = new HashMap<>();
    Map<BatchId, Failure> told = new HashMap<>();
    while (true) {
      boolean settled = true;
      Optional<Failure> refused = Optional.empty();
      for (Batch batch : batches) {
        UploadProgress now = line.step(batch);
        if (!now.equals(known.put(now.id(), now))) {
          rows.accept(now);
          // Whatever is shown beside a batch; it stays there while the batch only waits.
          now.failure()
              .filter(failure -> !failure.equals(told.get(now.id())))
              .ifPresent(failure -> told.put(now.id(), shown.apply(failure)));
          if (now.isUndone()) {
            files.withdraw(batch.id());
          }
          if (now.isSettled() && now.state() instanceof UploadState.Final last) {
            files.keep(line.receipt(batch, last), election());
            box().advance(batch.id(), BatchState.SETTLED);
          }
        }
        settled &= now.isSettled();
        if (now.state() instanceof UploadState.Refused) {
          refused = now.failure();
        }
      }
      if (settled) {
        if (refused.isPresent()) {
          return new UploadOutcome.Stopped(refused.get());
        }
        if (signed.damaged().isPresent()) {
          return stopped(signed.damaged().get());
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
    if (session.state() == StationState.CLOSED) {
      session.markUploaded();
      session.markSettled();
    }
  }
}
