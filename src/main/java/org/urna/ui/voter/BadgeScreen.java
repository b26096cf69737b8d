package org.urna.ui.voter;

import org.kordamp.ikonli.material2.Material2AL;
import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Icon;
import org.urna.ui.control.Labels;

final class BadgeScreen extends VoterScreen<VoterState.Badge> {
  private final PreparationLine preparation;

  BadgeScreen(VoterKit kit) {
    super(VoterState.Badge.class, kit, kit.words().get("voter.badge.title"));
    preparation = new PreparationLine(kit.words());
    page.content(
        Icon.of(Material2AL.HOW_TO_REG, 4, "k-ok"),
        Labels.text(kit.words().get("voter.badge.text"), "k-centre"),
        preparation.line);
    page.right(kit.primary("voter.badge.continue", new VoterEvent.Continued()));
  }

  @Override
  void show(VoterState.Badge state) {
    preparation.show(state.preparation());
  }
}
