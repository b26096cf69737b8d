package org.urna.tally;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.DiscreteLogarithm;

/// Opens a sum from partial decryptions of at least t trustees, each of which it checks.
public final class TallyOpening {
  private final BigInteger electionId;
  private final JointKey jointKey;
  private final Circuit circuit;
  private final VerifyingKey key;
  private final Groth16Verifier verifier = new Groth16Verifier();

  /// @param circuit of the family `decryption`
  /// @param key of that circuit, as the manifest pins it
  public TallyOpening(BigInteger electionId, JointKey jointKey, Circuit circuit, VerifyingKey key) {
    this.electionId = electionId;
    this.jointKey = jointKey;
    this.circuit = circuit;
    this.key = key;
  }

  /// Whether `partial` is the named trustee's decryption of `tally`.
  public boolean verify(EncryptedTally tally, PartialDecryption partial) {
    if (partial.trustee() > jointKey.verificationKeys().size()
        || partial.points().size() != tally.optionCount()) {
      return false;
    }
    PublicSignals statement =
        DecryptionStatement.of(
            circuit,
            electionId,
            jointKey.verificationKey(partial.trustee()),
            tally,
            partial.points());
    return verifier.verify(key, statement, partial.proof());
  }

  /// The counts. Of more than t partial decryptions the t with the lowest numbers are combined.
  ///
  /// @throws TallyException if a partial decryption is wrong or of a trustee who is there twice,
  ///   there are fewer than t, or the counts do not exist or do not add up to the ballots
  public Result open(EncryptedTally tally, List<PartialDecryption> partials) throws TallyException {
    for (PartialDecryption partial : partials) {
      if (!verify(tally, partial)) {
        throw new TallyException(
            "the partial decryption of trustee " + partial.trustee() + " is wrong", null);
      }
    }
    List<PartialDecryption> used =
        partials.stream()
            .sorted(Comparator.comparingInt(PartialDecryption::trustee))
            .limit(jointKey.threshold())
            .toList();
    List<Integer> numbers = partials.stream().map(PartialDecryption::trustee).toList();
    if (numbers.stream().distinct().count() != numbers.size()) {
      throw new TallyException("a trustee is there twice", null);
    }
    if (used.size() < jointKey.threshold()) {
      throw new TallyException(
          jointKey.threshold() + " trustees are needed, there are " + used.size(), null);
    }
    return result(tally, used);
  }

  private static Result result(EncryptedTally tally, List<PartialDecryption> used)
      throws TallyException {
    List<Integer> numbers = used.stream().map(PartialDecryption::trustee).toList();
    DiscreteLogarithm logarithm = DiscreteLogarithm.upTo(tally.ballots());
    List<Integer> counts = new ArrayList<>();
    for (int option = 0; option < tally.optionCount(); option++) {
      Point mask = BabyJubJub.IDENTITY;
      for (PartialDecryption partial : used) {
        mask =
            BabyJubJub.add(
                mask,
                BabyJubJub.multiply(
                    partial.points().get(option), Lagrange.atZero(partial.trustee(), numbers)));
      }
      OptionalInt count = logarithm.of(BabyJubJub.subtract(tally.sums().get(option).c2(), mask));
      if (count.isEmpty()) {
        throw new TallyException(
            "option " + option + " has no count of at most " + tally.ballots(), null);
      }
      counts.add(count.getAsInt());
    }
    Result result = new Result(counts);
    if (result.ballots() != tally.ballots()) {
      throw new TallyException(
          "the counts add up to " + result.ballots() + " of " + tally.ballots() + " ballots", null);
    }
    return result;
  }
}
