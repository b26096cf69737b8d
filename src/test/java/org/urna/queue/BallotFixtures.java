package org.urna.queue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.ElectionFixtures;
import org.urna.proof.Proof;
import org.urna.proof.hash.BabyJubJub;

/// Ballots of the right shape whose proofs prove nothing: the box does not look at proofs.
public final class BallotFixtures {
  public static final int OPTIONS = 3;

  /// Some points of the subgroup: multiplying anew for each ballot would be most of a test's time.
  private static final List<BabyJubJub.Point> POINTS =
      Stream.iterate(BabyJubJub.BASE8, point -> BabyJubJub.add(point, BabyJubJub.BASE8))
          .limit(64)
          .toList();

  private BallotFixtures() {}

  public static SealedBallot random(Random random) {
    return random(random, OPTIONS);
  }

  public static SealedBallot random(Random random, int optionCount) {
    return new SealedBallot(
        0,
        new Nullifier(number(random)),
        new BadgeCommitment(number(random)),
        points(random, 2 * optionCount),
        Proof.fromWords(numbers(random, 8)),
        Proof.fromWords(numbers(random, 8)));
  }

  /// Another ballot of the same person.
  public static SealedBallot another(SealedBallot ballot, Random random) {
    SealedBallot other = random(random);
    return new SealedBallot(
        0,
        ballot.nullifier(),
        other.badge(),
        other.ciphertexts(),
        other.enrolmentProof(),
        other.ballotProof());
  }

  public static BatchSigner signer() {
    return signer(ElectionFixtures.STATION_KEY);
  }

  public static BatchSigner signer(BigInteger key) {
    return new BatchSigner() {
      @Override
      public Address station() {
        return ElectionFixtures.STATION;
      }

      @Override
      public Eip712Domain domain() {
        return ElectionFixtures.chain().domain();
      }

      @Override
      public EcdsaSignature sign(UnsignedBatch batch) {
        return EcdsaSignature.sign(key, batch.digest(domain()));
      }
    };
  }

  private static BigInteger number(Random random) {
    return new BigInteger(253, random);
  }

  private static List<BigInteger> points(Random random, int count) {
    List<BigInteger> coordinates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      BabyJubJub.Point point = POINTS.get(random.nextInt(POINTS.size()));
      coordinates.add(point.x());
      coordinates.add(point.y());
    }
    return coordinates;
  }

  private static List<BigInteger> numbers(Random random, int count) {
    return new ArrayList<>(Stream.generate(() -> number(random)).limit(count).toList());
  }
}
