package org.urna.flow.voter;

import org.urna.failure.Failure;

/// How preparing the anonymous ballot ended.
public sealed interface ProofOutcome {
  /// The enrolment exists and the passport's data is wiped.
  record Prepared() implements ProofOutcome {}

  record Failed(Failure failure) implements ProofOutcome {}
}
