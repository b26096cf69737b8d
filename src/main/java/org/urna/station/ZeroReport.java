package org.urna.station;

import java.time.Instant;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

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

  /// Why polls cannot be opened on it; nothing if they can.
  public Optional<Failure> refusal() {
    return isZero()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                FailureCode.BOX_NOT_EMPTY,
                "there are already " + ballotsToday + " ballots of this day"));
  }
}
