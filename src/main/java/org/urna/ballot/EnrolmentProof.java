package org.urna.ballot;

import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.proof.Proof;

/// What the ballot half knows of an enrolment: public values only. Everything else of the statement
/// comes from the manifest.
///
/// @param variant the position in the manifest's variants
/// @param nullifier what the ballot spends
/// @param badge what the proof is bound to
/// @param proof the enrolment proof
public record EnrolmentProof(int variant, Nullifier nullifier, BadgeCommitment badge, Proof proof) {
  public EnrolmentProof {
    if (variant < 0) {
      throw new IllegalArgumentException("a variant is a position from 0");
    }
  }
}
