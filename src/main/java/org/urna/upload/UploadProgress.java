package org.urna.upload;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;

/// Where a batch stands after one round, and what it waits for.
///
/// @param ballots how many it holds
/// @param said what else is to be known of it: what a node says in words of its own, or that the
///   chain took it back; usually nothing
public record UploadProgress(
    BatchId id, int ballots, UploadState state, Hold hold, Optional<Failure> said) {
  public UploadProgress(BatchId id, int ballots, UploadState state, Hold hold) {
    this(id, ballots, state, hold, Optional.empty());
  }

  /// What has to happen before the next step.
  public enum Hold {
    /// The batch has not been looked at yet.
    TURN(null),
    /// Nothing: the batch is final or refused.
    SETTLED(null),
    /// The election's opening.
    OPENING(FailureCode.NOT_OPEN_ON_CHAIN),
    /// A base fee below the policy's cap.
    CHEAPER_GAS(FailureCode.BATCH_STUCK),
    /// Money in the account.
    MONEY(FailureCode.BALANCE_TOO_LOW),
    /// A node that takes or estimates the transaction: this one refuses, in words of its own.
    NODE(null),
    /// An earlier batch that is on its way.
    EARLIER_BATCH(null),
    /// A block that holds the transaction.
    BLOCK(null),
    /// More blocks on top.
    DEPTH(null),
    /// That a node says again, of another block, what it said once.
    SECOND_LOOK(null);

    private final @Nullable FailureCode code;

    Hold(@Nullable FailureCode code) {
      this.code = code;
    }

    /// What officials can do something about; nothing if it is the usual waiting.
    public Optional<Failure> failure() {
      return Optional.ofNullable(code).map(Failure::of);
    }

    /// The same, of a hold that is a failure.
    ///
    /// @throws IllegalStateException if it is the usual waiting
    Failure failure(String detail) {
      FailureCode named = code;
      if (named == null) {
        throw new IllegalStateException(this + " is no failure");
      }
      return new Failure(named, detail);
    }
  }

  /// A batch that no round has looked at yet.
  public static UploadProgress untouched(Batch batch) {
    return new UploadProgress(
        batch.id(), batch.ballots().size(), new UploadState.Sealed(), Hold.TURN);
  }

  /// Whether the chain took it back just now, after it was final: its receipt is worth nothing.
  public boolean isUndone() {
    return said.map(
            failure ->
                switch (failure.code()) {
                  case FINAL_UNDONE -> true;
                  default -> false;
                })
        .orElse(false);
  }

  public boolean isSettled() {
    return hold == Hold.SETTLED;
  }

  /// What officials are to know of it: why it was refused, what it waits for that waiting alone
  /// does not bring, or that some of its ballots were counted earlier.
  public Optional<Failure> failure() {
    return switch (state) {
      case UploadState.Refused refused -> Optional.of(refused.refusal().failure(id));
      case UploadState.Final settled -> settled.inclusion().countedEarlier();
      case UploadState.Included included -> said.or(included.inclusion()::countedEarlier);
      case UploadState.Sealed _, UploadState.Submitted _ -> said.or(hold::failure);
    };
  }
}
