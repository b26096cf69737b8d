package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.upload.BallotFault;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ChainException;
import org.urna.upload.ChainGateway;
import org.urna.upload.ChainHead;
import org.urna.upload.ContractRefusal;
import org.urna.upload.FeeMarket;
import org.urna.upload.Fees;
import org.urna.upload.GasEstimate;
import org.urna.upload.SendOutcome;
import org.urna.upload.SignedTransaction;
import org.urna.upload.TransactionStatus;

/// The uploader's side of an EVM chain, over JSON-RPC.
public final class EvmChainGateway implements ChainGateway {
  private final EvmNode node;
  private final EvmElection election;
  private final EvmAccount account;

  public EvmChainGateway(EvmNode node, ChainReference reference, EvmAccount account) {
    this.node = node;
    this.election = EvmElection.at(node, reference);
    this.account = account;
  }

  @Override
  public ChainReference reference() {
    return election.reference();
  }

  @Override
  public Address account() {
    return account.address();
  }

  @Override
  public BigInteger chainId() throws ChainException {
    return node.chainId();
  }

  @Override
  public Bytes code() throws ChainException {
    return node.code(reference().contract());
  }

  @Override
  public Bytes manifestHash() throws ChainException {
    return election.manifestHash();
  }

  @Override
  public ChainHead head() throws ChainException {
    return node.head();
  }

  @Override
  public Optional<ChainHead> finalized() throws ChainException {
    return node.finalized();
  }

  @Override
  public Bytes accountCode() throws ChainException {
    return node.code(account.address());
  }

  @Override
  public BigInteger balance() throws ChainException {
    return node.balance(account.address());
  }

  @Override
  public long nonce() throws ChainException {
    return node.nonce(account.address());
  }

  @Override
  public FeeMarket feeMarket() throws ChainException {
    return node.feeMarket();
  }

  @Override
  public GasEstimate estimate(Batch batch) throws ChainException {
    return node.estimate(account.address(), reference().contract(), CastCall.of(batch).encode());
  }

  @Override
  public SignedTransaction sign(Batch batch, long nonce, long gasLimit, Fees fees) {
    return EvmSender.sign(
        account,
        reference().chainId(),
        nonce,
        reference().contract(),
        CastCall.of(batch).encode(),
        gasLimit,
        fees);
  }

  @Override
  public SendOutcome send(SignedTransaction transaction) throws ChainException {
    return node.send(transaction.raw());
  }

  @Override
  public TransactionStatus status(Bytes transactionHash) throws ChainException {
    return node.status(transactionHash);
  }

  @Override
  public Optional<BatchInclusion> inclusion(BatchId id) throws ChainException {
    return election.inclusion(id);
  }

  @Override
  public List<BallotFault> faults(Batch batch) throws ChainException {
    List<BallotFault> found = new ArrayList<>();
    collectFaults(CastCall.of(batch), 0, batch.ballots().size(), found);
    return found;
  }

  /// Halves a range that the contract refuses until one ballot is left.
  private void collectFaults(CastCall call, int from, int to, List<BallotFault> found)
      throws ChainException {
    switch (node.call(reference().contract(), call.encodeVerify(from, to))) {
      case EvmNode.CallOutcome.Returned(Bytes _) -> {}
      case EvmNode.CallOutcome.Reverted(ContractRefusal refusal) -> {
        if (to - from == 1) {
          found.add(new BallotFault(from, refusal));
        } else {
          int middle = (from + to) >>> 1;
          collectFaults(call, from, middle, found);
          collectFaults(call, middle, to, found);
        }
      }
    }
  }
}
