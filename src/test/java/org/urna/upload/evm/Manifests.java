package org.urna.upload.evm;

import java.time.Instant;
import java.util.List;
import org.urna.election.AccreditedStation;
import org.urna.election.ElectionManifest;
import org.urna.election.Schedule;
import org.urna.rehearsal.Records;

/// Manifests that differ from another in one thing.
final class Manifests {
  private Manifests() {}

  static ElectionManifest opening(ElectionManifest m, Instant opening) {
    Schedule s = m.schedule();
    return Records.with(
        m,
        "schedule",
        new Schedule(opening, s.legalClose(), s.declarationDeadline(), s.uploadDeadline()));
  }

  static ElectionManifest stations(ElectionManifest m, List<AccreditedStation> stations) {
    return Records.with(m, "stations", stations);
  }
}
