package org.urna.proof.hash;

import java.math.BigInteger;
import java.util.List;
import org.urna.proof.hash.BabyJubJub.Point;

/// Exponential ElGamal on BabyJubJub: (r·B8, r·H + m·B8). Ciphertexts add up to a ciphertext of the
/// sum of their messages.
public final class ElGamal {
  private ElGamal() {}

  /// The two points C1 = r·B8 and C2 = r·H + m·B8. That they lie in the subgroup is what the ballot
  /// proof shows; whoever has no proof asks [#isInSubgroup()].
  public record Ciphertext(Point c1, Point c2) {
    /// The encryption of 0 with r = 0; adding it changes nothing.
    public static final Ciphertext NEUTRAL =
        new Ciphertext(BabyJubJub.IDENTITY, BabyJubJub.IDENTITY);

    /// How many words [#toWords()] has.
    public static final int WORDS = 4;

    /// The ciphertext of the sum of both messages.
    public Ciphertext add(Ciphertext other) {
      return new Ciphertext(BabyJubJub.add(c1, other.c1), BabyJubJub.add(c2, other.c2));
    }

    /// Whether both points lie in the subgroup.
    public boolean isInSubgroup() {
      return BabyJubJub.isInSubgroup(c1) && BabyJubJub.isInSubgroup(c2);
    }

    /// C1.x, C1.y, C2.x, C2.y: the order of the public signals and of the chain.
    public List<BigInteger> toWords() {
      return List.of(c1.x(), c1.y(), c2.x(), c2.y());
    }

    /// The ciphertext in [#toWords()]' order.
    ///
    /// @throws IllegalArgumentException if there are not four words or a point is not on the curve
    public static Ciphertext fromWords(List<BigInteger> words) {
      if (words.size() != WORDS) {
        throw new IllegalArgumentException("a ciphertext has 4 words, got " + words.size());
      }
      return new Ciphertext(
          new Point(words.get(0), words.get(1)), new Point(words.get(2), words.get(3)));
    }
  }

  /// Encrypts a mark.
  ///
  /// @param key H, in the subgroup and not the identity
  /// @param mark 0 or 1
  /// @param randomness r in [0, ℓ), drawn for this ciphertext alone and forgotten
  /// @throws IllegalArgumentException if the mark is neither 0 nor 1, or r is out of range
  public static Ciphertext encrypt(Point key, int mark, BigInteger randomness) {
    if (mark != 0 && mark != 1) {
      throw new IllegalArgumentException("a mark is 0 or 1");
    }
    if (randomness.signum() < 0 || randomness.compareTo(BabyJubJub.ORDER) >= 0) {
      throw new IllegalArgumentException("the randomness is not in [0, ℓ)");
    }
    Point shared = BabyJubJub.multiply(key, randomness);
    return new Ciphertext(
        BabyJubJub.multiply(BabyJubJub.BASE8, randomness),
        mark == 0 ? shared : BabyJubJub.add(shared, BabyJubJub.BASE8));
  }
}
