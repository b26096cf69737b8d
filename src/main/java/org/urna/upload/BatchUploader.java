package org.urna.upload;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.upload.UploadProgress.Hold;
import org.urna.upload.UploadState.Attempt;
import org.urna.upload.UploadState.Final;
import org.urna.upload.UploadState.Included;
import org.urna.upload.UploadState.Refused;
import org.urna.upload.UploadState.Sealed;
import org.urna.upload.UploadState.Submitted;

/// Brings batches to the contract, over crashes, stuck transactions and reorganisations.
///
/// The order of writing is what makes it safe. A transaction is signed and *kept* before it is
/// sent; so after a crash at any point the uploader knows every transaction that may exist, asks
/// the chain what became of the batch, and sends the same bytes again when nothing did. All
/// transactions of a batch have one nonce until that nonce is used up: at most one of them is ever
/// in a block. Should the nonce have been used by a transaction of somebody else with the same
/// account, the batch starts again with a new one; if that was an illusion of a lagging node, the
/// contract answers the second casting with `BatchRepeated` and changes nothing.
///
/// What happened to a batch is never concluded from a transaction of ours, only from the contract:
/// anyone may cast a signed batch, and whoever did, it is cast.
///
/// One batch is on its way at a time. Not for use by several threads at once.
public final class BatchUploader {
  private static final Logger LOG = LoggerFactory.getLogger(BatchUploader.class);

  private final ChainGateway chain;
  private final UploadStore store;
  private final GasPolicy gas;
  private final int depth;
  private final Clock clock;

  /// @param depth blocks that have to lie on top of a batch's block before it counts as final
  public BatchUploader(
      ChainGateway chain, UploadStore store, GasPolicy gas, int depth, Clock clock) {
    if (depth < 0) {
      throw new IllegalArgumentException("depth: must not be negative");
    }
    this.chain = chain;
    this.store = store;
    this.gas = gas;
    this.depth = depth;
    this.clock = clock;
  }

  /// Uploads batches in the given order until each is final or refused, or until `deadline`. What
  /// is not settled by then stays where it is and can be continued, by this object or after a
  /// restart.
  ///
  /// @param pollEvery how long to wait between two rounds
  /// @return one entry per batch, in the given order
  /// @throws ChainException if the chain could not be asked in the last round before the deadline
  public List<UploadProgress> upload(
      List<Batch> batches, Instant deadline, Duration pollEvery, Pause pause)
      throws ChainException, UploadStoreException, InterruptedException {
    while (true) {
      Optional<ChainException> failure = Optional.empty();
      List<UploadProgress> progress = new ArrayList<>();
      try {
        for (Batch batch : batches) {
          progress.add(step(batch));
        }
        if (progress.stream().allMatch(UploadProgress::isSettled)) {
          return progress;
        }
      } catch (ChainException e) {
        LOG.warn("upload: {}: {}; asking again", e.kind(), e.getMessage());
        failure = Optional.of(e);
      }
      if (!clock.instant().plus(pollEvery).isBefore(deadline)) {
        if (failure.isPresent()) {
          throw failure.get();
        }
        return progress;
      }
      pause.pause(pollEvery);
    }
  }

  /// Takes one batch as far as it goes now, without waiting.
  ///
  /// @throws IllegalArgumentException if another batch is kept under this batch's number
  public UploadProgress step(Batch batch) throws ChainException, UploadStoreException {
    UploadRecord known =
        store
            .find(batch.id())
            .orElse(new UploadRecord(batch.id(), batch.ballotsHash(), new Sealed()));
    if (!known.ballotsHash().equals(batch.ballotsHash())) {
      throw new IllegalArgumentException("another batch is kept under " + batch.id());
    }
    UploadState state = known.state();
    while (true) {
      Step next =
          switch (state) {
            case Sealed() -> submit(batch);
            case Submitted submitted -> follow(batch, submitted);
            case Included included -> confirm(batch, included);
            case Final settled -> new Step(settled, Hold.SETTLED);
            case Refused settled -> new Step(settled, Hold.SETTLED);
          };
      boolean ahead = rank(next.state()) > rank(state);
      state = next.state();
      if (!ahead) {
        return new UploadProgress(batch.id(), batch.ballots().size(), state, next.hold());
      }
    }
  }

