package org.urna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.urna.election.ElectionPackage;
import org.urna.flow.StationReport;
import org.urna.flow.StationReport.Line;
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
    write(reports.resolve(name + ".json"), file.json());
    write(reports.resolve(name + ".csv"), file.csv());
    write(reports.resolve(name + ".pdf"), file.pdf());
    return report;
  }

  /// What observers photograph: every line, and with them the head of the signed station log.
  private static String qr(StationReport.Kind kind, List<Line> lines) {
    StringBuilder text = new StringBuilder("URNA:").append(kind);
    lines.forEach(line -> text.append(':').append(line.item()).append('=').append(line.value()));
    return text.toString();
  }

  /// Writes to a sibling, forces it to the medium, moves it into place and reads it again.
  static void write(Path file, byte[] content) throws IOException {
    Path sibling = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            sibling,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
    Files.move(sibling, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (!Arrays.equals(Files.readAllBytes(file), content)) {
      throw new IOException(file + " is not what was written");
    }
  }
}
