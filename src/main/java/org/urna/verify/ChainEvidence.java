package org.urna.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.Schedule;

/// Everything about one contract that a node can tell, as it told it. Nothing here has been
/// checked: a node may lie, and [ElectionVerifier] recomputes what it can.
///
/// @param chainId as the node reports it
/// @param contract the address that was asked about
/// @param block the block that all values were read at
/// @param runtimeCode the deployed code, empty if there is none
/// @param terms what the contract's view functions say was fixed when it was made
/// @param casts successful calls of `cast`, in chain order
/// @param encryptedSums four words C1.x C1.y C2.x C2.y per option
/// @param acceptedBallots the contract's own count
/// @param partials by trustee number, counted from 1; only those that published
/// @param result the published counts, if any
public record ChainEvidence(
    long chainId,
    Address contract,
    long block,
    Bytes runtimeCode,
    Terms terms,
    List<CastCall> casts,
    List<BigInteger> encryptedSums,
    BigInteger acceptedBallots,
    List<Partial> partials,
    Optional<List<BigInteger>> result) {
  public ChainEvidence {
    casts = List.copyOf(casts);
    encryptedSums = List.copyOf(encryptedSums);
    partials = List.copyOf(partials);
    result = result.map(List::copyOf);
  }

  /// The constructor's values.
  ///
  /// @param trustRoots and `enrolmentKeyHashes`: by variant
  /// @param stations by ascending address
  public record Terms(
      Bytes manifestHash,
      BigInteger electionId,
      BigInteger nullifierKeyCommitment,
      BigInteger citizenship,
      BigInteger bornOnOrBefore,
      BigInteger passportValidOn,
      BigInteger uniqueBy,
      List<BigInteger> trustRoots,
      List<Bytes> enrolmentKeyHashes,
      Bytes ballotKeyHash,
      Bytes decryptionKeyHash,
      BigInteger jointKeyX,
      BigInteger jointKeyY,
      BigInteger threshold,
      List<BigInteger> trusteeKeyWords,
      BigInteger optionCount,
      List<StationTerm> stations,
      Schedule schedule) {
    public Terms {
      trustRoots = List.copyOf(trustRoots);
      enrolmentKeyHashes = List.copyOf(enrolmentKeyHashes);
      trusteeKeyWords = List.copyOf(trusteeKeyWords);
      stations = List.copyOf(stations);
    }
  }

  /// One accredited station.
  public record StationTerm(Address address, BigInteger maxBallots) {}

  /// One transaction that called `cast` and did not revert.
  ///
  /// @param timestamp of its block, in seconds since 1970
  /// @param words the ballots' words as in calldata
  /// @param rsv the station's signature, r ‖ s ‖ v
  /// @param acceptedNullifiers what the contract's events say was accepted
  /// @param skippedNullifiers what they say was skipped
  /// @param repeated whether the contract said that it had this batch already
  /// @param gasUsed and `gasPrice` in wei: what it cost
  public record CastCall(
      Bytes transaction,
      long block,
      long timestamp,
      Address station,
      long sequence,
      List<BigInteger> words,
      Bytes rsv,
      List<BigInteger> acceptedNullifiers,
      List<BigInteger> skippedNullifiers,
      boolean repeated,
      BigInteger gasUsed,
      BigInteger gasPrice) {
    public CastCall {
      words = List.copyOf(words);
      acceptedNullifiers = List.copyOf(acceptedNullifiers);
      skippedNullifiers = List.copyOf(skippedNullifiers);
    }
  }

  /// One trustee's share of the decryption.
  ///
  /// @param words x and y by option
  /// @param proof the eight words of the proof, from the transaction's calldata
  public record Partial(int trustee, List<BigInteger> words, List<BigInteger> proof) {
    public Partial {
      words = List.copyOf(words);
      proof = List.copyOf(proof);
    }
  }
}
