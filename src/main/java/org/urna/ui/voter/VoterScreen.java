package org.urna.ui.voter;

import org.urna.flow.voter.VoterState;
import org.urna.ui.control.Page;

/// One screen: made once for a kind of state, then shown each state of it.
abstract class VoterScreen<S extends VoterState> {
  private final Class<S> kind;
  final VoterKit kit;
  final Page page;

  VoterScreen(Class<S> kind, VoterKit kit, String title) {
    this.kind = kind;
    this.kit = kit;
    this.page = new Page(kit.words(), title, kit::active);
  }

  final void render(VoterState state) {
    show(kind.cast(state));
  }

  /// Shows what can change while this screen stands.
  abstract void show(S state);
}
