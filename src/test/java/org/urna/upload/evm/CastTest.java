package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.upload.evm.TestElection.OTHER_STATION_KEY;
import static org.urna.upload.evm.TestElection.STATION_KEY;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;
import org.urna.proof.Proof;
import org.urna.proof.hash.ElGamal.Ciphertext;
import org.urna.queue.Batch;
import org.urna.queue.BatchId;
import org.urna.rehearsal.LocalChain;
import org.urna.upload.BallotFault;
import org.urna.upload.BatchInclusion;
import org.urna.upload.ContractRefusal;
import org.urna.upload.EncryptedSum;

/// What `cast` takes, and each thing it refuses, by name. Forged batches are signed again by their
/// station, so that it is the contract's other checks that refuse them.
class CastTest {
  private static final int OPTIONS = 5;
  private static final int WORDS = 3 + 4 * OPTIONS + 2 * Proof.WORDS;
  private static final int NULLIFIER = 1;
  private static final int BADGE = 2;
  private static final int CIPHERTEXTS = 3;
  private static final int ENROLMENT_PROOF = CIPHERTEXTS + 4 * OPTIONS;
  private static final int BALLOT_PROOF = ENROLMENT_PROOF + Proof.WORDS;
  private static final BigInteger TWO_255 = BigInteger.ONE.shiftLeft(255);
  private static final BigInteger SECP256K1_N =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private static TestElection election;
  private static ChainReference reference;
  private static EvmElection contract;
  private static List<SealedBallot> three;
  private static String deployed;
  private String snapshot = "";

  @BeforeAll
  static void deploy() throws Exception {
    deployed = SharedChain.chain().snapshot();
    election = TestElection.usual();
    reference = election.deploy(TestElection.OPENING);
    contract = TestElection.contract(reference);
    three = election.ballots(STATION_KEY, 0, 3, 3);
  }

  @org.junit.jupiter.api.AfterAll
  static void forget() throws Exception {
    SharedChain.chain().revert(deployed);
  }

  @BeforeEach
  void remember() throws Exception {
    snapshot = SharedChain.chain().snapshot();
  }

  @AfterEach
  void goBack() throws Exception {
    SharedChain.chain().revert(snapshot);
  }

  // ---------------------------------------------------------------- doing

  private static List<BigInteger> words(List<SealedBallot> ballots) {
    return ballots.stream().flatMap(ballot -> ballot.toWords().stream()).toList();
  }

  /// Signs whatever the words say, in the way the contract reckons it.
  private static CastCall signed(BigInteger stationKey, long sequence, List<BigInteger> words) {
    return signed(stationKey, TestElection.station(stationKey), sequence, words);
  }

  private static CastCall signed(
      BigInteger key, Address station, long sequence, List<BigInteger> words) {
    return ForgedCasts.signed(
        reference.domain(), OPTIONS, key, new BatchId(station, sequence), words);
  }

  private static Bytes digest(Eip712Domain domain, long sequence, List<BigInteger> words) {
    return ForgedCasts.digest(domain, OPTIONS, sequence, words);
  }

  private static CastCall good(long sequence) {
    return signed(STATION_KEY, sequence, words(three));
  }

  private static void cast(CastCall call) throws Exception {
    contract.sender().call(reference.contract(), call.encode());
  }

  private static EvmNode.CallOutcome tryCalldata(byte[] calldata) throws Exception {
    return SharedChain.node().call(reference.contract(), calldata);
  }

  private static ContractRefusal refusal(byte[] calldata) throws Exception {
    return switch (tryCalldata(calldata)) {
      case EvmNode.CallOutcome.Reverted(ContractRefusal refusal) -> refusal;
      case EvmNode.CallOutcome.Returned(Bytes data) ->
          throw new AssertionError("accepted: " + data);
    };
  }

  private static ContractRefusal refusal(CastCall call) throws Exception {
    return refusal(call.encode());
  }

  private static ContractRefusal refusalOf(List<BigInteger> words) throws Exception {
    return refusal(signed(STATION_KEY, 1, words));
  }

  private static List<BigInteger> with(List<BigInteger> words, int index, BigInteger value) {
    List<BigInteger> changed = new ArrayList<>(words);
    changed.set(index, value);
    return changed;
  }

