package org.urna.ceremony;

import java.math.BigInteger;
import java.util.Arrays;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;

/// The stream of numbers and points that snarkjs draws from a seed of 32 bytes: ChaCha20's block
/// function with a 128-bit counter from 0 (ffjavascript, `chacha.js`), so that a beacon's key can
/// be recomputed and contributions checked by either program.
///
/// Numbers are 64-bit words of two 32-bit words, the first one on top, the words least significant
/// first, masked to 254 bits and drawn anew until they are below the modulus; the result is taken
/// *as the Montgomery form* of the element. A point is an x drawn until x³ + b is a square, and the
/// sign of y by one more bit; in G2 it is multiplied by the cofactor.
///
/// May hold a contributor's secret: wiped when closed. The points' arithmetic is on immutable
/// numbers and is for values that are published.
final class SnarkjsRandom implements AutoCloseable {
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
  private static final BigInteger Q = Fq.MODULUS;
  private static final BigInteger ROOT_EXPONENT = Q.add(BigInteger.ONE).shiftRight(2);
  private static final BigInteger HALF = BigInteger.TWO.modInverse(Q);

  /// The cofactor of the twist, 2q − r.
  private static final long[] COFACTOR = PrimeField.limbs(Q.shiftLeft(1).subtract(Fr.MODULUS));

  /// 3/(9 + u), the twist's b.
  private static final Fq2 TWIST_B =
      new Fq2(
          BigInteger.valueOf(27).multiply(BigInteger.valueOf(82).modInverse(Q)).mod(Q),
          BigInteger.valueOf(-3).multiply(BigInteger.valueOf(82).modInverse(Q)).mod(Q));

  private final int[] state = new int[16];
  private final int[] block = new int[16];
  private int next = 16;

  /// @param seed at least 32 bytes, of which the first 32 count
  SnarkjsRandom(byte[] seed) {
    System.arraycopy(CONSTANTS, 0, state, 0, 4);
    for (int i = 0; i < 8; i++) {
      state[4 + i] =
          (seed[4 * i] & 0xff) << 24
              | (seed[4 * i + 1] & 0xff) << 16
              | (seed[4 * i + 2] & 0xff) << 8
              | (seed[4 * i + 3] & 0xff);
    }
  }

  private int word() {
    if (next == 16) {
      System.arraycopy(state, 0, block, 0, 16);
      for (int i = 0; i < 10; i++) {
        for (int k = 0; k < 4; k++) {
          quarterRound(k, 4 + k, 8 + k, 12 + k);
        }
        for (int k = 0; k < 4; k++) {
          quarterRound(k, 4 + (k + 1) % 4, 8 + (k + 2) % 4, 12 + (k + 3) % 4);
        }
      }
      for (int i = 0; i < 16; i++) {
        block[i] += state[i];
      }
      next = 0;
      for (int i = 12; i < 16 && ++state[i] == 0; i++) {
        // carries
      }
    }
    return block[next++];
  }

  private void quarterRound(int a, int b, int c, int d) {
    block[a] += block[b];
    block[d] = Integer.rotateLeft(block[d] ^ block[a], 16);
    block[c] += block[d];
    block[b] = Integer.rotateLeft(block[b] ^ block[c], 12);
    block[a] += block[b];
    block[d] = Integer.rotateLeft(block[d] ^ block[a], 8);
    block[c] += block[d];
    block[b] = Integer.rotateLeft(block[b] ^ block[c], 7);
  }

  private boolean bit() {
    return (word() & 1) != 0;
  }

  /// An element in Montgomery form.
  private long[] element(PrimeField field) {
    long[] limbs = new long[PrimeField.LIMBS];
    do {
      for (int i = 0; i < limbs.length; i++) {
        long high = Integer.toUnsignedLong(word());
        limbs[i] = high << 32 | Integer.toUnsignedLong(word());
      }
      limbs[3] &= -1L >>> 2;
    } while (!field.isReduced(limbs[0], limbs[1], limbs[2], limbs[3]));
    return limbs;
  }

