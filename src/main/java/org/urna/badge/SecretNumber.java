package org.urna.badge;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;

/// A secret number in an array that is overwritten on close.
final class SecretNumber implements AutoCloseable {
  /// Below 2^248 every number is a field element and 31 bytes.
  static final int SHORT_BYTES = 31;

  private final byte[] bigEndian;
  private boolean closed;

  private SecretNumber(byte[] bigEndian) {
    this.bigEndian = bigEndian;
  }

  /// 248 random bits.
  static SecretNumber draw(SecureRandom random) {
    byte[] bytes = new byte[SHORT_BYTES];
    random.nextBytes(bytes);
    return new SecretNumber(bytes);
  }

  /// A copy of `bigEndian`; the caller wipes its own.
  static SecretNumber copyOf(byte[] bigEndian) {
    return new SecretNumber(bigEndian.clone());
  }

  static SecretNumber of(BigInteger value, int bytes) {
    if (value.signum() < 0 || value.bitLength() > 8 * bytes) {
      throw new IllegalArgumentException("a secret number does not fit");
    }
    byte[] target = new byte[bytes];
    BigInteger rest = value;
    for (int i = bytes - 1; i >= 0; i--) {
      target[i] = rest.byteValue();
      rest = rest.shiftRight(8);
    }
    return new SecretNumber(target);
  }

  BigInteger value() {
    requireOpen();
    return new BigInteger(1, bigEndian);
  }

  byte[] copy() {
    requireOpen();
    return bigEndian.clone();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the secret is already destroyed");
    }
  }

  @Override
  public void close() {
    closed = true;
    Arrays.fill(bigEndian, (byte) 0);
  }
}