  // ---------------------------------------------------------------- accepted

  @Test
  void acceptsBatchAndAddsItsCiphertexts() throws Exception {
    cast(good(1));

    assertThat(contract.acceptedBallots()).isEqualTo(3);
    Ciphertext[] sums = new Ciphertext[OPTIONS];
    Arrays.fill(sums, Ciphertext.NEUTRAL);
    for (SealedBallot ballot : three) {
      for (int i = 0; i < OPTIONS; i++) {
        sums[i] = sums[i].add(ballot.ciphertextList().get(i));
      }
    }
    List<EncryptedSum> found = contract.encryptedSums();
    for (int i = 0; i < OPTIONS; i++) {
      EncryptedSum sum = found.get(i);
      assertThat(List.of(sum.c1X(), sum.c1Y(), sum.c2X(), sum.c2Y())).isEqualTo(sums[i].toWords());
    }
  }

  @Test
  void sumsBeforeTheFirstBallotAreIdentities() throws Exception {
    assertThat(contract.encryptedSums())
        .hasSize(OPTIONS)
        .containsOnly(
            new EncryptedSum(BigInteger.ZERO, BigInteger.ONE, BigInteger.ZERO, BigInteger.ONE));
  }

  @Test
  void eventsNameNullifierCodeAndBatch() throws Exception {
    cast(good(7));

    BatchId id = new BatchId(TestElection.station(STATION_KEY), 7);
    BatchInclusion inclusion = contract.inclusion(id).orElseThrow();
    assertThat(inclusion.id()).isEqualTo(id);
    assertThat(inclusion.accepted()).isEqualTo(3);
    assertThat(inclusion.refused()).isZero();
    for (int i = 0; i < three.size(); i++) {
      SealedBallot ballot = three.get(i);
      assertThat(inclusion.outcomes().get(i).nullifier()).isEqualTo(ballot.nullifier().value());
      assertThat(inclusion.outcomes().get(i).code())
          .isEqualTo(ballot.code(election.electionId(), id.station()).value());
    }
  }

  @Test
  void batchesCanBeReadBackFromTheirTransactions() throws Exception {
    CastCall call = good(1);
    cast(call);
    List<SealedBallot> more = election.ballots(OTHER_STATION_KEY, 1);
    cast(signed(OTHER_STATION_KEY, 1, words(more)));

    var batches = contract.batches();
    assertThat(batches).hasSize(2);
    assertThat(batches.getFirst().ballots().stream().flatMap(List::stream).toList())
        .isEqualTo(call.words());
    assertThat(batches.getFirst().signature()).isEqualTo(call.signature());
    assertThat(batches.getLast().ballots()).containsExactly(more.getFirst().toWords());
  }

  @Test
  void stationsCastIndependently() throws Exception {
    cast(good(1));
    cast(signed(OTHER_STATION_KEY, 1, words(election.ballots(OTHER_STATION_KEY, 2, 4))));

    assertThat(contract.acceptedBallots()).isEqualTo(5);
  }

  @Test
  void anyPlainAccountMaySend() throws Exception {
    Address stranger = Address.parse("0x00000000000000000000000000000000000000aa");

    assertThat(SharedChain.node().call(reference.contract(), good(1).encode(), stranger))
        .isInstanceOf(EvmNode.CallOutcome.Returned.class);
  }

  // ---------------------------------------------------------------- sequence

  @Test
  void sameBatchAgainChangesNothingAndSaysSo() throws Exception {
    cast(good(1));
    List<EncryptedSum> before = contract.encryptedSums();

    cast(good(1));

    assertThat(contract.acceptedBallots()).isEqualTo(3);
    assertThat(contract.encryptedSums()).isEqualTo(before);
    assertThat(
            SharedChain.node()
                .events(
                    reference.contract(),
                    0,
                    SharedChain.node().head().number(),
                    List.of(java.util.Optional.of(ElectionAbi.get().event("BatchRepeated")))))
        .hasSize(1);
  }

  @Test
  void refusesAnotherBatchUnderUsedNumber() throws Exception {
    cast(good(1));

    ContractRefusal refusal =
        refusal(signed(STATION_KEY, 1, words(election.ballots(STATION_KEY, 2))));

    assertThat(refusal.reason()).isEqualTo("SequenceUsedByAnotherBatch");
    assertThat(refusal.values()).containsEntry("sequence", "1");
  }

