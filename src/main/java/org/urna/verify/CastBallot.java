package org.urna.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.Keccak256;
import org.urna.proof.Proof;

/// One ballot as it stands in the calldata of `cast`: variant, nullifier, badge, four ciphertext
/// words per option, the enrolment proof's eight words, the ballot proof's eight. Written from the
/// protocol, not from the station's code.
record CastBallot(
    BigInteger variant,
    BigInteger nullifier,
    BigInteger badge,
    List<BigInteger> ciphertexts,
    List<BigInteger> enrolmentProof,
    List<BigInteger> ballotProof) {
  CastBallot {
    ciphertexts = List.copyOf(ciphertexts);
    enrolmentProof = List.copyOf(enrolmentProof);
    ballotProof = List.copyOf(ballotProof);
  }

  private static int wordsPerBallot(int optionCount) {
    return 3 + 4 * optionCount + 2 * Proof.WORDS;
  }

  /// Splits a batch's words into ballots.
  ///
  /// @throws IllegalArgumentException if they do not divide, or there are none
  static List<CastBallot> ofWords(List<BigInteger> words, int optionCount) {
    int size = wordsPerBallot(optionCount);
    if (words.isEmpty() || words.size() % size != 0) {
      throw new IllegalArgumentException(
          words.size() + " words do not divide into ballots of " + size);
    }
    List<CastBallot> ballots = new ArrayList<>();
    int ciphertextEnd = 3 + 4 * optionCount;
    for (int at = 0; at < words.size(); at += size) {
      List<BigInteger> ballot = words.subList(at, at + size);
      ballots.add(
          new CastBallot(
              ballot.get(0),
              ballot.get(1),
              ballot.get(2),
              ballot.subList(3, ciphertextEnd),
              ballot.subList(ciphertextEnd, ciphertextEnd + Proof.WORDS),
              ballot.subList(ciphertextEnd + Proof.WORDS, size)));
    }
    return ballots;
  }

  /// `ballotsHash` of a batch: keccak-256 over the keccak-256 of each ballot's words.
  static Bytes ballotsHash(List<BigInteger> words, int optionCount) {
    int size = wordsPerBallot(optionCount);
    byte[][] hashes = new byte[words.size() / size][];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = Keccak256.hash(bytes(words.subList(i * size, (i + 1) * size)));
    }
    return Bytes.of(Keccak256.hash(hashes));
  }

  private static byte[][] bytes(List<BigInteger> words) {
    return words.stream().map(Bytes::word).toArray(byte[][]::new);
  }
}
