package org.urna.upload.evm;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.upload.ChainException;
import org.urna.upload.ContractRefusal;
import org.urna.upload.Fees;
import org.urna.upload.GasEstimate;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.SendOutcome;
import org.urna.upload.SignedTransaction;
import org.urna.upload.TransactionReceipt;
import org.urna.upload.TransactionStatus;
import org.web3j.crypto.Hash;
import org.web3j.crypto.RawTransaction;

/// Sends single transactions and waits for their block: deploying and publishing, where a person
/// stands by and can repeat. Batches go through the uploader instead, which survives a crash.
final class EvmSender {
  private static final Duration POLL = Duration.ofMillis(250);

  private final EvmNode node;
  private final long chainId;
  private final EvmAccount account;
  private final GasPolicy gas;
  private final Duration inclusionLimit;
  private final Clock clock;
  private final Pause pause;

  EvmSender(
      EvmNode node,
      long chainId,
      EvmAccount account,
      GasPolicy gas,
      Duration inclusionLimit,
      Clock clock,
      Pause pause) {
    this.node = node;
    this.chainId = chainId;
    this.account = account;
    this.gas = gas;
    this.inclusionLimit = inclusionLimit;
    this.clock = clock;
    this.pause = pause;
  }

  /// An EIP-1559 transaction.
  static SignedTransaction sign(
      EvmAccount account,
      long chainId,
      long nonce,
      Address to,
      byte[] data,
      long gasLimit,
      Fees fees) {
    byte[] raw =
        account.sign(
            RawTransaction.createTransaction(
                chainId,
                BigInteger.valueOf(nonce),
                BigInteger.valueOf(gasLimit),
                to.toString(),
                BigInteger.ZERO,
                Bytes.of(data).toString(),
                fees.priorityFee(),
                fees.maxFee()));
    return new SignedTransaction(Bytes.of(Hash.sha3(raw)), Bytes.of(raw), nonce, gasLimit, fees);
  }

  /// Calls `to` and waits until the transaction is in a block.
  ///
  /// @throws ChainException of kind REFUSED with the contract's reason, before anything is sent
  TransactionReceipt call(Address to, byte[] data) throws ChainException, InterruptedException {
    if (!node.chainId().equals(BigInteger.valueOf(chainId))) {
      throw new ChainException(
          ChainException.Kind.WRONG_ANSWER, "the node is of chain " + node.chainId());
    }
    long needed =
        switch (node.estimate(account.address(), to, data)) {
          case GasEstimate.Estimated(long units) -> units;
          case GasEstimate.WouldBeRefused(ContractRefusal refusal) ->
              throw new ChainException(ChainException.Kind.REFUSED, refusal.toString());
          case GasEstimate.Unclear(String text) ->
              throw new ChainException(
                  ChainException.Kind.NODE_ERROR, "the node does not estimate it: " + text);
        };
    if (needed > gas.gasCap()) {
      throw new ChainException(
          ChainException.Kind.REFUSED, "needs " + needed + " gas, above the cap of a transaction");
    }
    Optional<Fees> fees = gas.first(node.feeMarket());
    if (fees.isEmpty()) {
      throw new ChainException(
          ChainException.Kind.REFUSED, "gas costs more than the policy allows");
    }
    SignedTransaction transaction =
        sign(
            account,
            chainId,
            node.nonce(account.address()),
            to,
            data,
            gas.gasLimit(needed),
            fees.get());
    SendOutcome outcome = node.send(transaction.raw());
    if (!(outcome instanceof SendOutcome.Waiting)) {
      throw new ChainException(ChainException.Kind.NODE_ERROR, "the node refuses it: " + outcome);
    }
    return await(transaction.hash());
  }

  private TransactionReceipt await(Bytes hash) throws ChainException, InterruptedException {
    Instant deadline = clock.instant().plus(inclusionLimit);
    while (true) {
      if (node.status(hash) instanceof TransactionStatus.Mined mined) {
        if (!mined.succeeded()) {
          throw new ChainException(
              ChainException.Kind.REFUSED, "transaction " + hash + " was reverted in a block");
        }
        return new TransactionReceipt(hash, mined.block(), mined.gasUsed(), mined.gasPrice());
      }
      if (!clock.instant().isBefore(deadline)) {
        throw new ChainException(
            ChainException.Kind.DEADLINE, "transaction " + hash + " is in no block yet");
      }
      pause.pause(POLL);
    }
  }
}
