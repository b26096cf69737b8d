package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.ballot.SealedBallot;
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
import org.urna.queue.SetAside;
import org.urna.station.DayCounters;
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

  private static final int MOST_IDS = 20;

  private final StationSession session;
  private final StationLog log;
  private final ReadinessCheck readiness;
  private final StationReports reports;
  private final VoterDesk voters;
  private final Supplier<PowerSupply> power;
  private final SignInDesk keys;
  private final Predicate<SealedBallot> isValid;
  private final UnaryOperator<Failure> shown;

  /// @param voters its counters and its help flag
  /// @param power asked for each look at the figures
  /// @param keys where the officials unlock what a step takes
  /// @param isValid whether a ballot's proofs hold, asked before batches are cut
  /// @param shown notes what officials are shown
  PollsDesk(
      StationSession session,
      StationLog log,
      ReadinessCheck readiness,
      StationReports reports,
      VoterDesk voters,
      Supplier<PowerSupply> power,
      SignInDesk keys,
      Predicate<SealedBallot> isValid,
      UnaryOperator<Failure> shown) {
    this.session = session;
    this.log = log;
    this.readiness = readiness;
    this.reports = reports;
    this.voters = voters;
    this.power = power;
    this.keys = keys;
    this.isValid = isValid;
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
      return withKeys(StationStep.CLOSE_DAY, unlocked -> session.closeDay(unlocked, isValid));
    }
    keys.take().ifPresent(StationKeys::close);
    try {
      return session.closeDay(isValid);
    } catch (StationLogException e) {
      return notLogged(StationStep.CLOSE_DAY, e);
    }
  }

  synchronized ReportOutcome closingReport() {
    try {
      int day = box().lastDayNumber();
      List<BatchEntry> today =
          box().batches().stream().filter(entry -> entry.day() == day).toList();
      // Those that are missing from a batch that was signed before count among its ballots.
      List<SetAside> aside =
          box().setAside().stream().filter(each -> each.day() == day && each.batch() == 0).toList();
      int inBatches = today.stream().mapToInt(BatchEntry::ballotCount).sum();
      DayCounters counters = session.counters(day);
      int uncounted = inBatches + aside.size() - counters.cast();
      List<Line> lines = new ArrayList<>();
      lines.add(new Line(Item.STATION, session.address().toString()));
      lines.add(new Line(Item.SHORT_CODE, election().shortCode()));
      lines.add(new Line(Item.DAY, Integer.toString(day)));
      lines.add(new Line(Item.BALLOTS_IN_BOX, Integer.toString(inBatches)));
      lines.add(new Line(Item.SET_ASIDE, Integer.toString(aside.size())));
      if (!aside.isEmpty()) {
        lines.add(new Line(Item.SET_ASIDE_IDS, ids(aside)));
      }
      lines.add(new Line(Item.SESSIONS, Integer.toString(counters.sessions())));
      lines.add(new Line(Item.CAST, Integer.toString(counters.cast())));
      if (uncounted > 0) {
        lines.add(new Line(Item.UNCOUNTED, Integer.toString(uncounted)));
      }
      lines.add(new Line(Item.TESTED, Integer.toString(counters.tested())));
      lines.add(new Line(Item.ABANDONED, Integer.toString(counters.abandoned())));
      lines.add(new Line(Item.REFUSED, Integer.toString(counters.refused())));
      lines.add(new Line(Item.BATCHES, Integer.toString(today.size())));
      lines.add(new Line(Item.LOG_HEAD, logHead()));
      return new ReportOutcome.Made(reports.keep(StationReport.Kind.CLOSING, lines, election()));
    } catch (QueueException e) {
      return unreported(StationSession.boxDamaged(e), e);
    } catch (IOException e) {
      return unreported(StationReports.notKept(e), e);
    }
  }

  /// As many as the report's code has room for; the log has them all.
  private static String ids(List<SetAside> aside) {
    String first =
        aside.stream()
            .limit(MOST_IDS)
            .map(each -> each.id().hex().substring(0, 8))
            .collect(Collectors.joining(" "));
    return aside.size() > MOST_IDS ? first + " …" : first;
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
