package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.material2.Material2AL;
import org.urna.election.Localized;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// One column per language, each in that language.
final class StartScreen extends VoterScreen<VoterState.Start> {
  StartScreen(VoterKit kit) {
    super(VoterState.Start.class, kit, "");
    WrappingRow columns = new WrappingRow();
    columns.getStyleClass().add("k-columns");
    columns.setAlignment(Pos.CENTER);
    for (Language language : kit.texts().languages()) {
      columns.getChildren().add(column(language));
    }
    page.content(columns);
    page.untitled();
  }

  private VBox column(Language language) {
    Words words = kit.texts().in(language);
    Localized name = kit.election().title();
    Label here = Labels.text(words.get("voter.start.here"), "k-here");
    Label title = Labels.text(ElectionView.text(name, language), "k-title");
    TouchButton vote =
        new TouchButton(
                words.get("voter.start.vote"),
                () -> kit.events().accept(new VoterEvent.LanguageChosen(language)))
            .styled("k-primary", "k-language")
            .with(Icon.of(Material2AL.HOW_TO_VOTE, 1.6));
    vote.setMaxWidth(Double.MAX_VALUE);
    Label promise = Labels.text(words.get("voter.start.promise"), "k-centre");
    TouchButton about =
        new TouchButton(
            words.get("voter.start.about"),
            () -> kit.events().accept(new VoterEvent.AboutAsked(language)));
    VBox column = new VBox(here, title, vote, promise, about);
    column.getStyleClass().add("k-column");
    column.setAlignment(Pos.TOP_CENTER);
    return column;
  }

  @Override
  void show(VoterState.Start state) {
    // Nothing changes while nobody is here.
  }
}
