package org.urna.flow.staff;

/// How a report came about.
public sealed interface ReportOutcome {
  record Made(StationReport report) implements ReportOutcome {}

  record Refused(StationRefusal refusal) implements ReportOutcome {}
}
