package org.urna.ui.voter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.kordamp.ikonli.material2.Material2MZ;
import org.urna.flow.ElectionView.Option;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;

/// The same card for all. A tick, a colour and a counter mark the choice.
final class BallotScreen extends VoterScreen<VoterState.Ballot> {
  private final Map<Integer, Card> cards = new HashMap<>();
  private final Label counter = Labels.text("", "k-strong");
  private final PreparationLine preparation;
  private final TouchButton review;
  private final VBox question = new VBox();

  BallotScreen(VoterKit kit, Photos photos, List<Integer> order) {
    super(VoterState.Ballot.class, kit, kit.words().get("voter.ballot.title"));
    WrappingRow grid = new WrappingRow().even();
    grid.getStyleClass().add("k-cards");
    grid.setAlignment(Pos.CENTER);
    for (int option : order) {
      Card card = new Card(option, photos);
      cards.put(option, card);
      grid.getChildren().add(card);
    }
    preparation = new PreparationLine(kit.words());
    question.getStyleClass().addAll("k-notice", "k-question");
    page.content(grid);
    page.above(preparation.line, question);
    counter.getStyleClass().add("k-counter");
    review = kit.primary("voter.ballot.review", new VoterEvent.ReviewAsked());
    page.left(counter);
    page.right(review);
  }

  @Override
  void show(VoterState.Ballot state) {
    preparation.show(state.preparation());
    cards.forEach((option, card) -> card.mark(state.mark().isOn(option)));
    counter.setText(kit.words().get("voter.ballot.counter", state.mark().isNone() ? 0 : 1));
    boolean asked = !state.asked().isNone();
    review.setDisable(state.mark().isNone() || asked);
    question.setVisible(asked);
    question.setManaged(asked);
    if (asked) {
      String now = name(state.mark().option());
      String other = name(state.asked().option());
      TouchButton instead =
          new TouchButton(
              kit.words().get("voter.ballot.instead", other),
              () -> kit.events().accept(new VoterEvent.OtherChosenInstead()));
      TouchButton keep =
          new TouchButton(
              kit.words().get("voter.ballot.keep", now),
              () -> kit.events().accept(new VoterEvent.WentBack()));
      WrappingRow answers = new WrappingRow(keep, instead);
      answers.getStyleClass().add("k-actions");
      question
          .getChildren()
          .setAll(Labels.text(kit.words().get("voter.ballot.other", now)), answers);
    } else {
      question.getChildren().clear();
    }
  }

  private String name(int option) {
    return kit.text(kit.election().options().get(option).name());
  }

  /// One option: a large card to touch and, for candidates, the manifesto below it.
  private final class Card extends VBox {
    private final TouchButton button;
    private final HBox tick = new HBox();

    Card(int index, Photos photos) {
      Option option = kit.election().options().get(index);
      getStyleClass().add("k-card");
      Label name = Labels.text(kit.narrow(option.name()), "k-card-name");
      Label line = Labels.text(kit.text(option.line()));
      tick.getStyleClass().add("k-tick");
      tick.setAlignment(Pos.CENTER_LEFT);
      VBox words = new VBox(name, line, tick);
      words.getStyleClass().add("k-card-words");
      HBox.setHgrow(words, Priority.ALWAYS);
      HBox inside = new HBox(photos.of(option, "k-photo-card"), words);
      inside.getStyleClass().add("k-card-inside");
      button =
          new TouchButton("", () -> kit.events().accept(new VoterEvent.OptionTouched(index)))
              .with(inside)
              .styled("k-option");
      button.setAccessibleText(kit.text(option.name()));
      button.setMaxWidth(Double.MAX_VALUE);
      button.setMaxHeight(Double.MAX_VALUE);
      inside.prefWidthProperty().bind(button.widthProperty().subtract(24));
      VBox.setVgrow(button, Priority.ALWAYS);
      getChildren().add(button);
      if (option.hasManifesto()) {
        TouchButton read =
            kit.button("voter.ballot.read", new VoterEvent.ManifestoAsked(index))
                .with(Icon.of(Material2MZ.MENU_BOOK, 1.2))
                .styled("k-manifesto");
        read.setMaxWidth(Double.MAX_VALUE);
        getChildren().add(read);
      }
      mark(false);
    }

    void mark(boolean marked) {
      getStyleClass().remove("k-marked");
      if (marked) {
        getStyleClass().add("k-marked");
        tick.getChildren()
            .setAll(
                Icon.of(Material2AL.CHECK_CIRCLE, 1.6, "k-ok"),
                Labels.text(kit.words().get("voter.ballot.chosen"), "k-strong"));
      } else {
        tick.getChildren().setAll(Icon.of(Material2MZ.RADIO_BUTTON_UNCHECKED, 1.6));
      }
    }
  }
}
