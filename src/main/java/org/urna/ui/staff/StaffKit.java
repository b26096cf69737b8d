package org.urna.ui.staff;

import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.ElectionView;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.flow.staff.StationRefusal;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.text.Words;

/// What every volunteers' screen needs.
record StaffKit(Words words, ElectionView election, Consumer<StaffEvent> events) {
  TouchButton button(String key, StaffEvent event) {
    return new TouchButton(words.get(key), () -> events.accept(event));
  }

  TouchButton primary(String key, StaffEvent event) {
    return button(key, event).styled("k-primary");
  }

  void active() {
    events.accept(new StaffEvent.Active());
  }

  /// A line with a name at the left and a value at the right.
  HBox line(String name, String value, String... classes) {
    Label left = Labels.text(name);
    Label right = Labels.text(value, "k-strong");
    right.setAlignment(Pos.CENTER_RIGHT);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    left.setMinWidth(Region.USE_PREF_SIZE);
    HBox line = new HBox(left, gap, right);
    line.getStyleClass().add("k-row");
    line.getStyleClass().addAll(classes);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  /// What is said beside the primary action; an empty box if nothing is.
  Node notice(Notice notice) {
    return switch (notice) {
      case Notice.None _ -> {
        Region none = new Region();
        none.setManaged(false);
        yield none;
      }
      case Notice.Refused(StationRefusal refusal) ->
          box(Icon.of(Material2MZ.WARNING, 1.4, "k-bad"), refusal(refusal));
      case Notice.Exported(String where) ->
          box(
              Icon.of(Material2AL.CHECK_CIRCLE, 1.4, "k-ok"),
              words.get("staff.notice.exported", where));
      case Notice.Exporting _ ->
          box(Icon.of(Material2AL.HOURGLASS_EMPTY, 1.4), words.get("staff.notice.exporting"));
      case Notice.VoterSideBroke(String code) ->
          box(Icon.of(Material2MZ.WARNING, 1.4, "k-bad"), words.get("staff.notice.broke", code));
    };
  }

  HBox box(Node icon, String text) {
    HBox box = new HBox(icon, Labels.text(text, "k-strong"));
    box.getStyleClass().add("k-notice");
    box.setAlignment(Pos.CENTER_LEFT);
    return box;
  }

  String refusal(StationRefusal refusal) {
    String key = Words.key("staff.refusal", refusal.reason());
    return words.get(key, refusal.detail());
  }
}
