package org.urna.flow.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.urna.failure.Failure;
import org.urna.flow.UploadSamples;
import org.urna.station.ReadinessReport;
import org.urna.station.StationState;
import org.urna.station.StepResult;
import org.urna.upload.UploadProgress;

/// A station that does what a test says.
public final class ScriptedStaffServices implements StaffServices {
  public static final StationReport ZERO =
      new StationReport(StationReport.Kind.ZERO, List.of(), "zero", "");
  public static final StationReport CLOSING =
      new StationReport(StationReport.Kind.CLOSING, List.of(), "closing", "");
  public static final UploadProgress ROW = UploadSamples.settled(1, 5, 0);

  public final List<String> calls = new ArrayList<>();
  public final List<Failure> noted = new ArrayList<>();
  public final List<TypedPassphrase> lent = new ArrayList<>();
  public StationState state = StationState.PROVISIONED;
  public SignInOutcome signIn = new SignInOutcome.Accepted();
  public ReadinessReport.Verdict verdict = ReadinessReport.Verdict.PASS;
  public StepResult open = new StepResult.Done(StationState.OPEN);
  public StepResult pause = new StepResult.Done(StationState.PAUSED);
  public StepResult resume = new StepResult.Done(StationState.OPEN);
  public ReportOutcome close = new ReportOutcome.Made(CLOSING);
  public PreflightOutcome preflight = new PreflightOutcome.Ready(List.of(), List.of(ROW));
  public UploadOutcome upload = new UploadOutcome.Finished();
  public boolean broken;

  /// Thrown by every call.
  public Optional<Error> error = Optional.empty();

  private void call(String name) {
    calls.add(name);
    if (error.isPresent()) {
      throw error.get();
    }
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public StationState state() {
    call("state");
    return state;
  }

  @Override
  public SignInOutcome signIn(int official, TypedPassphrase passphrase) {
    lent.add(passphrase);
    call("signIn " + official + " " + new String(passphrase.toCharArray()));
    return official == 0 && signIn instanceof SignInOutcome.Accepted
        ? new SignInOutcome.Kept()
        : signIn;
  }

  @Override
  public int officials() {
    return 2;
  }

  @Override
  public SignInOutcome unlock(TypedPassphrase passphrase) {
    lent.add(passphrase);
    call("unlock " + new String(passphrase.toCharArray()));
    return signIn;
  }

  @Override
  public void lock() {
    call("lock");
  }

  @Override
  public void checkReadiness(Consumer<ReadinessReport.Line> found) {
    call("checkReadiness");
    found.accept(
        new ReadinessReport.Line(
            ReadinessReport.Item.PACKAGE, ReadinessReport.Verdict.PASS, "K7QM-2XFA"));
    found.accept(new ReadinessReport.Line(ReadinessReport.Item.READER, verdict, ""));
  }

  @Override
  public ReportOutcome zeroReport() {
    call("zeroReport");
    return new ReportOutcome.Made(ZERO);
  }

  @Override
  public StepResult openPolls() {
    call("openPolls");
    return open;
  }

  @Override
  public StepResult pausePolls() {
    call("pausePolls");
    return pause;
  }

  @Override
  public StepResult resumePolls() {
    call("resumePolls");
    return resume;
  }

  @Override
  public ReportOutcome closePolls() {
    call("closePolls");
    return close;
  }

  @Override
  public ReportOutcome closingReport() {
    call("closingReport");
    return new ReportOutcome.Made(CLOSING);
  }

  @Override
  public StationFigures figures() {
    call("figures");
    return StationFigures.none();
  }

  @Override
  public PreflightOutcome preflight() {
    call("preflight");
    return preflight;
  }

  @Override
  public UploadOutcome upload(Consumer<UploadProgress> row) throws InterruptedException {
    call("upload");
    row.accept(ROW);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return upload;
  }

  @Override
  public ExportOutcome exportReceipts() {
    call("exportReceipts");
    return new ExportOutcome.Verified("/media/stick");
  }

  @Override
  public ExportOutcome exportBatches() {
    call("exportBatches");
    return new ExportOutcome.Verified("/media/stick");
  }

  @Override
  public ExportOutcome importReceipts() {
    call("importReceipts");
    return new ExportOutcome.ReceiptsTaken(1);
  }

  @Override
  public void helpGiven() {
    call("helpGiven");
  }

  @Override
  public void note(Failure failure) {
    noted.add(failure);
  }
}
