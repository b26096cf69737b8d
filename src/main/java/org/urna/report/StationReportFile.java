package org.urna.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.urna.flow.staff.StationReport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A zero or closing report as PDF, JSON and CSV.
///
/// @param made when the station made it; an official's act, so its time is no secret
public record StationReportFile(StationReport report, Heading heading, Instant made) {
  private static final String FORMAT = "urna-station-report-1";

  /// A4, in Russian and English, with the QR that observers photograph and lines to sign.
  public byte[] pdf() {
    ReportTexts texts = ReportTexts.load();
    try (Paper paper = new Paper(Paper.A4, 50, heading.practice())) {
      Headings.put(paper, texts, heading, texts.both("report.kind", report.kind()));
      for (StationReport.Line line : report.lines()) {
        paper.line(texts.both("report.item", line.item()), line.value(), 11);
      }
      paper.line(texts.both("report.made"), made.toString(), 11);
      if (!report.qr().isEmpty()) {
        paper.gap(12).qr(report.qr(), 230);
      }
      paper.gap(28);
      for (int official = 1; official <= 2; official++) {
        paper.text(texts.both("report.signature") + " " + official, 11);
        paper.gap(6).text("____________________________________________", 11).gap(12);
      }
      return paper.toBytes();
    }
  }

  public byte[] json() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("format", FORMAT);
    json.put("kind", ReportTexts.key(report.kind()));
    json.put("made", made.toString());
    json.put("short-code-of-package", heading.shortCode());
    json.put("practice", heading.practice());
    ObjectNode items = json.putObject("items");
    report.lines().forEach(line -> items.put(ReportTexts.key(line.item()), line.value()));
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  public byte[] csv() {
    Csv csv = new Csv().row("item", "value");
    csv.row("kind", ReportTexts.key(report.kind()));
    csv.row("made", made.toString());
    report.lines().forEach(line -> csv.row(ReportTexts.key(line.item()), line.value()));
    return csv.toBytes();
  }
}
