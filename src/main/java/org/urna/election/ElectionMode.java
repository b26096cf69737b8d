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

  /// What `manifest` is allowed to say, in either mode, and organisers, officials and auditors are
  /// warned of; empty if nothing.
  public static List<Warning> warnings(ElectionManifest manifest) {
    return switch (manifest.eligibility().chip()) {
      case MUST_PROVE_ITSELF -> List.of();
      case SIGNATURE_IS_ENOUGH -> List.of(Warning.CLONABLE_CHIPS);
    };
  }

  /// What weakens an election without forbidding it.
  public enum Warning {
    /// Protocol P10 has lost a leg.
    CLONABLE_CHIPS(
        "passports whose chip cannot show that it is no copy may vote;"
            + " whoever copied or made such a chip can vote in its holder's name");

    private final String words;

    Warning(String words) {
      this.words = words;
    }

    /// One sentence for organisers, officials and auditors.
    public String words() {
      return words;
    }
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
