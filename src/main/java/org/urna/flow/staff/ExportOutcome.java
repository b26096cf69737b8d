package org.urna.flow.staff;

import org.urna.failure.Failure;

/// How writing to a stick ended.
public sealed interface ExportOutcome {
  /// Synced and read again: safe to remove.
  record Verified(String where) implements ExportOutcome {}

  record Refused(Failure failure) implements ExportOutcome {}
}
