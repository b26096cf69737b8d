package org.urna.ballot;

import java.util.Optional;
import org.urna.badge.VoterBadge;

/// A sealed ballot in the voter's hand, before the decision that [#cast()], [#test(VoterBadge)] or
/// [#close()] (*Change*) takes once and for all (protocol §6 *Cast or test*). Until then the
/// machine is committed to [#code()] and does not know whether it will be tested.
///
/// Holds the ballot's opening, **a secret**; every decision destroys it. Not recorded, not printed,
/// not compared.
public final class UncastBallot implements AutoCloseable {
  private final BallotContext context;
  private final BallotCode code;
  private final BallotOpening opening;
  private Optional<SealedBallot> sealed;

  UncastBallot(BallotContext context, SealedBallot sealed, BallotOpening opening) {
    this.context = context;
    this.code = sealed.code(context.electionId(), context.station());
    this.opening = opening;
    this.sealed = Optional.of(sealed);
  }

  /// The ballot's code; stays valid after the decision.
  public BallotCode code() {
    return code;
  }

  /// Decides to cast: gives the ballot out and forgets the choice and all randomness.
  ///
  /// @throws IllegalStateException if a decision was taken before
  public SealedBallot cast() {
    SealedBallot ballot = take();
    opening.close();
    return ballot;
  }

  /// Decides to test the machine: gives the opening out and destroys the ballot and `badge`, so
  /// that the ballot can never be cast.
  ///
  /// @param badge the session's badge; closed by this call
  /// @throws IllegalStateException if a decision was taken before, or the badge is closed
  /// @throws IllegalArgumentException if it is another badge than the ballot's
  public BallotChallenge test(VoterBadge badge) {
    SealedBallot ballot = take();
    try (badge;
        opening) {
      if (!badge.commitment().equals(ballot.badge())) {
        throw new IllegalArgumentException("this badge did not seal this ballot");
      }
      return new BallotChallenge(
          context.electionId(),
          context.station(),
          badge.secret(),
          opening.option(),
          opening.randomness(),
          code);
    }
  }

  /// For tests: what a decision must have destroyed.
  BallotOpening opening() {
    return opening;
  }

  private SealedBallot take() {
    SealedBallot ballot =
        sealed.orElseThrow(() -> new IllegalStateException("the ballot is already decided"));
    sealed = Optional.empty();
    return ballot;
  }

  /// Decides to change, or does nothing if a decision was taken before.
  @Override
  public void close() {
    sealed = Optional.empty();
    opening.close();
  }
}
