package org.urna.kiosk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.urna.election.ElectionPackage;
import org.urna.files.WholeFile;
import org.urna.flow.staff.StationReport;
import org.urna.flow.staff.StationReport.Line;
import org.urna.report.StationReportFile;
import org.urna.station.StationFolder;

/// Keeps zero and closing reports: numbers only, no person and no moment of a vote.
final class StationReports {
  private StationReports() {}

  /// Writes the report as PDF, JSON and CSV into the station's `reports` folder.
  static StationReport keep(
      StationReport.Kind kind,
      List<Line> lines,
      StationFolder folder,
      ElectionPackage election,
      Clock clock)
      throws IOException {
    Path reports = folder.path().resolve("reports");
    Files.createDirectories(reports);
    String day =
        lines.stream()
            .filter(line -> line.item() == StationReport.Item.DAY)
            .findFirst()
            .map(Line::value)
            .orElse("0");
    String name = kind.name().toLowerCase(Locale.ROOT) + "-day-" + day;
    StationReport report = new StationReport(kind, lines, qr(kind, lines), reports.toString());
    StationReportFile file =
        new StationReportFile(report, ReceiptPrinter.heading(election), clock.instant());
    WholeFile.write(reports.resolve(name + ".json"), file.json());
    WholeFile.write(reports.resolve(name + ".csv"), file.csv());
    WholeFile.write(reports.resolve(name + ".pdf"), file.pdf());
    return report;
  }

  /// What observers photograph: every line, and with them the head of the signed station log.
  private static String qr(StationReport.Kind kind, List<Line> lines) {
    StringBuilder text = new StringBuilder("URNA:").append(kind);
    lines.forEach(line -> text.append(':').append(line.item()).append('=').append(line.value()));
    return text.toString();
  }
}
