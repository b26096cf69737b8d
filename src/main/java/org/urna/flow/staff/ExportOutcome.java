package org.urna.flow.staff;

import org.urna.failure.Failure;

/// How writing to a stick ended.
public sealed interface ExportOutcome {
  /// On a removable device, synced and read again: safe to remove.
  record Verified(String where) implements ExportOutcome {}

  /// In a folder that the settings name, synced and read again. Nothing has left the machine.
  record Kept(String where) implements ExportOutcome {}

  record Refused(Failure failure) implements ExportOutcome {}
}
