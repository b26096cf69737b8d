package org.urna.upload;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
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
/// Nothing that a node says once is believed when believing it would end or undo something: that
/// the contract refuses a batch, that a nonce was used by somebody else, that a transaction was
/// reverted, that nonces before ours are missing, that a final batch is gone. Such a word is a
/// [Doubt] until the same is said again in a later step, of another head; in between the batch
/// stays as it was. A refused batch is asked about again at every step, and a final one every
/// [GasPolicy#replaceAfter]: a node's lie heals as soon as a node tells the truth. Doubts are
/// memory only; after a restart they are raised again. Where there is a second node, it is asked
/// too, and what it contradicts is not believed.
///
/// A transaction that a node refuses in words of its own gives its nonce back: the batch is
/// estimated and signed anew when its turn comes again, and others go first. Should the transaction
/// have found its way into a block all the same, the batch is found there before anything is sent.
///
/// One batch is on its way at a time. Not for use by several threads at once.
public final class BatchUploader {
  private static final Logger LOG = LoggerFactory.getLogger(BatchUploader.class);

  private final ChainGateway chain;
  private final Optional<ChainGateway> second;
  private final UploadStore store;
  private final UploadTerms terms;
  private final GasPolicy gas;
  private final Clock clock;
  private final Map<BatchId, Doubt> doubts = new HashMap<>();
  private final Map<BatchId, Instant> finalSeen = new HashMap<>();

  /// What a node said once, and has to say again before it is believed.
  ///
  /// @param head the newest block at that time
  private record Doubt(String claim, ChainHead head, Instant since) {}

  /// @param second the same account's line to another node, which must not contradict before a
  ///   batch is called refused, final or undone
  public BatchUploader(
      ChainGateway chain,
      Optional<ChainGateway> second,
      UploadStore store,
      UploadTerms terms,
      Clock clock) {
    this.chain = chain;
    this.second = second;
    this.store = store;
    this.terms = terms;
    this.gas = terms.gas();
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
            case Final settled -> lookAgain(batch, settled);
            case Refused refused -> reconsider(batch, refused);
          };
      boolean ahead = rank(next.state()) > rank(state);
      state = next.state();
      if (!ahead) {
        return new UploadProgress(
            batch.id(), batch.ballots().size(), state, next.hold(), next.said());
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

  /// @param said what a node says of the batch, as officials are told
  private record Step(UploadState state, Hold hold, Optional<Failure> said) {
    Step(UploadState state, Hold hold) {
      this(state, hold, Optional.empty());
    }
  }

  /// Whether `claim` is said for the second time, of another head than the first; on a chain that
  /// makes no blocks meanwhile, [GasPolicy#replaceAfter] later. If not, it is noted as the first.
  private boolean saidTwice(BatchId id, String claim) throws ChainException {
    ChainHead head = chain.head();
    Instant now = clock.instant();
    Doubt first = doubts.get(id);
    if (first == null || !first.claim().equals(claim)) {
      LOG.info("upload: batch {}: {}; asking again", id, claim);
      doubts.put(id, new Doubt(claim, head, now));
      return false;
    }
    if (head.number() == first.head().number()
        && now.isBefore(first.since().plus(gas.replaceAfter()))) {
      return false;
    }
    doubts.remove(id);
    return true;
  }

  private Step keep(Batch batch, UploadState state, Hold hold) throws UploadStoreException {
    store.save(new UploadRecord(batch.id(), batch.ballotsHash(), state));
    doubts.remove(batch.id());
    return new Step(state, hold);
  }

  private Step submit(Batch batch) throws ChainException, UploadStoreException {
    Sealed sealed = new Sealed();
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent()) {
      return found(batch, sealed, inclusion.get(), List.of());
    }
    if (anotherIsOnItsWay(batch.id())) {
      return new Step(sealed, Hold.EARLIER_BATCH);
    }
    return switch (estimate(batch)) {
      case GasEstimate.WouldBeRefused(ContractRefusal refusal) -> refuse(batch, refusal);
      case GasEstimate.Unclear(String text) -> refusedByNode(batch, sealed, text);
      case GasEstimate.Estimated(long needed) -> {
        doubts.remove(batch.id());
        Optional<Fees> fees = gas.first(chain.feeMarket());
        if (fees.isEmpty()) {
          yield new Step(sealed, Hold.CHEAPER_GAS);
        }
        long limit = gas.gasLimit(needed);
        yield send(batch, List.of(), chain.sign(batch, freeNonce(), limit, fees.get()));
      }
    };
  }

