package org.urna.ceremony;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A public random value that nobody could foresee when the last person contributed, and how often
/// it is hashed: 2^`iterationsLog2` times SHA-256.
///
/// @param hex the value, 1 to 255 bytes in lower-case hex
/// @param iterationsLog2 10 to [#MOST_ITERATIONS_LOG2]
record Beacon(String hex, int iterationsLog2) {
  /// snarkjs goes up to 63; 2³⁰ iterations take some minutes, and a check must end.
  static final int MOST_ITERATIONS_LOG2 = 30;

  static final int FEWEST_ITERATIONS_LOG2 = 10;

  Beacon {
    if (!hex.matches("([0-9a-f]{2}){1,255}")) {
      throw new IllegalArgumentException("a beacon is 1 to 255 bytes in hexadecimal digits");
    }
    if (iterationsLog2 < FEWEST_ITERATIONS_LOG2 || iterationsLog2 > MOST_ITERATIONS_LOG2) {
      throw new IllegalArgumentException(
          "a beacon is hashed 2^n times, n from "
              + FEWEST_ITERATIONS_LOG2
              + " to "
              + MOST_ITERATIONS_LOG2);
    }
  }

  byte[] value() {
    return HexFormat.of().parseHex(hex);
  }

  /// The seed of its factor. About 0.1 µs for each iteration.
  ///
  /// @throws InterruptedException if this thread was interrupted
  byte[] seed() throws InterruptedException {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha256.digest(value());
      for (long i = (1L << iterationsLog2) - 1; i > 0; i--) {
        sha256.update(hash);
        sha256.digest(hash, 0, hash.length);
        if ((i & 0xfffff) == 0 && Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return hash;
    } catch (NoSuchAlgorithmException | DigestException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
