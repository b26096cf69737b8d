package org.urna.ui.staff;

import javafx.scene.control.ProgressBar;
import org.urna.flow.staff.StaffState;
import org.urna.ui.control.Labels;

/// The station works; there is nothing to do.
final class StaffWaitScreen extends StaffScreen {
  StaffWaitScreen(StaffKit kit, String title, String text) {
    super(kit, title);
    ProgressBar bar = new ProgressBar();
    bar.getStyleClass().addAll("k-progress", "k-progress-wide");
    page.content(Labels.text(text, "k-centre"), bar);
  }

  @Override
  void show(StaffState state) {
    // Nothing changes.
  }
}
