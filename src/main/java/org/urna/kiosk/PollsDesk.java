package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.election.ElectionPackage;
import org.urna.failure.Failure;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Item;
import org.urna.flow.staff.StationReport.Line;
import org.urna.hardware.PowerSupply;
import org.urna.queue.BallotQueue;
import org.urna.queue.BatchEntry;
import org.urna.queue.QueueException;
import org.urna.station.ReadinessCheck;
import org.urna.station.ReadinessReport;
import org.urna.station.StationKeys;
import org.urna.station.StationLog;
import org.urna.station.StationLogException;
import org.urna.station.StationSession;
import org.urna.station.StationState;
import org.urna.station.StationStep;
import org.urna.station.StepResult;
import org.urna.station.ZeroReport;

/// A day's polls: readiness, zero report, opening, pause, close, closing report, figures. The steps
/// take turns; figures wait for none of them.
final class PollsDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PollsDesk.class);

  private final StationSession session;
  private final StationLog log;
  private final ReadinessCheck readiness;
  private final StationReports reports;
  private final VoterDesk voters;
  private final Supplier<PowerSupply> power;
  private final SignInDesk keys;
  private final UnaryOperator<Failure> shown;

  /// @param voters its counters and its help flag
  /// @param power asked for each look at the figures
  /// @param keys where the officials unlock what a step takes
  /// @param shown notes what officials are shown
  PollsDesk(
      StationSession session,
      StationLog log,
      ReadinessCheck readiness,
      StationReports reports,
      VoterDesk voters,
      Supplier<PowerSupply> power,
      SignInDesk keys,
      UnaryOperator<Failure> shown) {
    this.session = session;
    this.log = log;
    this.readiness = readiness;
    this.reports = reports;
    this.voters = voters;
    this.power = power;
    this.keys = keys;
    this.shown = shown;
  }

  private ElectionPackage election() {
    return session.election().orElseThrow();
  }

  private BallotQueue box() {
    return session.box().orElseThrow();
  }

  StationState state() {
    return session.state();
  }

  // ------------------------------------------------------------------ opening

  synchronized void checkReadiness(Consumer<ReadinessReport.Line> found) {
    ReadinessReport report = readiness.run(election(), box(), found);
    try {
      session.noteReadiness(report);
    } catch (StationLogException e) {
      LOG.error("readiness could not be noted", e);
      // Without the note the polls will not open, so the list must not look as if they would.
      found.accept(
          new ReadinessReport.Line(
              ReadinessReport.Item.LOG,
              ReadinessReport.Verdict.FAIL,
              shown.apply(e.failure()).toString()));
    }
  }

  synchronized ReportOutcome zeroReport() {
    try {
      ZeroReport zero = session.zeroReport();
      Optional<Failure> refusal = zero.refusal();
      if (refusal.isPresent()) {
        return new ReportOutcome.Refused(shown.apply(refusal.get()));
      }
      List<Line> lines =
          List.of(
              new Line(Item.STATION, zero.station().toString()),
              new Line(Item.SHORT_CODE, zero.packageCode()),
              new Line(Item.DAY, Integer.toString(zero.day())),
              new Line(Item.BALLOTS_IN_BOX, Integer.toString(zero.ballotsToday())),
              new Line(Item.LOG_HEAD, logHead()));
      return new ReportOutcome.Made(reports.keep(StationReport.Kind.ZERO, lines, election()));
    } catch (QueueException e) {
      return unreported(StationSession.boxDamaged(e), e);
    } catch (IOException e) {
      return unreported(StationReports.notKept(e), e);
    }
  }

  private ReportOutcome unreported(Failure failure, Exception cause) {
    LOG.error("a report could not be made", cause);
    return new ReportOutcome.Refused(shown.apply(failure));
  }

  private String logHead() {
    return log.entries().getLast().hash().hex().substring(0, 16);
  }

  synchronized StepResult openPolls() {
    return withKeys(StationStep.OPEN, session::open);
  }

  synchronized StepResult resumePolls() {
    return withKeys(StationStep.RESUME, session::resume);
  }

  private interface KeyStep {
    StepResult take(StationKeys keys) throws StationLogException;
  }

  private StepResult withKeys(StationStep step, KeyStep taking) {
    Optional<StationKeys> unlocked = keys.take();
    if (unlocked.isEmpty()) {
      return new StepResult.Refused(step, keys.locked());
    }
    try {
      return taking.take(unlocked.get());
    } catch (StationLogException e) {
      return notLogged(step, e);
    }
  }

  private StepResult notLogged(StationStep step, StationLogException e) {
    LOG.error("{} could not be logged, so it was not done", step, e);
    return new StepResult.Refused(step, shown.apply(e.failure()));
  }

  synchronized StepResult pausePolls() {
    try {
      return session.pause();
    } catch (StationLogException e) {
      return notLogged(StationStep.PAUSE, e);
    }
  }

  // ------------------------------------------------------------------ closing

  /// Open polls close with the keys that they have; paused ones need the officials'.
  synchronized ReportOutcome closePolls() {
    return switch (closeDay()) {
      case StepResult.Done _ -> closingReport();
      case StepResult.Refused(StationStep _, Failure failure) -> new ReportOutcome.Refused(failure);
    };
  }

  private StepResult closeDay() {
    if (session.polls().isEmpty()) {
      return withKeys(StationStep.CLOSE_DAY, session::closeDay);
    }
    keys.take().ifPresent(StationKeys::close);
    try {
      return session.closeDay();
    } catch (StationLogException e) {
      return notLogged(StationStep.CLOSE_DAY, e);
    }
  }

  synchronized ReportOutcome closingReport() {
    try {
      List<BatchEntry> batches = box().batches();
      int day = batches.stream().mapToInt(BatchEntry::day).max().orElse(0);
      List<BatchEntry> today = batches.stream().filter(entry -> entry.day() == day).toList();
      VoterDesk.Tallied counters = voters.tallied();
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
      return new ReportOutcome.Made(reports.keep(StationReport.Kind.CLOSING, lines, election()));
    } catch (QueueException e) {
      return unreported(StationSession.boxDamaged(e), e);
    } catch (IOException e) {
      return unreported(StationReports.notKept(e), e);
    }
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  // ------------------------------------------------------------------ in between

  StationFigures figures() {
    VoterDesk.Tallied counters = voters.tallied();
    int queued = 0;
    long free = -1;
    try {
      queued = session.box().isPresent() ? box().ballotsToday() : 0;
      free = Files.getFileStore(reports.folder()).getUsableSpace() >> 20;
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
        power.get(),
        voters.isHelpWanted());
  }

  void helpGiven() {
    voters.helpGiven();
  }
}
