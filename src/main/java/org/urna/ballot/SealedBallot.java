package org.urna.ballot;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ElectionManifest;
import org.urna.proof.Proof;
import org.urna.proof.hash.ElGamal.Ciphertext;

/// A ballot as it is queued, sent and counted: what the public sees, and nothing else. No choice
/// and no randomness can be reached from it.
///
/// It is well formed as a value (all numbers in range, all ciphertext points on the curve); whether
/// it is a valid ballot is what [BallotVerifier] answers.
///
/// @param variant the position in the manifest's variants
/// @param nullifier what the ballot spends
/// @param badge binds both proofs to each other
/// @param ciphertexts C1.x, C1.y, C2.x, C2.y for each option of the election; unmodifiable
/// @param enrolmentProof proof that an eligible person holds the badge
/// @param ballotProof proof that the ciphertexts hold exactly one mark and come from the badge
public record SealedBallot(
    int variant,
    Nullifier nullifier,
    BadgeCommitment badge,
    List<BigInteger> ciphertexts,
    Proof enrolmentProof,
    Proof ballotProof) {
  /// The largest variant index: there are at most 16 variants.
  private static final int MAX_VARIANT = 15;

  private static final int WORD_BYTES = 32;
  private static final int HEAD_WORDS = 3;

  public SealedBallot {
    if (variant < 0 || variant > MAX_VARIANT) {
      throw new IllegalArgumentException("ballot.variant: must be from 0 to 15");
    }
    ciphertexts = List.copyOf(ciphertexts);
    int options = ciphertexts.size() / Ciphertext.WORDS;
    if (ciphertexts.size() % Ciphertext.WORDS != 0
        || options < 2
        || options > ElectionManifest.MAX_OPTIONS) {
      throw new IllegalArgumentException(
          "ballot.ciphertexts: must be 4 numbers for each of 2 to 16 options");
    }
    for (int i = 0; i < options; i++) {
      try {
        ciphertext(ciphertexts, i);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("ballot.ciphertexts[" + i + "]: " + e.getMessage(), e);
      }
    }
  }

  private static Ciphertext ciphertext(List<BigInteger> words, int option) {
    return Ciphertext.fromWords(
        words.subList(Ciphertext.WORDS * option, Ciphertext.WORDS * (option + 1)));
  }

  /// How many options the ballot has.
  public int optionCount() {
    return ciphertexts.size() / Ciphertext.WORDS;
  }

  /// The ciphertext of each option, in the order of the manifest.
  public List<Ciphertext> ciphertextList() {
    List<Ciphertext> all = new ArrayList<>(optionCount());
    for (int i = 0; i < optionCount(); i++) {
      all.add(ciphertext(ciphertexts, i));
    }
    return List.copyOf(all);
  }

  /// The ballot's code at a station of an election.
  public BallotCode code(BigInteger electionId, Address station) {
    return BallotCode.of(electionId, station, badge, ciphertexts);
  }

  /// The ballot's words, in the order of its one encoding: variant, nullifier, badge, ciphertexts,
  /// 8 words of the enrolment proof, 8 of the ballot proof.
  public List<BigInteger> toWords() {
    List<BigInteger> words = new ArrayList<>(wordCount(optionCount()));
    words.add(BigInteger.valueOf(variant));
    words.add(nullifier.value());
    words.add(badge.value());
    words.addAll(ciphertexts);
    words.addAll(enrolmentProof.toWords());
    words.addAll(ballotProof.toWords());
    return List.copyOf(words);
  }

  private static int wordCount(int optionCount) {
    return HEAD_WORDS + Ciphertext.WORDS * optionCount + 2 * Proof.WORDS;
  }

  /// How many bytes [#toBytes()] of a ballot with `optionCount` options has.
  public static int byteCount(int optionCount) {
    return WORD_BYTES * wordCount(optionCount);
  }

  /// The canonical binary form: [#toWords()], each as 32 bytes, big-endian.
  public byte[] toBytes() {
    List<BigInteger> words = toWords();
    byte[] out = new byte[WORD_BYTES * words.size()];
    for (int i = 0; i < words.size(); i++) {
      System.arraycopy(Bytes.word(words.get(i)), 0, out, WORD_BYTES * i, WORD_BYTES);
    }
    return out;
  }

  /// Reads the canonical binary form.
  ///
  /// @throws IllegalArgumentException if the length is not that of a ballot with `optionCount`
  ///   options, or a number is out of range
  public static SealedBallot fromBytes(byte[] bytes, int optionCount) {
    if (bytes.length != byteCount(optionCount)) {
      throw new IllegalArgumentException("ballot: has the wrong length");
    }
    List<BigInteger> words = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += WORD_BYTES) {
      words.add(new BigInteger(1, bytes, i, WORD_BYTES));
    }
    BigInteger variant = words.getFirst();
    if (variant.bitLength() > 31) {
      throw new IllegalArgumentException("ballot.variant: must be from 0 to 15");
    }
    int proofs = HEAD_WORDS + Ciphertext.WORDS * optionCount;
    SealedBallot ballot =
        new SealedBallot(
            variant.intValueExact(),
            new Nullifier(words.get(1)),
            new BadgeCommitment(words.get(2)),
            words.subList(HEAD_WORDS, proofs),
            Proof.fromWords(words.subList(proofs, proofs + Proof.WORDS)),
            Proof.fromWords(words.subList(proofs + Proof.WORDS, words.size())));
    if (!Arrays.equals(bytes, ballot.toBytes())) {
      throw new IllegalArgumentException("ballot: is not in its one encoding");
    }
    return ballot;
  }

  /// Says how large the ballot is and not whose: a log that holds nullifiers in the order of their
  /// arrival would tell who voted when.
  @Override
  public String toString() {
    return "SealedBallot[" + optionCount() + " options]";
  }
}
