package org.urna.flow.staff;

/// How opening, pausing or resuming went.
public sealed interface StationOutcome {
  record Done() implements StationOutcome {}

  record Refused(StationRefusal refusal) implements StationOutcome {}
}
