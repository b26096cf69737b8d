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
import org.urna.election.Wei;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.text.Words;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadState;

/// A row per batch. "Counted earlier" is said as what it is, not as an error.
final class BatchTable {
  private BatchTable() {}

  static Node of(StaffKit kit, List<UploadProgress> rows) {
    VBox table = new VBox();
    table.getStyleClass().addAll("k-list", "k-reading");
    for (UploadProgress row : rows) {
      table.getChildren().add(row(kit, row));
    }
    return table;
  }

  private static Node row(StaffKit kit, UploadProgress row) {
    Words words = kit.words();
    VBox text =
        new VBox(
            Labels.text(
                words.get("staff.batch.name", row.id().sequence(), row.ballots()), "k-strong"),
            Labels.text(details(words, row)));
    row.failure().ifPresent(failure -> text.getChildren().add(kit.said(failure)));
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMinWidth(Region.USE_COMPUTED_SIZE);
    HBox line = new HBox(icon(row.state()), text);
    line.getStyleClass().add("k-row");
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private static Node icon(UploadState state) {
    return switch (state) {
      case UploadState.Sealed _ -> Icon.of(Material2MZ.RADIO_BUTTON_UNCHECKED, 1.3);
      case UploadState.Submitted _ -> Icon.of(Material2AL.ARROW_FORWARD, 1.3);
      case UploadState.Included _ -> Icon.of(Material2AL.CHECK, 1.3);
      case UploadState.Final _ -> Icon.of(Material2AL.CHECK_CIRCLE, 1.3, "k-ok");
      case UploadState.Refused _ -> Icon.of(Material2AL.CANCEL, 1.3, "k-bad");
    };
  }

  /// What is known in this state, and nothing else: a batch that is on its way has no gas yet, not
  /// gas 0.
  private static String details(Words words, UploadProgress row) {
    UploadState state = row.state();
    StringJoiner details = new StringJoiner(", ");
    details.add(
        switch (state) {
          case UploadState.Sealed _ -> words.get("staff.batch.built");
          case UploadState.Submitted _ -> words.get("staff.batch.sent");
          case UploadState.Included _ -> words.get("staff.batch.included");
          case UploadState.Final _ -> words.get("staff.batch.final");
          case UploadState.Refused _ -> words.get("staff.batch.refused");
        });
    if (row.hold() == UploadProgress.Hold.SECOND_LOOK) {
      details.add(words.get("staff.batch.second-look"));
    }
    state
        .accepted()
        .ifPresent(
            inclusion -> {
              details.add(words.get("staff.batch.accepted", inclusion.accepted()));
              if (inclusion.refused() > 0) {
                details.add(words.get("staff.batch.earlier", inclusion.refused()));
              }
              details.add(words.get("staff.batch.gas", inclusion.gasUsed()));
              details.add(words.get("staff.batch.cost", Wei.coin(inclusion.cost())));
            });
    return details.toString();
  }
}
