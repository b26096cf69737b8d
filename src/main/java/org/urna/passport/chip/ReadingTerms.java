package org.urna.passport.chip;

import java.security.SecureRandom;
import org.urna.passport.ApduObserver;

/// How passports are read: limits, randomness for the reader's challenges and keys, and who is told
/// of the exchanges.
public record ReadingTerms(ReadLimits limits, SecureRandom random, ApduObserver observer) {

  /// As the kiosk reads.
  public static ReadingTerms kiosk() {
    return new ReadingTerms(ReadLimits.KIOSK, new SecureRandom(), ApduObserver.none());
  }
}
