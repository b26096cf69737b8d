package org.urna.upload.evm;

import java.time.Instant;
import java.util.List;
import org.urna.election.AccreditedStation;
import org.urna.election.ElectionManifest;
import org.urna.election.Schedule;

/// Manifests that differ from another in one thing.
final class Manifests {
  private Manifests() {}

  static ElectionManifest opening(ElectionManifest m, Instant opening) {
    Schedule s = m.schedule();
    return with(
        m,
        new Schedule(opening, s.legalClose(), s.declarationDeadline(), s.uploadDeadline()),
        m.stations());
  }

  static ElectionManifest stations(ElectionManifest m, List<AccreditedStation> stations) {
    return with(m, m.schedule(), stations);
  }

  private static ElectionManifest with(
      ElectionManifest m, Schedule schedule, List<AccreditedStation> stations) {
    return new ElectionManifest(
        m.practice(),
        m.languages(),
        m.title(),
        m.description(),
        m.round(),
        m.optionOrder(),
        m.options(),
        schedule,
        m.eligibility(),
        m.anchors(),
        m.variants(),
        m.ballotCircuit(),
        m.decryptionCircuit(),
        m.nullifierKeyCommitment(),
        m.trustees(),
        stations,
        m.runoff(),
        m.batchMax());
  }
}
