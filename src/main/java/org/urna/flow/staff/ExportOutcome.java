package org.urna.flow.staff;

import org.urna.failure.Failure;

/// How writing to a stick, or reading from it, ended.
public sealed interface ExportOutcome {
  /// On a removable device, synced and read again: safe to remove.
  record Verified(String where) implements ExportOutcome {}

  /// In a folder that the settings name, synced and read again. Nothing has left the machine.
  record Kept(String where) implements ExportOutcome {}

  /// Receipts were read from it and fit the station's batches.
  record ReceiptsTaken(int receipts) implements ExportOutcome {}

  record Refused(Failure failure) implements ExportOutcome {}
}
