package org.urna.ui.voter;

import java.util.function.ToDoubleFunction;
import javafx.scene.control.ProgressBar;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;

/// The voter waits for the kiosk: what is being done in words, and how far it is.
final class WaitScreen<S extends VoterState> extends VoterScreen<S> {
  private final ProgressBar bar = new ProgressBar();
  private final ToDoubleFunction<S> fraction;

  /// @param fraction of a state, 0 to 1; negative if there is none
  WaitScreen(Class<S> kind, VoterKit kit, String title, String text, ToDoubleFunction<S> fraction) {
    super(kind, kit, title);
    this.fraction = fraction;
    bar.getStyleClass().addAll("k-progress", "k-progress-wide");
    page.content(Icon.of(Material2AL.HOURGLASS_EMPTY, 3), Labels.text(text, "k-centre"), bar);
  }

  @Override
  void show(S state) {
    bar.setProgress(fraction.applyAsDouble(state));
  }
}
