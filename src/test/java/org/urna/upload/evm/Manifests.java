package org.urna.upload.evm;

import java.time.Instant;
import org.urna.election.ElectionManifest;
import org.urna.election.Schedule;

/// Manifests that differ from another in one thing.
final class Manifests {
  private Manifests() {}

  static ElectionManifest opening(ElectionManifest m, Instant opening) {
    Schedule s = m.schedule();
    return new ElectionManifest(
        m.practice(),
        m.languages(),
        m.title(),
        m.description(),
        m.round(),
        m.optionOrder(),
        m.options(),
        new Schedule(opening, s.legalClose(), s.declarationDeadline(), s.uploadDeadline()),
        m.eligibility(),
        m.anchors(),
        m.variants(),
        m.ballotCircuit(),
        m.decryptionCircuit(),
        m.nullifierKeyCommitment(),
        m.trustees(),
        m.stations(),
        m.runoff(),
        m.batchMax());
  }
}
