package org.urna.station;

/// The station's keys cannot be made, opened, kept or destroyed.
public final class StationKeyException extends Exception {
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

  public enum Reason {
    /// The two passphrases, or one of them, are wrong, or the file was changed: the two cannot be
    /// told apart.
    PASSPHRASES_REFUSED,
    /// A file is missing or not what it should be.
    FILE_DAMAGED,
    /// Keys exist already; making new ones would lose them.
    KEYS_EXIST,
    /// A trustee's part does not open, or belongs elsewhere.
    PART_REFUSED,
    /// The parts make another nullifier key than the election pins.
    COMMITMENT_MISMATCH,
    /// The nullifier key was destroyed at the close.
    DESTROYED
  }
}
