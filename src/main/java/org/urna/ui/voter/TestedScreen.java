package org.urna.ui.voter;

import java.util.List;
import javafx.geometry.Pos;
import org.urna.flow.voter.TestOutcome.Disclosed;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.QrCode;
import org.urna.ui.control.WrappingRow;

/// What was sealed, and that it was no vote.
final class TestedScreen extends VoterScreen<VoterState.Tested> {
  TestedScreen(VoterKit kit, Disclosed disclosure) {
    super(VoterState.Tested.class, kit, kit.words().get("voter.tested.title"));
    WrappingRow codes = new WrappingRow();
    codes.getStyleClass().add("k-pair");
    codes.setAlignment(Pos.CENTER);
    List<String> parts = disclosure.qr();
    for (String part : parts) {
      QrCode code = new QrCode(part);
      code.getStyleClass().add("k-qr-large");
      codes.getChildren().add(code);
    }
    page.content(
        Labels.text(kit.words().get("voter.tested.text"), "k-reading"),
        codes,
        Labels.text(disclosure.code().wordsIn(kit.words().language()), "k-words", "k-centre"));
    page.right(kit.primary("common.finish", new VoterEvent.Continued()));
  }

  @Override
  void show(VoterState.Tested state) {
    // Nothing changes.
  }
}
