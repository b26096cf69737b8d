package org.urna.ui.voter;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.urna.flow.ElectionView;
import org.urna.flow.Language;
import org.urna.flow.Polls;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.WrappingRow;
import org.urna.ui.text.Words;

/// The kiosk takes no votes now: in every language, since nobody has chosen one.
final class NotVotingScreen extends VoterScreen<VoterState.NotVoting> {
  private final WrappingRow columns = new WrappingRow();

  NotVotingScreen(VoterKit kit) {
    super(VoterState.NotVoting.class, kit, "");
    columns.getStyleClass().add("k-columns");
    columns.setAlignment(Pos.CENTER);
    page.content(columns);
    page.untitled();
  }

  @Override
  void show(VoterState.NotVoting state) {
    columns.getChildren().clear();
    for (Language language : kit.texts().languages()) {
      Words words = kit.texts().in(language);
      Label why = Labels.text(words.get(why(state.visit().polls())), "k-title");
      Label title = Labels.text(ElectionView.text(kit.election().title(), language), "k-centre");
      Label ask = Labels.text(words.get("voter.not-voting.ask"), "k-centre");
      VBox column = new VBox(title, why, ask);
      column.getStyleClass().add("k-column");
      column.setAlignment(Pos.TOP_CENTER);
      columns.getChildren().add(column);
    }
  }

  private static String why(Polls polls) {
    return switch (polls) {
      // A kiosk whose polls are open does not show this screen.
      case NOT_OPEN, OPEN -> "voter.not-voting.not-open";
      case PAUSED -> "voter.not-voting.paused";
      case CLOSED -> "voter.not-voting.closed";
      case OUT_OF_ORDER -> "voter.not-voting.out-of-order";
    };
  }
}
