package org.urna.ui.voter;

import javafx.scene.control.Label;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;

/// Optional: on the screen for a photo, or on paper.
final class ReceiptScreen extends VoterScreen<VoterState.Receipt> {
  private final Label paper = Labels.text("", "k-strong");
  private final TouchButton print;
  private final TouchButton finish;
  private boolean shown;

  ReceiptScreen(VoterKit kit) {
    super(VoterState.Receipt.class, kit, kit.words().get("voter.receipt.title"));
    print = kit.button("voter.receipt.print", new VoterEvent.ReceiptPrintAsked());
    finish = kit.primary("common.finish", new VoterEvent.Continued());
    page.left(print);
    page.right(finish);
  }

  @Override
  void show(VoterState.Receipt state) {
    if (!shown) {
      shown = true;
      page.content(
          CodeBox.of(
              state.receipt().code(),
              state.receipt().qr(),
              kit.words(),
              Labels.text(kit.words().get("voter.receipt.text")),
              Labels.text(kit.words().get("voter.receipt.safe")),
              paper));
    }
    boolean printing = state.paper() == VoterState.Paper.PRINTING;
    print.setDisable(printing || state.paper() == VoterState.Paper.PRINTED);
    finish.setDisable(printing);
    paper.setText(
        switch (state.paper()) {
          case NOT_ASKED -> "";
          case PRINTING -> kit.words().get("voter.receipt.printing");
          case PRINTED -> kit.words().get("voter.receipt.printed");
          case FAILED -> kit.words().get("voter.receipt.failed");
        });
  }
}
