package org.urna;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
import org.urna.station.StationFolder;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Keeps zero and closing reports: numbers only, no person and no moment of a vote.
final class StationReports {
  private StationReports() {}

  /// Writes the report as JSON and CSV into the station's `reports` folder.
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
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("format", "urna-station-report-1");
    json.put("kind", kind.name().toLowerCase(Locale.ROOT));
    json.put("time", clock.instant().toString());
    json.put("manifest", election.manifestHash().toString());
    StringBuilder csv = new StringBuilder("item,value\r\n");
    for (Line line : lines) {
      String item = line.item().name().toLowerCase(Locale.ROOT).replace('_', '-');
      json.put(item, line.value());
      csv.append(item).append(',').append(line.value()).append("\r\n");
    }
    write(
        reports.resolve(name + ".json"),
        json.toPrettyString().getBytes(StandardCharsets.UTF_8));
    write(reports.resolve(name + ".csv"), csv.toString().getBytes(StandardCharsets.UTF_8));
    return new StationReport(kind, lines, json.toString(), reports.toString());
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
