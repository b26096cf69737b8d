package org.urna.station;

import java.util.Locale;

/// What is counted of voters' actions. The words are the fields of `counters` in `log-events.toml`.
public enum Counter {
  SESSIONS,
  CAST,
  TESTED,
  ABANDONED_BEFORE_READING,
  ABANDONED_WHILE_READING,
  ABANDONED_WHILE_CHOOSING,
  ABANDONED_WHEN_SEALED,
  REFUSED_KEY,
  REFUSED_CHIP,
  REFUSED_SIGNATURE,
  REFUSED_COPY,
  REFUSED_NOT_ELIGIBLE,
  REFUSED_ALREADY_VOTED,
  FAILED;

  /// As written, for example `refused-copy`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
