package org.urna.proof;

import java.math.BigInteger;

/// 256-bit words, the unit in which the EVM and the key hash see numbers.
final class Words {
  private Words() {}

  /// Returns `value` if it fits a 256-bit word.
  ///
  /// @throws IllegalArgumentException if it is negative or longer
  static BigInteger require(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 256) {
      throw new IllegalArgumentException("not a 256-bit word");
    }
    return value;
  }

  /// Writes `value` as 32 bytes, big-endian, at `offset`.
  static void putBigEndian(BigInteger value, byte[] target, int offset) {
    BigInteger rest = require(value);
    for (int i = 31; i >= 0; i--) {
      target[offset + i] = rest.byteValue();
      rest = rest.shiftRight(8);
    }
  }
}
