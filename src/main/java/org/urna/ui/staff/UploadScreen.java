package org.urna.ui.staff;

import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.ui.control.Labels;
import org.urna.ui.control.TouchButton;

/// Batches on their way; it may be interrupted at any time.
final class UploadScreen extends StaffScreen {
  private final TouchButton interrupt;

  UploadScreen(StaffKit kit) {
    super(kit, kit.words().get("staff.uploading.title"));
    interrupt = kit.button("staff.uploading.interrupt", new StaffEvent.InterruptAsked());
    page.left(interrupt);
  }

  @Override
  void show(StaffState state) {
    StaffState.Uploading uploading = (StaffState.Uploading) state;
    page.content(
        BatchTable.of(kit, uploading.rows()),
        Labels.text(
            uploading.interrupting() ? kit.words().get("staff.uploading.interrupting") : "",
            "k-strong"));
    interrupt.setDisable(uploading.interrupting());
  }
}
