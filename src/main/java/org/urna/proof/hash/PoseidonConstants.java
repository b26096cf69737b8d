package org.urna.proof.hash;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.urna.proof.bn254.Fr;

/// Round constants and the matrix of Poseidon for one width t, computed as the reference script
/// `generate_parameters_grain.sage` does (ePrint 2019/458, appendix E): a Grain LFSR seeded with
/// the parameters gives first the round constants (rejecting numbers ≥ r), then, reduced modulo r,
/// the xᵢ and yⱼ of the Cauchy matrix 1/(xᵢ + yⱼ).
///
/// Computing them here leaves no table of 70,000 digits to trust; tests compare with circomlib's.
final class PoseidonConstants {
  static final int FULL_ROUNDS = 8;

  /// Partial rounds for t = 2, 3, … 17 as circomlib chose them.
  private static final List<Integer> PARTIAL_ROUNDS =
      List.of(56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68);

  private static final int FIELD_BITS = 254;

  private final int partialRounds;
  private final BigInteger[][] rounds;
  private final BigInteger[][] matrix;

  private PoseidonConstants(int partialRounds, BigInteger[][] rounds, BigInteger[][] matrix) {
    this.partialRounds = partialRounds;
    this.rounds = rounds;
    this.matrix = matrix;
  }

  static PoseidonConstants generate(int t) {
    int partialRounds = PARTIAL_ROUNDS.get(t - 2);
    Grain grain = new Grain(t, partialRounds);
    BigInteger[][] rounds = new BigInteger[FULL_ROUNDS + partialRounds][t];
    for (BigInteger[] round : rounds) {
      for (int i = 0; i < t; i++) {
        do {
          round[i] = grain.number();
        } while (round[i].compareTo(Fr.MODULUS) >= 0);
      }
    }
    return new PoseidonConstants(partialRounds, rounds, matrix(grain, t));
  }

  private static BigInteger[][] matrix(Grain grain, int t) {
    BigInteger[] xy = new BigInteger[2 * t];
    Set<BigInteger> distinct = new HashSet<>();
    while (distinct.size() < xy.length) {
      distinct.clear();
      for (int i = 0; i < xy.length; i++) {
        xy[i] = grain.number().mod(Fr.MODULUS);
        distinct.add(xy[i]);
      }
    }
    BigInteger[][] matrix = new BigInteger[t][t];
    for (int i = 0; i < t; i++) {
      for (int j = 0; j < t; j++) {
        matrix[i][j] = xy[i].add(xy[t + j]).modInverse(Fr.MODULUS);
      }
    }
    return matrix;
  }

  int partialRounds() {
    return partialRounds;
  }

  BigInteger round(int round, int position) {
    return rounds[round][position];
  }

  BigInteger matrix(int row, int column) {
    return matrix[row][column];
  }

  /// The 80-bit Grain LFSR in self-shrinking mode.
  private static final class Grain {
    private static final int STATE_BITS = 80;
    private static final int DISCARDED = 160;

    private final boolean[] state = new boolean[STATE_BITS];
    private int start;

    Grain(int t, int partialRounds) {
      int at = put(0, 1, 2); // a prime field
      at = put(at, 0, 4); // S-box x^α
      at = put(at, FIELD_BITS, 12);
      at = put(at, t, 12);
      at = put(at, FULL_ROUNDS, 10);
      at = put(at, partialRounds, 10);
      put(at, (1 << 30) - 1, 30);
      for (int i = 0; i < DISCARDED; i++) {
        step();
      }
    }

    private int put(int at, int value, int bits) {
      for (int i = 0; i < bits; i++) {
        state[at + i] = (value >> (bits - 1 - i) & 1) == 1;
      }
      return at + bits;
    }

    private boolean at(int index) {
      int position = start + index;
      return state[position < STATE_BITS ? position : position - STATE_BITS];
    }

    private boolean step() {
      boolean bit = at(62) ^ at(51) ^ at(38) ^ at(23) ^ at(13) ^ at(0);
      state[start] = bit;
      start = start + 1 < STATE_BITS ? start + 1 : 0;
      return bit;
    }

    private boolean bit() {
      while (!step()) {
        step();
      }
      return step();
    }

    /// 254 bits, most significant first.
    BigInteger number() {
      byte[] bigEndian = new byte[32];
      for (int i = FIELD_BITS - 1; i >= 0; i--) {
        if (bit()) {
          bigEndian[31 - i / 8] |= (byte) (1 << i % 8);
        }
      }
      return new BigInteger(1, bigEndian);
    }
  }
}
