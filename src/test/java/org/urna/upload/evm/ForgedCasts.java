package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.election.Keccak256;
import org.urna.proof.Proof;
import org.urna.queue.BatchId;

/// Casts of words that no station would sign, signed as a stolen key would, in the way that the
/// contract reckons it.
final class ForgedCasts {
  private ForgedCasts() {}

  static CastCall signed(
      Eip712Domain domain, int optionCount, BigInteger key, BatchId id, List<BigInteger> words) {
    return new CastCall(
        id, words, EcdsaSignature.sign(key, digest(domain, optionCount, id.sequence(), words)));
  }

  static Bytes digest(Eip712Domain domain, int optionCount, long sequence, List<BigInteger> words) {
    int size = 3 + 4 * optionCount + 2 * Proof.WORDS;
    byte[][] hashes = new byte[words.size() / size][];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] =
          Keccak256.hash(
              words.subList(i * size, (i + 1) * size).stream()
                  .map(Bytes::word)
                  .toArray(byte[][]::new));
    }
    return domain.digest(
        Eip712Domain.typeHash("Batch(uint64 sequence,uint32 count,bytes32 ballotsHash)"),
        Bytes.word(BigInteger.valueOf(sequence)),
        Bytes.word(BigInteger.valueOf(hashes.length)),
        Keccak256.hash(hashes));
  }

  /// `words` with those from `at` on replaced.
  static List<BigInteger> replaced(List<BigInteger> words, int at, List<BigInteger> by) {
    List<BigInteger> changed = new ArrayList<>(words);
    for (int i = 0; i < by.size(); i++) {
      changed.set(at + i, by.get(i));
    }
    return changed;
  }
}
