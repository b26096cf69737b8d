package org.urna.station;

import java.util.Optional;

/// Where a station is in its life (protocol §8).
public enum StationState {
  /// Has keys or not, but no election.
  UNCONFIGURED,
  /// Has an election; has never been open.
  PROVISIONED,
  /// Voters can vote. The only state in which keys are in memory.
  OPEN,
  /// In the middle of a day, with the keys locked away.
  PAUSED,
  /// The day's batches are cut; it may open again on another day.
  DAY_CLOSED,
  /// For good: no voter votes here any more, and the nullifier key is destroyed.
  CLOSED,
  /// Every batch has left the station.
  UPLOADED,
  /// Every batch is final on chain.
  SETTLED;

  /// The state that an entry of the log leads to; nothing if it is no transition.
  static Optional<StationState> after(LogEvent event) {
    return switch (event) {
      case PROVISIONED -> Optional.of(PROVISIONED);
      case OPENED, RESUMED -> Optional.of(OPEN);
      case PAUSED, INTERRUPTED -> Optional.of(StationState.PAUSED);
      case DAY_CLOSED -> Optional.of(StationState.DAY_CLOSED);
      case CLOSED -> Optional.of(StationState.CLOSED);
      case UPLOADED -> Optional.of(StationState.UPLOADED);
      case SETTLED -> Optional.of(StationState.SETTLED);
      case KEYS_MADE,
          STARTED,
          READINESS,
          KEY_DESTROYED,
          EXPORTED,
          REFUSED,
          FAULT,
          BALLOT_SET_ASIDE,
          COUNTERS ->
          Optional.empty();
    };
  }

  /// Whether `step` may be taken in this state.
  public boolean allows(StationStep step) {
    return switch (step) {
      case PROVISION -> this == UNCONFIGURED || this == PROVISIONED;
      case OPEN -> this == PROVISIONED || this == DAY_CLOSED;
      case PAUSE -> this == OPEN;
      case RESUME -> this == PAUSED;
      case CLOSE_DAY -> this == OPEN || this == PAUSED;
      case CLOSE -> this == DAY_CLOSED;
      case MARK_UPLOADED -> this == CLOSED;
      case MARK_SETTLED -> this == UPLOADED;
    };
  }
}