  /// What the node says of the batch, and of more gas than the policy has, that it runs out of it.
  /// A node's error of its own is unclear.
  private GasEstimate estimate(Batch batch) throws ChainException {
    try {
      GasEstimate said = chain.estimate(batch);
      return said instanceof GasEstimate.Estimated(long needed) && needed > gas.gasCap()
          ? new GasEstimate.WouldBeRefused(ContractRefusal.named(ContractRefusal.OUT_OF_GAS))
          : said;
    } catch (ChainException e) {
      return new GasEstimate.Unclear(wordsOf(e));
    }
  }

  /// The words of a node that answered with an error of its own; one that cannot be asked at all
  /// ends the step.
  private static String wordsOf(ChainException e) throws ChainException {
    if (e.kind() != ChainException.Kind.NODE_ERROR) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }

  /// A node that refuses in words of its own is asked again in the next step; its words are shown.
  private static Step refusedByNode(Batch batch, UploadState state, String text) {
    LOG.warn("upload: the node refuses batch {}: {}", batch.id(), text);
    return new Step(state, Hold.NODE, Optional.of(ChainException.Kind.NODE_ERROR.failure(text)));
  }

  private boolean anotherIsOnItsWay(BatchId id) throws UploadStoreException {
    return store.all().stream()
        .anyMatch(entry -> !entry.id().equals(id) && entry.state() instanceof Submitted);
  }

  /// The account's next nonce. A batch whose own transaction is in a block that a reorganisation
  /// could still undo keeps that transaction's; one that somebody else cast has used none of its.
  private long freeNonce() throws ChainException, UploadStoreException {
    long next = chain.nonce();
    for (UploadRecord entry : store.all()) {
      if (entry.state() instanceof Included included && included.ours().isPresent()) {
        next = Math.max(next, included.ours().get().nonce() + 1);
      }
    }
    return next;
  }

  /// Keeps the transaction, then sends it.
  private Step send(Batch batch, List<Attempt> earlier, SignedTransaction transaction)
      throws ChainException, UploadStoreException {
    List<Attempt> attempts = new ArrayList<>(earlier);
    attempts.add(new Attempt(transaction, clock.instant()));
    Submitted submitted = new Submitted(attempts);
    keep(batch, submitted, Hold.BLOCK);
    return after(offer(transaction), batch, submitted, attempts.size() == 1);
  }

  private SendOutcome offer(SignedTransaction transaction) throws ChainException {
    try {
      return chain.send(transaction);
    } catch (ChainException e) {
      return new SendOutcome.Unknown(wordsOf(e));
    }
  }

  /// @param alone that no earlier attempt waits at this node
  private Step after(SendOutcome outcome, Batch batch, Submitted submitted, boolean alone)
      throws UploadStoreException {
    return switch (outcome) {
      case SendOutcome.Waiting(), SendOutcome.NonceUsed(), SendOutcome.NonceGap _ ->
          new Step(submitted, Hold.BLOCK);
      case SendOutcome.Underpriced() -> new Step(submitted, Hold.CHEAPER_GAS);
      case SendOutcome.TooPoor() -> new Step(submitted, Hold.MONEY);
      case SendOutcome.Refused refused -> giveNonceBack(batch, submitted, alone, refused.text());
    };
  }

  /// What the node refuses is in no pool of its own, so it must not hold up others. If earlier
  /// attempts may still wait under the nonce, they go on waiting.
  private Step giveNonceBack(Batch batch, Submitted submitted, boolean alone, String text)
      throws UploadStoreException {
    if (!alone) {
      return refusedByNode(batch, submitted, text);
    }
    keep(batch, new Sealed(), Hold.NODE);
    return refusedByNode(batch, new Sealed(), text);
  }

