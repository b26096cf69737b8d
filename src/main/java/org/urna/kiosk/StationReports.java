package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.urna.election.ElectionPackage;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.files.WholeFile;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Line;
import org.urna.queue.BatchId;
import org.urna.report.BatchReceiptFile;
import org.urna.report.StationReportFile;
import org.urna.station.StationFolder;
import org.urna.upload.BatchReceipt;

/// Keeps zero and closing reports and batches' receipts: numbers only, no person and no moment of a
/// vote.
final class StationReports {
  private final Path folder;
  private final Clock clock;

  StationReports(StationFolder folder, Clock clock) {
    this.folder = folder.path();
    this.clock = clock;
  }

  /// The station's folder.
  Path folder() {
    return folder;
  }

  /// Where zero and closing reports lie.
  Path reports() {
    return folder.resolve("reports");
  }

  /// Where receipts of batches lie.
  Path receipts() {
    return folder.resolve("receipts");
  }

  /// Writes the report as PDF, JSON and CSV.
  StationReport keep(StationReport.Kind kind, List<Line> lines, ElectionPackage election)
      throws IOException {
    WholeFile.privateFolder(reports());
    String day =
        lines.stream()
            .filter(line -> line.item() == StationReport.Item.DAY)
            .findFirst()
            .map(Line::value)
            .orElse("0");
    String name = kind.name().toLowerCase(Locale.ROOT) + "-day-" + day;
    StationReport report = new StationReport(kind, lines, qr(kind, lines), reports().toString());
    StationReportFile file =
        new StationReportFile(report, ReceiptPrinter.heading(election), clock.instant());
    write(reports().resolve(name), file.json(), file.csv(), file.pdf());
    return report;
  }

  /// Writes the receipt as PDF, JSON and CSV.
  void keep(BatchReceipt receipt, ElectionPackage election) throws IOException {
    WholeFile.privateFolder(receipts());
    BatchReceiptFile file = new BatchReceiptFile(receipt, ReceiptPrinter.heading(election));
    write(receipts().resolve(file.name()), file.json(), file.csv(), file.pdf());
  }

  /// Marks the receipt of a batch that the chain took back, so that nobody takes it for one; the
  /// next one has the name again.
  void withdraw(BatchId id) throws IOException {
    BatchReceiptFile.withdraw(receipts(), id);
  }

  private static void write(Path stem, byte[] json, byte[] csv, byte[] pdf) throws IOException {
    WholeFile.write(stem.resolveSibling(stem.getFileName() + ".json"), json);
    WholeFile.write(stem.resolveSibling(stem.getFileName() + ".csv"), csv);
    WholeFile.write(stem.resolveSibling(stem.getFileName() + ".pdf"), pdf);
  }

  /// What it is to officials that a report or receipt could not be written.
  static Failure notKept(IOException e) {
    return new Failure(FailureCode.REPORT_NOT_KEPT, String.valueOf(e.getMessage()));
  }

  /// What observers photograph: every line, and with them the head of the signed station log.
  private static String qr(StationReport.Kind kind, List<Line> lines) {
    StringBuilder text = new StringBuilder("URNA:").append(kind);
    lines.forEach(line -> text.append(':').append(line.item()).append('=').append(line.value()));
    return text.toString();
  }
}
