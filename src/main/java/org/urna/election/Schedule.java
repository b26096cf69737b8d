package org.urna.election;

import java.time.Instant;
import java.util.List;

/// The moments that contract and stations obey, in UTC and whole seconds (the chain counts
/// seconds).
public record Schedule(
    Instant opening, Instant legalClose, Instant declarationDeadline, Instant uploadDeadline) {
  public Schedule {
    for (Instant moment : List.of(opening, legalClose, declarationDeadline, uploadDeadline)) {
      Checks.that(moment.getNano() == 0, "schedule", "moments must be whole seconds");
      Checks.range(moment.getEpochSecond(), 1, 253_402_300_799L, "schedule");
    }
    Checks.that(
        opening.isBefore(legalClose), "schedule.legalClose", "must be after schedule.opening");
    Checks.that(
        !declarationDeadline.isBefore(legalClose),
        "schedule.declarationDeadline",
        "must not be before schedule.legalClose");
    Checks.that(
        !uploadDeadline.isBefore(declarationDeadline),
        "schedule.uploadDeadline",
        "must not be before schedule.declarationDeadline");
  }
}
