package org.urna.queue;

import org.urna.election.Address;

/// Names a batch: the station that signed it and its number there, counted from 1 without gaps.
public record BatchId(Address station, long sequence) {
  public BatchId {
    if (sequence < 1 || sequence > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("sequence: must be from 1 to 2^31 - 1");
    }
  }

  @Override
  public String toString() {
    return station + "/" + sequence;
  }
}
