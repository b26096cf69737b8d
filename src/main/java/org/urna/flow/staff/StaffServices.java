package org.urna.flow.staff;

import java.util.function.Consumer;
import org.urna.failure.Failure;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadProgress;

/// What the volunteer's flow needs from the station. Implemented by the assembly, which joins
/// station, queue, upload and report behind it. The driver calls every method on a background
/// thread, one at a time unless it says otherwise.
public interface StaffServices {
  /// Where the station's day stands, from what is stored.
  StationState state();

  /// How many officials the station has, 2 to 8. Read once, when the page is made.
  int officials();

  /// Keeps the first official's passphrase; with the second one's it unlocks the station's keys.
  /// May be called beside any other method.
  ///
  /// @param official from 0
  /// @param passphrase lent for this call
  SignInOutcome signIn(int official, TypedPassphrase passphrase);

  /// Whether it is the passphrase of one of the two officials who signed in last. May be called
  /// beside any other method.
  ///
  /// @param passphrase lent for this call
  SignInOutcome unlock(TypedPassphrase passphrase);

  /// Forgets what the officials unlocked for this page; open polls stay open.
  void lock();

  /// Runs the readiness list; some seconds, since it proves and reads a specimen.
  ///
  /// @param found called with each line as it is known
  void checkReadiness(Consumer<ReadinessReport.Line> found) throws InterruptedException;

  /// The zero report of this day: shown, kept and exported before the polls open.
  ReportOutcome zeroReport();

  /// Opens the polls, after checking again that no ballot of this day is in the box.
  StepResult openPolls();

  StepResult pausePolls();

  StepResult resumePolls();

  /// Closes the day: no further ballot, batches are cut, the closing report is made and kept.
  ReportOutcome closePolls();

  /// The report of the last close, for the page after a restart.
  ReportOutcome closingReport();

  StationFigures figures();

  /// Connects and checks chain, contract, balance, cost and time left; changes nothing.
  PreflightOutcome preflight() throws InterruptedException;

  /// Sends what is not final yet and waits for finality; may be interrupted at any time and
  /// continued later.
  ///
  /// @param row called whenever a batch's row changes
  UploadOutcome upload(Consumer<UploadProgress> row) throws InterruptedException;

  /// Writes receipts and reports to the stick, syncs and reads them again.
  ExportOutcome exportReceipts() throws InterruptedException;

  /// Writes the signed batches to the stick for another machine to upload.
  ExportOutcome exportBatches() throws InterruptedException;

  /// Takes up this station's receipts from the stick, where the machine that uploaded put them.
  ExportOutcome importReceipts() throws InterruptedException;

  /// A volunteer went to the voter who asked for help.
  void helpGiven();

  /// Notes a fault that officials are shown and that these services do not know of.
  void note(Failure failure);
}
