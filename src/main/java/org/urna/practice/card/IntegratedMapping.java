package org.urna.practice.card;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

/// The pseudo-random number function of PACE's integrated mapping (ICAO 9303-11 §4.4.3.3.3): both
/// nonces, `s` of the chip and `t` of the reader, become the generator of the key agreement.
final class IntegratedMapping {

  private static final byte[] C0_128 = hex("a668892a7c41e3ca739f40b057d85904");
  private static final byte[] C1_128 = hex("a4e136ac725f738b01c1f60217c188ad");
  private static final byte[] C0_256 =
      hex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676");
  private static final byte[] C1_256 =
      hex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517");
  private static final int SAFETY_BITS = 64;

  private IntegratedMapping() {}

  /// How long `s` is: 16 bytes, or 32 for ciphers with longer keys.
  static int nonceBytes(CardPaceInfo.Cipher cipher) {
    return cipher.keyBytes() == 16 ? 16 : 32;
  }

  /// The mapped generator; the neutral element has to be looked for by the caller.
  static byte[] generator(CardPaceInfo.Cipher cipher, CardPaceGroup group, byte[] s, byte[] t) {
    return group.encode(number(cipher, s, t, group.prime()));
  }

  /// `R_p(s, t)`: blocks `E(k_i, c1)` with `k_0 = E(t, s)` and `k_(i+1) = E(k_i, c0)`, keys cut to
  /// the cipher's length, reduced modulo the prime.
  private static BigInteger number(
      CardPaceInfo.Cipher cipher, byte[] s, byte[] t, BigInteger prime) {
    byte[] c0 = s.length == 16 ? C0_128 : C0_256;
    byte[] c1 = s.length == 16 ? C1_128 : C1_256;
    int bits = 8 * s.length;
    int blocks = (prime.bitLength() + SAFETY_BITS + bits - 1) / bits;
    byte[] key = cipher.encryptBlocks(t, s);
    byte[] stream = {};
    for (int i = 0; i < blocks; i++) {
      byte[] cut = Arrays.copyOf(key, cipher.keyBytes());
      stream = DataObjects.join(stream, cipher.encryptBlocks(cut, c1));
      key = cipher.encryptBlocks(cut, c0);
    }
    return new BigInteger(1, stream).mod(prime);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
