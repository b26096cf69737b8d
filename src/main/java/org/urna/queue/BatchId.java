package org.urna.queue;

import org.urna.election.Address;

/// Names a batch: the station that signed it and its number there, counted from 1 without gaps. A
/// rescued batch has a number behind all of those, from 2^30 on (docs/adr/0017).
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
