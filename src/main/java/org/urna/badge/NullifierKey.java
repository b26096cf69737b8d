package org.urna.badge;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.hash.Poseidon;

/// The key K of an election's nullifiers (protocol §4). **A secret**: with it, whoever holds a
/// person's passport data can test whether that person took part. It never reveals a choice.
///
/// In memory only while polls are open; overwritten by [#close()]. Not recorded, not printed, not
/// compared: a station compares [#commitment()] with the manifest.
public final class NullifierKey implements AutoCloseable {
  /// A trustee's part is below 2 to this power.
  public static final int PART_BITS = 248;

  /// The most trustees: Poseidon takes 16 inputs, one is the tag.
  public static final int MAX_PARTS = 15;

  /// The length of [#toBytes()].
  public static final int BYTES = 32;

  private static final BigInteger KEY_TAG = Poseidon.tag("urna.nullifier-key.v1");
  private static final BigInteger COMMITMENT_TAG = Poseidon.tag("urna.nullifier-key-commitment.v1");
  private static final BigInteger NULLIFIER_TAG = Poseidon.tag("urna.nullifier.v1");

  private final SecretNumber key;

  private NullifierKey(SecretNumber key) {
    this.key = key;
  }

  /// K = Poseidon(tag, K_1 … K_n).
  ///
  /// @param parts the trustees' parts in the order of the manifest
  /// @throws IllegalArgumentException if there are no parts or more than 15, or one is not in [0,
  ///   2^248)
  public static NullifierKey fromParts(List<BigInteger> parts) {
    if (parts.isEmpty() || parts.size() > MAX_PARTS) {
      throw new IllegalArgumentException("a nullifier key has 1 to 15 parts");
    }
    List<BigInteger> inputs = new ArrayList<>(parts.size() + 1);
    inputs.add(KEY_TAG);
    for (BigInteger part : parts) {
      if (part.signum() < 0 || part.bitLength() > PART_BITS) {
        throw new IllegalArgumentException("a part of the nullifier key has at most 248 bits");
      }
      inputs.add(part);
    }
    return new NullifierKey(SecretNumber.of(Poseidon.hash(inputs), BYTES));
  }

  /// A key from [#toBytes()], unwrapped by the station; the caller wipes its array.
  ///
  /// @throws IllegalArgumentException if it is not 32 bytes or not below r
  public static NullifierKey ofBytes(byte[] bigEndian) {
    if (bigEndian.length != BYTES) {
      throw new IllegalArgumentException("a nullifier key has 32 bytes");
    }
    FieldElements.require(new BigInteger(1, bigEndian), "a nullifier key");
    return new NullifierKey(SecretNumber.copyOf(bigEndian));
  }

  /// Draws a trustee's part K_j: 248 random bits. **A secret.**
  public static BigInteger drawPart(SecureRandom random) {
    try (SecretNumber part = SecretNumber.draw(random)) {
      return part.value();
    }
  }

  /// 32 bytes, big-endian, to be wrapped by officials' passphrases; the caller wipes the array.
  ///
  /// @throws IllegalStateException if the key is closed
  public byte[] toBytes() {
    return key.copy();
  }

  /// K as the circuit takes it. The caller must not keep it.
  ///
  /// @throws IllegalStateException if the key is closed
  public BigInteger secret() {
    return key.value();
  }

  /// Poseidon(tag, K), as the manifest pins it.
  ///
  /// @throws IllegalStateException if the key is closed
  public BigInteger commitment() {
    return Poseidon.hash(COMMITMENT_TAG, key.value());
  }

  /// The nullifier of the person `subject` in the election `electionId`.
  ///
  /// @throws IllegalArgumentException if an argument is not a field element
  /// @throws IllegalStateException if the key is closed
  public Nullifier nullifierOf(BigInteger subject, BigInteger electionId) {
    return new Nullifier(Poseidon.hash(NULLIFIER_TAG, subject, key.value(), electionId));
  }

  /// Overwrites the key. Further calls do nothing.
  @Override
  public void close() {
    key.close();
  }
}
