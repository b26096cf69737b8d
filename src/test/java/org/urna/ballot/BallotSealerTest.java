package org.urna.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.badge.VoterBadge;
import org.urna.election.Address;
import org.urna.election.EcdsaSignature;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.bn254.Fr;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.ElGamal.Ciphertext;

class BallotSealerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int OPTIONS = 3;

  private static BallotElection election;

  @BeforeAll
  static void prepare() throws Exception {
    election = new BallotElection();
  }

  @AfterAll
  static void close() {
    election.close();
  }

  private static SealedBallot sealAndCast(int option) throws Exception {
    try (VoterBadge badge = VoterBadge.draw(RANDOM);
        UncastBallot ballot = seal(option, badge)) {
      return ballot.cast();
    }
  }

  private static UncastBallot seal(int option, VoterBadge badge) throws Exception {
    return election
        .sealer()
        .seal(Choice.of(option, OPTIONS), badge, election.enrol(badge), ProgressListener.NONE);
  }

  private static BallotCheck check(SealedBallot ballot) {
    return election.verifier().check(ballot, election.station());
  }

  @Test
  void sealsEveryOptionIntoABallotThatVerifies() throws Exception {
    for (int option = 0; option < OPTIONS; option++) {
      SealedBallot ballot = sealAndCast(option);
      assertThat(check(ballot)).isEqualTo(new BallotCheck.Valid());
    }
  }

  @Test
  void everyWordChangedInTurnIsRefused() throws Exception {
    SealedBallot ballot = sealAndCast(1);
    List<BigInteger> words = ballot.toWords();
    for (int i = 0; i < words.size(); i++) {
      for (BigInteger forged :
          List.of(
              words.get(i).add(BigInteger.ONE),
              words.get(i).add(Fr.MODULUS),
              BigInteger.ZERO.equals(words.get(i)) ? BigInteger.TWO : BigInteger.ZERO)) {
        List<BigInteger> changed = new ArrayList<>(words);
        changed.set(i, forged);
        assertThat(isAccepted(changed)).as("word %d", i).isFalse();
      }
    }
    assertThat(isAccepted(words)).isTrue();
  }

  private static boolean isAccepted(List<BigInteger> words) {
    try {
      int proofs = words.size() - 2 * Proof.WORDS;
      SealedBallot ballot =
          new SealedBallot(
              words.get(0).intValueExact(),
              new Nullifier(words.get(1)),
              new BadgeCommitment(words.get(2)),
              words.subList(3, proofs),
              Proof.fromWords(words.subList(proofs, proofs + Proof.WORDS)),
              Proof.fromWords(words.subList(proofs + Proof.WORDS, words.size())));
      return check(ballot) instanceof BallotCheck.Valid;
    } catch (IllegalArgumentException | ArithmeticException refused) {
      return false;
    }
  }

  @Test
  void everyPointReplacedByAnotherPointIsRefused() throws Exception {
    SealedBallot ballot = sealAndCast(2);
    Point orderTwo = new Point(BigInteger.ZERO, Fr.MODULUS.subtract(BigInteger.ONE));
    for (int i = 0; i < 2 * OPTIONS; i++) {
      List<BigInteger> words = ballot.ciphertexts();
      Point point = new Point(words.get(2 * i), words.get(2 * i + 1));
      for (Point forged :
          List.of(
              BabyJubJub.add(point, BabyJubJub.BASE8),
              BabyJubJub.add(point, orderTwo),
              point.negate(),
              BabyJubJub.IDENTITY)) {
        List<BigInteger> changed = new ArrayList<>(words);
        changed.set(2 * i, forged.x());
        changed.set(2 * i + 1, forged.y());
        assertThat(check(with(ballot, changed)))
            .as("point %d", i)
            .isEqualTo(new BallotCheck.BallotProofRefused());
      }
    }
  }

  private static SealedBallot with(SealedBallot ballot, List<BigInteger> ciphertexts) {
    return new SealedBallot(
        ballot.variant(),
        ballot.nullifier(),
        ballot.badge(),
        ciphertexts,
        ballot.enrolmentProof(),
        ballot.ballotProof());
  }

  @Test
  void ciphertextsAndProofsOfAnotherBallotAreRefused() throws Exception {
    SealedBallot one = sealAndCast(0);
    SealedBallot two = sealAndCast(0);
    assertThat(check(with(one, two.ciphertexts()))).isEqualTo(new BallotCheck.BallotProofRefused());
    assertThat(
            check(
                new SealedBallot(
                    0,
                    one.nullifier(),
                    one.badge(),
                    one.ciphertexts(),
                    two.enrolmentProof(),
                    one.ballotProof())))
        .isEqualTo(new BallotCheck.EnrolmentProofRefused());
    assertThat(
            check(
                new SealedBallot(
                    0,
                    one.nullifier(),
                    one.badge(),
                    two.ciphertexts(),
                    one.enrolmentProof(),
                    two.ballotProof())))
        .isEqualTo(new BallotCheck.BallotProofRefused());
    List<BigInteger> swapped = new ArrayList<>(one.ciphertexts());
    Collections.rotate(swapped, 4);
    assertThat(check(with(one, swapped))).isEqualTo(new BallotCheck.BallotProofRefused());
  }

  @Test
  void aBallotOfAnotherStationVariantOrOptionCountIsRefused() throws Exception {
    SealedBallot ballot = sealAndCast(0);
    Address other = EcdsaSignature.addressOf(BigInteger.valueOf(99));
    assertThat(election.verifier().check(ballot, other))
        .isEqualTo(new BallotCheck.BallotProofRefused());
    SealedBallot otherVariant =
        new SealedBallot(
            1,
            ballot.nullifier(),
            ballot.badge(),
            ballot.ciphertexts(),
            ballot.enrolmentProof(),
            ballot.ballotProof());
    assertThat(check(otherVariant)).isEqualTo(new BallotCheck.UnknownVariant(1));
    assertThat(check(with(ballot, ballot.ciphertexts().subList(0, 8))))
        .isEqualTo(new BallotCheck.WrongOptionCount(2, 3));
  }

  @Test
  void aBallotOfAnotherElectionIsRefused() throws Exception {
    SealedBallot ballot = sealAndCast(0);
    try (BallotElection another = new BallotElection()) {
      assertThat(another.verifier().check(ballot, election.station()))
          .isEqualTo(new BallotCheck.EnrolmentProofRefused());
    }
  }

  @Test
  void randomnessDiffersBetweenSeals() throws Exception {
    Set<BigInteger> seen = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      SealedBallot ballot = sealAndCast(1);
      for (Ciphertext ciphertext : ballot.ciphertextList()) {
        assertThat(seen.add(ciphertext.c1().x())).isTrue();
      }
      assertThat(seen.add(ballot.ballotProof().a().x())).isTrue();
    }
  }

  @Test
  void aChoiceIsConsumedOnceEvenIfSealingFails() throws Exception {
    try (VoterBadge badge = VoterBadge.draw(RANDOM);
        VoterBadge other = VoterBadge.draw(RANDOM)) {
      Choice choice = Choice.of(1, OPTIONS);
      EnrolmentProof enrolment = election.enrol(badge);
      assertThatThrownBy(
              () -> election.sealer().seal(choice, other, enrolment, ProgressListener.NONE))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () -> election.sealer().seal(choice, badge, enrolment, ProgressListener.NONE))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void refusesAnEnrolmentThatDoesNotVerify() throws Exception {
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      EnrolmentProof good = election.enrol(badge);
      EnrolmentProof otherPerson =
          new EnrolmentProof(
              0,
              new Nullifier(good.nullifier().value().add(BigInteger.ONE)),
              good.badge(),
              good.proof());
      assertThatThrownBy(
              () ->
                  election
                      .sealer()
                      .seal(Choice.of(1, OPTIONS), badge, otherPerson, ProgressListener.NONE))
          .isInstanceOf(SealingException.class)
          .hasMessageContaining("enrolment");
    }
  }

  @Test
  void refusesAChoiceOfAnotherElection() throws Exception {
    assertThatThrownBy(() -> Choice.of(3, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Choice.of(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      EnrolmentProof enrolment = election.enrol(badge);
      assertThatThrownBy(
              () ->
                  election.sealer().seal(Choice.of(1, 4), badge, enrolment, ProgressListener.NONE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAProvingKeyOfAnotherCircuit() throws Exception {
    try (ProvingKey key = RealCircuits.provingKey("ballot-16")) {
      assertThatThrownBy(
              () ->
                  new BallotSealer(
                      election.verifier(),
                      election.station(),
                      RealCircuits.calculator("ballot-16"),
                      key,
                      new org.urna.proof.Groth16Prover(RANDOM, 1),
                      RANDOM))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void takesTheSmallestCircuitThatFits() throws Exception {
    var circuits = RealCircuits.files().circuits();
    assertThat(BallotCircuits.smallestFor(circuits, 2).name()).isEqualTo("ballot-4");
    assertThat(BallotCircuits.smallestFor(circuits, 4).name()).isEqualTo("ballot-4");
    assertThat(BallotCircuits.smallestFor(circuits, 5).name()).isEqualTo("ballot-16");
    assertThat(BallotCircuits.smallestFor(circuits, 16).name()).isEqualTo("ballot-16");
    assertThatThrownBy(() -> BallotCircuits.smallestFor(circuits, 17))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopsWhenTheThreadIsInterrupted() throws Exception {
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      EnrolmentProof enrolment = election.enrol(badge);
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () ->
                  election
                      .sealer()
                      .seal(Choice.of(1, OPTIONS), badge, enrolment, ProgressListener.NONE))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void noChoiceBadgeOrRandomnessIsReachableFromASealedBallot() throws Exception {
    try (VoterBadge badge = VoterBadge.draw(RANDOM)) {
      UncastBallot uncast = seal(2, badge);
      Set<BigInteger> secrets = new HashSet<>(uncast.opening().randomness());
      secrets.add(badge.secret());
      SealedBallot ballot = uncast.cast();
      Set<Object> reachable = reachable(ballot);
      assertThat(reachable)
          .noneMatch(
              o ->
                  o instanceof Choice
                      || o instanceof BallotOpening
                      || o instanceof VoterBadge
                      || o instanceof UncastBallot);
      assertThat(reachable)
          .noneMatch(o -> o instanceof BigInteger number && secrets.contains(number));
      assertThat(reachable).anyMatch(o -> o.equals(ballot.nullifier().value()));
    }
  }

  /// Everything that fields lead to, except into the JDK's own classes other than its collections.
  private static Set<Object> reachable(Object root) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Object> open = new ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      Object next = open.removeLast();
      if (next == null || !seen.add(next)) {
        continue;
      }
      if (next instanceof Iterable<?> items) {
        items.forEach(open::add);
      } else if (next.getClass().isArray() && !next.getClass().getComponentType().isPrimitive()) {
        for (int i = 0; i < Array.getLength(next); i++) {
          open.add(Array.get(next, i));
        }
      } else if (next.getClass().getName().startsWith("org.urna")) {
        for (Class<?> c = next.getClass(); c != null; c = c.getSuperclass()) {
          for (Field field : c.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
              field.setAccessible(true);
              open.add(field.get(next));
            }
          }
        }
      }
    }
    return seen;
  }
}
