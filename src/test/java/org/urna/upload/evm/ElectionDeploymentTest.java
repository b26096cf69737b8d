package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionManifest;
import org.urna.proof.hash.BabyJubJub;
import org.urna.rehearsal.LocalChain;
import org.urna.upload.ChainException;
import org.urna.upload.ContractFacts;

/// What the constructor pins and what it refuses.
class ElectionDeploymentTest {
  private static final Bytes X25519 = Bytes.ofHex("11".repeat(32));

  private String snapshot = "";

  @BeforeEach
  void remember() throws Exception {
    snapshot = SharedChain.chain().snapshot();
  }

  @AfterEach
  void goBack() throws Exception {
    SharedChain.chain().revert(snapshot);
  }

  @Test
  void contractSaysWhatTheManifestSays() throws Exception {
    TestElection election = new TestElection(7, 2, 2, 3, 60);
    ElectionManifest manifest = election.manifest();
    ChainReference reference = election.deploy(SharedChain.GENESIS);

    ContractFacts facts = TestElection.contract(reference).facts();

    assertThat(facts)
        .isEqualTo(
            new ContractFacts(
                manifest.manifestHash(),
                manifest.electionId(),
                manifest.nullifierKeyCommitment(),
                manifest.eligibility().citizenshipSignal(),
                BigInteger.valueOf(manifest.eligibility().bornOnOrBeforeSignal()),
                BigInteger.valueOf(manifest.eligibility().passportValidOnSignal()),
                BigInteger.valueOf(manifest.eligibility().uniqueBy().signal()),
                manifest.variants().stream()
                    .map(
                        v ->
                            new ContractFacts.Variant(
                                v.trustRoot(), v.circuit().verifyingKeyHash()))
                    .toList(),
                manifest.ballotCircuit().verifyingKeyHash(),
                manifest.decryptionCircuit().verifyingKeyHash(),
                manifest.trustees().jointKey(),
                election.trusteeKeys(),
                2,
                7,
                manifest.stations().stream()
                    .sorted(Comparator.comparing(s -> s.address().toInteger()))
                    .map(s -> new ContractFacts.Station(s.address(), s.maxBallots()))
                    .toList(),
                manifest.schedule()));
  }

  @Test
  void thousandsOfStationsAreFound() throws Exception {
    // As many stations and trustees as a manifest may name: it must still fit into a transaction.
    TestElection election = new TestElection(16, 3, 15, 15, 60);
    List<AccreditedStation> many =
        new ArrayList<>(
            IntStream.rangeClosed(1, 10_000)
                .mapToObj(
                    i ->
                        new AccreditedStation(
                            new Address(
                                Bytes.of(
                                    Arrays.copyOfRange(
                                        org.urna.election.Keccak256.hash(
                                            Bytes.word(BigInteger.valueOf(i))),
                                        12,
                                        32))),
                            Bytes.ofWord(BigInteger.valueOf(i)),
                            "venue-1",
                            i))
                .toList());
    ElectionManifest manifest = Manifests.stations(election.manifest(), many);
    ChainReference reference =
        TestElection.deployment().deploy(manifest, election.keys(), election.trusteeKeys());

    EvmElection contract = TestElection.contract(reference);
    assertThat(contract.read("stationCount").getFirst()).isEqualTo(many.size());
    many.sort(Comparator.comparing(s -> s.address().toInteger()));
    for (int i = 0; i < many.size(); i += 73) {
      List<BigInteger> entry = contract.read("stationAt", i);
      assertThat(EvmElection.address(entry.getFirst())).isEqualTo(many.get(i).address());
      assertThat(entry.getLast()).isEqualTo(many.get(i).maxBallots());
    }
    // Each is found by its address: an accredited station gets as far as its signature.
    SharedChain.chain().moveTo(TestElection.OPENING);
    for (int i = 0; i < many.size(); i += 811) {
      assertThat(refusalFor(reference, many.get(i).address())).isEqualTo("SignatureNotOfStation");
    }
    assertThat(refusalFor(reference, many.getFirst().address())).isEqualTo("SignatureNotOfStation");
    assertThat(refusalFor(reference, many.getLast().address())).isEqualTo("SignatureNotOfStation");
    assertThat(refusalFor(reference, TestElection.station(BigInteger.TWO)))
        .isEqualTo("StationNotAccredited");
  }

