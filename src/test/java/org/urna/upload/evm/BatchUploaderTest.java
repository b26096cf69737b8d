package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.upload.evm.TestElection.OTHER_STATION_KEY;
import static org.urna.upload.evm.TestElection.STATION_KEY;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.SettableClock;
import org.urna.ballot.SealedBallot;
import org.urna.election.ChainReference;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.rehearsal.LocalChain;
import org.urna.upload.BatchInclusion;
import org.urna.upload.BatchReceipt;
import org.urna.upload.BatchUploader;
import org.urna.upload.ChainException;
import org.urna.upload.ChainGateway;
import org.urna.upload.ElectionChain;
import org.urna.upload.GasEstimate;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.SendOutcome;
import org.urna.upload.SignedTransaction;
import org.urna.upload.UploadPreflight;
import org.urna.upload.UploadProgress;
import org.urna.upload.UploadProgress.Hold;
import org.urna.upload.UploadRecord;
import org.urna.upload.UploadState;
import org.urna.upload.UploadState.Final;
import org.urna.upload.UploadState.Included;
import org.urna.upload.UploadState.Refused;
import org.urna.upload.UploadState.Submitted;
import org.urna.upload.UploadStore;
import org.urna.upload.UploadStoreException;
import org.urna.upload.UploadTerms;
import org.urna.upload.sqlite.SqliteUploadStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Uploading on a real chain that is made to stumble, with a real database that is opened again
/// after each crash.
class BatchUploaderTest {
  private static final int DEPTH = 3;
  private static final UploadTerms TERMS = new UploadTerms(false, DEPTH, GasPolicy.standard());
  private static final Duration POLL = Duration.ofSeconds(1);

  private static TestElection election;
  private static ChainReference reference;
  private static ElectionChain contract;
  private static List<SealedBallot> two;
  private static List<SealedBallot> others;
  private static String deployed;

  @TempDir Path folder;
  private String snapshot = "";
  private SqliteUploadStore store;
  private final SettableClock clock = new SettableClock(TestElection.OPENING);

  @BeforeAll
  static void deploy() throws Exception {
    deployed = SharedChain.chain().snapshot();
    election = TestElection.usual();
    reference = election.deploy(TestElection.OPENING);
    contract = TestElection.contract(reference);
    two = election.ballots(STATION_KEY, 0, 1);
    others = election.ballots(STATION_KEY, 2, 2, 3);
  }

  @AfterAll
  static void forget() throws Exception {
    SharedChain.chain().revert(deployed);
  }

  @BeforeEach
  void remember() throws Exception {
    snapshot = SharedChain.chain().snapshot();
    store = SqliteUploadStore.open(folder.resolve("uploads.sqlite"));
  }

  @AfterEach
  void goBack() throws Exception {
    store.close();
    // A block in the making ends before the one that is asked for here; then nothing moves under
    // the snapshot.
    SharedChain.chain().mineAtOnce(false);
    SharedChain.chain().dropWaiting();
    SharedChain.chain().mine(1);
    SharedChain.chain().revert(snapshot);
    SharedChain.chain().mineAtOnce(true);
  }

  private static ChainGateway gateway() {
    return new EvmChainGateway(SharedChain.node(), reference, EvmAccount.of(LocalChain.RICH_KEY));
  }

  private BatchUploader uploader() {
    return uploader(gateway());
  }

  private BatchUploader uploader(ChainGateway gateway) {
    return new BatchUploader(gateway, Optional.empty(), store, TERMS, clock);
  }

  private static Batch batch(long sequence, List<SealedBallot> ballots) {
    return TestElection.batch(reference, STATION_KEY, sequence, ballots);
  }

  /// The process dies and starts again: only what the database holds is left.
  private void restart() throws Exception {
    store.close();
    store = SqliteUploadStore.open(folder.resolve("uploads.sqlite"));
  }

  /// One step. anvil shows a block's state a moment before its events; then the uploader is told to
  /// ask again.
  private UploadProgress step(BatchUploader uploader, Batch batch) throws Exception {
    for (int i = 0; i < 500; i++) {
      try {
        return uploader.step(batch);
      } catch (ChainException e) {
        assertThat(e.kind()).isEqualTo(ChainException.Kind.WRONG_ANSWER);
      }
      Pause.real().pause(Duration.ofMillis(20));
    }
    throw new AssertionError("no step can be taken");
  }

  private UploadProgress step(Batch batch) throws Exception {
    return step(uploader(), batch);
  }

