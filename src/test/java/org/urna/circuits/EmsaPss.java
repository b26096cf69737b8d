package org.urna.circuits;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/// EMSA-PSS with SHA-256 and emBits = 2047 (RFC 8017 §9.1.1), with a hook at each step for an
/// encoder that does something else. Names are the standard's.
final class EmsaPss {
  byte[] salt = new byte[32];

  /// M' before it is hashed.
  UnaryOperator<byte[]> hashed = UnaryOperator.identity();

  UnaryOperator<byte[]> db = UnaryOperator.identity();
  UnaryOperator<byte[]> mask = UnaryOperator.identity();
  UnaryOperator<byte[]> em = UnaryOperator.identity();

  byte[] encode(byte[] mHash) {
    byte[] h = SignedDocument.sha256(hashed.apply(SignedDocument.concat(new byte[8], mHash, salt)));
    byte[] padding = new byte[256 - salt.length - 32 - 2];
    byte[] block = db.apply(SignedDocument.concat(padding, new byte[] {1}, salt));
    byte[] dbMask = mask.apply(mask(h, block.length));
    for (int i = 0; i < block.length; i++) {
      block[i] ^= dbMask[i];
    }
    block[0] &= 0x7f;
    return em.apply(SignedDocument.concat(block, h, new byte[] {(byte) 0xbc}));
  }

  static byte[] mask(byte[] seed, int length) {
    byte[] mask = new byte[0];
    for (int counter = 0; mask.length < length; counter++) {
      mask =
          SignedDocument.concat(
              mask,
              SignedDocument.sha256(
                  SignedDocument.concat(seed, new byte[] {0, 0, 0, (byte) counter})));
    }
    return Arrays.copyOf(mask, length);
  }

  /// The last 32 bytes of DB: the best that a forger can give as salt.
  static byte[] saltOf(byte[] em) {
    byte[] dbMask = mask(Arrays.copyOfRange(em, 223, 255), 223);
    byte[] salt = new byte[32];
    for (int i = 0; i < 32; i++) {
      salt[i] = (byte) (em[191 + i] ^ dbMask[191 + i]);
    }
    return salt;
  }
}
