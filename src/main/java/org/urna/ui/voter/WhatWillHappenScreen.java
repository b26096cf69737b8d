package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.WrappingRow;

/// Four pictures and the privacy sentence. *Start* is the consent.
final class WhatWillHappenScreen extends VoterScreen<VoterState.WhatWillHappen> {
  WhatWillHappenScreen(VoterKit kit) {
    super(VoterState.WhatWillHappen.class, kit, kit.words().get("voter.happen.title"));
    WrappingRow steps =
        new WrappingRow(
                step(1, Material2AL.CONTACTLESS, "voter.happen.read"),
                step(2, Material2MZ.VERIFIED_USER, "voter.happen.check"),
                step(3, Material2AL.HOW_TO_VOTE, "voter.happen.choose"),
                step(4, Material2MZ.RECEIPT, "voter.happen.receipt"))
            .even();
    steps.getStyleClass().add("k-steps");
    steps.setAlignment(Pos.CENTER);
    page.content(steps, Labels.text(kit.words().get("voter.happen.privacy"), "k-reading"));
    page.right(kit.primary("voter.happen.start", new VoterEvent.Continued()));
  }

  private VBox step(int number, Ikon picture, String key) {
    VBox step =
        new VBox(
            Icon.of(picture, 2.6), Labels.text(number + ". " + kit.words().get(key), "k-centre"));
    step.getStyleClass().add("k-step");
    step.setAlignment(Pos.TOP_CENTER);
    return step;
  }

  @Override
  void show(VoterState.WhatWillHappen state) {
    // Nothing changes.
  }
}
