package org.urna.badge;

import java.math.BigInteger;
import org.urna.proof.hash.Poseidon;

/// The public half of a voter badge: Poseidon(tag "urna.badge.v1", badgeSecret), a field element.
public record BadgeCommitment(BigInteger value) {
  private static final BigInteger TAG = Poseidon.tag("urna.badge.v1");

  public BadgeCommitment {
    FieldElements.require(value, "a badge");
  }

  /// The commitment to a disclosed secret, for whoever checks a test ballot.
  ///
  /// @throws IllegalArgumentException if the secret is not in [0, 2^248)
  public static BadgeCommitment of(BigInteger badgeSecret) {
    if (badgeSecret.signum() < 0 || badgeSecret.bitLength() > VoterBadge.SECRET_BITS) {
      throw new IllegalArgumentException("a badge secret has at most 248 bits");
    }
    return new BadgeCommitment(Poseidon.hash(TAG, badgeSecret));
  }
}
