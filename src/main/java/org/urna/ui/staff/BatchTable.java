package org.urna.ui.staff;

import java.util.List;
import java.util.StringJoiner;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.staff.BatchRow;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.text.Words;

/// A row per batch. "Counted earlier" is said as what it is, not as an error.
final class BatchTable {
  private BatchTable() {}

  static Node of(StaffKit kit, List<BatchRow> rows) {
    VBox table = new VBox();
    table.getStyleClass().addAll("k-list", "k-reading");
    for (BatchRow row : rows) {
      table.getChildren().add(row(kit.words(), row));
    }
    return table;
  }

  private static Node row(Words words, BatchRow row) {
    Node icon =
        switch (row.state()) {
          case BUILT -> Icon.of(Material2MZ.RADIO_BUTTON_UNCHECKED, 1.3);
          case SENT -> Icon.of(Material2AL.ARROW_FORWARD, 1.3);
          case INCLUDED -> Icon.of(Material2AL.CHECK, 1.3);
          case FINAL -> Icon.of(Material2AL.CHECK_CIRCLE, 1.3, "k-ok");
          case REFUSED -> Icon.of(Material2AL.CANCEL, 1.3, "k-bad");
        };
    StringJoiner details = new StringJoiner(", ");
    details.add(words.of("staff.batch.state", row.state()));
    if (row.state() == BatchRow.State.INCLUDED || row.state() == BatchRow.State.FINAL) {
      details.add(words.get("staff.batch.accepted", row.accepted()));
      if (row.countedEarlier() > 0) {
        details.add(words.get("staff.batch.earlier", row.countedEarlier()));
      }
    }
    if (row.gas() > 0) {
      details.add(words.get("staff.batch.gas", row.gas()));
    }
    if (!row.cost().isEmpty()) {
      details.add(words.get("staff.batch.cost", row.cost()));
    }
    VBox text =
        new VBox(
            Labels.text(words.get("staff.batch.name", row.sequence(), row.ballots()), "k-strong"),
            Labels.text(details.toString()));
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMinWidth(Region.USE_COMPUTED_SIZE);
    HBox line = new HBox(icon, text);
    line.getStyleClass().add("k-row");
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
