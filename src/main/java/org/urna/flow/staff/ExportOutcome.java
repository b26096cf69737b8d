package org.urna.flow.staff;

/// How writing to a stick ended.
public sealed interface ExportOutcome {
  /// Synced and read again: safe to remove.
  record Verified(String where) implements ExportOutcome {}

  record Refused(StationRefusal refusal) implements ExportOutcome {}
}
