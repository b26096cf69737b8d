package org.urna.badge;

import java.math.BigInteger;

/// What a person's one ballot spends: Poseidon(tag, subject, K, electionId). The same person has
/// the same nullifier throughout one election, and without K nobody can tell whose it is.
public record Nullifier(BigInteger value) implements Comparable<Nullifier> {
  public Nullifier {
    FieldElements.require(value, "a nullifier");
  }

  /// By value: the order of ballots in a batch.
  @Override
  public int compareTo(Nullifier other) {
    return value.compareTo(other.value);
  }
}
