package org.urna.flow.staff;

import java.util.List;
import org.urna.failure.Failure;
import org.urna.upload.UploadProgress;

/// What the station found before sending anything.
public sealed interface PreflightOutcome {
  /// @param facts what is shown before *Send*, in order
  /// @param rows the batches as they stand
  record Ready(List<Fact> facts, List<UploadProgress> rows) implements PreflightOutcome {
    public Ready {
      facts = List.copyOf(facts);
      rows = List.copyOf(rows);
    }
  }

  record Refused(Failure failure) implements PreflightOutcome {}

  /// @param isUrgent whether officials have to hurry
  record Fact(Item item, String value, boolean isUrgent) {
    public Fact(Item item, String value) {
      this(item, value, false);
    }
  }

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
