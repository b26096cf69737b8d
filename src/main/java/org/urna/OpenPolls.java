package org.urna;

import org.urna.badge.NullifierKey;
import org.urna.station.StationKeys;

/// What two officials unlocked and open polls need: the station's keys and the nullifier key, in
/// memory from opening to pause or close. **Holds secrets.**
final class OpenPolls implements AutoCloseable {
  private final StationKeys keys;
  private final NullifierKey nullifierKey;

  /// Takes both over.
  OpenPolls(StationKeys keys, NullifierKey nullifierKey) {
    this.keys = keys;
    this.nullifierKey = nullifierKey;
  }

  StationKeys keys() {
    return keys;
  }

  NullifierKey nullifierKey() {
    return nullifierKey;
  }

  @Override
  public void close() {
    nullifierKey.close();
    keys.close();
  }
}
