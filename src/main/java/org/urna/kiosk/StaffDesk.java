package org.urna.kiosk;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.urna.failure.Failure;
import org.urna.flow.staff.ExportOutcome;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.ReportOutcome;
import org.urna.flow.staff.SignInOutcome;
import org.urna.flow.staff.StaffServices;
import org.urna.flow.staff.StationFigures;
import org.urna.flow.staff.TypedPassphrase;
import org.urna.flow.staff.UploadOutcome;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadProgress;

/// The volunteers' side of a station: its desks, as the one port that their page knows.
///
/// @param shown notes what officials are shown
record StaffDesk(
    SignInDesk signIn,
    PollsDesk polls,
    UploadDesk upload,
    StickDesk sticks,
    UnaryOperator<Failure> shown)
    implements StaffServices {
  @Override
  public StationState state() {
    return polls.state();
  }

  @Override
  public SignInOutcome signIn(int official, TypedPassphrase passphrase) {
    return signIn.signIn(official, passphrase);
  }

  @Override
  public int officials() {
    return signIn.officials();
  }

  @Override
  public SignInOutcome unlock(TypedPassphrase passphrase) {
    return signIn.unlock(passphrase);
  }

  @Override
  public void lock() {
    signIn.lock();
  }

  @Override
  public void checkReadiness(Consumer<ReadinessReport.Line> found) {
    polls.checkReadiness(found);
  }

  @Override
  public ReportOutcome zeroReport() {
    return polls.zeroReport();
  }

  @Override
  public StepResult openPolls() {
    return polls.openPolls();
  }

  @Override
  public StepResult pausePolls() {
    return polls.pausePolls();
  }

  @Override
  public StepResult resumePolls() {
    return polls.resumePolls();
  }

  @Override
  public ReportOutcome closePolls() {
    return polls.closePolls();
  }

  @Override
  public ReportOutcome closingReport() {
    return polls.closingReport();
  }

  @Override
  public StationFigures figures() {
    return polls.figures();
  }

  @Override
  public PreflightOutcome preflight() {
    return upload.preflight();
  }

  @Override
  public UploadOutcome upload(Consumer<UploadProgress> row) throws InterruptedException {
    return upload.upload(row);
  }

  @Override
  public ExportOutcome exportReceipts() {
    return sticks.exportReceipts();
  }

  @Override
  public ExportOutcome exportBatches() {
    return sticks.exportBatches();
  }

  @Override
  public ExportOutcome importReceipts() {
    return sticks.importReceipts();
  }

  @Override
  public void helpGiven() {
    polls.helpGiven();
  }

  @Override
  public void note(Failure failure) {
    var _ = shown.apply(failure);
  }
}
