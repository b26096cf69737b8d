package org.urna.ui.staff;

import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;

/// Asks before something is done that the whole station notices.
final class ConfirmScreen extends StaffScreen {
  ConfirmScreen(StaffKit kit, StaffState.Question question) {
    super(kit, kit.words().of("staff.confirm", question));
    page.content(Labels.text(kit.words().of("staff.confirm.what", question)));
    page.left(kit.button("staff.confirm.no", new StaffEvent.WentBack()));
    page.right(
        new TouchButton(
                kit.words().of("staff.confirm.yes", question),
                () -> kit.events().accept(new StaffEvent.Confirmed()))
            .styled("k-primary"));
  }

  @Override
  void show(StaffState state) {}
}
