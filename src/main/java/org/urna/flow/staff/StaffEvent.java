package org.urna.flow.staff;

import org.urna.failure.Failure;
import org.urna.flow.Language;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadProgress;

/// What can happen to the volunteer's flow.
public sealed interface StaffEvent {
  sealed interface Touch extends StaffEvent {}

  record LanguageChosen(Language language) implements Touch {}

  /// Any other touch; it only ends idleness.
  record Active() implements Touch {}

  /// @param official from 0
  record OfficialChosen(int official) implements Touch {}

  /// The driver wipes the passphrase unless an effect took it over.
  record PassphraseGiven(TypedPassphrase passphrase) implements Touch {}

  /// Two officials sign in where one would have unlocked the page.
  record TwoAsked() implements Touch {}

  /// *Yes* to the question on the screen; *No* is [WentBack].
  record Confirmed() implements Touch {}

  record CheckAsked() implements Touch {}

  record ZeroReportAsked() implements Touch {}

  record OpenAsked() implements Touch {}

  record PauseAsked() implements Touch {}

  record ResumeAsked() implements Touch {}

  record CloseAsked() implements Touch {}

  record UploadAsked() implements Touch {}

  record SendAsked() implements Touch {}

  record InterruptAsked() implements Touch {}

  record ReceiptsExportAsked() implements Touch {}

  record BatchesExportAsked() implements Touch {}

  record ReceiptsImportAsked() implements Touch {}

  /// Open again on the next day.
  record NextDayAsked() implements Touch {}

  record HelpGiven() implements Touch {}

  record WentBack() implements Touch {}

  record LockAsked() implements Touch {}

  record SignedIn(SignInOutcome outcome) implements StaffEvent {}

  record StateKnown(StationState state) implements StaffEvent {}

  record ReadinessFound(ReadinessReport.Line line) implements StaffEvent {}

  record ReadinessChecked() implements StaffEvent {}

  record ZeroReportMade(ReportOutcome outcome) implements StaffEvent {}

  record PollsOpened(StepResult result) implements StaffEvent {}

  record PollsPaused(StepResult result) implements StaffEvent {}

  record PollsResumed(StepResult result) implements StaffEvent {}

  record PollsClosed(ReportOutcome outcome) implements StaffEvent {}

  record FiguresRead(StationFigures figures) implements StaffEvent {}

  record PreflightDone(PreflightOutcome outcome) implements StaffEvent {}

  record BatchMoved(UploadProgress row) implements StaffEvent {}

  record UploadEnded(UploadOutcome outcome) implements StaffEvent {}

  record ExportEnded(ExportOutcome outcome) implements StaffEvent {}

  /// The voter's side met a fault and takes nobody further.
  record VoterSideBroke(Failure failure) implements StaffEvent {}

  record TimerElapsed(StaffTimer timer) implements StaffEvent {}
}
