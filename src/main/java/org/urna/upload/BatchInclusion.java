package org.urna.upload;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.BatchId;

/// An accepted batch as a block holds it, whoever sent it.
///
/// @param outcomes one per ballot, in the batch's order
/// @param sender who paid
/// @param gasPrice wei paid for a unit of gas
public record BatchInclusion(
    BatchId id,
    Bytes ballotsHash,
    List<BallotOutcome> outcomes,
    Bytes transaction,
    Address sender,
    long block,
    Bytes blockHash,
    Instant blockTime,
    long gasUsed,
    BigInteger gasPrice) {
  public BatchInclusion {
    outcomes = List.copyOf(outcomes);
  }

  public int accepted() {
    return (int) outcomes.stream().filter(BallotOutcome::counted).count();
  }

  public int refused() {
    return outcomes.size() - accepted();
  }

  /// That some of its ballots had been counted from another station before; nothing if none.
  public Optional<Failure> countedEarlier() {
    return refused() == 0
        ? Optional.empty()
        : Optional.of(new Failure(FailureCode.COUNTED_EARLIER, Integer.toString(refused())));
  }

  /// Wei paid for the transaction.
  public BigInteger cost() {
    return gasPrice.multiply(BigInteger.valueOf(gasUsed));
  }
}
