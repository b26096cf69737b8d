package org.urna.station;

import java.util.Locale;

/// The kinds of entries of the station log. Their meaning and fields are declared in
/// `log-events.toml`, which a test holds against this list.
public enum LogEvent {
  KEYS_MADE,
  STARTED,
  PROVISIONED,
  READINESS,
  OPENED,
  PAUSED,
  INTERRUPTED,
  RESUMED,
  DAY_CLOSED,
  CLOSED,
  KEY_DESTROYED,
  EXPORTED,
  UPLOADED,
  SETTLED,
  REFUSED,
  FAULT,
  BALLOT_SET_ASIDE,
  COUNTERS;

  /// As written, for example `day-closed`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
