package org.urna.flow.staff;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A station that does what a test says.
public final class ScriptedStaffServices implements StaffServices {
  public static final StationReport ZERO =
      new StationReport(StationReport.Kind.ZERO, List.of(), "zero", "");
  public static final StationReport CLOSING =
      new StationReport(StationReport.Kind.CLOSING, List.of(), "closing", "");
  public static final BatchRow ROW =
      new BatchRow(1, 5, BatchRow.State.FINAL, 5, 0, 100, "1", "0x1");

  public final List<String> calls = new ArrayList<>();
  public final List<Passphrase> lent = new ArrayList<>();
  public StationPhase phase = StationPhase.NOT_OPENED;
  public SignInOutcome signIn = new SignInOutcome.Accepted();
  public ReadinessLine.Verdict verdict = ReadinessLine.Verdict.PASS;
  public StationOutcome open = new StationOutcome.Done();
  public StationOutcome pause = new StationOutcome.Done();
  public ReportOutcome close = new ReportOutcome.Made(CLOSING);
  public PreflightOutcome preflight = new PreflightOutcome.Ready(List.of(), List.of(ROW));
  public UploadOutcome upload = new UploadOutcome.Finished();
  public boolean broken;

  private void call(String name) {
    calls.add(name);
    if (broken) {
      throw new IllegalStateException("broken");
    }
  }

  @Override
  public StationPhase phase() {
    call("phase");
    return phase;
  }

  @Override
  public SignInOutcome signIn(int official, Passphrase passphrase) {
    lent.add(passphrase);
    call("signIn " + official + " " + new String(passphrase.toCharArray()));
    return signIn;
  }

  @Override
  public void lock() {
    call("lock");
  }

  @Override
  public void checkReadiness(Consumer<ReadinessLine> found) {
    call("checkReadiness");
    found.accept(
        new ReadinessLine(ReadinessLine.Item.PACKAGE, ReadinessLine.Verdict.PASS, "K7QM-2XFA"));
    found.accept(new ReadinessLine(ReadinessLine.Item.READER, verdict, ""));
  }

  @Override
  public ReportOutcome zeroReport() {
    call("zeroReport");
    return new ReportOutcome.Made(ZERO);
  }

  @Override
  public StationOutcome openPolls() {
    call("openPolls");
    return open;
  }

  @Override
  public StationOutcome pausePolls() {
    call("pausePolls");
    return pause;
  }

  @Override
  public StationOutcome resumePolls() {
    call("resumePolls");
    return new StationOutcome.Done();
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
  public UploadOutcome upload(Consumer<BatchRow> row) throws InterruptedException {
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
  public void helpGiven() {
    call("helpGiven");
  }
}
