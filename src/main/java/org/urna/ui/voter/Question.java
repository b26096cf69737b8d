package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.WrappingRow;

/// A question over a screen that goes on beneath.
final class Question extends StackPane {
  private final VoterKit kit;
  private final Label title = Labels.title("");
  private final VoterState.Over first;

  Question(VoterKit kit, VoterState.Over over) {
    this.kit = kit;
    this.first = over;
    getStyleClass().add("k-veil");
    WrappingRow actions = new WrappingRow();
    actions.getStyleClass().add("k-actions");
    actions.setAlignment(Pos.CENTER);
    Label text =
        switch (over) {
          case VoterState.Idle _ -> {
            actions
                .getChildren()
                .setAll(
                    kit.button("common.leave", new VoterEvent.LeaveConfirmed()),
                    kit.primary("voter.idle.yes", new VoterEvent.Active()));
            yield Labels.text(kit.words().get("voter.idle.text"), "k-centre");
          }
          case VoterState.Leaving _ -> {
            actions
                .getChildren()
                .setAll(
                    kit.button("common.leave", new VoterEvent.LeaveConfirmed()),
                    kit.primary("voter.leaving.stay", new VoterEvent.WentBack()));
            yield Labels.text(kit.words().get("voter.leaving.text"), "k-centre");
          }
        };
    VBox box = new VBox(title, text, actions);
    box.getStyleClass().add("k-box");
    box.setAlignment(Pos.CENTER);
    box.setMaxHeight(Region.USE_PREF_SIZE);
    getChildren().add(box);
    show(over);
  }

  boolean isFor(VoterState.Over over) {
    return over.getClass() == first.getClass();
  }

  void show(VoterState.Over over) {
    title.setText(
        switch (over) {
          case VoterState.Idle idle -> kit.words().get("voter.idle.title", idle.secondsLeft());
          case VoterState.Leaving _ -> kit.words().get("voter.leaving.title");
        });
  }
}