  private static String refusalFor(ChainReference reference, Address station) throws Exception {
    List<BigInteger> words = java.util.Collections.nCopies(3 + 4 * 16 + 16, BigInteger.ZERO);
    CastCall call =
        new CastCall(
            new org.urna.queue.BatchId(station, 1),
            words,
            org.urna.election.EcdsaSignature.sign(BigInteger.TWO, Bytes.ofWord(BigInteger.ONE)));
    return switch (SharedChain.node().call(reference.contract(), call.encode())) {
      case EvmNode.CallOutcome.Reverted(var refusal) -> refusal.reason();
      case EvmNode.CallOutcome.Returned _ -> "accepted";
    };
  }

  @Test
  void addressFollowsFromManifestAndBuild() throws Exception {
    TestElection election = TestElection.usual();
    Address expected =
        ElectionDeployment.addressOf(election.manifest(), election.keys(), election.trusteeKeys());

    ChainReference reference = election.deploy(SharedChain.GENESIS);
    long nonce = SharedChain.node().nonce(EvmAccount.of(LocalChain.RICH_KEY).address());

    assertThat(reference.contract()).isEqualTo(expected);
    // One manifest, one contract: a second deployment finds the first and sends nothing.
    assertThat(election.deploy(SharedChain.GENESIS)).isEqualTo(reference);
    assertThat(SharedChain.node().nonce(EvmAccount.of(LocalChain.RICH_KEY).address()))
        .isEqualTo(nonce);
    assertThat(
            ElectionDeployment.addressOf(
                Manifests.opening(election.manifest(), TestElection.OPENING.plusSeconds(1)),
                election.keys(),
                election.trusteeKeys()))
        .isNotEqualTo(expected);
  }

  private static void assertRefused(
      TestElection election, List<CurvePoint> trusteeKeys, String what) {
    assertThatThrownBy(
            () ->
                TestElection.deployment().deploy(election.manifest(), election.keys(), trusteeKeys))
        .isInstanceOf(ChainException.class)
        .hasMessage("TermRefused(what=" + what + ")");
  }

  @Test
  void refusesTrusteeKeysThatDoNotCombineToTheJointKey() {
    TestElection election = new TestElection(3, 1, 2, 3, 60);
    List<CurvePoint> keys = new ArrayList<>(election.trusteeKeys());
    java.util.Collections.swap(keys, 0, 1);

    assertRefused(election, keys, "jointKey");
  }

  @Test
  void refusesTrusteeKeyOutsideTheSubgroup() {
    TestElection election = new TestElection(3, 1, 1, 2, 60);
    CurvePoint good = election.trusteeKeys().getLast();
    // Plus the point of order two, (0, −1): on the curve, outside the subgroup.
    BabyJubJub.Point shifted =
        BabyJubJub.add(
            new BabyJubJub.Point(good.x(), good.y()),
            new BabyJubJub.Point(BigInteger.ZERO, SlowBn254.R.subtract(BigInteger.ONE)));

    assertRefused(
        election,
        List.of(election.trusteeKeys().getFirst(), new CurvePoint(shifted.x(), shifted.y())),
        "trusteeKeys");
  }

  @Test
  void refusesFewerTrusteesThanTheThreshold() {
    TestElection election = new TestElection(3, 1, 2, 3, 60);

    assertRefused(election, election.trusteeKeys().subList(0, 1), "threshold");
    assertRefused(election, List.of(), "trusteeKeys");
  }

