package org.urna.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.urna.ballot.RealCircuits;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal;
import org.urna.proof.hash.ElGamal.Ciphertext;

class TallyOpeningTest {
  private static final String CIRCUIT = "decryption-16";
  private static final BigInteger ELECTION = BigInteger.valueOf(4711);
  private static final SecureRandom RANDOM = new SecureRandom();

  private static Circuit circuit;
  private static ProvingKey provingKey;
  private static PartialDecryptor decryptor;
  private static final TestCeremony CEREMONY = new TestCeremony(2, 3);
  private static JointKey jointKey;
  private static TallyOpening opening;

  /// 2, 0 and 3 votes.
  private static EncryptedTally tally;

  private static List<PartialDecryption> partials;

  @BeforeAll
  static void decrypt() throws Exception {
    circuit = RealCircuits.circuit(CIRCUIT);
    provingKey = RealCircuits.provingKey(CIRCUIT);
    WitnessCalculator calculator = RealCircuits.calculator(CIRCUIT);
    decryptor = new PartialDecryptor(circuit, calculator, provingKey, new Groth16Prover(RANDOM, 2));
    jointKey = JointKey.of(CEREMONY.board());
    opening = new TallyOpening(ELECTION, jointKey, circuit, provingKey.verifyingKey());
    tally = tally(0, 2, 2, 0, 2);
    partials = List.of(partial(1, tally), partial(2, tally), partial(3, tally));
  }

  @AfterAll
  static void close() {
    provingKey.close();
  }

  private static EncryptedTally tally(int... choices) {
    EncryptedTally tally = EncryptedTally.empty(3);
    for (int choice : choices) {
      List<Ciphertext> ballot = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        ballot.add(
            ElGamal.encrypt(jointKey.key(), i == choice ? 1 : 0, BabyJubJub.randomScalar(RANDOM)));
      }
      tally = tally.add(ballot);
    }
    return tally;
  }

  private static PartialDecryption partial(int trustee, EncryptedTally tally) throws Exception {
    try (TrusteeKey key = CEREMONY.key(trustee)) {
      return decryptor.decrypt(key, ELECTION, tally, ProgressListener.NONE);
    }
  }

  @Test
  void anyTwoOfThreeTrusteesOpenTheSum() throws Exception {
    Result expected = new Result(List.of(2, 0, 3));
    assertThat(opening.open(tally, partials)).isEqualTo(expected);
    assertThat(opening.open(tally, partials.subList(0, 2))).isEqualTo(expected);
    assertThat(opening.open(tally, partials.subList(1, 3))).isEqualTo(expected);
    assertThat(opening.open(tally, List.of(partials.get(2), partials.get(0)))).isEqualTo(expected);
  }

  @Test
  void oneOfThreeOrOneTwiceIsNotEnough() {
    assertThatThrownBy(() -> opening.open(tally, partials.subList(0, 1)))
        .isInstanceOf(TallyException.class)
        .hasMessageContaining("2 trustees are needed");
    assertThatThrownBy(() -> opening.open(tally, List.of(partials.get(0), partials.get(0))))
        .isInstanceOf(TallyException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void anElectionWithoutBallotsOpensToZero() throws Exception {
    EncryptedTally none = EncryptedTally.empty(3);
    assertThat(opening.open(none, List.of(partial(1, none), partial(3, none))))
        .isEqualTo(new Result(List.of(0, 0, 0)));
  }

  @Test
  void everyChangedPartOfAPartialDecryptionIsRefused() {
    PartialDecryption good = partials.get(0);
    assertThat(opening.verify(tally, good)).isTrue();
    assertThat(opening.verify(tally, new PartialDecryption(2, good.points(), good.proof())))
        .isFalse();
    assertThat(opening.verify(tally, new PartialDecryption(4, good.points(), good.proof())))
        .isFalse();
    assertThat(
            opening.verify(
                tally, new PartialDecryption(1, good.points().subList(0, 2), good.proof())))
        .isFalse();
    for (int i = 0; i < 3; i++) {
      List<Point> points = new ArrayList<>(good.points());
      points.set(i, BabyJubJub.add(points.get(i), BabyJubJub.BASE8));
      assertThat(opening.verify(tally, new PartialDecryption(1, points, good.proof()))).isFalse();
    }
    for (int i = 0; i < Proof.WORDS; i++) {
      List<BigInteger> words = new ArrayList<>(good.proof().toWords());
      words.set(i, words.get(i).add(BigInteger.ONE));
      PartialDecryption forged = new PartialDecryption(1, good.points(), Proof.fromWords(words));
      assertThat(opening.verify(tally, forged)).as("proof word %d", i).isFalse();
      assertThatThrownBy(() -> opening.open(tally, List.of(forged, partials.get(1))))
          .isInstanceOf(TallyException.class)
          .hasMessageContaining("trustee 1");
    }
  }

  @Test
  void aPartialDecryptionOfAnotherSumOrElectionIsRefused() {
    EncryptedTally other = tally(1, 1, 1, 1, 1);
    assertThat(opening.verify(other, partials.get(0))).isFalse();
    TallyOpening elsewhere =
        new TallyOpening(
            ELECTION.add(BigInteger.ONE), jointKey, circuit, provingKey.verifyingKey());
    assertThat(elsewhere.verify(tally, partials.get(0))).isFalse();
  }

  @Test
  void countsThatDoNotAddUpToTheBallotsAreRefused() {
    for (int ballots : List.of(4, 6)) {
      EncryptedTally wrong = new EncryptedTally(tally.sums(), ballots);
      assertThatThrownBy(() -> opening.open(wrong, partials))
          .isInstanceOf(TallyException.class)
          .hasMessageContaining("add up to 5 of " + ballots);
    }
    assertThatThrownBy(() -> opening.open(new EncryptedTally(tally.sums(), 1), partials))
        .isInstanceOf(TallyException.class)
        .hasMessageContaining("no count");
  }

  @Test
  void partialDecryptionsAndSumsPassThroughWords() {
    PartialDecryption partial = partials.get(0);
    assertThat(PartialDecryption.ofWords(1, partial.toWords(), partial.proof())).isEqualTo(partial);
    assertThat(EncryptedTally.ofWords(tally.toWords(), 5)).isEqualTo(tally);
    assertThatThrownBy(() -> EncryptedTally.ofWords(tally.toWords().subList(0, 11), 5))
        .isInstanceOf(IllegalArgumentException.class);
    List<BigInteger> outside = new ArrayList<>(tally.toWords());
    Point orderTwo =
        new Point(BigInteger.ZERO, org.urna.proof.bn254.Fr.MODULUS.subtract(BigInteger.ONE));
    Point mixed = BabyJubJub.add(tally.sums().get(0).c1(), orderTwo);
    outside.set(0, mixed.x());
    outside.set(1, mixed.y());
    assertThatThrownBy(() -> EncryptedTally.ofWords(outside, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("subgroup");
  }
}