  @Test
  void refusesNumbersThatNobodyCouldReadBack() throws Exception {
    for (long sequence : new long[] {1L << 31, 1L << 40}) {
      byte[] call = good(1).encode();
      byte[] numbered = call.clone();
      System.arraycopy(Bytes.word(BigInteger.valueOf(sequence)), 0, numbered, 4 + 4 * 32, 32);
      assertThat(refusal(numbered).reason()).isEqualTo("SequenceOutOfRange");
    }
    byte[] zero = good(1).encode();
    System.arraycopy(Bytes.word(BigInteger.ZERO), 0, zero, 4 + 4 * 32, 32);
    assertThat(refusal(zero).reason()).isEqualTo("SequenceOutOfRange");
  }

  @Test
  void sameBallotsUnderAnotherNumberAreAllSkipped() throws Exception {
    cast(good(1));
    cast(good(2));

    BatchInclusion second =
        contract.inclusion(new BatchId(TestElection.station(STATION_KEY), 2)).orElseThrow();
    assertThat(second.accepted()).isZero();
    assertThat(second.refused()).isEqualTo(3);
    assertThat(contract.acceptedBallots()).isEqualTo(3);
  }

  @Test
  void refusedBatchLeavesItsNumberFree() throws Exception {
    List<BigInteger> forged =
        with(words(three), BALLOT_PROOF, three.get(1).toWords().get(BALLOT_PROOF));
    assertThat(refusalOf(forged)).isNotNull();

    cast(good(1));

    assertThat(contract.acceptedBallots()).isEqualTo(3);
  }

  // ---------------------------------------------------------------- duplicates