  @Test
  void refusesKeyThatTheManifestDoesNotPin() {
    TestElection election = TestElection.usual();
    ElectionDeployment.Keys keys = election.keys();

    assertThatThrownBy(
            () ->
                TestElection.deployment()
                    .deploy(
                        election.manifest(),
                        new ElectionDeployment.Keys(
                            keys.enrolment(), keys.decryption(), keys.decryption()),
                        election.trusteeKeys()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ballot-16");
  }

  /// Constructor words by position, changed one at a time; the rest is a good deployment.
  @Test
  void refusesTermsThatAreNotAnElections() throws Exception {
    TestElection election = TestElection.usual();
    ElectionDeployment deployment = TestElection.deployment();
    byte[] terms =
        ElectionDeployment.encodeTerms(
            election.manifest(), election.keys(), election.trusteeKeys());
    // The blobs have to be there.
    ChainReference contract =
        deployment.deploy(election.manifest(), election.keys(), election.trusteeKeys());
    BigInteger big = SlowBn254.R;
    assertThat(refusalOf(terms, 1, big)).isEqualTo("nullifierKeyCommitment");
    assertThat(refusalOf(terms, 2, big)).isEqualTo("citizenship");
    assertThat(refusalOf(terms, 3, big)).isEqualTo("bornOnOrBefore");
    assertThat(refusalOf(terms, 4, big)).isEqualTo("passportValidOn");
    assertThat(refusalOf(terms, 5, big)).isEqualTo("uniqueBy");
    assertThat(refusalOf(terms, 9, big)).isEqualTo("jointKey");
    assertThat(refusalOf(terms, 9, BigInteger.ONE)).isEqualTo("jointKey");
    assertThat(refusalOf(terms, 12, BigInteger.ZERO)).isEqualTo("threshold");
    assertThat(refusalOf(terms, 12, BigInteger.TWO)).isEqualTo("threshold");
    assertThat(refusalOf(terms, 13, BigInteger.ZERO)).isEqualTo("optionCount");
    assertThat(refusalOf(terms, 13, BigInteger.valueOf(17))).isEqualTo("optionCount");
    BigInteger close = BigInteger.valueOf(TestElection.LEGAL_CLOSE.getEpochSecond());
    assertThat(refusalOf(terms, 15, close)).isEqualTo("legalClose");
    assertThat(refusalOf(terms, 17, close.subtract(BigInteger.ONE)))
        .isEqualTo("declarationDeadline");
    assertThat(refusalOf(terms, 18, close)).isEqualTo("uploadDeadline");
    // Blobs: an account without code, a contract that can run.
    assertThat(refusalOf(terms, 7, BigInteger.valueOf(0x123456))).isEqualTo("NotABlob");
    assertThat(refusalOf(terms, 7, contract.contract().toInteger())).isEqualTo("NotABlob");
    // One key in the place of another has another number of points.
    List<BigInteger> words = AbiWords.split(terms);
    assertThat(refusalOf(terms, 7, words.get(8))).isEqualTo("ballot verifying key");
    assertThat(refusalOf(terms, 8, words.get(7))).isEqualTo("decryption verifying key");
  }

  private static String refusalOf(byte[] terms, int word, BigInteger value) throws Exception {
    byte[] changed = terms.clone();
    System.arraycopy(Bytes.word(value), 0, changed, 32 * word, 32);
    return switch (SharedChain.node()
        .estimate(
            EvmAccount.of(LocalChain.RICH_KEY).address(),
            null,
            ElectionDeployment.creation(changed))) {
      case org.urna.upload.GasEstimate.Estimated _ -> "accepted";
      case org.urna.upload.GasEstimate.Unclear(String text) -> text;
      case org.urna.upload.GasEstimate.WouldBeRefused(var refusal) ->
          refusal.reason().equals("TermRefused") ? refusal.values().get("what") : refusal.reason();
    };
  }
}