  /// A scalar in normal form; the caller wipes it.
  long[] scalar() {
    long[] limbs = element(Fr.FIELD);
    Fr.FIELD.fromMontgomery(limbs, 0, limbs, 0);
    return limbs;
  }

  /// A point of G1, not infinity.
  long[] g1() {
    while (true) {
      BigInteger x = Fq.FIELD.toBigInteger(element(Fq.FIELD), 0);
      boolean greatest = bit();
      BigInteger square = x.pow(3).add(BigInteger.valueOf(3)).mod(Q);
      BigInteger y = square.modPow(ROOT_EXPONENT, Q);
      if (y.multiply(y).mod(Q).equals(square)) {
        return G1.toLimbs(x, isNegative(y) == greatest ? y : Q.subtract(y).mod(Q));
      }
    }
  }

  /// A point of G2.
  long[] g2() {
    while (true) {
      Fq2 x =
          new Fq2(
              Fq.FIELD.toBigInteger(element(Fq.FIELD), 0),
              Fq.FIELD.toBigInteger(element(Fq.FIELD), 0));
      boolean greatest = bit();
      Fq2 square = x.multiply(x).multiply(x).add(TWIST_B);
      Fq2 y = square.root();
      if (y.multiply(y).equals(square)) {
        boolean negative = isNegative(y.c1.signum() == 0 ? y.c0 : y.c1);
        Fq2 signed = negative == greatest ? y : y.negate();
        return Group.G2.multiply(G2.toLimbs(x.c0, x.c1, signed.c0, signed.c1), COFACTOR);
      }
    }
  }

  /// The point that a contribution's proof of knowledge is made with, from its transcript hash.
  static long[] hashToG2(byte[] transcript) {
    try (SnarkjsRandom random = new SnarkjsRandom(transcript)) {
      return random.g2();
    }
  }

  /// As in snarkjs: whether a number is above (q − 1)/2.
  private static boolean isNegative(BigInteger value) {
    return value.compareTo(Q.shiftRight(1)) > 0;
  }

  /// c0 + c1·u with u² = −1.
  private record Fq2(BigInteger c0, BigInteger c1) {
    Fq2 add(Fq2 b) {
      return new Fq2(c0.add(b.c0).mod(Q), c1.add(b.c1).mod(Q));
    }

    Fq2 negate() {
      return new Fq2(c0.negate().mod(Q), c1.negate().mod(Q));
    }

    Fq2 multiply(Fq2 b) {
      return new Fq2(
          c0.multiply(b.c0).subtract(c1.multiply(b.c1)).mod(Q),
          c0.multiply(b.c1).add(c1.multiply(b.c0)).mod(Q));
    }

    /// A square root if there is one, else anything: the caller squares it. By the norm: if (x +
    /// yu)² = c0 + c1·u then x² is (c0 ± √(c0² + c1²))/2.
    Fq2 root() {
      BigInteger norm = c0.multiply(c0).add(c1.multiply(c1)).mod(Q).modPow(ROOT_EXPONENT, Q);
      for (BigInteger sign : new BigInteger[] {norm, norm.negate()}) {
        BigInteger x = c0.add(sign).multiply(HALF).mod(Q).modPow(ROOT_EXPONENT, Q);
        BigInteger y =
            x.signum() == 0
                ? c0.negate().mod(Q).modPow(ROOT_EXPONENT, Q)
                : c1.multiply(x.shiftLeft(1).modInverse(Q)).mod(Q);
        Fq2 root = new Fq2(x, y);
        if (root.multiply(root).equals(this)) {
          return root;
        }
      }
      return this;
    }
  }

  /// Overwrites the seed and the words drawn.
  @Override
  public void close() {
    Arrays.fill(state, 0);
    Arrays.fill(block, 0);
  }
}
