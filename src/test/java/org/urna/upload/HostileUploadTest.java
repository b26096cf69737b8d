package org.urna.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.urna.SettableClock;
import org.urna.Thoroughness;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.queue.BallotFixtures;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.queue.BatchSigner;
import org.urna.queue.UnsignedBatch;
import org.urna.upload.UploadProgress.Hold;
import org.urna.upload.UploadState.Final;
import org.urna.upload.UploadState.Included;
import org.urna.upload.UploadState.Refused;
import org.urna.upload.UploadState.Sealed;

/// Uploading through a node that lies, forgets, refuses and takes blocks back.
class HostileUploadTest {
  private static final int DEPTH = 3;
  private static final UploadTerms TERMS = new UploadTerms(false, DEPTH, GasPolicy.standard());
  private static final Duration POLL = Duration.ofSeconds(12);
  private static final ContractRefusal PROOFS = ContractRefusal.named("BallotProofsRefused");

  private static final List<SendOutcome> ANSWERS =
      List.of(
          new SendOutcome.Waiting(),
          new SendOutcome.NonceUsed(),
          new SendOutcome.Underpriced(),
          new SendOutcome.TooPoor(),
          new SendOutcome.TooLarge("oversized data"),
          new SendOutcome.FeeAboveCap("tx fee exceeds the configured cap"),
          new SendOutcome.NonceGap("nonce too high"),
          new SendOutcome.PoolFull("txpool is full"),
          new SendOutcome.Unknown("no"));

  private final Random random = new Random(11);
  private final HostileChain chain = new HostileChain();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T20:00:00Z"));
  private final Memory store = new Memory();
  private BatchUploader uploader = new BatchUploader(chain, Optional.empty(), store, TERMS, clock);
  private final Batch one = batch(1);
  private final Batch two = batch(2);

  /// Records that outlive the uploader; a write can be the last thing that a machine does.
  private static final class Memory extends UploadsInMemory {
    private int writesLeft = Integer.MAX_VALUE;

    @Override
    public void save(UploadRecord entry) {
      if (writesLeft-- == 0) {
        throw new PowerCut();
      }
      super.save(entry);
      if (writesLeft-- == 0) {
        throw new PowerCut();
      }
    }
  }

  private static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Batch batch(long sequence) {
    BatchSigner signer = BallotFixtures.signer();
    UnsignedBatch batch =
        new UnsignedBatch(
            new BatchId(signer.station(), sequence), List.of(BallotFixtures.random(random)));
    return batch.signed(signer.sign(batch));
  }

  private void restart() {
    uploader = new BatchUploader(chain, Optional.empty(), store, TERMS, clock);
  }

  /// A step, then a block.
  private UploadProgress poll(Batch batch) throws Exception {
    UploadProgress progress = uploader.step(batch);
    chain.mine();
    clock.advance(POLL);
    return progress;
  }

  private UploadProgress settle(Batch batch) throws Exception {
    for (int i = 0; i < 30; i++) {
      UploadProgress progress = poll(batch);
      if (progress.isSettled()) {
        return progress;
      }
    }
    throw new AssertionError("stuck: " + uploader.step(batch));
  }

  private void allFinal(Batch... batches) throws Exception {
    for (Batch batch : batches) {
      assertThat(settle(batch).state()).isInstanceOf(Final.class);
      assertThat(chain.depth(batch.id())).hasValueSatisfying(d -> assertThat(d).isNotNegative());
    }
  }

  /// A reorganisation as deep as nobody thought possible: `batch` and all after it are lost.
  private void undoWith(Batch batch) {
    int undone = (int) (chain.depth(batch.id()).orElseThrow() + 1);
    chain.undo(undone, true);
    chain.mine(undone + 1);
  }

  /// Lies once, then tells the truth.
  private static <T> HostileChain.Lie<T> once(HostileChain.Lie<T> lie) {
    boolean[] told = {false};
    return truth -> {
      if (told[0]) {
        return truth;
      }
      told[0] = true;
      return lie.instead(truth);
    };
  }

  // ---------------------------------------------------------------- words of refusal

