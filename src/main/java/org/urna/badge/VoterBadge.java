package org.urna.badge;

import java.math.BigInteger;
import java.security.SecureRandom;

/// The one-time secret of a voter's session (protocol §4): 248 random bits whose commitment binds
/// the enrolment proof and the ballot proof to each other. **A secret**: whoever has it before the
/// ballot is cast can cast another ballot for the same person.
///
/// Lives in memory for one session and is overwritten by [#close()]. Not recorded, not printed, not
/// compared.
public final class VoterBadge implements AutoCloseable {
  /// The secret is below 2 to this power.
  public static final int SECRET_BITS = 248;

  private final SecretNumber secret;
  private final BadgeCommitment commitment;

  private VoterBadge(SecretNumber secret) {
    this.secret = secret;
    this.commitment = BadgeCommitment.of(secret.value());
  }

  /// Draws a new badge.
  public static VoterBadge draw(SecureRandom random) {
    return new VoterBadge(SecretNumber.draw(random));
  }

  /// The public half; stays valid after [#close()].
  public BadgeCommitment commitment() {
    return commitment;
  }

  /// The secret as the circuit takes it. The caller must not keep it.
  ///
  /// @throws IllegalStateException if the badge is closed
  public BigInteger secret() {
    return secret.value();
  }

  /// Overwrites the secret. Further calls do nothing.
  @Override
  public void close() {
    secret.close();
  }
}
