package org.urna.station;

import org.urna.failure.Failing;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The station's keys cannot be made, opened, kept or destroyed.
public final class StationKeyException extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  StationKeyException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  StationKeyException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  @Override
  public Failure failure() {
    return reason.failure(String.valueOf(getMessage()));
  }

  public enum Reason {
    /// The two passphrases, or one of them, are wrong, or the file was changed: the two cannot be
    /// told apart.
    PASSPHRASES_REFUSED(FailureCode.PASSPHRASES_REFUSED),
    /// A file is missing or not what it should be.
    FILE_DAMAGED(FailureCode.KEYS_UNREADABLE),
    /// Keys exist already; making new ones would lose them.
    KEYS_EXIST(FailureCode.KEYS_EXIST),
    /// The nullifier key is not here, its file was changed, or it cannot be kept or destroyed.
    VAULT_DAMAGED(FailureCode.NULLIFIER_KEY_REFUSED),
    /// A trustee's part does not open, or belongs elsewhere.
    PART_REFUSED(FailureCode.NULLIFIER_KEY_REFUSED),
    /// The parts make another nullifier key than the election pins.
    COMMITMENT_MISMATCH(FailureCode.NULLIFIER_KEY_REFUSED),
    /// The nullifier key was destroyed at the close.
    DESTROYED(FailureCode.NULLIFIER_KEY_REFUSED);

    private final FailureCode code;

    Reason(FailureCode code) {
      this.code = code;
    }

    /// As officials are told.
    ///
    /// @param detail what is known beyond it; never of a passphrase
    public Failure failure(String detail) {
      return new Failure(code, detail);
    }
  }
}
