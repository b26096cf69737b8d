package org.urna.ui.staff;

import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;

/// The zero report, then *Open polls*.
final class ZeroScreen extends StaffScreen {
  private final TouchButton open;
  private final TouchButton back;

  ZeroScreen(StaffKit kit) {
    super(kit, kit.words().get("staff.zero.title"));
    open = kit.primary("staff.zero.open", new StaffEvent.OpenAsked());
    back = kit.button("common.back", new StaffEvent.WentBack());
    page.left(back);
    page.right(open);
  }

  @Override
  void show(StaffState state) {
    StaffState.Zero zero = (StaffState.Zero) state;
    page.content(
        ReportBox.of(kit, zero.report(), kit.words().get("staff.zero.sign")),
        zero.opening()
            ? Labels.text(kit.words().get("staff.zero.opening"), "k-strong")
            : kit.notice(zero.notice()));
    open.setDisable(zero.opening());
    back.setDisable(zero.opening());
  }
}
