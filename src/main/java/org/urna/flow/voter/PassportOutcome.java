package org.urna.flow.voter;

import org.urna.failure.Failure;

/// How reading and judging a passport ended. No case carries anything of the person. What is amiss
/// with contact alone is no failure yet: the flow knows of the reader what decides that.
public sealed interface PassportOutcome {
  /// Genuine, not a copy, eligible. The voter session keeps the passport's data until the proof
  /// exists.
  record Admitted() implements PassportOutcome {}

  /// Nothing lies on the reader.
  record NothingThere() implements PassportOutcome {}

  /// The chip was lost in the middle; it is read again from here.
  record ContactLost() implements PassportOutcome {}

  /// The reader was unplugged.
  record ReaderGone() implements PassportOutcome {}

  /// Read to an end that admits nobody.
  record Refused(Failure failure) implements PassportOutcome {}
}
