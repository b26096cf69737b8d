package org.urna.ui.voter;

import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;

/// The tick, which only a durable write brings.
final class CastScreen extends VoterScreen<VoterState.Cast> {
  CastScreen(VoterKit kit) {
    super(VoterState.Cast.class, kit, kit.words().get("voter.cast.title"));
    page.content(
        Icon.of(Material2AL.CHECK_CIRCLE, 7, "k-ok"),
        Labels.text(kit.words().get("voter.cast.text"), "k-centre"));
    page.left(kit.button("voter.cast.receipt", new VoterEvent.ReceiptAsked()));
    page.right(kit.primary("common.finish", new VoterEvent.Continued()));
  }

  @Override
  void show(VoterState.Cast state) {
    // Nothing changes.
  }
}
