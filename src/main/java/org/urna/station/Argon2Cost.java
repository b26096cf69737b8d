package org.urna.station;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.urna.keys.Passphrase;

/// What one guess at a passphrase costs (Argon2id, RFC 9106, one lane).
///
/// @param memoryKib from 8 MiB, so that a forged file cannot make guessing free, to 1 GiB, so that
///   it cannot exhaust the machine
public record Argon2Cost(int memoryKib, int iterations) {
  /// Three passes over 128 MiB: about a second on a kiosk, twice the memory of RFC 9106's second
  /// recommendation because only two keys are derived a day.
  public static final Argon2Cost STATION = new Argon2Cost(128 << 10, 3);

  public Argon2Cost {
    if (memoryKib < 8 << 10 || memoryKib > 1 << 20 || iterations < 1 || iterations > 20) {
      throw new IllegalArgumentException("argon2: cost is out of range");
    }
  }

  /// 32 bytes that the caller wipes.
  byte[] derive(Passphrase passphrase, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] key = new byte[32];
    generator.generateBytes(passphrase.utf8(), key);
    return key;
  }
}
