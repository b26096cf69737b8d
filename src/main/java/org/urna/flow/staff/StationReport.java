package org.urna.flow.staff;

import java.util.List;

/// A zero or closing report as it stands on the screen.
///
/// @param qr the signed report as one QR that observers photograph
/// @param savedTo where PDF, JSON and CSV were kept; empty if nowhere
public record StationReport(Kind kind, List<Line> lines, String qr, String savedTo) {
  public StationReport {
    lines = List.copyOf(lines);
  }

  public enum Kind {
    ZERO,
    CLOSING
  }

  public record Line(Item item, String value) {}

  /// What a line counts or names.
  public enum Item {
    STATION,
    SHORT_CODE,
    DAY,
    BALLOTS_IN_BOX,
    /// Ballots that were found damaged: they are kept, and in no batch.
    SET_ASIDE,
    /// The first characters of their ids in the log.
    SET_ASIDE_IDS,
    SESSIONS,
    CAST,
    /// Ballots that are there and in no counter: what a crash took of the counters.
    UNCOUNTED,
    TESTED,
    ABANDONED,
    REFUSED,
    BATCHES,
    LOG_HEAD
  }
}
