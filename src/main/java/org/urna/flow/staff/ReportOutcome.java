package org.urna.flow.staff;

import org.urna.failure.Failure;

/// How a report came about.
public sealed interface ReportOutcome {
  record Made(StationReport report) implements ReportOutcome {}

  record Refused(Failure failure) implements ReportOutcome {}
}
