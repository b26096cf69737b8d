package org.urna.ui.staff;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.station.ReadinessReport;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;

/// The readiness list: each line passes, warns or fails, in words.
final class PreparingScreen extends StaffScreen {
  private final TouchButton again;
  private final TouchButton next;

  PreparingScreen(StaffKit kit) {
    super(kit, kit.words().get("staff.preparing.title"));
    again = kit.button("staff.preparing.again", new StaffEvent.CheckAsked());
    next = kit.primary("staff.preparing.continue", new StaffEvent.ZeroReportAsked());
    page.left(again);
    page.right(next);
  }

  @Override
  void show(StaffState state) {
    StaffState.Preparing preparing = (StaffState.Preparing) state;
    List<Node> lines = new ArrayList<>();
    lines.add(
        kit.box(
            Icon.of(Material2AL.INFO, 1.4),
            kit.words().get("staff.poster") + ": " + kit.election().shortCode()));
    preparing.lines().forEach(line -> lines.add(line(line)));
    if (preparing.running()) {
      lines.add(Labels.text(kit.words().get("staff.preparing.running"), "k-strong"));
    } else if (!preparing.isReady()) {
      lines.add(
          kit.box(
              Icon.of(Material2MZ.WARNING, 1.4, "k-bad"),
              kit.words().get("staff.preparing.not-ready")));
    }
    lines.add(kit.notice(preparing.notice()));
    page.content(lines.toArray(Node[]::new));
    again.setDisable(preparing.running());
    next.setDisable(!preparing.isReady());
  }

  private HBox line(ReadinessReport.Line line) {
    Node icon =
        switch (line.verdict()) {
          case PASS -> Icon.of(Material2AL.CHECK_CIRCLE, 1.3, "k-ok");
          case WARN -> Icon.of(Material2MZ.WARNING, 1.3, "k-warn");
          case FAIL -> Icon.of(Material2AL.CANCEL, 1.3, "k-bad");
        };
    Label verdict = Labels.text(kit.words().of("staff.verdict", line.verdict()), "k-strong");
    verdict.setMinWidth(Region.USE_PREF_SIZE);
    verdict.getStyleClass().add("k-verdict");
    Label name = Labels.text(kit.words().of("staff.readiness", line.item()));
    name.getStyleClass().add("k-readiness-name");
    Label detail = Labels.text(line.reason());
    HBox.setHgrow(detail, Priority.ALWAYS);
    HBox row = new HBox(icon, verdict, name, detail);
    row.getStyleClass().add("k-row");
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }
}
