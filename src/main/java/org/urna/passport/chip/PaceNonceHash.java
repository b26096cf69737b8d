package org.urna.passport.chip;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/// The pseudo-random function R_p(s, t) of integrated mapping (ICAO 9303-11 §4.4.3.3.2), which
/// turns the chip's nonce s and the reader's t into a number modulo p. Names follow the standard.
///
/// JMRTD has this function, but hands the cipher's transformation name to the key, which the JDK's
/// own AES refuses, and makes t as long as s, which is too long for AES-192.
final class PaceNonceHash {

  private static final byte[] C0_128 = hex("a668892a7c41e3ca739f40b057d85904");
  private static final byte[] C1_128 = hex("a4e136ac725f738b01c1f60217c188ad");
  private static final byte[] C0_256 =
      hex("d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676");
  private static final byte[] C1_256 =
      hex("54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517");

  /// n is the least number with n·l ≥ log2(p) + 64.
  private static final int EXCESS_BITS = 64;

  private PaceNonceHash() {}

  /// @param s [PaceCipher#mappedNonceBytes] bytes
  /// @param t [PaceCipher#keyBytes] bytes
  static BigInteger of(PaceCipher cipher, byte[] s, byte[] t, BigInteger p)
      throws GeneralSecurityException {
    boolean isLong = s.length == C0_256.length;
    byte[] c0 = isLong ? C0_256 : C0_128;
    byte[] c1 = isLong ? C1_256 : C1_128;
    ByteArrayOutputStream x = new ByteArrayOutputStream();
    byte[] k = Arrays.copyOf(cipher.encrypt(t, s), cipher.keyBytes());
    while (x.size() * 8 < p.bitLength() + EXCESS_BITS) {
      x.writeBytes(cipher.encrypt(k, c1));
      k = Arrays.copyOf(cipher.encrypt(k, c0), cipher.keyBytes());
    }
    return new BigInteger(1, x.toByteArray()).mod(p);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
