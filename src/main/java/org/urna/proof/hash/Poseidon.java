package org.urna.proof.hash;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.urna.proof.bn254.Fr;

/// The Poseidon hash (ePrint 2019/458) over the scalar field of BN254 with circomlib's parameters:
/// S-box x⁵, 8 full rounds, t = inputs + 1 ≤ 17, capacity element 0, output state\[0\].
///
/// The inputs are hashed as they are: every use of ours puts a domain [#tag(String)] first, so that
/// a hash made for one purpose never stands for another.
public final class Poseidon {
  /// The most inputs one hash takes.
  public static final int MAX_INPUTS = 16;

  private static final int MAX_TAG_BYTES = 32;

  private static final AtomicReferenceArray<PoseidonConstants> CONSTANTS =
      new AtomicReferenceArray<>(MAX_INPUTS + 2);

  private Poseidon() {}

  /// Poseidon(inputs).
  ///
  /// @throws IllegalArgumentException if there are no inputs or more than 16, or one is not in [0,
  ///   r)
  public static BigInteger hash(BigInteger... inputs) {
    if (inputs.length < 1 || inputs.length > MAX_INPUTS) {
      throw new IllegalArgumentException("Poseidon takes 1 to 16 inputs, got " + inputs.length);
    }
    BigInteger[] state = new BigInteger[inputs.length + 1];
    state[0] = BigInteger.ZERO;
    for (int i = 0; i < inputs.length; i++) {
      if (!isFieldElement(inputs[i])) {
        throw new IllegalArgumentException("Poseidon input " + i + " is not in the scalar field");
      }
      state[i + 1] = inputs[i];
    }
    return permute(state, constants(state.length))[0];
  }

  /// Poseidon(inputs).
  ///
  /// @throws IllegalArgumentException if there are no inputs or more than 16, or one is not in [0,
  ///   r)
  public static BigInteger hash(List<BigInteger> inputs) {
    return hash(inputs.toArray(BigInteger[]::new));
  }

  /// Whether `value` is in [0, r): what Poseidon takes and gives.
  public static boolean isFieldElement(BigInteger value) {
    return value.signum() >= 0 && value.compareTo(Fr.MODULUS) < 0;
  }

  /// A domain tag: the ASCII text as a big-endian integer, modulo r as circom takes every constant.
  /// Only a text of 32 characters is changed by that.
  ///
  /// @throws IllegalArgumentException if the text is empty, longer than 32 bytes or not ASCII
  public static BigInteger tag(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length == 0
        || bytes.length > MAX_TAG_BYTES
        || !new String(bytes, StandardCharsets.US_ASCII).equals(ascii)) {
      throw new IllegalArgumentException("a tag is 1 to 32 ASCII characters: " + ascii);
    }
    return new BigInteger(1, bytes).mod(Fr.MODULUS);
  }

  private static PoseidonConstants constants(int t) {
    PoseidonConstants known = CONSTANTS.get(t);
    if (known == null) {
      // Two threads may both compute them; they compute the same.
      known = PoseidonConstants.generate(t);
      CONSTANTS.set(t, known);
    }
    return known;
  }

  private static BigInteger[] permute(BigInteger[] input, PoseidonConstants constants) {
    int t = input.length;
    int half = PoseidonConstants.FULL_ROUNDS / 2;
    int rounds = PoseidonConstants.FULL_ROUNDS + constants.partialRounds();
    BigInteger[] state = input;
    BigInteger[] next = new BigInteger[t];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < t; i++) {
        state[i] = state[i].add(constants.round(round, i));
      }
      boolean full = round < half || round >= half + constants.partialRounds();
      state[0] = fifthPower(state[0]);
      for (int i = 1; full && i < t; i++) {
        state[i] = fifthPower(state[i]);
      }
      for (int i = 0; i < t; i++) {
        // One reduction for each row: the sum stays below 2^513.
        BigInteger sum = BigInteger.ZERO;
        for (int j = 0; j < t; j++) {
          sum = sum.add(constants.matrix(i, j).multiply(state[j]));
        }
        next[i] = sum.mod(Fr.MODULUS);
      }
      BigInteger[] swap = state;
      state = next;
      next = swap;
    }
    return state;
  }

  private static BigInteger fifthPower(BigInteger x) {
    BigInteger square = x.multiply(x).mod(Fr.MODULUS);
    return square.multiply(square).mod(Fr.MODULUS).multiply(x).mod(Fr.MODULUS);
  }
}