  @Test
  void secondBallotOfOnePersonIsSkippedAndReported() throws Exception {
    cast(good(1));
    SealedBallot again =
        election.ballot(
            0, three.get(1).nullifier().value(), election.fieldElement(), OTHER_STATION_KEY, 1);
    SealedBallot other = election.ballot(OTHER_STATION_KEY, 1);
    cast(signed(OTHER_STATION_KEY, 1, words(TestElection.sorted(List.of(again, other)))));

    BatchInclusion second =
        contract.inclusion(new BatchId(TestElection.station(OTHER_STATION_KEY), 1)).orElseThrow();
    assertThat(second.accepted()).isEqualTo(1);
    assertThat(second.outcomes())
        .filteredOn(outcome -> !outcome.counted())
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.nullifier()).isEqualTo(again.nullifier().value());
              assertThat(outcome.code())
                  .isEqualTo(
                      again
                          .code(election.electionId(), TestElection.station(OTHER_STATION_KEY))
                          .value());
            });
    assertThat(contract.acceptedBallots()).isEqualTo(4);
  }

  @Test
  void skippedBallotStillNeedsGoodProofs() throws Exception {
    cast(good(1));
    List<BigInteger> words = words(three);
    Proof wrong =
        election.enrolmentProof(
            0, BigInteger.ONE, three.getFirst().badge().value(), election.electionId());
    List<BigInteger> forged = new ArrayList<>(words);
    for (int i = 0; i < Proof.WORDS; i++) {
      forged.set(ENROLMENT_PROOF + i, wrong.toWords().get(i));
    }

    assertThat(refusal(signed(STATION_KEY, 2, forged)).reason())
        .isEqualTo("EnrolmentProofsRefused");
  }

  @Test
  void refusesDuplicateNullifierInOneBatch() throws Exception {
    SealedBallot first = three.getFirst();
    SealedBallot twin =
        election.ballot(0, first.nullifier().value(), election.fieldElement(), STATION_KEY, 2);

    assertThat(refusalOf(words(List.of(first, twin))))
        .isEqualTo(new ContractRefusal("NullifiersNotAscending", java.util.Map.of("ballot", "1")));
  }

  @Test
  void refusesDescendingOrder() throws Exception {
    assertThat(refusalOf(words(List.of(three.get(0), three.get(2), three.get(1)))))
        .isEqualTo(new ContractRefusal("NullifiersNotAscending", java.util.Map.of("ballot", "2")));
  }

  // ---------------------------------------------------------------- proofs

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void refusesEachChangedWordOfEnrolmentProof(int word) throws Exception {
    List<BigInteger> words = words(three);
    int index = WORDS + ENROLMENT_PROOF + word;

    assertThat(refusalOf(with(words, index, words.get(index).add(BigInteger.ONE))).reason())
        .isIn("EnrolmentProofsRefused", "ProofPointNotOnCurve");
    // A coordinate of another good proof keeps the word plausible.
    assertThat(refusalOf(with(words, index, words.get(index - WORDS))).reason())
        .isIn("EnrolmentProofsRefused", "ProofPointNotOnCurve");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void refusesEachChangedWordOfBallotProof(int word) throws Exception {
    List<BigInteger> words = words(three);
    int index = WORDS + BALLOT_PROOF + word;

    assertThat(refusalOf(with(words, index, words.get(index).add(BigInteger.ONE))).reason())
        .isIn("BallotProofsRefused", "ProofPointNotOnCurve");
    assertThat(refusalOf(with(words, index, words.get(index - WORDS))).reason())
        .isIn("BallotProofsRefused", "ProofPointNotOnCurve");
  }

  @ParameterizedTest
  @ValueSource(ints = {ENROLMENT_PROOF, BALLOT_PROOF})
  void refusesPointsOnTheCurveThatProveNothing(int start) throws Exception {
    String expected = start == ENROLMENT_PROOF ? "EnrolmentProofsRefused" : "BallotProofsRefused";
    List<BigInteger> words = words(three);
    for (int point : new int[] {0, 6}) {
      // Both proofs' points are valid; only their meeting is not.
      List<BigInteger> swapped = new ArrayList<>(words);
      swapped.set(start + point, words.get(WORDS + start + point));
      swapped.set(start + point + 1, words.get(WORDS + start + point + 1));
      assertThat(refusalOf(swapped).reason()).isEqualTo(expected);
      List<BigInteger> negated = new ArrayList<>(words);
      negated.set(start + point + 1, SlowBn254.Q.subtract(words.get(start + point + 1)));
      assertThat(refusalOf(negated).reason()).isEqualTo(expected);
      List<BigInteger> infinite = new ArrayList<>(words);
      infinite.set(start + point, BigInteger.ZERO);
      infinite.set(start + point + 1, BigInteger.ZERO);
      assertThat(refusalOf(infinite).reason()).isEqualTo(expected);
    }
    List<BigInteger> otherB = new ArrayList<>(words);
    List<BigInteger> noB = new ArrayList<>(words);
    for (int i = 2; i < 6; i++) {
      otherB.set(start + i, words.get(WORDS + start + i));
      noB.set(start + i, BigInteger.ZERO);
    }
    assertThat(refusalOf(otherB).reason()).isEqualTo(expected);
    assertThat(refusalOf(noB).reason()).isEqualTo(expected);
    List<BigInteger> allZero = new ArrayList<>(words);
    for (int i = 0; i < Proof.WORDS; i++) {
      allZero.set(start + i, BigInteger.ZERO);
    }
    assertThat(refusalOf(allZero).reason()).isEqualTo(expected);
  }

  @Test
  void refusesErrorsThatWouldCancelWithoutRandomCoefficients() throws Exception {
    // C of two proofs moved by +P and −P: an unweighted product of the equations would still be
    // one.
    for (int proof : new int[] {ENROLMENT_PROOF, BALLOT_PROOF}) {
      List<BigInteger> words = new ArrayList<>(words(three));
      org.bouncycastle.math.ec.ECCurve curve =
          new org.bouncycastle.math.ec.ECCurve.Fp(
              SlowBn254.Q, BigInteger.ZERO, BigInteger.valueOf(3), SlowBn254.R, BigInteger.ONE);
      var p = curve.createPoint(BigInteger.ONE, BigInteger.TWO);
      for (int ballot = 0; ballot < 2; ballot++) {
        int at = ballot * WORDS + proof + 6;
        var c = curve.createPoint(words.get(at), words.get(at + 1));
        var moved = (ballot == 0 ? c.add(p) : c.subtract(p)).normalize();
        words.set(at, moved.getAffineXCoord().toBigInteger());
        words.set(at + 1, moved.getAffineYCoord().toBigInteger());
      }
      assertThat(refusalOf(words).reason())
          .isEqualTo(proof == ENROLMENT_PROOF ? "EnrolmentProofsRefused" : "BallotProofsRefused");
    }
  }

  @Test
  void refusesProofsOfAnotherBadge() throws Exception {
    SealedBallot a = three.getFirst();
    SealedBallot b = three.get(1);
    // b's ballot part under a's enrolment, with either badge.
    List<BigInteger> mixed = new ArrayList<>(a.toWords());
    for (int i = CIPHERTEXTS; i < ENROLMENT_PROOF; i++) {
      mixed.set(i, b.toWords().get(i));
    }
    for (int i = BALLOT_PROOF; i < WORDS; i++) {
      mixed.set(i, b.toWords().get(i));
    }
    assertThat(refusalOf(mixed).reason()).isEqualTo("BallotProofsRefused");
    assertThat(refusalOf(with(mixed, BADGE, b.badge().value())).reason())
        .isEqualTo("EnrolmentProofsRefused");
  }

  @Test
  void refusesProofsOfAnotherElection() throws Exception {
    SealedBallot a = three.getFirst();
    BigInteger other = election.electionId().add(BigInteger.ONE);
    List<BigInteger> words = a.toWords();
    Proof enrolment = election.enrolmentProof(0, a.nullifier().value(), a.badge().value(), other);
    Proof ballot =
        election.ballotProof(
            a.badge().value(), other, TestElection.station(STATION_KEY), a.ciphertexts());

    assertThat(
            refusalOf(ForgedCasts.replaced(words, ENROLMENT_PROOF, enrolment.toWords())).reason())
        .isEqualTo("EnrolmentProofsRefused");
    assertThat(refusalOf(ForgedCasts.replaced(words, BALLOT_PROOF, ballot.toWords())).reason())
        .isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesBallotMovedToAnotherStation() throws Exception {
    assertThat(refusal(signed(OTHER_STATION_KEY, 1, words(three))).reason())
        .isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesCiphertextsSwappedBetweenBallots() throws Exception {
    List<BigInteger> words = words(three);
    List<BigInteger> swapped = new ArrayList<>(words);
    for (int i = CIPHERTEXTS; i < ENROLMENT_PROOF; i++) {
      swapped.set(i, words.get(WORDS + i));
      swapped.set(WORDS + i, words.get(i));
    }
    assertThat(refusalOf(swapped).reason()).isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesOptionsSwappedInOneBallot() throws Exception {
    List<BigInteger> words = words(three);
    List<BigInteger> swapped = new ArrayList<>(words);
    for (int i = 0; i < 4; i++) {
      swapped.set(CIPHERTEXTS + i, words.get(CIPHERTEXTS + 12 + i));
      swapped.set(CIPHERTEXTS + 12 + i, words.get(CIPHERTEXTS + i));
    }
    assertThat(refusalOf(swapped).reason()).isEqualTo("BallotProofsRefused");
  }

  @Test
  void refusesEachChangedSignal() throws Exception {
    List<BigInteger> words = words(three);
    for (int i = NULLIFIER; i < ENROLMENT_PROOF; i++) {
      BigInteger changed =
          i == NULLIFIER ? words.get(i).subtract(BigInteger.ONE) : words.get(i).xor(BigInteger.ONE);
      assertThat(refusalOf(with(words, i, changed)).reason())
          .as("word %s", i)
          .isIn("EnrolmentProofsRefused", "BallotProofsRefused");
    }
  }

  // ---------------------------------------------------------------- ranges

  @Test
  void refusesNullifierPlusFieldOrder() throws Exception {
    cast(good(1));
    // The same person again: the proof would hold, the nullifier would look unused.
    SealedBallot last = three.getLast();
    List<BigInteger> words =
        with(last.toWords(), NULLIFIER, last.nullifier().value().add(SlowBn254.R));

    assertThat(refusal(signed(STATION_KEY, 2, words)))
        .isEqualTo(
            new ContractRefusal("SignalOutOfField", Refusals.values("ballot", "0", "word", "1")));
  }

  @Test
  void refusesEverySignalPlusFieldOrder() throws Exception {
    List<BigInteger> words = three.getFirst().toWords();
    for (int i = NULLIFIER; i < ENROLMENT_PROOF; i++) {
      assertThat(refusalOf(with(words, i, words.get(i).add(SlowBn254.R))))
          .isEqualTo(
              new ContractRefusal(
                  "SignalOutOfField", Refusals.values("ballot", "0", "word", Integer.toString(i))));
    }
  }

  @Test
  void refusesEveryCoordinatePlusFieldOrder() throws Exception {
    List<BigInteger> words = three.getFirst().toWords();
    for (int i = ENROLMENT_PROOF; i < WORDS; i++) {
      assertThat(refusalOf(with(words, i, words.get(i).add(SlowBn254.Q))))
          .isEqualTo(
              new ContractRefusal(
                  "CoordinateOutOfField",
                  Refusals.values("ballot", "0", "word", Integer.toString(i))));
    }
  }

  @Test
  void refusesUnknownVariant() throws Exception {
    List<BigInteger> words = three.getFirst().toWords();
    for (BigInteger variant :
        List.of(
            BigInteger.ONE,
            BigInteger.ONE.shiftLeft(128),
            TWO_255.shiftLeft(1).subtract(BigInteger.ONE))) {
      assertThat(refusalOf(with(words, 0, variant)).reason()).isEqualTo("VariantUnknown");
    }
  }

  // ---------------------------------------------------------------- station

  @Test
  void refusesUnknownStation() throws Exception {
    BigInteger stranger = BigInteger.valueOf(0x666);

    assertThat(refusal(signed(stranger, 1, words(election.ballots(stranger, 0)))).reason())
        .isEqualTo("StationNotAccredited");
  }

  @Test
  void refusesSignatureOfAnotherKey() throws Exception {
    assertThat(
            refusal(signed(OTHER_STATION_KEY, TestElection.station(STATION_KEY), 1, words(three)))
                .reason())
        .isEqualTo("SignatureNotOfStation");
  }

  @Test
  void refusesSignatureForAnotherNumberChainOrContract() throws Exception {
    BatchId id = new BatchId(TestElection.station(STATION_KEY), 1);
    List<BigInteger> words = words(three);
    Eip712Domain domain = reference.domain();
    List<Bytes> others =
        List.of(
            digest(domain, 2, words),
            digest(
                new Eip712Domain(domain.chainId().add(BigInteger.ONE), domain.verifyingContract()),
                1,
                words),
            digest(
                new Eip712Domain(domain.chainId(), TestElection.station(STATION_KEY)), 1, words));
    for (Bytes digest : others) {
      assertThat(
              refusal(new CastCall(id, words, EcdsaSignature.sign(STATION_KEY, digest))).reason())
          .isEqualTo("SignatureNotOfStation");
    }
  }

  @Test
  void refusesMalleatedSignature() throws Exception {
    CastCall call = good(1);
    BigInteger highS = SECP256K1_N.subtract(call.signature().s());
    int r = 4 + 32;
    int vs = 4 + 64;
    // The twin (r, n − s) with the other parity recovers the same address; its s does not fit
    // beside the parity bit
    // when it is above 2^255, and is refused as the larger one when it is below.
    byte[] twin = call.encode();
    boolean otherParity = call.signature().v() == 27;
    System.arraycopy(Bytes.word(otherParity ? highS.setBit(255) : highS), 0, twin, vs, 32);
    assertThat(refusal(twin).reason()).isEqualTo("SignatureNotOfStation");

    byte[] flipped = call.encode();
    flipped[vs] ^= (byte) 0x80;
    assertThat(refusal(flipped).reason()).isEqualTo("SignatureNotOfStation");

    byte[] zero = call.encode();
    Arrays.fill(zero, r, vs + 32, (byte) 0);
    assertThat(refusal(zero).reason()).isEqualTo("SignatureNotOfStation");
  }

  @Test
  void refusesMoreBallotsThanTheStationMayCast() throws Exception {
    String before = SharedChain.chain().snapshot();
    TestElection small = new TestElection(2, 1, 1, 1, 3);
    ChainReference at =
        TestElection.deployment().deploy(small.manifest(), small.keys(), small.trusteeKeys());
    EvmElection its = TestElection.contract(at);
    its.sender()
        .call(
            at.contract(),
            CastCall.of(TestElection.batch(at, STATION_KEY, 1, small.ballots(STATION_KEY, 0, 1)))
                .encode());
    Batch over = TestElection.batch(at, STATION_KEY, 2, small.ballots(STATION_KEY, 0, 1));
    Batch fitting = TestElection.batch(at, STATION_KEY, 2, small.ballots(STATION_KEY, 1));

    assertThat(SharedChain.node().call(at.contract(), CastCall.of(over).encode()))
        .isEqualTo(
            new EvmNode.CallOutcome.Reverted(
                new ContractRefusal(
                    "StationHasTooManyBallots",
                    Refusals.values(
                        "station",
                        TestElection.station(STATION_KEY).toString(),
                        "maxBallots",
                        "3",
                        "wouldBe",
                        "4"))));
    its.sender().call(at.contract(), CastCall.of(fitting).encode());
    assertThat(its.acceptedBallots()).isEqualTo(3);
    SharedChain.chain().revert(before);
  }

  // ---------------------------------------------------------------- schedule

  @Test
  void refusesBeforeTheOpening() throws Exception {
    String before = SharedChain.chain().snapshot();
    TestElection later = new TestElection(3, 1, 1, 1, 10);
    // The shared chain's time has passed the usual opening, so this election opens tomorrow.
    var manifest = Manifests.opening(later.manifest(), TestElection.OPENING.plusSeconds(3_600));
    ChainReference at =
        TestElection.deployment().deploy(manifest, later.keys(), later.trusteeKeys());
    Batch batch = TestElection.batch(at, STATION_KEY, 1, later.ballots(STATION_KEY, 0));

    assertThat(SharedChain.node().call(at.contract(), CastCall.of(batch).encode()))
        .isInstanceOfSatisfying(
            EvmNode.CallOutcome.Reverted.class,
            reverted -> assertThat(reverted.refusal().reason()).isEqualTo("NotOpenYet"));
    SharedChain.chain().revert(before);
  }

  @Test
  void refusesFromTheLegalCloseOn() throws Exception {
    SharedChain.chain().moveTo(TestElection.LEGAL_CLOSE.minusSeconds(1));
    assertThat(tryCalldata(good(1).encode())).isInstanceOf(EvmNode.CallOutcome.Returned.class);

    SharedChain.chain().moveTo(TestElection.LEGAL_CLOSE);

    assertThat(refusal(good(1)).reason()).isEqualTo("ClosedWithoutDeclaration");
  }

  @Test
  void refusesFromTheUploadDeadlineOn() throws Exception {
    SharedChain.chain().moveTo(TestElection.UPLOAD_DEADLINE);

    assertThat(refusal(good(1)).reason()).isEqualTo("UploadDeadlinePassed");
  }

  // ---------------------------------------------------------------- shape

  @Test
  void refusesEmptyBatch() throws Exception {
    assertThat(refusalOf(List.of()).reason()).isEqualTo("BatchEmpty");
  }

  @Test
  void refusesWordsThatDoNotDivideIntoBallots() throws Exception {
    List<BigInteger> words = words(three);

    assertThat(refusalOf(words.subList(0, words.size() - 1)).reason())
        .isEqualTo("BallotIncomplete");
  }

  @Test
  void refusesTrailingCalldata() throws Exception {
    byte[] call = good(1).encode();

    assertThat(refusal(Arrays.copyOf(call, call.length + 1)).reason())
        .isEqualTo("CalldataNotCanonical");
    assertThat(refusal(Arrays.copyOf(call, call.length + 32)).reason())
        .isEqualTo("CalldataNotCanonical");
  }

  @Test
  void refusesCallThroughAnotherContract() throws Exception {
    // calldatacopy all; call(gas, election, 0, 0, calldatasize, 0, 0); returndatacopy all; revert
    // with it
    Address relay =
        TestElection.deployment()
            .create(
                EvmNode.concat(
                    Bytes.ofHex("600b5981380380925939f3").toByteArray(),
                    Bytes.ofHex(
                            "365f5f375f5f365f5f73"
                                + reference.contract().value().hex()
                                + "5af1503d5f5f3e3d5ffd")
                        .toByteArray()));

    assertThat(SharedChain.node().call(relay, good(1).encode()))
        .isInstanceOfSatisfying(
            EvmNode.CallOutcome.Reverted.class,
            reverted -> assertThat(reverted.refusal().reason()).isEqualTo("NotCalledDirectly"));
  }

  @Test
  void noChangedWordOfTheCalldataIsAcceptedWithAnotherMeaning() throws Exception {
    byte[] call =
        CastCall.of(TestElection.batch(reference, STATION_KEY, 1, three.subList(0, 1))).encode();
    List<BigInteger> flips = List.of(BigInteger.ONE, BigInteger.ONE.shiftLeft(128), TWO_255);
    for (int at = 4; at < call.length; at += 32) {
      for (BigInteger flip : flips) {
        byte[] changed = call.clone();
        BigInteger word = new BigInteger(1, call, at, 32).xor(flip);
        System.arraycopy(Bytes.word(word), 0, changed, at, 32);
        assertThat(tryCalldata(changed))
            .as("byte %s changed by %s", at, flip.toString(16))
            .isInstanceOf(EvmNode.CallOutcome.Reverted.class);
      }
    }
    for (int length = 0; length < call.length; length += 31) {
      assertThat(tryCalldata(Arrays.copyOf(call, length)))
          .isInstanceOf(EvmNode.CallOutcome.Reverted.class);
    }
  }

  // ---------------------------------------------------------------- variants, faults, size

  @Test
  void acceptsVariantsMixedInOneBatch() throws Exception {
    String before = SharedChain.chain().snapshot();
    TestElection mixed = new TestElection(16, 3, 1, 1, 10);
    ChainReference at =
        TestElection.deployment().deploy(mixed.manifest(), mixed.keys(), mixed.trusteeKeys());
    List<SealedBallot> ballots =
        TestElection.sorted(
            IntStream.of(2, 0, 2, 1)
                .mapToObj(
                    v ->
                        mixed.ballot(
                            v, mixed.fieldElement(), mixed.fieldElement(), STATION_KEY, 15 - v))
                .toList());
    EvmElection its = TestElection.contract(at);
    its.sender()
        .call(at.contract(), CastCall.of(TestElection.batch(at, STATION_KEY, 1, ballots)).encode());
    assertThat(its.acceptedBallots()).isEqualTo(4);

    SealedBallot other = mixed.ballot(STATION_KEY, 3);
    SealedBallot claimed =
        new SealedBallot(
            1,
            other.nullifier(),
            other.badge(),
            other.ciphertexts(),
            other.enrolmentProof(),
            other.ballotProof());
    assertThat(
            SharedChain.node()
                .call(
                    at.contract(),
                    CastCall.of(TestElection.batch(at, STATION_KEY, 2, List.of(claimed))).encode()))
        .isEqualTo(
            new EvmNode.CallOutcome.Reverted(
                new ContractRefusal("EnrolmentProofsRefused", Refusals.values("variant", "1"))));
    SharedChain.chain().revert(before);
  }

  @Test
  void callFindsTheBadBallots() throws Exception {
    List<SealedBallot> ballots =
        new ArrayList<>(election.ballots(STATION_KEY, 0, 1, 2, 3, 4, 0, 1));
    for (int bad : new int[] {2, 5}) {
      SealedBallot good = ballots.get(bad);
      ballots.set(
          bad,
          new SealedBallot(
              good.variant(),
              good.nullifier(),
              good.badge(),
              good.ciphertexts(),
              good.enrolmentProof(),
              good.enrolmentProof()));
    }
    Batch batch = TestElection.batch(reference, STATION_KEY, 1, ballots);
    EvmChainGateway gateway =
        new EvmChainGateway(SharedChain.node(), reference, EvmAccount.of(LocalChain.RICH_KEY));

    assertThat(gateway.faults(batch))
        .containsExactly(
            new BallotFault(2, ContractRefusal.named("BallotProofsRefused")),
            new BallotFault(5, ContractRefusal.named("BallotProofsRefused")));
  }

  @Test
  void codeIsThisBuilds() throws Exception {
    assertThat(contract.codeIsOurs()).isTrue();
    assertThat(SharedChain.node().code(reference.contract()).size()).isLessThanOrEqualTo(24_576);
    byte[] code = SharedChain.node().code(reference.contract()).toByteArray();
    code[code.length - 1] ^= 1;
    assertThat(ElectionAbi.get().isThisCode(code)).isFalse();
  }
}
