package org.urna.practice.card;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// An endless sequence of bytes fixed by a public seed: SHA-256 of seed and counter. Neither secure
/// nor random; it makes practice keys the same on every machine and after every restart.
public final class SeededBytes {

  private final byte[] seed;
  private int counter;

  public SeededBytes(String seed) {
    this.seed = seed.getBytes(StandardCharsets.UTF_8);
  }

  public byte[] next(int length) {
    ByteBuffer out = ByteBuffer.allocate(length);
    while (out.hasRemaining()) {
      byte[] count = ByteBuffer.allocate(Integer.BYTES).putInt(counter++).array();
      byte[] block = SessionCipher.digest("SHA-256", DataObjects.join(seed, count));
      out.put(block, 0, Math.min(block.length, out.remaining()));
    }
    return out.array();
  }

  /// A number from 1 to `bound` − 1.
  public BigInteger below(BigInteger bound) {
    byte[] wide = next(bound.bitLength() / 8 + 16);
    return new BigInteger(1, wide).mod(bound.subtract(BigInteger.ONE)).add(BigInteger.ONE);
  }

  /// A prime of exactly `bits` bits whose two top bits are set.
  BigInteger prime(int bits) {
    BigInteger start = new BigInteger(1, next(bits / 8)).setBit(bits - 1).setBit(bits - 2);
    return start.nextProbablePrime();
  }
}
