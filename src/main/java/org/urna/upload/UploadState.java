package org.urna.upload;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a batch has come: sealed → submitted → included → final. A reorganisation leads back,
/// from final too when it was deeper than anybody thought possible; refused lasts as long as the
/// chain says so.
public sealed interface UploadState {
  /// Signed by its station; no transaction of ours can carry it.
  record Sealed() implements UploadState {}

  /// At least one transaction was signed and kept, and may have been sent.
  ///
  /// @param attempts in order of signing. All have one nonce, so at most one of them can ever be in
  ///   a block
  record Submitted(List<Attempt> attempts) implements UploadState {
    public Submitted {
      attempts = List.copyOf(attempts);
      if (attempts.stream().mapToLong(a -> a.transaction().nonce()).distinct().count() != 1) {
        throw new IllegalArgumentException("attempts: must be one or more, of one nonce");
      }
    }

    public long nonce() {
      return attempts.getFirst().transaction().nonce();
    }
  }

  /// The contract accepted it, in a block that a reorganisation could still undo.
  ///
  /// @param attempts ours, to be sent again after a reorganisation; empty if somebody else sent the
  ///   batch
  record Included(BatchInclusion inclusion, List<Attempt> attempts) implements UploadState {
    public Included {
      attempts = List.copyOf(attempts);
    }

    /// The transaction of ours that the block holds; nothing if it holds somebody else's.
    Optional<SignedTransaction> ours() {
      return attempts.stream()
          .map(Attempt::transaction)
          .filter(transaction -> transaction.hash().equals(inclusion.transaction()))
          .findFirst();
    }
  }

  /// Accepted, and as deep in the chain as the election demands.
  record Final(BatchInclusion inclusion) implements UploadState {}

  /// The contract will not take it, said twice of different blocks. People have to look: the batch
  /// is kept, its number may still be free.
  record Refused(ContractRefusal refusal, List<BallotFault> faults) implements UploadState {
    public Refused {
      faults = List.copyOf(faults);
    }
  }

  /// The block that holds it, once the contract accepted it.
  default Optional<BatchInclusion> accepted() {
    return switch (this) {
      case Included included -> Optional.of(included.inclusion());
      case Final settled -> Optional.of(settled.inclusion());
      case Sealed _, Submitted _, Refused _ -> Optional.empty();
    };
  }

  /// A transaction that was kept before it was sent.
  record Attempt(SignedTransaction transaction, Instant signedAt) {}
}
