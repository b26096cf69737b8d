package org.urna.upload;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.ElectionFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;

/// A chain of blocks, a pool and a contract in memory, and a node before it that tells the truth
/// except where a test makes it lie. What is true can be asked beside the node.
final class HostileChain implements ChainGateway {
  /// A node's lie about one question; the truth is passed in.
  interface Lie<T> {
    T instead(T truth) throws ChainException;
  }

  private record Signed(SignedTransaction transaction, Batch batch) {}

  private record Block(long number, List<Signed> transactions, int fork) {}

  private final Map<Bytes, Signed> signed = new HashMap<>();
  private final Map<Bytes, Batch> strangers = new HashMap<>();
  private final TreeMap<Long, Signed> pool = new TreeMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private int fork;
  private int made;

  /// Transactions that reached the contract and brought nothing: the batch was there already.
  int useless;

  /// Takes transactions into the pool whatever is said of them.
  boolean takenAll;

  Lie<Long> nonce = truth -> truth;
  Lie<ChainHead> head = truth -> truth;
  Lie<GasEstimate> estimate = truth -> truth;
  Lie<SendOutcome> send = truth -> truth;
  Lie<TransactionStatus> status = truth -> truth;
  Lie<Optional<BatchInclusion>> inclusion = truth -> truth;

  /// The number of the block that the node calls final; negative if it calls none so.
  long finalized = -1;

  HostileChain() {
    mine();
  }

  void honest() {
    nonce = truth -> truth;
    head = truth -> truth;
    estimate = truth -> truth;
    send = truth -> truth;
    status = truth -> truth;
    inclusion = truth -> truth;
  }

  // ---------------------------------------------------------------- what happens on the chain

  /// The next block, with what waits under the account's next nonces.
  void mine() {
    List<Signed> taken = new ArrayList<>();
    long next = trueNonce();
    while (pool.containsKey(next)) {
      Signed transaction = pool.remove(next++);
      if (where(transaction.batch().id()).isPresent()
          || taken.stream().anyMatch(t -> t.batch().id().equals(transaction.batch().id()))) {
        useless++;
      }
      taken.add(transaction);
    }
    blocks.add(new Block(blocks.size(), taken, fork));
  }

  void mine(int count) {
    for (int i = 0; i < count; i++) {
      mine();
    }
  }

  /// Somebody else's transaction casts `batch` in a block of its own.
  void strangerCasts(Batch batch) {
    Bytes hash = hash(++made, 0xee);
    strangers.put(hash, batch);
    SignedTransaction theirs =
        new SignedTransaction(hash, hash, -1, 1, new Fees(BigInteger.ONE, BigInteger.ONE));
    blocks.add(new Block(blocks.size(), List.of(new Signed(theirs, batch)), fork));
  }

  /// Takes back the newest blocks; their transactions wait again, or are lost.
  void undo(int count, boolean lost) {
    fork++;
    for (int i = 0; i < count; i++) {
      for (Signed back : blocks.removeLast().transactions()) {
        if (!lost && !strangers.containsKey(back.transaction().hash())) {
          pool.put(back.transaction().nonce(), back);
        }
      }
    }
  }

  /// The pool forgets everything.
  void evict() {
    pool.clear();
  }

  // ---------------------------------------------------------------- what is true

  long trueNonce() {
    return blocks.stream()
        .flatMap(block -> block.transactions().stream())
        .filter(transaction -> transaction.transaction().nonce() >= 0)
        .count();
  }

  long trueHead() {
    return blocks.getLast().number();
  }

  /// Blocks on top of the one that holds the batch; nothing if none does.
  Optional<Long> depth(BatchId id) {
    return where(id).map(block -> blocks.getLast().number() - block.number());
  }

  private Optional<Block> where(BatchId id) {
    return blocks.stream()
        .filter(b -> b.transactions().stream().anyMatch(t -> t.batch().id().equals(id)))
        .findFirst();
  }

  private Optional<BatchInclusion> truth(BatchId id) {
    return where(id)
        .map(
            block -> {
              Signed first =
                  block.transactions().stream()
                      .filter(t -> t.batch().id().equals(id))
                      .findFirst()
                      .orElseThrow();
              return inclusion(first.batch(), first.transaction().hash(), block);
            });
  }

  /// Another node of this chain, which tells the truth to what a second node is asked.
  ChainGateway honestNode() {
    return (ChainGateway)
        Proxy.newProxyInstance(
            ChainGateway.class.getClassLoader(),
            new Class<?>[] {ChainGateway.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "inclusion" -> truth((BatchId) arguments[0]);
                  case "estimate" -> new GasEstimate.Estimated(1_000_000);
                  default -> throw new AssertionError("a second node is asked for " + method);
                });
  }

