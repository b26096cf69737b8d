package org.urna.enrolment;

import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.proof.Proof;
import org.urna.proof.PublicSignals;

/// A verified proof that an eligible person stands behind a badge. Holds nothing of the passport.
///
/// @param variant index in the manifest's variants
public record Enrolment(int variant, PublicSignals signals, Proof proof) {

  /// Whose one vote it is, recognisable only under the election's nullifier key.
  public Nullifier nullifier() {
    return new Nullifier(signals.value("nullifier"));
  }

  /// The badge that the ballot must open.
  public BadgeCommitment badge() {
    return new BadgeCommitment(signals.value("badge"));
  }
}
