package org.urna.ui.staff;

import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.ui.control.TouchButton;

/// Finished, or stopped with a reason and the way to continue.
final class UploadedScreen extends StaffScreen {
  private final TouchButton again;
  private final TouchButton receipts;
  private final TouchButton next;

  UploadedScreen(StaffKit kit, boolean finished) {
    super(kit, kit.words().get(finished ? "staff.uploaded.title" : "staff.uploaded.stopped"));
    again = kit.primary("staff.uploaded.continue", new StaffEvent.UploadAsked());
    receipts = kit.button("staff.closed.export-receipts", new StaffEvent.ReceiptsExportAsked());
    next = kit.button("staff.closed.next-day", new StaffEvent.NextDayAsked());
    TouchButton back = kit.button("common.back", new StaffEvent.WentBack());
    if (finished) {
      receipts.styled("k-primary");
      page.left(back, next);
      page.right(receipts);
    } else {
      page.left(back);
      page.right(again);
    }
  }

  @Override
  void show(StaffState state) {
    StaffState.Uploaded uploaded = (StaffState.Uploaded) state;
    page.content(kit.notice(uploaded.notice()), BatchTable.of(kit, uploaded.rows()));
    boolean busy = uploaded.notice() instanceof Notice.Exporting;
    again.setDisable(busy);
    receipts.setDisable(busy);
    next.setDisable(busy);
  }
}