  /// `batch` as a block would hold it that does not exist.
  BatchInclusion invented(Batch batch) {
    return inclusion(batch, hash(++made, 0xab), blocks.getFirst());
  }

  private BatchInclusion inclusion(Batch batch, Bytes transaction, Block block) {
    List<BallotOutcome> outcomes =
        batch.ballots().stream()
            .map(b -> new BallotOutcome(batch.ballotsHash(), b.nullifier().value(), true))
            .toList();
    return new BatchInclusion(
        batch.id(),
        batch.ballotsHash(),
        outcomes,
        transaction,
        account(),
        block.number(),
        hash(block.number(), block.fork()),
        Instant.EPOCH.plusSeconds(block.number()),
        900_000,
        BigInteger.ONE);
  }

  private static Bytes hash(long number, int kind) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) kind;
    for (int i = 0; i < 8; i++) {
      bytes[31 - i] = (byte) (number >>> (8 * i));
    }
    return Bytes.of(bytes);
  }

  // ---------------------------------------------------------------- what the node says

  @Override
  public ChainReference reference() {
    return ElectionFixtures.chain();
  }

  @Override
  public Address account() {
    return ElectionFixtures.ORGANISER;
  }

  @Override
  public BigInteger chainId() {
    return BigInteger.valueOf(reference().chainId());
  }

  @Override
  public Bytes code() {
    return Bytes.of(new byte[] {1});
  }

  @Override
  public Bytes manifestHash() {
    return Bytes.of(new byte[32]);
  }

  @Override
  public ChainHead head() throws ChainException {
    Block last = blocks.getLast();
    return head.instead(
        new ChainHead(last.number(), hash(last.number(), last.fork()), Instant.EPOCH));
  }

  @Override
  public Optional<ChainHead> finalized() {
    return finalized < 0
        ? Optional.empty()
        : Optional.of(new ChainHead(finalized, hash(finalized, fork), Instant.EPOCH));
  }

  @Override
  public Bytes accountCode() {
    return Bytes.of(new byte[0]);
  }

  @Override
  public BigInteger balance() {
    return BigInteger.TEN.pow(18);
  }

  @Override
  public long nonce() throws ChainException {
    return nonce.instead(trueNonce());
  }

  @Override
  public FeeMarket feeMarket() {
    return new FeeMarket(BigInteger.TEN.pow(9), BigInteger.TEN);
  }

  @Override
  public GasEstimate estimate(Batch batch) throws ChainException {
    return estimate.instead(new GasEstimate.Estimated(1_000_000));
  }

  @Override
  public SignedTransaction sign(Batch batch, long nonce, long gasLimit, Fees fees) {
    Bytes hash = hash(++made, 0x51);
    SignedTransaction transaction = new SignedTransaction(hash, hash, nonce, gasLimit, fees);
    signed.put(hash, new Signed(transaction, batch));
    return transaction;
  }

  @Override
  public SendOutcome send(SignedTransaction transaction) throws ChainException {
    long at = transaction.nonce();
    if (at < trueNonce()) {
      return send.instead(new SendOutcome.NonceUsed());
    }
    Signed waiting = pool.get(at);
    boolean same = waiting != null && waiting.transaction().equals(transaction);
    if (waiting != null
        && !same
        && transaction.fees().maxFee().compareTo(waiting.transaction().fees().maxFee()) <= 0) {
      return send.instead(new SendOutcome.Underpriced());
    }
    if (takenAll) {
      pool.put(at, signed.get(transaction.hash()));
    }
    SendOutcome said = send.instead(new SendOutcome.Waiting());
    pool.put(at, signed.get(transaction.hash()));
    return said;
  }

  @Override
  public TransactionStatus status(Bytes hash) throws ChainException {
    for (Block block : blocks) {
      for (Signed transaction : block.transactions()) {
        if (transaction.transaction().hash().equals(hash)) {
          return status.instead(
              new TransactionStatus.Mined(
                  block.number(), hash(block.number(), block.fork()), 1, BigInteger.ONE, true));
        }
      }
    }
    boolean waits =
        pool.values().stream().anyMatch(waiting -> waiting.transaction().hash().equals(hash));
    return status.instead(
        waits ? new TransactionStatus.Waiting() : new TransactionStatus.Unknown());
  }

  @Override
  public Optional<BatchInclusion> inclusion(BatchId id) throws ChainException {
    return inclusion.instead(truth(id));
  }

  @Override
  public List<BallotFault> faults(Batch batch) {
    return List.of();
  }
}
