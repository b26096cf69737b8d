package org.urna.ui.voter;

import org.urna.flow.voter.VoterEvent;
import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Labels;

/// The code, no name and no photo.
final class SealedScreen extends VoterScreen<VoterState.Sealed> {
  SealedScreen(VoterKit kit) {
    super(VoterState.Sealed.class, kit, kit.words().get("voter.sealed.title"));
    page.left(
        kit.button("voter.sealed.change", new VoterEvent.ChangeAsked()),
        kit.button("voter.sealed.test", new VoterEvent.TestAsked()).styled("k-quiet"));
    page.right(kit.primary("voter.sealed.cast", new VoterEvent.CastAsked()).styled("k-large"));
  }

  @Override
  void show(VoterState.Sealed state) {
    page.content(
        CodeBox.of(
            state.code(),
            state.code().hex(),
            kit.words(),
            Labels.text(kit.words().get("voter.sealed.text"))));
  }
}
