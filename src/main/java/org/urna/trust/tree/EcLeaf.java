package org.urna.trust.tree;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.SignerKeyType;

/// What the leaf of a P-256 key is made of: the public multiples of the key with which the circuit
/// `EcdsaP256Listed` starts, instead of computing them in every proof. Anyone recomputes them from
/// the key alone; src/main/circom/README.md has the formula.
///
/// The circuit trusts these numbers, limb by limb. A leaf that somebody *states* is worth nothing:
/// every trust root must be recomputed from the keys.
public final class EcLeaf {
  /// How many numbers describe a key.
  public static final int MULTIPLES = 96;

  private static final int LANE_BITS = 64;
  private static final int START_EXPONENT = 193;
  private static final int LOW_BITS = 96;
  private static final int LIMBS = 8;
  private static final int LIMB_BITS = 32;
  private static final int HASHED_TOGETHER = 16;
  private static final BigInteger TAG = Poseidon.tag("urna.signer.v1");
  private static final BigInteger FIELD =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  private final List<BigInteger> multiples;
  private final List<BigInteger> digests;

  private EcLeaf(List<BigInteger> multiples) {
    this.multiples = multiples;
    List<BigInteger> hashes = new ArrayList<>();
    for (int i = 0; i < MULTIPLES; i += HASHED_TOGETHER) {
      hashes.add(Poseidon.hash(multiples.subList(i, i + HASHED_TOGETHER)));
    }
    this.digests = List.copyOf(hashes);
  }

  /// The multiples of a key.
  public static EcLeaf of(P256Point key) {
    List<BigInteger> numbers = new ArrayList<>(MULTIPLES);
    for (P256Point sum : signedSums(key)) {
      numbers.addAll(limbs(sum.x()));
      numbers.add(sum.y().mod(FIELD));
      numbers.add(sum.y().mod(BigInteger.ONE.shiftLeft(LOW_BITS)));
    }
    P256Point start = key.timesPowerOfTwo(START_EXPONENT);
    numbers.addAll(limbs(start.x()));
    numbers.addAll(limbs(start.y()));
    return new EcLeaf(List.copyOf(numbers));
  }

  /// 2¹⁹²Q ± Q ± 2⁶⁴Q ± 2¹²⁸Q for a key Q: bit j of the index is set where 2^(64j)·Q is subtracted.
  /// The multipliers are not 0 and below n in absolute value, so none is the identity.
  public static List<P256Point> signedSums(P256Point key) {
    List<P256Point> lanes = new ArrayList<>();
    P256Point lane = key;
    for (int j = 0; j < 4; j++) {
      lanes.add(lane);
      lane = lane.timesPowerOfTwo(LANE_BITS);
    }
    List<P256Point> sums = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      P256Point sum = lanes.get(3);
      for (int j = 0; j < 3; j++) {
        sum = sum.plus((i >> j & 1) == 1 ? lanes.get(j).negate() : lanes.get(j));
      }
      sums.add(sum);
    }
    return List.copyOf(sums);
  }

  /// Eight limbs of 32 bits of a number below 2²⁵⁶, least significant first.
  private static List<BigInteger> limbs(BigInteger number) {
    BigInteger mask = BigInteger.ONE.shiftLeft(LIMB_BITS).subtract(BigInteger.ONE);
    List<BigInteger> limbs = new ArrayList<>();
    for (int i = 0; i < LIMBS; i++) {
      limbs.add(number.shiftRight(i * LIMB_BITS).and(mask));
    }
    return limbs;
  }

  /// The circuit's input `multiples`: 96 numbers.
  public List<BigInteger> multiples() {
    return multiples;
  }

  /// The circuit's output `keyDigests`: Poseidon of each 16 of them, six numbers.
  public List<BigInteger> digests() {
    return digests;
  }

  /// Poseidon(tag "urna.signer.v1", state, key type, the six digests).
  ///
  /// @param state three ASCII letters
  public BigInteger leaf(String state, SignerKeyType type) {
    List<BigInteger> inputs = new ArrayList<>();
    inputs.add(TAG);
    inputs.add(new BigInteger(1, state.getBytes(StandardCharsets.US_ASCII)));
    inputs.add(BigInteger.valueOf(type.code()));
    inputs.addAll(digests);
    return Poseidon.hash(inputs);
  }
}
