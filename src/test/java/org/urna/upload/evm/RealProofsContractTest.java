package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.ballot.SealedBallot;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.Schedule;
import org.urna.proof.Proof;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.rehearsal.LocalChain;
import org.urna.rehearsal.PracticeFixture;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ContractRefusal;
import org.urna.upload.EncryptedSum;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;

/// The polling day's ballots, with enrolment and ballot proofs of the real circuits, before the
/// real contract: taken as they are, and refused by name in every other way. [CastTest] asks more,
/// with proofs that cost nothing.
class RealProofsContractTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int VARIANT = 0;
  private static final int NULLIFIER = 1;
  private static final int BADGE = 2;
  private static final int CIPHERTEXTS = 3;

  private static PracticeFixture day;
  private static LocalChain chain;
  private static EvmNode node;
  private static ChainReference reference;
  private static EvmElection contract;
  private static int options;
  private static int wordsPerBallot;
  private static int enrolmentProof;
  private static int ballotProof;
  private static Batch batch;
  private static Batch secondBallots;
  private static BigInteger firstKey;
  private static BigInteger secondKey;
  private String snapshot = "";

  @BeforeAll
  static void deploy() throws Exception {
    day = PracticeFixture.day();
    options = day.manifest().optionCount();
    enrolmentProof = CIPHERTEXTS + 4 * options;
    ballotProof = enrolmentProof + Proof.WORDS;
    wordsPerBallot = ballotProof + Proof.WORDS;
    batch = day.batches(1).getFirst();
    secondBallots = day.batches(2).getFirst();
    firstKey = day.stolenKey(1);
    secondKey = day.stolenKey(2);
    chain =
        LocalChain.start(LocalChain.Settings.startingAt(schedule().opening().minusSeconds(7200)));
    day.deployAgain(chain);
    reference = day.election().chain();
    node = EvmNode.at(chain.endpoint(), LIMIT);
    contract = contract(reference);
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      node.close();
    }
    if (chain != null) {
      chain.close();
    }
  }

  @BeforeEach
  void remember() throws Exception {
    snapshot = new SteeredChain(chain).snapshot();
  }

  @AfterEach
  void goBack() throws Exception {
    new SteeredChain(chain).revert(snapshot);
  }

  private static Schedule schedule() {
    return day.manifest().schedule();
  }

  private static EvmElection contract(ChainReference at) {
    return EvmElection.at(
        node,
        at,
        EvmAccount.of(LocalChain.RICH_KEY),
        GasPolicy.standard(),
        LIMIT,
        Clock.systemUTC(),
        Pause.real());
  }

  private static void open() throws Exception {
    moveTo(schedule().opening().plusSeconds(60));
  }

  private static void moveTo(Instant time) throws Exception {
    chain.moveTo(time);
  }

  // ---------------------------------------------------------------- doing

  private static void cast(Batch batch) throws Exception {
    contract.sender().call(reference.contract(), CastCall.of(batch).encode());
  }

  private static List<BigInteger> words(Batch batch) {
    return batch.ballots().stream().flatMap(ballot -> ballot.toWords().stream()).toList();
  }

  private static List<BigInteger> words(int ballot) {
    return batch.ballots().get(ballot).toWords();
  }

  private static CastCall signed(BigInteger key, long sequence, List<BigInteger> words) {
    return ForgedCasts.signed(
        reference.domain(),
        options,
        key,
        new BatchId(EcdsaSignature.addressOf(key), sequence),
        words);
  }

  private static ContractRefusal refusal(ChainReference at, CastCall call) throws Exception {
    return switch (node.call(at.contract(), call.encode())) {
      case EvmNode.CallOutcome.Reverted(ContractRefusal refusal) -> refusal;
      case EvmNode.CallOutcome.Returned(var data) -> throw new AssertionError("accepted: " + data);
    };
  }

  private static ContractRefusal refusal(CastCall call) throws Exception {
    return refusal(reference, call);
  }

  /// How the contract refuses these words, signed again by their own station.
  private static String refusalOf(List<BigInteger> words) throws Exception {
    return refusal(signed(firstKey, 1, words)).reason();
  }

  private static List<BigInteger> with(List<BigInteger> words, int index, BigInteger value) {
    return ForgedCasts.replaced(words, index, List.of(value));
  }

  // ---------------------------------------------------------------- accepted

  @Test
  void acceptsTheBatchOfTheDay() throws Exception {
    open();

    cast(batch);

    assertThat(contract.acceptedBallots()).isEqualTo(5);
    List<BigInteger> sums = new ArrayList<>();
    for (EncryptedSum sum : contract.encryptedSums()) {
      sums.addAll(List.of(sum.c1X(), sum.c1Y(), sum.c2X(), sum.c2Y()));
    }
    assertThat(sums).isEqualTo(day.evidence().encryptedSums());
    BatchInclusion inclusion = contract.inclusion(batch.id()).orElseThrow();
    assertThat(inclusion.accepted()).isEqualTo(5);
    System.out.printf(
        "gas of a batch of 5 with real proofs: %,d (%,d a ballot)%n",
        inclusion.gasUsed(), inclusion.gasUsed() / 5);
  }

  @Test
  void ourOwnSignatureIsTheStations() throws Exception {
    open();

    // So that no refusal below comes from how this test signs.
    assertThat(node.call(reference.contract(), signed(firstKey, 1, words(batch)).encode()))
        .isInstanceOf(EvmNode.CallOutcome.Returned.class);
    assertThat(node.call(reference.contract(), signed(firstKey, 1, words(2)).encode()))
        .isInstanceOf(EvmNode.CallOutcome.Returned.class);
  }

  // ---------------------------------------------------------------- proofs

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void refusesEachChangedWordOfProof(int word) throws Exception {
    open();
    List<BigInteger> words = words(batch);
    for (int ballot : new int[] {0, batch.ballots().size() - 1}) {
      int enrolment = ballot * wordsPerBallot + enrolmentProof + word;
      int sealed = ballot * wordsPerBallot + ballotProof + word;

      assertThat(refusalOf(with(words, enrolment, words.get(enrolment).xor(BigInteger.ONE))))
          .isIn("EnrolmentProofsRefused", "ProofPointNotOnCurve");
      assertThat(refusalOf(with(words, sealed, words.get(sealed).xor(BigInteger.ONE))))
          .isIn("BallotProofsRefused", "ProofPointNotOnCurve");
    }
  }

  @Test
  void refusesGoodProofsOfAnotherBallot() throws Exception {
    open();
    List<BigInteger> first = words(0);
    List<BigInteger> second = words(1);

    assertThat(
            refusalOf(
                ForgedCasts.replaced(
                    first, enrolmentProof, second.subList(enrolmentProof, ballotProof))))
        .isEqualTo("EnrolmentProofsRefused");
    assertThat(
            refusalOf(
                ForgedCasts.replaced(
                    first, ballotProof, second.subList(ballotProof, wordsPerBallot))))
        .isEqualTo("BallotProofsRefused");
  }

  @Test
  void takesBallotsOfSeveralVariantsInOneBatchAndEachUnderItsOwn() throws Exception {
    open();
    List<BigInteger> words = words(batch);
    List<BigInteger> variants = new ArrayList<>();
    for (int ballot = 0; ballot < batch.ballots().size(); ballot++) {
      int at = ballot * wordsPerBallot + VARIANT;
      variants.add(words.get(at));
      assertThat(refusalOf(with(words, at, words.get(at).xor(BigInteger.ONE))))
          .isEqualTo("EnrolmentProofsRefused");
      assertThat(refusalOf(with(words, at, BigInteger.TWO))).isEqualTo("VariantUnknown");
    }
    assertThat(variants)
        .containsExactlyInAnyOrder(
            BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE);
  }

  @Test
  void refusesBallotMovedToAnotherBadge() throws Exception {
    open();
    // The second voter's sealed choice under the first voter's enrolment, with either badge.
    List<BigInteger> second = words(1);
    List<BigInteger> mixed =
        ForgedCasts.replaced(
            ForgedCasts.replaced(
                words(0), CIPHERTEXTS, second.subList(CIPHERTEXTS, enrolmentProof)),
            ballotProof,
            second.subList(ballotProof, wordsPerBallot));

    assertThat(refusalOf(mixed)).isEqualTo("BallotProofsRefused");
    assertThat(refusalOf(with(mixed, BADGE, second.get(BADGE))))
        .isEqualTo("EnrolmentProofsRefused");
  }

  @Test
  void refusesBallotMovedToAnotherElection() throws Exception {
    var manifest = Manifests.opening(day.manifest(), schedule().opening().minusSeconds(60));
    ChainReference other = day.deploy(manifest, chain);
    open();
    CastCall call = ForgedCasts.signed(other.domain(), options, firstKey, batch.id(), words(batch));

    assertThat(other.contract()).isNotEqualTo(reference.contract());
    assertThat(refusal(other, call).reason()).isEqualTo("EnrolmentProofsRefused");
    // Signed for the first election it does not even come that far.
    assertThat(refusal(other, CastCall.of(batch)).reason()).isEqualTo("SignatureNotOfStation");
  }

  @Test
  void refusesBallotMovedToAnotherStation() throws Exception {
    open();

    assertThat(refusal(signed(secondKey, 1, words(batch))).reason())
        .isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesCiphertextsSwappedBetweenBallots() throws Exception {
    open();
    List<BigInteger> words = words(batch);
    List<BigInteger> swapped = new ArrayList<>(words);
    for (int i = CIPHERTEXTS; i < enrolmentProof; i++) {
      swapped.set(i, words.get(wordsPerBallot + i));
      swapped.set(wordsPerBallot + i, words.get(i));
    }

    assertThat(refusalOf(swapped)).isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesOptionsSwappedInOneBallot() throws Exception {
    open();
    List<BigInteger> words = words(0);
    List<BigInteger> swapped = new ArrayList<>(words);
    for (int i = 0; i < 4; i++) {
      swapped.set(CIPHERTEXTS + i, words.get(CIPHERTEXTS + 4 + i));
      swapped.set(CIPHERTEXTS + 4 + i, words.get(CIPHERTEXTS + i));
    }

    assertThat(refusalOf(swapped)).isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesAnotherPersonsNullifier() throws Exception {
    open();
    List<BigInteger> words = words(0);

    assertThat(refusalOf(with(words, NULLIFIER, words(1).get(NULLIFIER))))
        .isEqualTo("EnrolmentProofsRefused");
  }

  @Test
  void refusesNullifierPlusFieldOrder() throws Exception {
    open();
    cast(batch);
    // The same person again: the proof would hold, and the number would look unused.
    List<BigInteger> words = words(4);
    BigInteger sameButLarger = words.get(NULLIFIER).add(SlowBn254.R);

    assertThat(refusal(signed(firstKey, 2, with(words, NULLIFIER, sameButLarger))))
        .isEqualTo(
            new ContractRefusal("SignalOutOfField", Refusals.values("ballot", "0", "word", "1")));
  }

  // ---------------------------------------------------------------- numbers and stations

  @Test
  void sameBatchAgainChangesNothingAndSaysSo() throws Exception {
    open();
    cast(batch);
    List<EncryptedSum> sums = contract.encryptedSums();

    cast(batch);

    assertThat(contract.acceptedBallots()).isEqualTo(5);
    assertThat(contract.encryptedSums()).isEqualTo(sums);
    assertThat(contract.batches()).hasSize(1);
    assertThat(
            node.events(
                reference.contract(),
                0,
                node.head().number(),
                List.of(Optional.of(ElectionAbi.get().event("BatchRepeated")))))
        .hasSize(1);
  }

  @Test
  void refusesAnotherBatchUnderUsedNumber() throws Exception {
    open();
    cast(batch);

    ContractRefusal refusal = refusal(signed(firstKey, batch.id().sequence(), words(0)));

    assertThat(refusal.reason()).isEqualTo("SequenceUsedByAnotherBatch");
    assertThat(refusal.values())
        .containsEntry("sequence", Long.toString(batch.id().sequence()))
        .containsEntry("acceptedHash", batch.ballotsHash().toString());
  }

  @Test
  void refusesUnknownStation() throws Exception {
    open();
    BigInteger stranger = BigInteger.valueOf(0x666);

    assertThat(refusal(signed(stranger, 1, words(batch))))
        .isEqualTo(
            new ContractRefusal(
                "StationNotAccredited",
                Map.of("station", EcdsaSignature.addressOf(stranger).toString())));
  }

  @Test
  void refusesWrongSignature() throws Exception {
    open();
    List<BigInteger> words = words(batch);
    EcdsaSignature byOther = EcdsaSignature.sign(secondKey, batch.digest(reference.domain()));

    assertThat(refusal(new CastCall(batch.id(), words, byOther)).reason())
        .isEqualTo("SignatureNotOfStation");
    // A good signature, of other ballots.
    assertThat(
            refusal(
                    new CastCall(
                        batch.id(), words.subList(0, 4 * wordsPerBallot), batch.signature()))
                .reason())
        .isEqualTo("SignatureNotOfStation");
  }

  @Test
  void secondBallotOfOnePersonIsSkippedAndReported() throws Exception {
    open();
    cast(batch);
    List<EncryptedSum> sums = contract.encryptedSums();

    cast(secondBallots);

    SealedBallot again = secondBallots.ballots().getFirst();
    BatchInclusion inclusion = contract.inclusion(secondBallots.id()).orElseThrow();
    assertThat(inclusion.accepted()).isZero();
    assertThat(inclusion.refused()).isEqualTo(1);
    assertThat(inclusion.outcomes())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.counted()).isFalse();
              assertThat(outcome.nullifier()).isEqualTo(again.nullifier().value());
              assertThat(outcome.code())
                  .isEqualTo(
                      again
                          .code(day.election().electionId(), secondBallots.id().station())
                          .value());
            });
    assertThat(contract.acceptedBallots()).isEqualTo(5);
    assertThat(contract.encryptedSums()).isEqualTo(sums);
  }

  @Test
  void firstOnChainCountsWhicheverStationItCameFrom() throws Exception {
    open();
    cast(secondBallots);
    cast(batch);

    BatchInclusion inclusion = contract.inclusion(batch.id()).orElseThrow();
    assertThat(inclusion.accepted()).isEqualTo(4);
    assertThat(inclusion.refused()).isEqualTo(1);
    assertThat(contract.acceptedBallots()).isEqualTo(5);
  }

  // ---------------------------------------------------------------- schedule

  @Test
  void refusesBeforeTheOpening() throws Exception {
    assertThat(refusal(CastCall.of(batch)).reason()).isEqualTo("NotOpenYet");
  }

  @Test
  void refusesFromTheLegalCloseOn() throws Exception {
    moveTo(schedule().legalClose());

    assertThat(refusal(CastCall.of(batch)).reason()).isEqualTo("ClosedWithoutDeclaration");
  }

  @Test
  void refusesFromTheUploadDeadlineOn() throws Exception {
    moveTo(schedule().uploadDeadline());

    assertThat(refusal(CastCall.of(batch)).reason()).isEqualTo("UploadDeadlinePassed");
  }
}
