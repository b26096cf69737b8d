package org.urna.flow.staff;

import java.time.Duration;
import org.urna.flow.Polls;

/// What the volunteer's flow asks the driver to do. Each is answered by the event of its name.
public sealed interface StaffEffect {
  /// @param passphrase the driver wipes it when the check has ended
  record SignIn(int official, TypedPassphrase passphrase) implements StaffEffect {}

  /// @param passphrase as for [SignIn]
  record Unlock(TypedPassphrase passphrase) implements StaffEffect {}

  record Lock() implements StaffEffect {}

  record ReadState() implements StaffEffect {}

  record CheckReadiness() implements StaffEffect {}

  record MakeZeroReport() implements StaffEffect {}

  record OpenPolls() implements StaffEffect {}

  record PausePolls() implements StaffEffect {}

  record ResumePolls() implements StaffEffect {}

  record ClosePolls() implements StaffEffect {}

  /// The last closing report again, answered like a close.
  record ReadClosingReport() implements StaffEffect {}

  record ReadFigures() implements StaffEffect {}

  record Preflight() implements StaffEffect {}

  record Upload() implements StaffEffect {}

  /// Interrupts a running upload; it answers with how far it came.
  record InterruptUpload() implements StaffEffect {}

  record ExportReceipts() implements StaffEffect {}

  record ExportBatches() implements StaffEffect {}

  record ImportReceipts() implements StaffEffect {}

  record GiveHelp() implements StaffEffect {}

  /// Tells the voter's flow.
  record TellVoters(Polls polls) implements StaffEffect {}

  record StartTimer(StaffTimer timer, Duration after) implements StaffEffect {}

  record StopTimer(StaffTimer timer) implements StaffEffect {}
}
