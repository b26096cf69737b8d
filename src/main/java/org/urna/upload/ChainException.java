package org.urna.upload;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The chain could not be asked, or answered in a way that no honest node does. Nothing is known
/// about whether what was asked for happened: ask again.
public final class ChainException extends Exception implements Failing {
  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// No connection, or no answer within the time limit.
    UNREACHABLE(FailureCode.CHAIN_UNREACHABLE),
    /// The node answered with an error of its own.
    NODE_ERROR(FailureCode.NODE_ERROR),
    /// The answer cannot be true: another chain, no such contract, malformed data.
    WRONG_ANSWER(FailureCode.WRONG_CHAIN_OR_CONTRACT),
    /// The contract refused a transaction that is not a batch; the message names the reason.
    REFUSED(FailureCode.CALL_REFUSED),
    /// The deadline passed.
    DEADLINE(FailureCode.CHAIN_UNREACHABLE);

    private final FailureCode code;

    Kind(FailureCode code) {
      this.code = code;
    }

    /// As officials are told.
    Failure failure(String detail) {
      return new Failure(code, detail);
    }
  }

  private final Kind kind;

  public ChainException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ChainException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public Failure failure() {
    return kind.failure(String.valueOf(getMessage()));
  }
}
