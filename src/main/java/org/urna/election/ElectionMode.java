package org.urna.election;

import java.util.ArrayList;
import java.util.List;

/// Practice or real, and the one place that decides whether an election may run as either (protocol
/// §10). A machine is set up for one mode; an election says in its manifest which it is.
public enum ElectionMode {
  PRACTICE,
  REAL;

  /// Every reason why `manifest` must not run in this mode; empty if it may.
  public List<Refusal> refusals(ElectionManifest manifest) {
    List<Refusal> refusals = new ArrayList<>();
    switch (this) {
      case PRACTICE -> {
        if (!manifest.practice()) {
          refusals.add(Refusal.REAL_ELECTION_IN_PRACTICE);
        }
      }
      case REAL -> {
        if (manifest.practice()) {
          refusals.add(Refusal.PRACTICE_ELECTION_AS_REAL);
        }
        if (manifest.variants().stream().anyMatch(variant -> variant.circuit().development())
            || manifest.ballotCircuit().development()
            || manifest.decryptionCircuit().development()) {
          refusals.add(Refusal.DEVELOPMENT_KEYS);
        }
        if (manifest.anchors().stream().anyMatch(StateCertificate::isPractice)
            || manifest.variants().stream()
                .flatMap(variant -> variant.signers().stream())
                .anyMatch(StateCertificate::isPractice)) {
          refusals.add(Refusal.PRACTICE_AUTHORITY);
        }
      }
    }
    return List.copyOf(refusals);
  }

  /// Why an election must not run in a mode.
  public enum Refusal {
    REAL_ELECTION_IN_PRACTICE,
    PRACTICE_ELECTION_AS_REAL,
    /// Whoever made the keys could forge proofs.
    DEVELOPMENT_KEYS,
    /// A specimen authority could make voters.
    PRACTICE_AUTHORITY
  }
}
