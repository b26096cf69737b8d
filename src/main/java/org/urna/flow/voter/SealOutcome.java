package org.urna.flow.voter;

import org.urna.failure.Failure;

/// How sealing a choice ended.
public sealed interface SealOutcome {
  record Sealed(CodeLabel code) implements SealOutcome {}

  record Failed(Failure failure) implements SealOutcome {}
}
