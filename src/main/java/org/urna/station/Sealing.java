package org.urna.station;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// AES-256-GCM with a random nonce in front: nonce (12 bytes) ‖ ciphertext ‖ tag (16). Every key
/// here seals a handful of messages in its life, far from where random nonces collide.
final class Sealing {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private Sealing() {}

  static byte[] seal(byte[] key, byte[] plain, byte[] associated, SecureRandom random) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    GCMBlockCipher cipher = cipher(true, key, nonce, associated);
    byte[] out = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
    int length = cipher.processBytes(plain, 0, plain.length, out, NONCE);
    try {
      cipher.doFinal(out, NONCE + length);
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("encrypting cannot fail", e);
    }
    return out;
  }

  /// The plaintext, which the caller wipes; nothing if the key is another or a byte was changed.
  static Optional<byte[]> open(byte[] key, byte[] sealed, byte[] associated) {
    if (sealed.length < NONCE + TAG_BITS / 8) {
      return Optional.empty();
    }
    GCMBlockCipher cipher = cipher(false, key, Arrays.copyOf(sealed, NONCE), associated);
    byte[] plain = new byte[cipher.getOutputSize(sealed.length - NONCE)];
    try {
      int length = cipher.processBytes(sealed, NONCE, sealed.length - NONCE, plain, 0);
      cipher.doFinal(plain, length);
      return Optional.of(plain);
    } catch (InvalidCipherTextException e) {
      Arrays.fill(plain, (byte) 0);
      return Optional.empty();
    }
  }

  /// HKDF-SHA256 (RFC 5869) of a uniform secret, without salt.
  static byte[] derive(byte[] secret, byte[] info) {
    HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
    hkdf.init(new HKDFParameters(secret, null, info));
    byte[] out = new byte[32];
    hkdf.generateBytes(out, 0, out.length);
    return out;
  }

  private static GCMBlockCipher cipher(
      boolean encrypt, byte[] key, byte[] nonce, byte[] associated) {
    GCMBlockCipher cipher = (GCMBlockCipher) GCMBlockCipher.newInstance(AESEngine.newInstance());
    cipher.init(encrypt, new AEADParameters(new KeyParameter(key), TAG_BITS, nonce, associated));
    return cipher;
  }
}
