package org.urna.ui.voter;

import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.TranslateTransition;
import javafx.scene.Node;
import javafx.util.Duration;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;

/// Stands until the passport is lifted.
final class TakePassportScreen extends VoterScreen<VoterState.TakePassport> {
  TakePassportScreen(VoterKit kit) {
    super(VoterState.TakePassport.class, kit, kit.words().get("voter.take.title"));
    Node drawing = PassportDrawing.onReader();
    TranslateTransition lift = new TranslateTransition(Duration.seconds(1), drawing);
    lift.setByY(-18);
    lift.setAutoReverse(true);
    lift.setCycleCount(Animation.INDEFINITE);
    lift.setInterpolator(Interpolator.EASE_BOTH);
    drawing
        .sceneProperty()
        .addListener(
            (_, _, scene) -> {
              if (scene == null) {
                lift.stop();
              } else {
                lift.play();
              }
            });
    page.content(drawing, Labels.text(kit.words().get("voter.take.text"), "k-centre"));
  }

  @Override
  void show(VoterState.TakePassport state) {
    // Nothing changes.
  }
}
