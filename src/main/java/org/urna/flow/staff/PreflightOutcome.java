package org.urna.flow.staff;

import java.util.List;

/// What the station found before sending anything.
public sealed interface PreflightOutcome {
  /// @param facts what is shown before *Send*, in order
  /// @param rows the batches as they stand
  record Ready(List<Fact> facts, List<BatchRow> rows) implements PreflightOutcome {
    public Ready {
      facts = List.copyOf(facts);
      rows = List.copyOf(rows);
    }
  }

  record Refused(StationRefusal refusal) implements PreflightOutcome {}

  record Fact(Item item, String value) {}

  enum Item {
    CHAIN,
    CONTRACT,
    SENDER,
    BALANCE,
    ESTIMATED_COST,
    TIME_LEFT,
    BALLOTS
  }
}
