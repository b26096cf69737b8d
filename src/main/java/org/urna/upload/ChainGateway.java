package org.urna.upload;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;

/// What uploading needs of a chain: one contract, one account that pays. The account sends nothing
/// else while batches go out; its nonces are the uploader's. Every call ends within a time limit
/// that the adapter was given, may be repeated, and throws [ChainException] when the answer is not
/// to be had.
public interface ChainGateway {
  /// Which contract on which chain; asked of nobody.
  ChainReference reference();

  /// Who pays.
  Address account();

  /// The chain id that the node itself names.
  BigInteger chainId() throws ChainException;

  /// The contract's code; empty if there is none.
  Bytes code() throws ChainException;

  /// What the contract says it was made for.
  Bytes manifestHash() throws ChainException;

  ChainHead head() throws ChainException;

  /// The newest block that the node calls final; nothing if it knows no such thing.
  Optional<ChainHead> finalized() throws ChainException;

  /// Code that the account itself runs (EIP-7702); empty for a plain one.
  Bytes accountCode() throws ChainException;

  /// Wei that the account has.
  BigInteger balance() throws ChainException;

  /// Transactions of the account in blocks: the nonce that the next one needs.
  long nonce() throws ChainException;

  FeeMarket feeMarket() throws ChainException;

  /// What casting `batch` would do in the newest block.
  GasEstimate estimate(Batch batch) throws ChainException;

  /// Signs a transaction that casts `batch`; sends nothing.
  SignedTransaction sign(Batch batch, long nonce, long gasLimit, Fees fees);

  SendOutcome send(SignedTransaction transaction) throws ChainException;

  TransactionStatus status(Bytes transactionHash) throws ChainException;

  /// The accepted batch with this name, whoever sent it, or nothing while there is none.
  ///
  /// @throws ChainException also when the node knows of the batch but cannot tell its block yet
  Optional<BatchInclusion> inclusion(BatchId id) throws ChainException;

  /// Which ballots the contract would refuse the batch for; empty if every ballot is good. Takes
  /// some calls for each bad ballot.
  List<BallotFault> faults(Batch batch) throws ChainException;
}