  /// Takes steps until the batch is in a block, which the chain makes in its own time.
  private Included include(BatchUploader uploader, Batch batch) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (step(uploader, batch).state() instanceof Included included) {
        return included;
      }
      Pause.real().pause(Duration.ofMillis(20));
    }
    throw new AssertionError("in no block: " + kept(batch));
  }

  /// Takes steps until the batch is settled, while the chain grows.
  private void settle(BatchUploader uploader, Batch batch) throws Exception {
    for (int i = 0; i < 500; i++) {
      if (step(uploader, batch).isSettled()) {
        return;
      }
      SharedChain.chain().mine(1);
    }
    throw new AssertionError("not settled: " + kept(batch));
  }

  /// Deep enough is believed when it is said of two heads.
  private UploadProgress last(Batch batch) throws Exception {
    BatchUploader uploader = uploader();
    assertThat(step(uploader, batch).hold()).isEqualTo(Hold.SECOND_LOOK);
    SharedChain.chain().mine(1);
    return step(uploader, batch);
  }

  private Included include(Batch batch) throws Exception {
    return include(uploader(), batch);
  }

  private UploadState kept(Batch batch) throws Exception {
    return store.find(batch.id()).map(UploadRecord::state).orElseThrow();
  }

  private static long transactions() throws Exception {
    return gateway().nonce();
  }

  // ---------------------------------------------------------------- the straight way

  @Test
  void batchGoesFromSealedToFinal() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Batch batch = batch(1, two);

    UploadProgress first = step(batch);
    assertThat(first.state()).isInstanceOf(Submitted.class);
    assertThat(first.hold()).isEqualTo(Hold.BLOCK);
    SharedChain.chain().mine(1);
    include(batch);
    assertThat(step(batch).hold()).isEqualTo(Hold.DEPTH);
    SharedChain.chain().mine(DEPTH);
    UploadProgress third = last(batch);

    assertThat(third.state()).isInstanceOf(Final.class);
    assertThat(third.isSettled()).isTrue();
    assertThat(contract.acceptedBallots()).isEqualTo(2);
    assertThat(step(batch)).isEqualTo(third);
  }

  @Test
  void severalBatchesGoOneAfterAnother() throws Exception {
    List<Batch> batches = List.of(batch(1, two), batch(2, others));

    List<UploadProgress> progress =
        uploader()
            .upload(
                batches,
                clock.instant().plusSeconds(600),
                POLL,
                length -> {
                  clock.advance(length);
                  mine();
                });

    assertThat(progress).allMatch(p -> p.state() instanceof Final);
    assertThat(contract.acceptedBallots()).isEqualTo(5);
  }

  private static void mine() {
    try {
      SharedChain.chain().mine(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void receiptSaysWhatHappened() throws Exception {
    Batch batch = batch(1, two);
    include(batch);
    SharedChain.chain().mine(DEPTH);
    BatchInclusion inclusion = ((Final) last(batch).state()).inclusion();

    BatchReceipt receipt = BatchReceipt.of(reference, batch, inclusion);

    assertThat(receipt.accepted()).isEqualTo(2);
    assertThat(receipt.refused()).isEmpty();
    assertThat(receipt.ballotsHash()).isEqualTo(batch.ballotsHash());
    assertThat(receipt.cost())
        .isEqualTo(receipt.gasPrice().multiply(BigInteger.valueOf(receipt.gasUsed())));
    assertThat(receipt.sender()).isEqualTo(gateway().account());
    JsonNode json = JsonMapper.shared().readTree(receipt.toJson());
    assertThat(json.required("format").stringValue()).isEqualTo("urna-batch-receipt-1");
    assertThat(json.required("ballotsHash").stringValue())
        .isEqualTo(batch.ballotsHash().toString());
    assertThat(json.required("transaction").stringValue())
        .isEqualTo(inclusion.transaction().toString());
    assertThat(json.required("costWei").stringValue()).isEqualTo(receipt.cost().toString());
    assertThat(json.required("stationSignature").stringValue())
        .isEqualTo(batch.signature().toBytes().toString());
    assertThat(receipt.toCsv().lines()).hasSize(2);
  }

  @Test
  void receiptNamesSkippedBallots() throws Exception {
    Batch first = batch(1, two);
    SealedBallot again =
        election.ballot(
            0, two.getFirst().nullifier().value(), election.fieldElement(), OTHER_STATION_KEY, 4);
    Batch second = TestElection.batch(reference, OTHER_STATION_KEY, 1, List.of(again));
    include(first);
    Included included = include(second);

    BatchReceipt receipt = BatchReceipt.of(reference, second, included.inclusion());
    assertThat(receipt.accepted()).isZero();
    assertThat(receipt.refused())
        .containsExactly(
            new BatchReceipt.RefusedBallot(
                again.code(election.electionId(), second.id().station()).value(),
                "DuplicateNullifier"));
  }

  // ---------------------------------------------------------------- crashes

  /// The machine stops at one of its calls to the outside.
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// Counts calls to disk and network and stops before or after the chosen one.
  private static final class Tripwire {
    private int left;

    Tripwire(int left) {
      this.left = left;
    }

    void step() {
      if (left-- == 0) {
        throw new Stopped();
      }
    }
  }

  private UploadStore trippedStore(Tripwire wire) {
    return new UploadStore() {
      @Override
      public Optional<UploadRecord> find(BatchId id) throws UploadStoreException {
        return store.find(id);
      }

      @Override
      public List<UploadRecord> all() throws UploadStoreException {
        return store.all();
      }

      @Override
      public void save(UploadRecord entry) throws UploadStoreException {
        wire.step();
        store.save(entry);
        wire.step();
      }

      @Override
      public void close() {}
    };
  }

  private static Object invoke(java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(gateway(), arguments);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static ChainGateway trippedGateway(Tripwire wire) {
    return (ChainGateway)
        java.lang.reflect.Proxy.newProxyInstance(
            ChainGateway.class.getClassLoader(),
            new Class<?>[] {ChainGateway.class},
            (_, method, arguments) -> {
              boolean send = method.getName().equals("send");
              if (send) {
                wire.step();
              }
              Object result = invoke(method, arguments);
              if (send) {
                wire.step();
              }
              return result;
            });
  }

  @Test
  void crashAtAnyPointLosesNothingAndSendsNothingTwice() throws Exception {
    // 3 saves and at least 1 send, each with a point before and after it; then a run that no wire
    // stops.
    int stops = 0;
    boolean stopped = true;
    for (int point = 0; stopped; point++) {
      Path file = folder.resolve("crash-" + point + ".sqlite");
      store.close();
      store = SqliteUploadStore.open(file);
      Batch batch = batch(point + 1, election.ballots(STATION_KEY, 0, 1));
      long sentBefore = transactions();
      long acceptedBefore = contract.acceptedBallots();
      Tripwire wire = new Tripwire(point);
      try {
        settle(
            new BatchUploader(
                trippedGateway(wire), Optional.empty(), trippedStore(wire), TERMS, clock),
            batch);
        stopped = false;
      } catch (Stopped e) {
        stops++;
        store.close();
        store = SqliteUploadStore.open(file);
        settle(uploader(), batch);
      }
      assertThat(kept(batch)).as("stopped at %s", point).isInstanceOf(Final.class);
      assertThat(contract.acceptedBallots() - acceptedBefore).isEqualTo(2);
      assertThat(transactions() - sentBefore).as("stopped at %s", point).isEqualTo(1);
    }
    assertThat(stops).isGreaterThanOrEqualTo(8);
  }

  @Test
  void intentIsKeptBeforeAnythingIsSent() throws Exception {
    Batch batch = batch(1, two);
    ChainGateway deaf =
        (ChainGateway)
            java.lang.reflect.Proxy.newProxyInstance(
                ChainGateway.class.getClassLoader(),
                new Class<?>[] {ChainGateway.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("send")) {
                    SignedTransaction sent = (SignedTransaction) arguments[0];
                    assertThat(((Submitted) kept(batch)).attempts().getLast().transaction())
                        .isEqualTo(sent);
                    throw new ChainException(ChainException.Kind.UNREACHABLE, "cut");
                  }
                  return invoke(method, arguments);
                });

    assertThatThrownBy(() -> uploader(deaf).step(batch)).isInstanceOf(ChainException.class);
    assertThat(kept(batch)).isInstanceOf(Submitted.class);

    restart();
    step(batch);
    include(batch);
  }

  // ---------------------------------------------------------------- words that nobody knows

  @Test
  void unknownWordsOfANodeHoldABatchAndEndNothing() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Batch batch = batch(1, two);

    UploadProgress unclear =
        uploader(answering("estimate", new GasEstimate.Unclear("the moon"))).step(batch);
    assertThat(unclear.hold()).isEqualTo(Hold.NODE);
    assertThat(unclear.state()).isInstanceOf(UploadState.Sealed.class);

    ChainGateway refusing = answering("send", new SendOutcome.Unknown("the moon"));
    assertThat(uploader(refusing).step(batch).hold()).isEqualTo(Hold.NODE);
    assertThat(kept(batch)).as("the nonce is free again").isInstanceOf(UploadState.Sealed.class);
    restart();
    assertThat(uploader(refusing).step(batch).hold()).isEqualTo(Hold.NODE);

    step(batch);
    SharedChain.chain().mine(1);
    include(batch);
    assertThat(contract.acceptedBallots()).isEqualTo(2);
  }

  /// The chain, but for one question.
  private static ChainGateway answering(String question, Object answer) {
    ChainGateway real = gateway();
    return (ChainGateway)
        java.lang.reflect.Proxy.newProxyInstance(
            ChainGateway.class.getClassLoader(),
            new Class<?>[] {ChainGateway.class},
            (_, method, arguments) ->
                method.getName().equals(question) ? answer : method.invoke(real, arguments));
  }

  // ---------------------------------------------------------------- stuck and lost transactions

  @Test
  void stuckTransactionIsReplacedUnderTheSameNonce() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Batch batch = batch(1, two);
    step(batch);
    Submitted first = (Submitted) kept(batch);
    assertThat(step(batch).hold()).isEqualTo(Hold.BLOCK);
    assertThat(kept(batch)).isEqualTo(first);

    clock.advance(GasPolicy.standard().replaceAfter());
    restart();
    step(batch);

    Submitted second = (Submitted) kept(batch);
    assertThat(second.attempts()).hasSize(2);
    assertThat(second.nonce()).isEqualTo(first.nonce());
    assertThat(second.attempts().getLast().transaction().fees().maxFee())
        .isGreaterThan(first.attempts().getFirst().transaction().fees().maxFee());
    SharedChain.chain().mine(1);
    Included included = include(batch);
    assertThat(included.inclusion().transaction())
        .isEqualTo(second.attempts().getLast().transaction().hash());
    assertThat(contract.acceptedBallots()).isEqualTo(2);
  }

  @Test
  void forgottenTransactionIsSentAgainUnchanged() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Batch batch = batch(1, two);
    step(batch);
    Submitted before = (Submitted) kept(batch);
    SharedChain.chain().dropWaiting();

    step(batch);
    SharedChain.chain().mine(1);

    Included included = include(batch);
    assertThat(included.inclusion().transaction())
        .isEqualTo(before.attempts().getFirst().transaction().hash());
  }

  @Test
  void nonceUsedBySomethingElseStartsTheBatchAgain() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Batch batch = batch(1, two);
    step(batch);
    Submitted lost = (Submitted) kept(batch);
    SharedChain.chain().dropWaiting();
    SignedTransaction foreign =
        EvmSender.sign(
            EvmAccount.of(LocalChain.RICH_KEY),
            reference.chainId(),
            lost.nonce(),
            TestElection.station(OTHER_STATION_KEY),
            new byte[0],
            50_000,
            lost.attempts().getFirst().transaction().fees());
    SharedChain.node().send(foreign.raw());
    SharedChain.chain().mine(1);
    SharedChain.chain().mineAtOnce(true);

    BatchUploader uploader = uploader();
    assertThat(step(uploader, batch).hold()).isEqualTo(Hold.SECOND_LOOK);
    SharedChain.chain().mine(1);
    include(uploader, batch);
    assertThat(contract.acceptedBallots()).isEqualTo(2);
  }

  // ---------------------------------------------------------------- reorganisations

  @Test
  void reorganisationSendsTheSameTransactionAgain() throws Exception {
    String beforeBlock = SharedChain.chain().snapshot();
    Batch batch = batch(1, two);
    // In a block of its own: while a block is made, the node shows the new nonce before the events,
    // and a batch whose nonce seems used by a stranger forgets its transaction.
    SharedChain.chain().mineAtOnce(false);
    step(batch);
    SharedChain.chain().mine(1);
    Included included = include(batch);
    SharedChain.chain().revert(beforeBlock);
    SharedChain.chain().mine(2);
    SharedChain.chain().mineAtOnce(true);

    UploadProgress thrownBack = step(batch);
    assertThat(thrownBack.state()).isInstanceOf(Submitted.class);
    BatchInclusion second = include(batch).inclusion();
    assertThat(second.transaction()).isEqualTo(included.inclusion().transaction());
    assertThat(second.block()).isNotEqualTo(included.inclusion().block());
    assertThat(contract.acceptedBallots()).isEqualTo(2);
    SharedChain.chain().mine(DEPTH);
    assertThat(last(batch).state()).isInstanceOf(Final.class);
  }

  @Test
  void reorganisationOfTheNodesOwnIsFollowed() throws Exception {
    Batch batch = batch(1, two);
    include(batch);
    SharedChain.chain().mine(1);
    SharedChain.chain().reorganise(2);

    include(batch);
    SharedChain.chain().mine(DEPTH);
    assertThat(last(batch).state()).isInstanceOf(Final.class);
    assertThat(contract.acceptedBallots()).isEqualTo(2);
  }

  // ---------------------------------------------------------------- other people

  @Test
  void batchThatSomebodyElseSentIsRecognised() throws Exception {
    Batch batch = batch(1, two);
    BigInteger strangerKey = BigInteger.valueOf(0x999);
    EvmAccount stranger = EvmAccount.of(strangerKey);
    SharedChain.chain().setBalance(stranger.address().toString(), BigInteger.TEN.pow(18));
    ChainGateway theirs = new EvmChainGateway(SharedChain.node(), reference, stranger);
    include(uploader(theirs), batch);
    Path mine = folder.resolve("mine.sqlite");
    store.close();
    store = SqliteUploadStore.open(mine);
    long before = transactions();

    UploadProgress progress = step(batch);

    assertThat(progress.state())
        .isInstanceOfSatisfying(
            Included.class,
            included -> {
              assertThat(included.inclusion().sender()).isEqualTo(stranger.address());
              assertThat(included.attempts()).isEmpty();
            });
    assertThat(transactions()).isEqualTo(before);
  }

  @Test
  void anotherBatchOnChainUnderTheNumberIsRefused() throws Exception {
    include(batch(1, others));
    store.close();
    store = SqliteUploadStore.open(folder.resolve("second.sqlite"));

    assertThat(refused(batch(1, two)).state())
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.refusal().reason()).isEqualTo("SequenceUsedByAnotherBatch"));
  }

  @Test
  void anotherBatchUnderAKeptNumberIsNeverSent() throws Exception {
    include(batch(1, others));
    long before = transactions();

    assertThatThrownBy(() -> step(batch(1, two))).isInstanceOf(IllegalArgumentException.class);
    assertThat(transactions()).isEqualTo(before);
  }

  // ---------------------------------------------------------------- refusals and waits

  /// A refusal is believed when it is said again of another block.
  private UploadProgress refused(Batch batch) throws Exception {
    BatchUploader uploader = uploader();
    assertThat(step(uploader, batch).hold()).isEqualTo(Hold.SECOND_LOOK);
    SharedChain.chain().mine(1);
    return step(uploader, batch);
  }

  @Test
  void refusedBatchNamesItsBadBallots() throws Exception {
    SealedBallot good = two.getFirst();
    SealedBallot bad =
        new SealedBallot(
            good.variant(),
            good.nullifier(),
            good.badge(),
            good.ciphertexts(),
            good.ballotProof(),
            good.ballotProof());
    Batch batch = batch(1, List.of(bad, two.getLast()));
    long before = transactions();

    UploadProgress progress = refused(batch);

    assertThat(progress.state())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.refusal().reason()).isEqualTo("EnrolmentProofsRefused");
              assertThat(refused.faults())
                  .singleElement()
                  .satisfies(fault -> assertThat(fault.index()).isZero());
            });
    assertThat(transactions()).isEqualTo(before);
    restart();
    assertThat(kept(batch)).isEqualTo(progress.state());
    assertThat(step(batch)).as("asked again, refused again").isEqualTo(progress);
  }

  @Test
  void closedElectionRefuses() throws Exception {
    SharedChain.chain().moveTo(TestElection.LEGAL_CLOSE);

    assertThat(refused(batch(1, two)).state())
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.refusal().reason()).isEqualTo("ClosedWithoutDeclaration"));
  }

  @Test
  void dearGasIsWaitedFor() throws Exception {
    SharedChain.chain().setBaseFee(GasPolicy.standard().feeCap().add(BigInteger.ONE));
    SharedChain.chain().mine(1);
    Batch batch = batch(1, two);

    assertThat(step(batch).hold()).isEqualTo(Hold.CHEAPER_GAS);
    assertThat(store.all()).isEmpty();

    SharedChain.chain().setBaseFee(BigInteger.TEN.pow(9));
    SharedChain.chain().mine(1);
    step(batch);
    include(batch);
  }

  @Test
  void emptyAccountIsSaid() throws Exception {
    EvmAccount poor = EvmAccount.of(BigInteger.valueOf(0x998));
    ChainGateway gateway = new EvmChainGateway(SharedChain.node(), reference, poor);

    assertThat(step(uploader(gateway), batch(1, two)).hold()).isEqualTo(Hold.MONEY);
  }

  @Test
  void waitEndsAtTheDeadline() throws Exception {
    SharedChain.chain().mineAtOnce(false);
    Instant deadline = clock.instant().plusSeconds(20);
    List<Duration> pauses = new ArrayList<>();

    List<UploadProgress> progress =
        uploader()
            .upload(
                List.of(batch(1, two)),
                deadline,
                POLL,
                length -> {
                  pauses.add(length);
                  clock.advance(length);
                });

    assertThat(progress.getFirst().state()).isInstanceOf(Submitted.class);
    assertThat(clock.instant()).isBefore(deadline);
    assertThat(pauses).hasSize(19);
  }

  @Test
  void unreachableChainIsAskedAgainUntilTheDeadline() throws Exception {
    try (EvmNode nowhere = EvmNode.at(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(2))) {
      ChainGateway gateway =
          new EvmChainGateway(nowhere, reference, EvmAccount.of(LocalChain.RICH_KEY));

      assertThatThrownBy(
              () ->
                  uploader(gateway)
                      .upload(
                          List.of(batch(1, two)),
                          clock.instant().plusSeconds(5),
                          POLL,
                          clock::advance))
          .isInstanceOfSatisfying(
              ChainException.class,
              e -> assertThat(e.kind()).isEqualTo(ChainException.Kind.UNREACHABLE));
    }
  }

  // ---------------------------------------------------------------- before the start

  private UploadPreflight preflight(ChainGateway gateway) {
    return new UploadPreflight(contract, gateway, GasPolicy.standard(), clock);
  }

  @Test
  void preflightReckonsCostAndTime() throws Exception {
    UploadPreflight.Report report =
        preflight(gateway()).check(election.manifest(), List.of(batch(1, two), batch(2, others)));

    assertThat(report.findings()).isEmpty();
    assertThat(report.gasEstimated()).isBetween(1_500_000L, 4_000_000L);
    assertThat(report.costAtMost()).isPositive().isLessThan(report.balance());
    assertThat(report.timeLeft()).isEqualTo(Duration.ofHours(14));
  }

  @Test
  void preflightFindsWhatIsWrong() throws Exception {
    Batch batch = batch(1, two);
    ChainReference wrongChain = new ChainReference(5, reference.contract(), reference.name());
    assertThat(
            preflight(
                    new EvmChainGateway(
                        SharedChain.node(), wrongChain, EvmAccount.of(LocalChain.RICH_KEY)))
                .check(election.manifest(), List.of(batch))
                .findings())
        .hasExactlyElementsOfTypes(UploadPreflight.Finding.WrongChain.class);
    ChainReference nothingThere =
        new ChainReference(
            reference.chainId(), TestElection.station(STATION_KEY), reference.name());
    assertThat(
            preflight(
                    new EvmChainGateway(
                        SharedChain.node(), nothingThere, EvmAccount.of(LocalChain.RICH_KEY)))
                .check(election.manifest(), List.of(batch))
                .findings())
        .hasExactlyElementsOfTypes(UploadPreflight.Finding.NoContract.class);
    assertThat(
            preflight(
                    new EvmChainGateway(
                        SharedChain.node(), reference, EvmAccount.of(BigInteger.valueOf(0x998))))
                .check(
                    Manifests.opening(election.manifest(), TestElection.OPENING.plusSeconds(60)),
                    List.of(batch))
                .findings())
        .hasExactlyElementsOfTypes(
            UploadPreflight.Finding.OtherManifest.class,
            UploadPreflight.Finding.NotOpenYet.class,
            UploadPreflight.Finding.TooLittleMoney.class);
    SharedChain.chain().moveTo(TestElection.LEGAL_CLOSE);
    assertThat(preflight(gateway()).check(election.manifest(), List.of(batch)).findings())
        .hasExactlyElementsOfTypes(
            UploadPreflight.Finding.ClockDiffers.class,
            UploadPreflight.Finding.Closed.class,
            UploadPreflight.Finding.BatchRefused.class);
  }
}
