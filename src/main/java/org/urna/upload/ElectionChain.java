package org.urna.upload;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.urna.election.ChainReference;
import org.urna.proof.Proof;

/// The contract of one election as anyone sees it, and the two calls that end it. Nothing here is
/// trusted: `verify` recomputes what the contract says.
public interface ElectionChain {
  ChainReference reference();

  /// Everything the constructor pinned. That it can be believed follows from [#codeIsOurs].
  ContractFacts facts() throws ChainException;

  /// Whether the deployed code is this build's, immutable values left out.
  boolean codeIsOurs() throws ChainException;

  ChainHead head() throws ChainException;

  /// Ballots in the sums.
  long acceptedBallots() throws ChainException;

  /// The sums by option.
  List<EncryptedSum> encryptedSums() throws ChainException;

  /// Every accepted batch in the order of the chain, with the words of its ballots from the
  /// transaction that brought it (a batch is always the whole calldata of its transaction).
  List<CastBatch> batches() throws ChainException;

  /// The proof and points a trustee published, from its transaction, for a verifier to check off
  /// chain.
  Optional<PublishedDecryption> publishedDecryption(int trustee) throws ChainException;

  /// The counts by option, once there is a result.
  Optional<List<BigInteger>> result() throws ChainException;

  /// Publishes a trustee's share of the decryption and waits until it is in a block.
  ///
  /// @param partials x and y by option
  /// @throws ChainException of kind REFUSED with the contract's reason if it does not take it
  TransactionReceipt publishPartialDecryption(int trustee, List<BigInteger> partials, Proof proof)
      throws ChainException, InterruptedException;

  /// Publishes the counts by option and waits until they are in a block.
  TransactionReceipt publishResult(List<Integer> counts)
      throws ChainException, InterruptedException;
}
