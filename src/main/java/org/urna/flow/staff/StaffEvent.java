package org.urna.flow.staff;

import org.urna.flow.Language;

/// What can happen to the volunteer's flow.
public sealed interface StaffEvent {
  sealed interface Touch extends StaffEvent {}

  record LanguageChosen(Language language) implements Touch {}

  /// Any other touch; it only ends idleness.
  record Active() implements Touch {}

  /// @param official 0 or 1
  record OfficialChosen(int official) implements Touch {}

  /// The driver wipes the passphrase unless an effect took it over.
  record PassphraseGiven(Passphrase passphrase) implements Touch {}

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

  /// Open again on the next day.
  record NextDayAsked() implements Touch {}

  record HelpGiven() implements Touch {}

  record WentBack() implements Touch {}

  record LockAsked() implements Touch {}

  record SignedIn(SignInOutcome outcome) implements StaffEvent {}

  record PhaseKnown(StationPhase phase) implements StaffEvent {}

  record ReadinessFound(ReadinessLine line) implements StaffEvent {}

  record ReadinessChecked() implements StaffEvent {}

  record ZeroReportMade(ReportOutcome outcome) implements StaffEvent {}

  record PollsOpened(StationOutcome outcome) implements StaffEvent {}

  record PollsPaused(StationOutcome outcome) implements StaffEvent {}

  record PollsResumed(StationOutcome outcome) implements StaffEvent {}

  record PollsClosed(ReportOutcome outcome) implements StaffEvent {}

  record FiguresRead(StationFigures figures) implements StaffEvent {}

  record PreflightDone(PreflightOutcome outcome) implements StaffEvent {}

  record BatchMoved(BatchRow row) implements StaffEvent {}

  record UploadEnded(UploadOutcome outcome) implements StaffEvent {}

  record ExportEnded(ExportOutcome outcome) implements StaffEvent {}

  /// The voter's side met a fault and takes nobody further.
  record VoterSideBroke(String code) implements StaffEvent {}

  record TimerElapsed(StaffTimer timer) implements StaffEvent {}
}
