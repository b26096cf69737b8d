package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterFailures;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;

/// How to lay the passport down; the hint changes while no chip is seen.
final class PlacePassportScreen extends VoterScreen<VoterState.PlacePassport> {
  private final HBox hint;
  private final HBox symbol;
  private final TouchButton none;

  PlacePassportScreen(VoterKit kit) {
    super(VoterState.PlacePassport.class, kit, kit.words().get("voter.place.title"));
    VBox steps =
        new VBox(
            Labels.text("1. " + kit.words().get("voter.place.open")),
            Labels.text("2. " + kit.words().get("voter.place.cover")),
            Labels.text("3. " + kit.words().get("voter.place.flat")));
    steps.getStyleClass().addAll("k-list", "k-side");
    WrappingRow both = new WrappingRow(PassportDrawing.onReader(), steps);
    both.getStyleClass().add("k-pair");
    both.setAlignment(Pos.CENTER);

    Label move = Labels.text(kit.words().remedy(VoterFailures.NO_CHIP), "k-strong");
    hint = new HBox(Icon.of(Material2AL.INFO, 1.4), move);
    hint.getStyleClass().add("k-notice");
    hint.setAlignment(Pos.CENTER_LEFT);
    Label question = Labels.text(kit.words().get("voter.place.symbol"));
    symbol = new HBox(PassportDrawing.chipSymbol(), question);
    symbol.getStyleClass().add("k-notice");
    symbol.setAlignment(Pos.CENTER_LEFT);
    none = kit.button("voter.place.no-symbol", new VoterEvent.NoSymbolOnCover());
    page.content(both, hint, symbol);
  }

  @Override
  void show(VoterState.PlacePassport state) {
    visible(hint, state.hint() > 0);
    visible(symbol, state.hint() > 1);
    if (state.hint() > 1) {
      page.left(none);
    } else {
      page.left();
    }
  }

  private static void visible(HBox box, boolean visible) {
    box.setVisible(visible);
    box.setManaged(visible);
  }
}
