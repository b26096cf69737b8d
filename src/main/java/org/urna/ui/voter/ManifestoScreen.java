package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.urna.flow.ElectionView.Option;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;

/// The full text; scrolling counts as activity.
final class ManifestoScreen extends VoterScreen<VoterState.Manifesto> {
  private final PreparationLine preparation;

  ManifestoScreen(VoterKit kit, Photos photos, int index) {
    super(VoterState.Manifesto.class, kit, kit.text(kit.election().options().get(index).name()));
    Option option = kit.election().options().get(index);
    preparation = new PreparationLine(kit.words());
    HBox head =
        new HBox(
            photos.of(option, "k-photo-card"), Labels.text(kit.text(option.line()), "k-subtitle"));
    head.getStyleClass().addAll("k-card-inside", "k-reading");
    head.setAlignment(Pos.CENTER_LEFT);
    var text = Labels.text(kit.text(option.manifesto().getFirst()), "k-reading");
    HBox.setHgrow(text, Priority.ALWAYS);
    page.content(head, text);
    page.above(preparation.line);
    page.right(kit.primary("voter.manifesto.back", new VoterEvent.WentBack()));
  }

  @Override
  void show(VoterState.Manifesto state) {
    preparation.show(state.preparation());
  }
}
