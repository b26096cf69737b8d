package org.urna.kiosk;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.ElectionFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.upload.BallotFault;
import org.urna.upload.BallotOutcome;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ChainException;
import org.urna.upload.ChainGateway;
import org.urna.upload.ChainHead;
import org.urna.upload.ContractRefusal;
import org.urna.upload.ElectionChain;
import org.urna.upload.FeeMarket;
import org.urna.upload.Fees;
import org.urna.upload.GasEstimate;
import org.urna.upload.GasPolicy;
import org.urna.upload.SendOutcome;
import org.urna.upload.SignedTransaction;
import org.urna.upload.TransactionStatus;
import org.urna.upload.UploadTerms;
import org.urna.upload.UploadsInMemory;

/// A chain that takes every batch into its next block, until a test says otherwise.
final class FakeChain implements ChainGateway {
  private final Bytes manifestHash;
  private final Clock clock;
  private final Map<BatchId, BatchInclusion> included = new HashMap<>();
  private final Map<Bytes, Batch> signed = new HashMap<>();
  private long block = 100;

  BigInteger chainId = BigInteger.valueOf(ElectionFixtures.chain().chainId());
  Bytes code = Bytes.of(new byte[] {1});
  boolean codeIsOurs = true;
  Bytes manifestOnChain;
  BigInteger balance = BigInteger.TEN.pow(18);
  FeeMarket market = new FeeMarket(BigInteger.valueOf(1_000_000_000L), BigInteger.ONE);
  Duration ahead = Duration.ZERO;
  Optional<ContractRefusal> refusal = Optional.empty();
  Optional<ChainException> broken = Optional.empty();

  /// A second node.
  Optional<ChainGateway> other = Optional.empty();

  Bytes accountCode = Bytes.of(new byte[0]);

  FakeChain(Bytes manifestHash, Clock clock) {
    this.manifestHash = manifestHash;
    this.manifestOnChain = manifestHash;
    this.clock = clock;
  }

  /// A reorganisation takes everything back.
  void undo() {
    included.clear();
  }

  ChainConnection line() {
    ElectionChain contract =
        (ElectionChain)
            Proxy.newProxyInstance(
                ElectionChain.class.getClassLoader(),
                new Class<?>[] {ElectionChain.class},
                (_, method, _) -> {
                  if (method.getName().equals("codeIsOurs")) {
                    return codeIsOurs;
                  }
                  throw new AssertionError("an upload asks for " + method);
                });
    // Records are forgotten with the line: what was cast is then found on the chain.
    List<ChainConnection.Line> lines = new ArrayList<>();
    lines.add(new ChainConnection.Line(contract, this, () -> {}));
    other.ifPresent(node -> lines.add(new ChainConnection.Line(contract, node, () -> {})));
    return new ChainConnection(
        lines,
        new UploadsInMemory(),
        new UploadTerms(false, 1, GasPolicy.standard()),
        Duration.ZERO,
        clock);
  }

  private void answer() throws ChainException {
    if (broken.isPresent()) {
      throw broken.get();
    }
  }

  @Override
  public ChainReference reference() {
    return ElectionFixtures.chain();
  }

  @Override
  public Address account() {
    return ElectionFixtures.ORGANISER;
  }

  @Override
  public BigInteger chainId() throws ChainException {
    answer();
    return chainId;
  }

  @Override
  public Bytes code() {
    return code;
  }

  @Override
  public Bytes manifestHash() {
    return manifestOnChain;
  }

  @Override
  public ChainHead head() {
    block++;
    return new ChainHead(block, manifestHash, clock.instant().plus(ahead));
  }

  @Override
  public Optional<ChainHead> finalized() {
    return Optional.empty();
  }

  @Override
  public Bytes accountCode() {
    return accountCode;
  }

  @Override
  public BigInteger balance() {
    return balance;
  }

  @Override
  public long nonce() {
    return included.size();
  }

  @Override
  public FeeMarket feeMarket() {
    return market;
  }

  @Override
  public GasEstimate estimate(Batch batch) {
    return refusal.isPresent()
        ? new GasEstimate.WouldBeRefused(refusal.get())
        : new GasEstimate.Estimated(1_000_000);
  }

  @Override
  public SignedTransaction sign(Batch batch, long nonce, long gasLimit, Fees fees) {
    signed.put(batch.ballotsHash(), batch);
    return new SignedTransaction(batch.ballotsHash(), Bytes.of(new byte[1]), nonce, gasLimit, fees);
  }

  @Override
  public SendOutcome send(SignedTransaction transaction) {
    Batch batch = signed.get(transaction.hash());
    List<BallotOutcome> outcomes = new ArrayList<>();
    batch
        .ballots()
        .forEach(
            ballot ->
                outcomes.add(
                    new BallotOutcome(batch.ballotsHash(), ballot.nullifier().value(), true)));
    included.put(
        batch.id(),
        new BatchInclusion(
            batch.id(),
            batch.ballotsHash(),
            outcomes,
            transaction.hash(),
            account(),
            block,
            batch.ballotsHash(),
            clock.instant(),
            900_000,
            BigInteger.valueOf(1_000_000_000L)));
    return new SendOutcome.Waiting();
  }

  @Override
  public TransactionStatus status(Bytes transactionHash) {
    return new TransactionStatus.Waiting();
  }

  @Override
  public Optional<BatchInclusion> inclusion(BatchId id) throws ChainException {
    answer();
    return Optional.ofNullable(included.get(id));
  }

  @Override
  public List<BallotFault> faults(Batch batch) {
    return List.of();
  }
}
