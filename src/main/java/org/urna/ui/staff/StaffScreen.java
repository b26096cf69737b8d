package org.urna.ui.staff;

import org.urna.flow.staff.StaffState;
import org.urna.ui.control.Page;

/// One screen of the volunteers' page: made once for a kind of state, then shown each state of it.
abstract class StaffScreen {
  final StaffKit kit;
  final Page page;

  StaffScreen(StaffKit kit, String title) {
    this.kit = kit;
    this.page = new Page(kit.words(), title, kit::active);
  }

  /// Shows `state`, which is of the kind that this screen was made for.
  abstract void show(StaffState state);
}
