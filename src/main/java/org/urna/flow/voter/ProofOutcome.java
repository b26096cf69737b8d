package org.urna.flow.voter;

/// How preparing the anonymous ballot ended.
public sealed interface ProofOutcome {
  /// The enrolment exists and the passport's data is wiped.
  record Prepared() implements ProofOutcome {}

  record AlreadyVoted() implements ProofOutcome {}

  record Fault(String code) implements ProofOutcome {}
}