  private Step follow(Batch batch, Submitted submitted)
      throws ChainException, UploadStoreException {
    // The nonce is asked first: whatever used it up can be seen by the questions that follow.
    long next = chain.nonce();
    boolean succeeded = false;
    boolean reverted = false;
    boolean waiting = false;
    for (Attempt attempt : submitted.attempts()) {
      switch (chain.status(attempt.transaction().hash())) {
        case TransactionStatus.Mined mined -> {
          succeeded |= mined.succeeded();
          reverted |= !mined.succeeded();
        }
        case TransactionStatus.Waiting() -> waiting = true;
        case TransactionStatus.Unknown() -> {}
      }
    }
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent()) {
      return found(batch, submitted, inclusion.get(), submitted.attempts());
    }
    if (succeeded) {
      // Ours, in a block; its events are about to be seen, or the block about to be undone.
      return new Step(submitted, Hold.BLOCK);
    }
    Optional<String> obstacle =
        reverted ? Optional.of("reverted in a block") : obstacle(submitted.nonce(), next);
    if (obstacle.isPresent()) {
      return saidTwice(batch.id(), obstacle.get())
          ? keep(batch, new Sealed(), Hold.BLOCK)
          : new Step(submitted, Hold.SECOND_LOOK);
    }
    doubts.remove(batch.id());
    return waiting ? replaceIfStuck(batch, submitted) : sendAgain(batch, submitted);
  }

  /// Why no node can put a transaction with `nonce` into a block when the account's next one is
  /// `next`: it is used, or no transaction of ours has one between the two. Nothing if one can.
  private Optional<String> obstacle(long nonce, long next) throws UploadStoreException {
    if (next > nonce) {
      return Optional.of("nonce " + nonce + " used by another transaction");
    }
    Set<Long> ours = new HashSet<>();
    for (UploadRecord entry : store.all()) {
      if (entry.state() instanceof Included included) {
        included.ours().ifPresent(transaction -> ours.add(transaction.nonce()));
      } else if (entry.state() instanceof Submitted submitted) {
        ours.add(submitted.nonce());
      }
    }
    for (long missing = next; missing < nonce; missing++) {
      if (!ours.contains(missing)) {
        return Optional.of("nonce " + missing + " missing before " + nonce);
      }
    }
    return Optional.empty();
  }

  private Step sendAgain(Batch batch, Submitted submitted)
      throws ChainException, UploadStoreException {
    SendOutcome outcome = offer(submitted.attempts().getLast().transaction());
    if (outcome instanceof SendOutcome.Underpriced) {
      return replaceIfStuck(batch, submitted);
    }
    // No attempt waits at this node; so all of them are given up when it refuses the last.
    return after(outcome, batch, submitted, true);
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
      return found(batch, included, inclusion.get(), included.attempts());
    }
    if (!isDeep(inclusion.get().block())) {
      doubts.remove(batch.id());
      return new Step(included, Hold.DEPTH);
    }
    // A head that a node only claims would make anything deep; with depth 0 none is asked for.
    if ((terms.depth() == 0 || saidTwice(batch.id(), "deep enough"))
        && agrees(node -> isThere(node.inclusion(batch.id()), inclusion.get()))) {
      finalSeen.put(batch.id(), clock.instant());
      return keep(batch, new Final(inclusion.get()), Hold.SETTLED);
    }
    return new Step(included, Hold.SECOND_LOOK);
  }

  private boolean isDeep(long block) throws ChainException {
    Optional<ChainHead> finalized = terms.asksFinalized() ? chain.finalized() : Optional.empty();
    return terms.isDeep(block, chain.head(), finalized);
  }

  /// Whether a node finds the batch in the block where it is `known` to be. What else two nodes say
  /// of it may differ in words.
  private static boolean isThere(Optional<BatchInclusion> found, BatchInclusion known) {
    return found.filter(it -> it.blockHash().equals(known.blockHash())).isPresent();
  }

  private interface Question {
    boolean isSo(ChainGateway node) throws ChainException;
  }

  /// Whether the second node says the same, or cannot be asked, or there is none. A node that does
  /// not answer must not hold up what the other one does.
  private boolean agrees(Question question) {
    if (second.isEmpty()) {
      return true;
    }
    try {
      boolean isSo = question.isSo(second.get());
      if (!isSo) {
        LOG.warn("upload: the second node contradicts the first");
      }
      return isSo;
    } catch (ChainException e) {
      LOG.info("upload: the second node does not answer: {}", e.getMessage());
      return true;
    }
  }

  /// Final is a judgement of how deep is deep enough, which a chain can prove wrong; so it is
  /// looked at again from time to time, and by every new uploader.
  private Step lookAgain(Batch batch, Final settled) throws ChainException, UploadStoreException {
    Instant now = clock.instant();
    Instant seen = finalSeen.get(batch.id());
    if (seen != null && now.isBefore(seen.plus(gas.replaceAfter()))) {
      return new Step(settled, Hold.SETTLED);
    }
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent() && inclusion.get().equals(settled.inclusion())) {
      doubts.remove(batch.id());
      finalSeen.put(batch.id(), now);
      return new Step(settled, Hold.SETTLED);
    }
    if (!saidTwice(batch.id(), "final, but not in block " + settled.inclusion().block())
        || !agrees(node -> !isThere(node.inclusion(batch.id()), settled.inclusion()))) {
      return new Step(settled, Hold.SECOND_LOOK);
    }
    LOG.error("upload: the chain undid batch {}, which was final", batch.id());
    Step back =
        inclusion.isPresent()
            ? found(batch, settled, inclusion.get(), List.of())
            : keep(batch, new Sealed(), Hold.BLOCK);
    String detail = Long.toString(batch.id().sequence());
    return new Step(
        back.state(), back.hold(), Optional.of(new Failure(FailureCode.FINAL_UNDONE, detail)));
  }

  /// @param before what the batch stays until another batch under its number was seen twice
  private Step found(
      Batch batch, UploadState before, BatchInclusion inclusion, List<Attempt> attempts)
      throws ChainException, UploadStoreException {
    if (inclusion.ballotsHash().equals(batch.ballotsHash())) {
      return keep(batch, new Included(inclusion, attempts), Hold.DEPTH);
    }
    return saidTwice(batch.id(), ContractRefusal.SEQUENCE_USED)
            && agrees(
                node ->
                    node.inclusion(batch.id())
                        .filter(other -> !other.ballotsHash().equals(batch.ballotsHash()))
                        .isPresent())
        ? keep(
            batch,
            new Refused(ContractRefusal.named(ContractRefusal.SEQUENCE_USED), List.of()),
            Hold.SETTLED)
        : new Step(before, Hold.SECOND_LOOK);
  }

  private Step refuse(Batch batch, ContractRefusal refusal)
      throws ChainException, UploadStoreException {
    if (refusal.reason().equals(ContractRefusal.NOT_OPEN_YET)) {
      return new Step(new Sealed(), Hold.OPENING);
    }
    if (!saidTwice(batch.id(), refusal.reason())
        || !agrees(
            node ->
                node.inclusion(batch.id()).isEmpty()
                    && node.estimate(batch) instanceof GasEstimate.WouldBeRefused)) {
      return new Step(new Sealed(), Hold.SECOND_LOOK);
    }
    LOG.warn("upload: the contract refuses batch {}: {}", batch.id(), refusal);
    return keep(batch, new Refused(refusal, chain.faults(batch)), Hold.SETTLED);
  }

  /// A refused batch stays refused only as long as the chain says so.
  private Step reconsider(Batch batch, Refused refused)
      throws ChainException, UploadStoreException {
    Optional<BatchInclusion> inclusion = chain.inclusion(batch.id());
    if (inclusion.isPresent()) {
      return inclusion.get().ballotsHash().equals(batch.ballotsHash())
          ? keep(batch, new Included(inclusion.get(), List.of()), Hold.DEPTH)
          : new Step(refused, Hold.SETTLED);
    }
    return switch (estimate(batch)) {
      case GasEstimate.Estimated _ -> keep(batch, new Sealed(), Hold.BLOCK);
      case GasEstimate.WouldBeRefused _ -> new Step(refused, Hold.SETTLED);
      case GasEstimate.Unclear(String text) -> refusedByNode(batch, refused, text);
    };
  }
}
