package org.urna.enrolment;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.badge.NullifierKey;
import org.urna.failure.Failure;
import org.urna.proof.ProgressListener;
import org.urna.trust.AuthenticPassport;

/// Makes enrolments of whatever passports an election admits: the passport chooses the variant. Two
/// passports of one person under different variants have one nullifier, as the signature never
/// enters it. Not for two threads at once.
public final class EnrolmentProvers {
  /// Circuits with less room first: the first that reads a passport is the fastest that does.
  private final List<EnrolmentProver> narrowestFirst;

  private final EnrolmentTerms anyTerms;

  /// @param provers one for each variant, in any order
  /// @throws IllegalArgumentException if there is none, or they are of different elections
  public EnrolmentProvers(List<EnrolmentProver> provers) {
    if (provers.isEmpty()) {
      throw new IllegalArgumentException("an election has at least one variant");
    }
    this.anyTerms = provers.getFirst().terms();
    if (!provers.stream().allMatch(prover -> prover.terms().isSameElection(anyTerms))) {
      throw new IllegalArgumentException("the variants are of different elections");
    }
    this.narrowestFirst =
        provers.stream().sorted(Comparator.comparingInt(EnrolmentProver::econtentBlocks)).toList();
  }

  /// What stands in the way of a proof for an eligible passport, if anything, and so what the
  /// person is told; takes no time.
  public Optional<Failure> refusalOf(AuthenticPassport passport) {
    return obstacle(passport).map(obstacle -> obstacle.failure(passport));
  }

  /// The obstacle of the variant that comes nearest: if one trusts the signer and only its circuit
  /// does not read the passport, that is said, and that no circuit verifies the signature only if
  /// none does.
  Optional<EnrolmentObstacle> obstacle(AuthenticPassport passport) {
    EnrolmentObstacle nearest = EnrolmentObstacle.UNSUPPORTED_ALGORITHM;
    for (EnrolmentProver prover : narrowestFirst) {
      Optional<EnrolmentObstacle> obstacle = prover.obstacle(passport);
      if (obstacle.isEmpty()) {
        return obstacle;
      }
      if (obstacle.get().compareTo(nearest) > 0) {
        nearest = obstacle.get();
      }
    }
    return Optional.of(nearest);
  }

  /// The nullifier that an enrolment of this passport would have, under any variant: known before
  /// any proof, so that a person who has voted here is told at once.
  public Nullifier nullifierOf(AuthenticPassport passport, NullifierKey key) {
    return PassportSubject.nullifier(passport, anyTerms, key);
  }

  /// Proves that the holder of `passport` may vote, bound to `badge`, under the variant with the
  /// narrowest circuit that reads the passport. Takes seconds; interrupt the thread to cancel. The
  /// passport stays open, the caller closes it.
  ///
  /// @throws EnrolmentException as [EnrolmentProver#prove]
  /// @throws InterruptedException if the thread was interrupted; the witness is wiped
  public Enrolment prove(
      AuthenticPassport passport,
      BadgeCommitment badge,
      NullifierKey key,
      ProgressListener listener)
      throws EnrolmentException, InterruptedException {
    for (EnrolmentProver prover : narrowestFirst) {
      if (prover.obstacle(passport).isEmpty()) {
        return prover.prove(passport, badge, key, listener);
      }
    }
    throw new EnrolmentException(obstacle(passport).orElseThrow());
  }
}
