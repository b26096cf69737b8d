package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.layout.VBox;
import org.urna.flow.ElectionView.Option;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;

/// Photo and name, and no code: a picture of this screen proves nothing.
final class ReviewScreen extends VoterScreen<VoterState.Review> {
  private final PreparationLine preparation;
  private final VBox choice = new VBox();
  private final Photos photos;

  ReviewScreen(VoterKit kit, Photos photos) {
    super(VoterState.Review.class, kit, kit.words().get("voter.review.title"));
    this.photos = photos;
    preparation = new PreparationLine(kit.words());
    choice.getStyleClass().add("k-review");
    choice.setAlignment(Pos.CENTER);
    page.content(choice);
    page.above(preparation.line);
    page.left(kit.button("voter.review.change", new VoterEvent.ChangeAsked()));
    page.right(kit.primary("voter.review.yes", new VoterEvent.ChoiceConfirmed()));
  }

  @Override
  void show(VoterState.Review state) {
    preparation.show(state.preparation());
    Option option = kit.election().options().get(state.mark().option());
    if (choice.getChildren().isEmpty()) {
      choice
          .getChildren()
          .setAll(
              photos.of(option, "k-photo-review"),
              Labels.text(kit.text(option.name()), "k-title", "k-centre"),
              Labels.text(kit.text(option.line()), "k-centre"));
    }
  }
}
