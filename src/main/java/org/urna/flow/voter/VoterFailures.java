package org.urna.flow.voter;

import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// The failures that only the flow knows of, from what it sees of the reader, the keys and the
/// clock. All others come to it with an outcome.
public final class VoterFailures {
  /// No chip was seen for a while.
  public static final Failure NO_CHIP = Failure.of(FailureCode.NO_CHIP_FOUND);

  /// The chip was lost and is being looked for.
  public static final Failure CONTACT_LOST = Failure.of(FailureCode.CONTACT_LOST);

  /// The voter says that there is no symbol on the cover.
  public static final Failure NO_SYMBOL = Failure.of(FailureCode.NO_CHIP_IN_DOCUMENT);

  /// The reader is not there.
  public static final Failure READER_GONE = Failure.of(FailureCode.READER_GONE);

  /// A check digit says that a group was mistyped.
  public static final Failure KEY_MISTYPED = Failure.of(FailureCode.KEY_MISTYPED);

  /// The voter did not go on.
  public static final Failure TIMED_OUT = Failure.of(FailureCode.SESSION_TIMED_OUT);

  private VoterFailures() {}
}
