package org.urna.ui.staff;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.urna.flow.staff.StationReport;
import org.urna.ui.control.Labels;
import org.urna.ui.control.QrCode;
import org.urna.ui.control.WrappingRow;

/// A report with its QR.
final class ReportBox {
  private ReportBox() {}

  static Node of(StaffKit kit, StationReport report, String say) {
    VBox lines = new VBox();
    lines.getStyleClass().addAll("k-list", "k-report");
    for (StationReport.Line line : report.lines()) {
      lines.getChildren().add(kit.line(kit.words().of("staff.report", line.item()), line.value()));
    }
    if (!report.savedTo().isEmpty()) {
      lines.getChildren().add(Labels.text(kit.words().get("staff.report.saved", report.savedTo())));
    }
    WrappingRow both = new WrappingRow();
    both.getStyleClass().add("k-pair");
    both.setAlignment(Pos.CENTER);
    if (!report.qr().isEmpty()) {
      QrCode qr = new QrCode(report.qr());
      qr.getStyleClass().add("k-qr-large");
      VBox left = new VBox(qr, Labels.text(say, "k-centre"));
      left.getStyleClass().addAll("k-list", "k-narrow");
      left.setAlignment(Pos.CENTER);
      both.getChildren().add(left);
    }
    both.getChildren().add(lines);
    return both;
  }
}