  @Test
  void anUnknownRefusalIsShownGivesTheNonceBackAndHoldsNobodyUp() throws Exception {
    chain.send = _ -> new SendOutcome.FeeAboveCap("tx fee (1.31 ether) exceeds the configured cap");
    UploadProgress refused = poll(one);
    assertThat(refused.hold()).isEqualTo(Hold.NODE);
    assertThat(refused.failure())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.code()).isEqualTo(FailureCode.NODE_ERROR);
              assertThat(failure.toString()).contains("exceeds the configured cap");
            });
    assertThat(store.find(one.id()).orElseThrow().state()).isEqualTo(new Sealed());

    chain.honest();
    allFinal(two, one);
    assertThat(chain.useless).isZero();
  }

  @Test
  void aRefusalWhoseTransactionGotThroughCostsNoSecondOne() throws Exception {
    chain.takenAll = true;
    chain.send = once(_ -> new SendOutcome.Unknown("please try later"));
    assertThat(poll(one).hold()).isEqualTo(Hold.NODE);
    allFinal(one, two);
    assertThat(chain.useless).isZero();
    assertThat(chain.trueNonce()).isEqualTo(2);
  }

  @Test
  void anUnknownWordAtTheEstimateIsAskedAgain() throws Exception {
    chain.estimate = once(_ -> new GasEstimate.Unclear("header not found"));
    assertThat(poll(one).hold()).isEqualTo(Hold.NODE);
    allFinal(one);
  }

  // ---------------------------------------------------------------- a second node

  private void twoNodes(ChainGateway second) {
    uploader = new BatchUploader(chain, Optional.of(second), store, TERMS, clock);
  }

  @Test
  void aNodeThatLiesForEverEndsNoBatchWhileAnotherContradictsIt() throws Exception {
    twoNodes(chain.honestNode());
    chain.estimate = _ -> new GasEstimate.WouldBeRefused(PROOFS);
    for (int i = 0; i < 10; i++) {
      assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    }
    chain.honest();
    // Another batch under its number, which is on no block.
    Batch other = batch(1);
    chain.inclusion = _ -> Optional.of(chain.invented(other));
    for (int i = 0; i < 10; i++) {
      assertThat(poll(one).state()).isNotInstanceOf(Refused.class);
    }
    chain.honest();
    allFinal(one);
    chain.inclusion = _ -> Optional.empty();
    clock.advance(GasPolicy.standard().replaceAfter());
    for (int i = 0; i < 10; i++) {
      assertThat(poll(one).state()).as("not undone").isInstanceOf(Final.class);
    }
  }

  @Test
  void nothingIsFinalInABlockThatOnlyOneNodeHas() throws Exception {
    twoNodes(chain.honestNode());
    chain.inclusion = _ -> Optional.of(chain.invented(one));
    for (int i = 0; i < 10; i++) {
      assertThat(poll(one).state()).isNotInstanceOf(Final.class);
    }
    chain.honest();
    allFinal(one);
  }

  @Test
  void aSecondNodeThatDoesNotAnswerHoldsNothingUp() throws Exception {
    HostileChain silent = new HostileChain();
    silent.inclusion =
        _ -> {
          throw new ChainException(ChainException.Kind.UNREACHABLE, "cut");
        };
    twoNodes(silent);
    allFinal(one);
    chain.estimate = _ -> new GasEstimate.WouldBeRefused(PROOFS);
    assertThat(settle(two).state()).isInstanceOf(Refused.class);
  }

  // ---------------------------------------------------------------- finality

  @Test
  void whereTheChainCallsBlocksFinalItsWordCountsAndNotTheDepth() throws Exception {
    uploader =
        new BatchUploader(
            chain,
            Optional.empty(),
            store,
            new UploadTerms(true, DEPTH, GasPolicy.standard()),
            clock);
    chain.finalized = 0;
    for (int i = 0; i < DEPTH + 10; i++) {
      assertThat(poll(one).state()).isNotInstanceOf(Final.class);
    }
    chain.finalized = chain.trueHead() - chain.depth(one.id()).orElseThrow();
    assertThat(settle(one).state()).isInstanceOf(Final.class);
    chain.finalized = -1;
    allFinal(two);
  }

  // ---------------------------------------------------------------- one false word

  @Test
  void oneRefusalOfTheContractIsNotBelieved() throws Exception {
    chain.estimate = once(_ -> new GasEstimate.WouldBeRefused(PROOFS));
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    allFinal(one);
  }

  @Test
  void oneEstimateAboveTheCapIsNotBelieved() throws Exception {
    chain.estimate = once(_ -> new GasEstimate.Estimated(GasPolicy.TRANSACTION_GAS_CAP + 1));
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    allFinal(one);
  }

  @Test
  void aRefusalOfTheSameBlockIsNoSecondWord() throws Exception {
    chain.estimate = _ -> new GasEstimate.WouldBeRefused(PROOFS);
    uploader.step(one);
    assertThat(uploader.step(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    clock.advance(GasPolicy.standard().replaceAfter());
    assertThat(uploader.step(one).state()).as("a chain without blocks").isInstanceOf(Refused.class);
  }

  @Test
  void aRefusedBatchIsAskedAboutAgainAndGoesOn() throws Exception {
    chain.estimate = _ -> new GasEstimate.WouldBeRefused(PROOFS);
    assertThat(settle(one).state()).isInstanceOf(Refused.class);
    assertThat(poll(one).isSettled()).isTrue();
    restart();
    assertThat(poll(one).failure().map(Failure::code)).hasValue(FailureCode.BATCH_REFUSED);

    chain.honest();
    allFinal(one);
  }

  @Test
  void aRefusedBatchHoldsNobodyUp() throws Exception {
    chain.estimate = _ -> new GasEstimate.WouldBeRefused(PROOFS);
    settle(one);
    chain.honest();
    allFinal(two);
  }

  @Test
  void oneWordOfAnotherBatchUnderTheNumberIsNotBelieved() throws Exception {
    Batch other = batch(1);
    chain.inclusion = once(_ -> Optional.of(chain.invented(other)));
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    allFinal(one);
  }

  @Test
  void anotherBatchUnderTheNumberIsBelievedWhenItStays() throws Exception {
    chain.strangerCasts(batch(1));
    assertThat(settle(one).failure().map(Failure::code)).hasValue(FailureCode.SEQUENCE_TAKEN);
    allFinal(two);
  }

  @Test
  void oneHeadTooHighMakesNothingFinal() throws Exception {
    while (!(poll(one).state() instanceof Included)) {}
    chain.head = once(truth -> new ChainHead(truth.number() + 500, truth.hash(), truth.time()));
    assertThat(uploader.step(one).state()).isInstanceOf(Included.class);
    allFinal(one);
    assertThat(chain.depth(one.id()).orElseThrow()).isGreaterThanOrEqualTo((long) DEPTH);
  }

  // ---------------------------------------------------------------- final is looked at again

  @Test
  void aFinalBatchThatTheChainUndidIsCastAgain() throws Exception {
    allFinal(one, two);
    undoWith(one);

    restart();
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    UploadProgress undone = poll(one);
    assertThat(undone.state()).isEqualTo(new Sealed());
    assertThat(undone.failure().map(Failure::code)).hasValue(FailureCode.FINAL_UNDONE);
    allFinal(one, two);
  }

  @Test
  void theSameUploaderLooksAtAFinalBatchAgainAfterAWhile() throws Exception {
    allFinal(one);
    undoWith(one);
    assertThat(uploader.step(one).isSettled()).isTrue();
    clock.advance(GasPolicy.standard().replaceAfter());
    assertThat(poll(one).isSettled()).isFalse();
    allFinal(one);
  }

  @Test
  void oneWordThatAFinalBatchIsGoneUndoesNothing() throws Exception {
    UploadState settled = settle(one).state();
    restart();
    chain.inclusion = once(_ -> Optional.empty());
    assertThat(poll(one).state()).isEqualTo(settled);
    assertThat(poll(one)).matches(UploadProgress::isSettled);
    assertThat(store.find(one.id()).orElseThrow().state()).isEqualTo(settled);
  }

  // ---------------------------------------------------------------- nonces

  @Test
  void anEvictedTransactionWhoseBatchAStrangerCastLeavesNoGap() throws Exception {
    uploader.step(one);
    chain.evict();
    chain.strangerCasts(one);
    assertThat(poll(one).state()).isInstanceOf(Included.class);

    allFinal(two, one);
    assertThat(chain.trueNonce()).as("only the second batch was paid for").isEqualTo(1);
  }

  @Test
  void aNonceTooHighOnceIsGivenUpForTheRightOne() throws Exception {
    chain.nonce = once(truth -> truth + 1);
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    allFinal(one, two);
  }

  @Test
  void aNonceThatIsSeenBeforeTheBlocksEventsCausesNoSecondTransaction() throws Exception {
    poll(one);
    chain.inclusion = once(_ -> Optional.empty());
    chain.status = once(_ -> new TransactionStatus.Unknown());
    assertThat(poll(one).hold()).isEqualTo(Hold.SECOND_LOOK);
    allFinal(one, two);
    assertThat(chain.useless).isZero();
    assertThat(chain.trueNonce()).isEqualTo(2);
  }

  @Test
  void aBatchThatIsAlreadyCastIsNeverPaidFor() throws Exception {
    chain.strangerCasts(one);
    allFinal(one);
    assertThat(chain.trueNonce()).isZero();
  }

  @Test
  void anEvictedTransactionIsSentAgain() throws Exception {
    uploader.step(one);
    chain.evict();
    allFinal(one);
    assertThat(chain.trueNonce()).isEqualTo(1);
  }

  // ---------------------------------------------------------------- power cuts

  @Test
  void aCutAtAnyWriteLosesNothingAndPaysForNothingTwice() throws Exception {
    int cuts = 0;
    for (int at = 0; at < 40; at++) {
      HostileUploadTest run = new HostileUploadTest();
      run.store.writesLeft = at;
      try {
        run.allFinal(run.one, run.two);
      } catch (PowerCut e) {
        cuts++;
      }
      run.store.writesLeft = Integer.MAX_VALUE;
      run.restart();
      run.allFinal(run.one, run.two);
      assertThat(run.chain.useless).as("cut at %s", at).isZero();
    }
    assertThat(cuts).isGreaterThanOrEqualTo(12);
  }

  // ---------------------------------------------------------------- everything at once

  private <T> HostileChain.Lie<T> perhaps(Random dice, HostileChain.Lie<T> lie) {
    return truth -> {
      if (dice.nextInt(8) != 0) {
        return truth;
      }
      return switch (dice.nextInt(3)) {
        case 0 -> throw new ChainException(ChainException.Kind.NODE_ERROR, "busy");
        case 1 -> throw new ChainException(ChainException.Kind.UNREACHABLE, "cut");
        default -> lie.instead(truth);
      };
    };
  }

  private void lie(Random dice, List<Batch> batches) {
    chain.nonce = perhaps(dice, truth -> Math.max(0, truth + dice.nextInt(-1, 3)));
    chain.head =
        perhaps(
            dice,
            truth -> new ChainHead(truth.number() + dice.nextInt(9), truth.hash(), truth.time()));
    chain.estimate = perhaps(dice, _ -> new GasEstimate.WouldBeRefused(PROOFS));
    chain.send = perhaps(dice, _ -> ANSWERS.get(dice.nextInt(ANSWERS.size())));
    chain.status =
        perhaps(
            dice,
            _ ->
                dice.nextBoolean()
                    ? new TransactionStatus.Unknown()
                    : new TransactionStatus.Waiting());
    chain.inclusion =
        perhaps(
            dice,
            truth ->
                truth.isPresent()
                    ? Optional.empty()
                    : Optional.of(chain.invented(batches.get(dice.nextInt(batches.size())))));
  }

  /// Sixty rounds of lies, evictions, strangers, undone blocks and restarts; then the truth.
  private void play(long seed) throws Exception {
    Random dice = new Random(seed);
    List<Batch> batches = Stream.of(1L, 2L, 3L, 4L).map(this::batch).toList();
    for (int round = 0; round < 60; round++) {
      lie(dice, batches);
      for (Batch batch : batches) {
        try {
          uploader.step(batch);
        } catch (ChainException e) {
          assertThat(e.kind()).isIn((Object[]) ChainException.Kind.values());
        }
      }
      switch (dice.nextInt(12)) {
        case 0 -> chain.evict();
        case 1 -> chain.strangerCasts(batches.get(dice.nextInt(batches.size())));
        case 2 -> chain.undo(Math.min(DEPTH - 1, (int) chain.trueHead()), dice.nextBoolean());
        case 3 -> restart();
        default -> chain.mine();
      }
      clock.advance(POLL);
    }
    chain.honest();
    restart();
    List<UploadProgress> ends = new ArrayList<>();
    for (int round = 0; round < 80; round++) {
      ends.clear();
      for (Batch batch : batches) {
        UploadProgress now = uploader.step(batch);
        ends.add(now);
        if (now.state() instanceof Final && now.isSettled()) {
          assertThat(chain.depth(batch.id()).orElse(-1L))
              .as("seed %s: falsely final", seed)
              .isGreaterThanOrEqualTo((long) DEPTH);
        }
      }
      chain.mine();
      clock.advance(POLL);
    }
    assertThat(ends)
        .as("seed %s", seed)
        .allMatch(end -> end.state() instanceof Final && end.isSettled());
  }

  @Test
  void whateverANodeSaysEachBatchEndsFinalOnceItTellsTheTruth() throws Exception {
    long first = Long.getLong("urna.seed", 1);
    for (long seed = first; seed < first + Thoroughness.rounds(40, 2_000); seed++) {
      new HostileUploadTest().play(seed);
    }
  }
}