  /// A step only goes ahead: what was thrown back waits for the next one, so that no step sends
  /// twice.
  private static int rank(UploadState state) {
    return switch (state) {
      case Sealed() -> 0;
      case Submitted _ -> 1;
      case Included _ -> 2;
      case Final _, Refused _ -> 3;
    };
  }

  /// Gives a refused batch another chance, after people have removed the reason.
  public void retry(BatchId id) throws UploadStoreException {
    Optional<UploadRecord> known = store.find(id);
    if (known.isPresent() && known.get().state() instanceof Refused) {
      store.save(new UploadRecord(id, known.get().ballotsHash(), new Sealed()));
    }
  }

  private record Step(UploadState state, Hold hold) {}

  private Step keep(Batch batch, UploadState state, Hold hold) throws UploadStoreException {
    store.save(new UploadRecord(batch.id(), batch.ballotsHash(), state));
    return new Step(state, hold);
  }

  private Step submit(Batch batch) throws ChainException, UploadStoreException {
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent()) {
      return found(batch, inclusion.get(), List.of());
    }
    if (anotherIsOnItsWay(batch.id())) {
      return new Step(new Sealed(), Hold.EARLIER_BATCH);
    }
    GasEstimate estimate = chain.estimate(batch);
    return switch (estimate) {
      case GasEstimate.WouldBeRefused(ContractRefusal refusal) -> refuse(batch, refusal);
      case GasEstimate.Unclear(String text) -> {
        LOG.warn("upload: the node does not estimate batch {}: {}", batch.id(), text);
        yield new Step(new Sealed(), Hold.NODE);
      }
      case GasEstimate.Estimated(long needed) -> {
        if (needed > gas.gasCap()) {
          yield refuse(batch, ContractRefusal.named(ContractRefusal.OUT_OF_GAS));
        }
        Optional<Fees> fees = gas.first(chain.feeMarket());
        if (fees.isEmpty()) {
          yield new Step(new Sealed(), Hold.CHEAPER_GAS);
        }
        SignedTransaction transaction =
            chain.sign(batch, freeNonce(), gas.gasLimit(needed), fees.get());
        yield send(batch, List.of(), transaction);
      }
    };
  }

  private boolean anotherIsOnItsWay(BatchId id) throws UploadStoreException {
    return store.all().stream()
        .anyMatch(entry -> !entry.id().equals(id) && entry.state() instanceof Submitted);
  }

  /// The account's next nonce. A batch that a reorganisation could still throw back keeps its own.
  private long freeNonce() throws ChainException, UploadStoreException {
    long next = chain.nonce();
    for (UploadRecord entry : store.all()) {
      if (entry.state() instanceof Included(BatchInclusion _, List<Attempt> attempts)) {
        for (Attempt attempt : attempts) {
          next = Math.max(next, attempt.transaction().nonce() + 1);
        }
      }
    }
    return next;
  }

  /// Keeps the transaction, then sends it.
  private Step send(Batch batch, List<Attempt> earlier, SignedTransaction transaction)
      throws ChainException, UploadStoreException {
    List<Attempt> attempts = new ArrayList<>(earlier);
    attempts.add(new Attempt(transaction, clock.instant()));
    Step kept = keep(batch, new Submitted(attempts), Hold.BLOCK);
    return new Step(kept.state(), hold(chain.send(transaction)));
  }

  private static Hold hold(SendOutcome outcome) {
    return switch (outcome) {
      case SendOutcome.Waiting(), SendOutcome.NonceUsed(), SendOutcome.NonceGap _ -> Hold.BLOCK;
      case SendOutcome.Underpriced() -> Hold.CHEAPER_GAS;
      case SendOutcome.TooPoor() -> Hold.MONEY;
      case SendOutcome.TooLarge(String text) -> refusedByNode(text);
      case SendOutcome.GasLimitTooHigh(String text) -> refusedByNode(text);
      case SendOutcome.FeeAboveCap(String text) -> refusedByNode(text);
      case SendOutcome.PoolFull(String text) -> refusedByNode(text);
      case SendOutcome.Unknown(String text) -> refusedByNode(text);
    };
  }

  private static Hold refusedByNode(String text) {
    LOG.warn("upload: the node does not take the transaction: {}", text);
    return Hold.NODE;
  }

  private Step follow(Batch batch, Submitted submitted)
      throws ChainException, UploadStoreException {
    // The nonce is asked first: whatever used it up can be seen by the questions that follow.
    boolean nonceUsed = chain.nonce() > submitted.nonce();
    boolean reverted = false;
    boolean waiting = false;
    for (Attempt attempt : submitted.attempts()) {
      switch (chain.status(attempt.transaction().hash())) {
        case TransactionStatus.Mined mined -> reverted |= !mined.succeeded();
        case TransactionStatus.Waiting() -> waiting = true;
        case TransactionStatus.Unknown() -> {}
      }
    }
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent()) {
      return found(batch, inclusion.get(), submitted.attempts());
    }
    if (reverted) {
      LOG.warn("upload: batch {} was reverted in a block", batch.id());
      return keep(batch, new Sealed(), Hold.BLOCK);
    }
    if (nonceUsed) {
      LOG.warn("upload: nonce {} was used by another transaction", submitted.nonce());
      return keep(batch, new Sealed(), Hold.BLOCK);
    }
    return waiting ? replaceIfStuck(batch, submitted) : sendAgain(batch, submitted);
  }

  private Step sendAgain(Batch batch, Submitted submitted)
      throws ChainException, UploadStoreException {
    SendOutcome outcome = chain.send(submitted.attempts().getLast().transaction());
    return switch (outcome) {
      case SendOutcome.Underpriced() -> replaceIfStuck(batch, submitted);
      // Signed anew after a while: words that nobody knows must not hold a batch for ever.
      case SendOutcome.Unknown(String text) -> {
        Hold hold = refusedByNode(text);
        Step next = replaceIfStuck(batch, submitted);
        yield next.state().equals(submitted) && next.hold() == Hold.BLOCK
            ? new Step(submitted, hold)
            : next;
      }
      case SendOutcome.Waiting _,
          SendOutcome.NonceUsed _,
          SendOutcome.NonceGap _,
          SendOutcome.TooPoor _,
          SendOutcome.TooLarge _,
          SendOutcome.GasLimitTooHigh _,
          SendOutcome.FeeAboveCap _,
          SendOutcome.PoolFull _ ->
          new Step(submitted, hold(outcome));
    };
  }

  private Step replaceIfStuck(Batch batch, Submitted submitted)
      throws ChainException, UploadStoreException {
    Attempt last = submitted.attempts().getLast();
    if (clock.instant().isBefore(last.signedAt().plus(gas.replaceAfter()))) {
      return new Step(submitted, Hold.BLOCK);
    }
    SignedTransaction stuck = last.transaction();
    Optional<Fees> fees = gas.replacement(stuck.fees(), chain.feeMarket());
    if (fees.isEmpty()) {
      return new Step(submitted, Hold.CHEAPER_GAS);
    }
    LOG.info("upload: batch {} is stuck; offering more under nonce {}", batch.id(), stuck.nonce());
    return send(
        batch,
        submitted.attempts(),
        chain.sign(batch, stuck.nonce(), stuck.gasLimit(), fees.get()));
  }

  private Step confirm(Batch batch, Included included) throws ChainException, UploadStoreException {
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isEmpty()) {
      LOG.warn("upload: a reorganisation undid batch {}", batch.id());
      return included.attempts().isEmpty()
          ? keep(batch, new Sealed(), Hold.BLOCK)
          : keep(batch, new Submitted(included.attempts()), Hold.BLOCK);
    }
    if (!inclusion.get().equals(included.inclusion())) {
      return found(batch, inclusion.get(), included.attempts());
    }
    if (chain.head().number() - inclusion.get().block() >= depth) {
      return keep(batch, new Final(inclusion.get()), Hold.SETTLED);
    }
    return new Step(included, Hold.DEPTH);
  }

  private Step found(Batch batch, BatchInclusion inclusion, List<Attempt> attempts)
      throws UploadStoreException {
    if (!inclusion.ballotsHash().equals(batch.ballotsHash())) {
      return keep(
          batch,
          new Refused(ContractRefusal.named(ContractRefusal.SEQUENCE_USED), List.of()),
          Hold.SETTLED);
    }
    return keep(batch, new Included(inclusion, attempts), Hold.DEPTH);
  }

  private Step refuse(Batch batch, ContractRefusal refusal)
      throws ChainException, UploadStoreException {
    if (refusal.reason().equals(ContractRefusal.NOT_OPEN_YET)) {
      return new Step(new Sealed(), Hold.OPENING);
    }
    LOG.warn("upload: the contract refuses batch {}: {}", batch.id(), refusal);
    return keep(batch, new Refused(refusal, chain.faults(batch)), Hold.SETTLED);
  }
}
