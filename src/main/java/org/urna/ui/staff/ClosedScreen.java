package org.urna.ui.staff;

import org.urna.flow.staff.StaffEvent;
import org.urna.flow.staff.StaffState;
import org.urna.flow.staff.StaffState.Notice;
import org.urna.ui.control.TouchButton;

/// The closing report, then *Upload*.
final class ClosedScreen extends StaffScreen {
  private final TouchButton upload;
  private final TouchButton batches;
  private final TouchButton receipts;
  private final TouchButton next;

  ClosedScreen(StaffKit kit) {
    super(kit, kit.words().get("staff.closed.title"));
    upload = kit.primary("staff.closed.upload", new StaffEvent.UploadAsked());
    batches = kit.button("staff.closed.export-batches", new StaffEvent.BatchesExportAsked());
    receipts = kit.button("staff.closed.import-receipts", new StaffEvent.ReceiptsImportAsked());
    next = kit.button("staff.closed.next-day", new StaffEvent.NextDayAsked());
    page.left(next, batches, receipts);
    page.right(upload);
  }

  @Override
  void show(StaffState state) {
    StaffState.Closed closed = (StaffState.Closed) state;
    page.content(
        kit.notice(closed.notice()),
        ReportBox.of(kit, closed.report(), kit.words().get("staff.closed.photo")));
    boolean busy = closed.notice() instanceof Notice.Exporting;
    upload.setDisable(busy);
    batches.setDisable(busy);
    receipts.setDisable(busy);
    next.setDisable(busy);
  }
}
