package org.urna.upload.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.upload.evm.TestElection.STATION_KEY;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.urna.election.ChainReference;
import org.urna.proof.Proof;
import org.urna.proof.hash.BabyJubJub;
import org.urna.upload.ChainException;
import org.urna.upload.EncryptedSum;
import org.urna.upload.GasPolicy;

/// From the upload deadline to the result.
class ResultTest {
  private static final int[] CHOICES = {0, 3, 3, 1, 3, 0};

  private String snapshot = "";

  @BeforeEach
  void remember() throws Exception {
    snapshot = SharedChain.chain().snapshot();
  }

  @AfterEach
  void goBack() throws Exception {
    SharedChain.chain().revert(snapshot);
  }

  private static EvmElection voted(TestElection election, int... choices) throws Exception {
    ChainReference reference = election.deploy(TestElection.OPENING);
    EvmElection contract = TestElection.contract(reference);
    if (choices.length != 0) {
      contract
          .sender()
          .call(
              reference.contract(),
              CastCall.of(
                      TestElection.batch(
                          reference, STATION_KEY, 1, election.ballots(STATION_KEY, choices)))
                  .encode());
    }
    return contract;
  }

  private static EvmElection closed(TestElection election, int... choices) throws Exception {
    EvmElection contract = voted(election, choices);
    SharedChain.chain().moveTo(TestElection.UPLOAD_DEADLINE);
    return contract;
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ChainException.class, e -> assertThat(e.kind()).isEqualTo(ChainException.Kind.REFUSED))
        .hasMessageContaining(reason);
  }

  @Test
  void oneTrusteeOpensTheSum() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    election.publishShare(contract, 1);

    contract.publishResult(election.counts(CHOICES));

    assertThat(contract.result().orElseThrow().stream().map(BigInteger::intValueExact))
        .containsExactlyElementsOf(election.counts(CHOICES));
    List<BigInteger> partials = election.partials(1, contract.encryptedSums());
    assertThat(AbiWords.arrayAt(contract.read("partialDecryption", 1), 0)).isEqualTo(partials);
    assertThat(contract.publishedDecryption(1).orElseThrow().partials()).isEqualTo(partials);
  }

  @Test
  void anyThresholdOfTrusteesOpensTheSum() throws Exception {
    TestElection election = new TestElection(3, 1, 3, 5, 100);
    int[] choices = {2, 0, 0, 2, 2};
    EvmElection contract = closed(election, choices);
    String before = SharedChain.chain().snapshot();
    // Sets with gaps at either end and in the middle: every sign of a Lagrange coefficient occurs.
    for (int[] set : new int[][] {{1, 2, 3}, {3, 4, 5}, {1, 3, 5}, {5, 2, 4}, {1, 2, 3, 4, 5}}) {
      for (int trustee : set) {
        election.publishShare(contract, trustee);
      }
      contract.publishResult(election.counts(choices));
      assertThat(contract.result()).isPresent();
      SharedChain.chain().revert(before);
      before = SharedChain.chain().snapshot();
    }
  }

  /// The dearest election there is must still end: a result that needs more gas than a transaction
  /// may use could never be published.
  @Test
  void fifteenTrusteesOpenSixteenOptionsInOneTransaction() throws Exception {
    TestElection election = new TestElection(16, 1, 15, 15, 100);
    int[] choices = {1, 0, 15, 1};
    EvmElection contract = closed(election, choices);
    for (int trustee = 15; trustee >= 1; trustee--) {
      election.publishShare(contract, trustee);
    }

    long gas = contract.publishResult(election.counts(choices)).gasUsed();

    assertThat(contract.result()).isPresent();
    assertThat(gas).isLessThan(GasPolicy.TRANSACTION_GAS_CAP / 2);
  }

  @Test
  void eightOfFifteenTrusteesOpenTheSum() throws Exception {
    TestElection election = new TestElection(2, 1, 8, 15, 100);
    int[] choices = {1, 0, 1};
    EvmElection contract = closed(election, choices);
    for (int trustee : new int[] {15, 14, 12, 9, 8, 6, 5, 2}) {
      election.publishShare(contract, trustee);
    }

    contract.publishResult(election.counts(choices));

    assertThat(contract.result()).isPresent();
  }

  @Test
  void nobodyVotedIsAResultOfZeros() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election);
    election.publishShare(contract, 1);
    assertRefused(() -> contract.publishResult(List.of(1, 0, 0, 0, 0)), "CountAboveAccepted");

    contract.publishResult(List.of(0, 0, 0, 0, 0));

    assertThat(contract.result()).isPresent();
  }

  @Test
  void refusesWrongCounts() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    election.publishShare(contract, 1);

    // 2, 1, 0, 3, 0 is right.
    assertRefused(() -> contract.publishResult(List.of(1, 2, 0, 3, 0)), "CountDisagreesWithSum");
    assertRefused(() -> contract.publishResult(List.of(2, 1, 0, 0, 3)), "CountDisagreesWithSum");
    assertRefused(() -> contract.publishResult(List.of(2, 1, 0, 2, 0)), "CountsDoNotSum");
    assertRefused(() -> contract.publishResult(List.of(2, 1, 1, 3, 0)), "CountsDoNotSum");
    assertRefused(() -> contract.publishResult(List.of(7, 0, 0, 0, 0)), "CountAboveAccepted");
    assertRefused(() -> contract.publishResult(List.of(2, 1, 0, 3)), "WrongLength");
    assertRefused(() -> contract.publishResult(List.of(2, 1, 0, 3, 0, 0)), "WrongLength");
    assertThat(contract.result()).isEmpty();
  }

  @Test
  void refusesCountsThatAgreeOnlyModuloTheGroupOrder() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    election.publishShare(contract, 1);
    List<BigInteger> counts =
        new ArrayList<>(election.counts(CHOICES).stream().map(BigInteger::valueOf).toList());
    counts.set(0, counts.getFirst().add(BabyJubJub.ORDER));
    byte[] call =
        EvmNode.concat(
            ElectionAbi.get().function("publishResult").toByteArray(),
            new AbiWords.Tuple().dynamic(AbiWords.array(5, counts)).encode());

    assertRefused(
        () -> contract.sender().call(contract.reference().contract(), call), "CountAboveAccepted");
  }

  @Test
  void refusesSecondResult() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    election.publishShare(contract, 1);
    contract.publishResult(election.counts(CHOICES));

    assertRefused(() -> contract.publishResult(election.counts(CHOICES)), "ResultKnown");
  }

  @Test
  void refusesResultWithTooFewShares() throws Exception {
    TestElection election = new TestElection(3, 1, 2, 3, 100);
    EvmElection contract = closed(election, 0, 1, 2);
    assertRefused(
        () -> contract.publishResult(election.counts(0, 1, 2)), "TooFewPartialDecryptions");
    election.publishShare(contract, 3);

    assertRefused(
        () -> contract.publishResult(election.counts(0, 1, 2)), "TooFewPartialDecryptions");
  }

  @Test
  void refusesShareBeforeTheUploadDeadline() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = voted(election, CHOICES);

    assertRefused(() -> election.publishShare(contract, 1), "DecryptionNotOpenYet");
    SharedChain.chain().moveTo(TestElection.UPLOAD_DEADLINE.minusSeconds(10));
    assertRefused(() -> election.publishShare(contract, 1), "DecryptionNotOpenYet");
  }

  @Test
  void refusesSecondShareOfOneTrustee() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    election.publishShare(contract, 1);

    assertRefused(() -> election.publishShare(contract, 1), "PartialDecryptionKnown");
  }

  @Test
  void refusesShareOfNobody() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    List<EncryptedSum> sums = contract.encryptedSums();
    List<BigInteger> partials = election.partials(1, sums);
    Proof proof = election.decryptionProof(1, sums, partials);

    assertRefused(() -> contract.publishPartialDecryption(0, partials, proof), "TrusteeUnknown");
    assertRefused(() -> contract.publishPartialDecryption(2, partials, proof), "TrusteeUnknown");
  }

  @Test
  void refusesForgedShare() throws Exception {
    TestElection election = new TestElection(3, 1, 2, 3, 100);
    EvmElection contract = closed(election, 0, 1, 2);
    List<EncryptedSum> sums = contract.encryptedSums();
    List<BigInteger> partials = election.partials(1, sums);
    Proof proof = election.decryptionProof(1, sums, partials);

    for (int i = 0; i < partials.size(); i++) {
      List<BigInteger> changed = new ArrayList<>(partials);
      changed.set(i, partials.get(i).xor(BigInteger.ONE));
      assertRefused(
          () -> contract.publishPartialDecryption(1, changed, proof), "DecryptionProofRefused");
      changed.set(i, partials.get(i).add(SlowBn254.R));
      assertRefused(
          () -> contract.publishPartialDecryption(1, changed, proof), "PartialOutOfField");
    }
    for (int i = 0; i < Proof.WORDS; i++) {
      List<BigInteger> words = new ArrayList<>(proof.toWords());
      words.set(i, words.get(i).xor(BigInteger.ONE));
      assertRefused(
          () -> contract.publishPartialDecryption(1, partials, Proof.fromWords(words)),
          "DecryptionProofRefused");
      words.set(i, proof.toWords().get(i).add(SlowBn254.Q));
      assertRefused(
          () -> contract.publishPartialDecryption(1, partials, Proof.fromWords(words)),
          "DecryptionProofRefused");
    }
    // Another trustee's share and proof, under this trustee's number.
    List<BigInteger> others = election.partials(2, sums);
    Proof otherProof = election.decryptionProof(2, sums, others);
    assertRefused(
        () -> contract.publishPartialDecryption(1, others, otherProof), "DecryptionProofRefused");
    assertRefused(
        () -> contract.publishPartialDecryption(1, partials.subList(0, 4), proof), "WrongLength");
  }

  /// Whoever sees a trustee's transaction can send it first. If the contract took it in another
  /// encoding, the share would be kept for ever and its proof be unreadable for every auditor.
  @Test
  void refusesShareInAnyOtherEncoding() throws Exception {
    TestElection election = TestElection.usual();
    EvmElection contract = closed(election, CHOICES);
    List<EncryptedSum> sums = contract.encryptedSums();
    List<BigInteger> partials = election.partials(1, sums);
    List<BigInteger> proof = election.decryptionProof(1, sums, partials).toWords();
    byte[] selector = ElectionAbi.get().function("publishPartialDecryption").toByteArray();
    byte[] good =
        EvmNode.concat(
            selector,
            new AbiWords.Tuple()
                .word(1)
                .dynamic(AbiWords.array(partials.size(), partials))
                .words(proof)
                .encode());
    byte[] array = AbiWords.array(partials.size(), partials);
    byte[] moved =
        EvmNode.concat(
            selector,
            new AbiWords.Tuple().word(1).word(0x141).words(proof).encode(),
            new byte[1],
            array);
    byte[] byteMore = EvmNode.concat(good, new byte[1]);
    byte[] wordMore = EvmNode.concat(good, new byte[32]);
    for (byte[] forged : List.of(moved, byteMore, wordMore)) {
      assertRefused(
          () -> contract.sender().call(contract.reference().contract(), forged),
          "CalldataNotCanonical");
      assertThat(contract.publishedDecryption(1)).isEmpty();
    }

    contract.sender().call(contract.reference().contract(), good);

    assertThat(contract.publishedDecryption(1).orElseThrow().partials()).isEqualTo(partials);
  }
}
