package org.urna.flow.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.urna.failure.Failure;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.station.ReadinessReport;
import org.urna.station.ReadinessReport.Verdict;
import org.urna.upload.UploadProgress;

/// Where the volunteers stand. One primary action per state.
public sealed interface StaffState {
  Language language();

  StaffState in(Language language);

  /// What is said beside the primary action: that something worked, or why it did not.
  sealed interface Notice {
    record None() implements Notice {}

    record Refused(Failure failure) implements Notice {}

    /// Safe to remove.
    record Exported(String where) implements Notice {}

    record KeptInFolder(String where) implements Notice {}

    record ReceiptsTaken(int receipts) implements Notice {}

    record Exporting() implements Notice {}

    /// The officials stopped the upload.
    record Interrupted() implements Notice {}

    /// The voter's side met a fault.
    record VoterSideBroke(Failure failure) implements Notice {}
  }

  /// Officials sign in.
  ///
  /// @param needed how many officials this takes
  /// @param officials how many officials the station has
  /// @param typed who has typed a passphrase, by number from 0; none is checked before two are
  ///   there
  /// @param active whose passphrase is being typed
  record SignIn(
      Language language,
      Purpose purpose,
      int officials,
      int needed,
      Set<Integer> typed,
      int active,
      Answer answer)
      implements StaffState {
    public SignIn {
      typed = Set.copyOf(typed);
    }

    @Override
    public SignIn in(Language chosen) {
      return new SignIn(chosen, purpose, officials, needed, typed, active, answer);
    }
  }

  /// What signing in is for.
  sealed interface Purpose {
    /// To begin, after the program has started.
    record Begin() implements Purpose {}

    /// To close the day; `back` if they change their mind.
    record Close(Live back) implements Purpose {}

    /// To open the polls, when the page was locked since both signed in.
    record Open(Zero back) implements Purpose {}

    /// To resume, when the keys have been given away since both signed in.
    record Resume(Live back) implements Purpose {}

    /// To unlock the page; polls and uploads go on beneath.
    record Unlock(StaffState under) implements Purpose {}
  }

  /// What came of the last passphrase.
  sealed interface Answer {
    record None() implements Answer {}

    record Checking() implements Answer {}

    record Wrong(Failure failure) implements Answer {}

    record LockedOut(Failure failure, long seconds) implements Answer {}
  }

  /// What is asked before it is done.
  enum Question {
    OPEN,
    PAUSE,
    CLOSE,
    NEXT_DAY
  }

  /// A question that is answered yes or no.
  ///
  /// @param back what *No* leads to; it goes on meanwhile
  record Confirm(Language language, Question question, StaffState back) implements StaffState {
    @Override
    public Confirm in(Language chosen) {
      return new Confirm(chosen, question, back);
    }
  }

  /// Reads where the day stands.
  record Loading(Language language) implements StaffState {
    @Override
    public Loading in(Language chosen) {
      return new Loading(chosen);
    }
  }

  /// The readiness list.
  record Preparing(
      Language language, List<ReadinessReport.Line> lines, boolean running, Notice notice)
      implements StaffState {
    public Preparing {
      lines = List.copyOf(lines);
    }

    /// Whether the list is complete and nothing fails.
    public boolean isReady() {
      return !running
          && !lines.isEmpty()
          && lines.stream().noneMatch(line -> line.verdict() == Verdict.FAIL);
    }

    Preparing with(ReadinessReport.Line line) {
      List<ReadinessReport.Line> longer = new ArrayList<>(lines);
      longer.removeIf(old -> old.item() == line.item());
      longer.add(line);
      return new Preparing(language, longer, running, notice);
    }

    @Override
    public Preparing in(Language chosen) {
      return new Preparing(chosen, lines, running, notice);
    }
  }

  /// The zero report stands on the screen; the next thing is *Open polls*.
  record Zero(Language language, StationReport report, boolean opening, Notice notice)
      implements StaffState {
    @Override
    public Zero in(Language chosen) {
      return new Zero(chosen, report, opening, notice);
    }
  }

  /// @param polls OPEN, PAUSED or OUT_OF_ORDER
  /// @param working a change is under way
  record Live(
      Language language, Polls polls, StationFigures figures, boolean working, Notice notice)
      implements StaffState {
    @Override
    public Live in(Language chosen) {
      return new Live(chosen, polls, figures, working, notice);
    }
  }

  record Closing(Language language, Live before) implements StaffState {
    @Override
    public Closing in(Language chosen) {
      return new Closing(chosen, before);
    }
  }

  record Closed(Language language, StationReport report, Notice notice) implements StaffState {
    @Override
    public Closed in(Language chosen) {
      return new Closed(chosen, report, notice);
    }
  }

  /// Connecting and checking.
  record Preflight(Language language, StationReport report) implements StaffState {
    @Override
    public Preflight in(Language chosen) {
      return new Preflight(chosen, report);
    }
  }

  /// Ready to send.
  record ReadyToSend(Language language, StationReport report, PreflightOutcome.Ready preflight)
      implements StaffState {
    @Override
    public ReadyToSend in(Language chosen) {
      return new ReadyToSend(chosen, report, preflight);
    }
  }

  /// @param interrupting whether it was asked to stop
  record Uploading(
      Language language, StationReport report, List<UploadProgress> rows, boolean interrupting)
      implements StaffState {
    public Uploading {
      rows = List.copyOf(rows);
    }

    Uploading with(UploadProgress row) {
      return new Uploading(language, report, merged(rows, row), interrupting);
    }

    @Override
    public Uploading in(Language chosen) {
      return new Uploading(chosen, report, rows, interrupting);
    }
  }

  /// The upload ended: finished, or stopped with a reason in `notice`.
  record Uploaded(
      Language language,
      StationReport report,
      List<UploadProgress> rows,
      boolean finished,
      Notice notice)
      implements StaffState {
    public Uploaded {
      rows = List.copyOf(rows);
    }

    @Override
    public Uploaded in(Language chosen) {
      return new Uploaded(chosen, report, rows, finished, notice);
    }
  }

  private static List<UploadProgress> merged(List<UploadProgress> rows, UploadProgress row) {
    List<UploadProgress> merged = new ArrayList<>(rows);
    for (int i = 0; i < merged.size(); i++) {
      if (merged.get(i).id().sequence() == row.id().sequence()) {
        merged.set(i, row);
        return merged;
      }
    }
    merged.add(row);
    return merged;
  }
}
