package org.urna.ui.staff;

import javafx.scene.layout.VBox;
import org.urna.flow.staff.PreflightOutcome;
import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;

/// What the station found, then *Send*.
final class SendScreen extends StaffScreen {
  SendScreen(StaffKit kit) {
    super(kit, kit.words().get("staff.ready.title"));
    page.left(kit.button("common.back", new StaffEvent.WentBack()));
    page.right(kit.primary("staff.ready.send", new StaffEvent.SendAsked()));
  }

  @Override
  void show(StaffState state) {
    StaffState.ReadyToSend ready = (StaffState.ReadyToSend) state;
    VBox facts = new VBox();
    facts.getStyleClass().addAll("k-list", "k-reading");
    for (PreflightOutcome.Fact fact : ready.preflight().facts()) {
      String value =
          fact.isUrgent() ? kit.words().get("staff.preflight.urgent", fact.value()) : fact.value();
      facts.getChildren().add(kit.line(kit.words().of("staff.preflight", fact.item()), value));
    }
    page.content(facts, BatchTable.of(kit, ready.preflight().rows()));
  }
}
