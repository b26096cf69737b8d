package org.urna.flow.voter;

/// How sealing a choice ended.
public sealed interface SealOutcome {
  record Sealed(CodeLabel code) implements SealOutcome {}

  record Fault(String code) implements SealOutcome {}
}
