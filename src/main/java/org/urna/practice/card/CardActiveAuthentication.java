package org.urna.practice.card;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The card side of Active Authentication (ICAO 9303-11 §6.1): INTERNAL AUTHENTICATE over a
/// challenge of eight bytes.
final class CardActiveAuthentication {

  private static final int CHALLENGE_BYTES = 8;

  private final @Nullable ActiveAuthenticationKey key;
  private final SecureRandom random;

  /// @param key null for a chip without data group 15
  CardActiveAuthentication(@Nullable ActiveAuthenticationKey key, SecureRandom random) {
    this.key = key;
    this.random = random;
  }

  /// Signs.
  ///
  /// @throws CardRefusal 6D00 on a chip that does not know the command, 6700 for a wrong length
  byte[] sign(byte[] challenge) throws CardRefusal {
    if (key == null) {
      throw new CardRefusal(StatusWord.UNKNOWN_INSTRUCTION);
    }
    if (challenge.length != CHALLENGE_BYTES) {
      throw new CardRefusal(StatusWord.WRONG_LENGTH);
    }
    return key.sign(challenge, random);
  }
}
