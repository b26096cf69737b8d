package org.urna.station;

import java.time.Instant;
import org.urna.election.Address;

/// What two officials look at before the polls open: nobody has voted today.
///
/// @param ballotsToday must be 0
/// @param ballotsBefore those of earlier days, already in batches
public record ZeroReport(
    Instant time,
    String packageCode,
    Address station,
    int day,
    int ballotsToday,
    int ballotsBefore) {
  public boolean isZero() {
    return ballotsToday == 0;
  }
}
