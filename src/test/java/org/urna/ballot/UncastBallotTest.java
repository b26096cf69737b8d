package org.urna.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.urna.badge.VoterBadge;
import org.urna.election.Address;
import org.urna.election.EcdsaSignature;
import org.urna.proof.ProgressListener;
import org.urna.proof.hash.BabyJubJub;

class UncastBallotTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static BallotElection election;

  private VoterBadge badge;
  private UncastBallot ballot;

  @BeforeAll
  static void prepare() throws Exception {
    election = new BallotElection();
  }

  @AfterAll
  static void finish() {
    election.close();
  }

  @BeforeEach
  void seal() throws Exception {
    badge = VoterBadge.draw(RANDOM);
    ballot =
        election
            .sealer()
            .seal(Choice.of(1, 3), badge, election.enrol(badge), ProgressListener.NONE);
  }

  @AfterEach
  void close() {
    ballot.close();
    badge.close();
  }

  @Test
  void theCodeShownBeforeTheDecisionIsThatOfTheCastBallot() {
    BallotCode shown = ballot.code();
    assertThat(ballot.cast().code(election.electionId(), election.station())).isEqualTo(shown);
    assertThat(ballot.code()).isEqualTo(shown);
  }

  @Test
  void castingForgetsTheOpening() {
    ballot.cast();
    assertThatThrownBy(() -> ballot.opening().option()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ballot.opening().randomness())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thereIsOneDecisionOnly() {
    ballot.cast();
    assertThatThrownBy(ballot::cast).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ballot.test(badge)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aTestedBallotCannotBeCastAndItsBadgeIsDestroyed() {
    BallotChallenge challenge = ballot.test(badge);
    assertThat(challenge.isHonest(election.context())).isTrue();
    assertThat(challenge.option()).isEqualTo(1);
    assertThatThrownBy(ballot::cast).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(badge::secret).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ballot.opening().randomness())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherBadgeOpensNothing() {
    try (VoterBadge other = VoterBadge.draw(RANDOM)) {
      assertThatThrownBy(() -> ballot.test(other)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(ballot::cast).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void changingDestroysTheBallot() {
    ballot.close();
    assertThatThrownBy(ballot::cast).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ballot.opening().option()).isInstanceOf(IllegalStateException.class);
    assertThat(badge.secret()).isNotNull();
  }

  @Test
  void everyForgedPartOfAChallengeIsFoundOut() {
    BallotChallenge good = ballot.test(badge);
    BallotContext context = election.context();
    List<BallotChallenge> forged = new ArrayList<>();
    for (int option : List.of(0, 2)) {
      forged.add(
          new BallotChallenge(
              good.electionId(),
              good.station(),
              good.badgeSecret(),
              option,
              good.randomness(),
              good.code()));
    }
    for (int i = 0; i < good.randomness().size(); i++) {
      List<BigInteger> randomness = new ArrayList<>(good.randomness());
      randomness.set(i, randomness.get(i).add(BigInteger.ONE).mod(BabyJubJub.ORDER));
      forged.add(
          new BallotChallenge(
              good.electionId(), good.station(), good.badgeSecret(), 1, randomness, good.code()));
    }
    forged.add(
        new BallotChallenge(
            good.electionId(),
            good.station(),
            good.badgeSecret().xor(BigInteger.ONE),
            1,
            good.randomness(),
            good.code()));
    forged.add(
        new BallotChallenge(
            good.electionId().xor(BigInteger.ONE),
            good.station(),
            good.badgeSecret(),
            1,
            good.randomness(),
            good.code()));
    Address other = EcdsaSignature.addressOf(BigInteger.TEN);
    forged.add(
        new BallotChallenge(
            good.electionId(), other, good.badgeSecret(), 1, good.randomness(), good.code()));
    forged.add(
        new BallotChallenge(
            good.electionId(),
            good.station(),
            good.badgeSecret(),
            1,
            good.randomness(),
            BallotCode.ofHex("00".repeat(32))));
    forged.add(
        new BallotChallenge(
            good.electionId(),
            good.station(),
            good.badgeSecret(),
            1,
            good.randomness().subList(0, 2),
            good.code()));
    assertThat(good.isHonest(context)).isTrue();
    assertThat(forged).hasSize(10).noneMatch(challenge -> challenge.isHonest(context));
    BallotContext otherKey =
        new BallotContext(
            context.electionId(),
            context.station(),
            BabyJubJub.add(context.jointKey(), BabyJubJub.BASE8),
            context.optionCount());
    assertThat(good.isHonest(otherKey)).isFalse();
  }

  @Test
  void challengesPassThroughQr() {
    BallotChallenge challenge = ballot.test(badge);
    assertThat(BallotChallenge.ofQrText(challenge.qrText())).isEqualTo(challenge);
    assertThat(challenge.qrText()).matches("[0-9A-Z:]+").hasSizeLessThan(1300);
    assertThat(challenge.toString()).doesNotContain(challenge.badgeSecret().toString());
  }

  @Test
  void damagedChallengesAreRefused() {
    BallotChallenge challenge = ballot.test(badge);
    String qr = challenge.qrText();
    for (String bad :
        List.of(
            "", qr.substring(2), qr.substring(0, qr.length() - 2), qr + "00", qr.toLowerCase())) {
      assertThatThrownBy(() -> BallotChallenge.ofQrText(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
