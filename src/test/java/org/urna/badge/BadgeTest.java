package org.urna.badge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.urna.proof.bn254.Fr;
import org.urna.proof.hash.Poseidon;

class BadgeTest {
  private static final BigInteger TWO_248 = BigInteger.ONE.shiftLeft(248);
  private final SecureRandom random = new SecureRandom();

  private static BigInteger ascii(String text) {
    return new BigInteger(1, text.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
        .mod(Fr.MODULUS);
  }

  @Test
  void theBadgeCommitsToItsSecret() {
    try (VoterBadge badge = VoterBadge.draw(random)) {
      assertThat(badge.secret()).isLessThan(TWO_248);
      assertThat(badge.commitment().value())
          .isEqualTo(Poseidon.hash(ascii("urna.badge.v1"), badge.secret()));
      assertThat(BadgeCommitment.of(badge.secret())).isEqualTo(badge.commitment());
    }
  }

  @Test
  void badgesDiffer() {
    try (VoterBadge one = VoterBadge.draw(random);
        VoterBadge two = VoterBadge.draw(random)) {
      assertThat(one.commitment()).isNotEqualTo(two.commitment());
    }
  }

  @Test
  void aClosedBadgeKeepsItsCommitmentAndForgetsItsSecret() {
    VoterBadge badge = VoterBadge.draw(random);
    BadgeCommitment before = badge.commitment();
    badge.close();
    badge.close();
    assertThat(badge.commitment()).isEqualTo(before);
    assertThatThrownBy(badge::secret).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesBadgeSecretsBeyond248Bits() {
    assertThatThrownBy(() -> BadgeCommitment.of(TWO_248))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> BadgeCommitment.of(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNullifierKeyFollowsTheProtocol() {
    List<BigInteger> parts = List.of(BigInteger.TWO, NullifierKey.drawPart(random));
    BigInteger k = Poseidon.hash(ascii("urna.nullifier-key.v1"), parts.getFirst(), parts.getLast());
    BigInteger subject = BigInteger.valueOf(77);
    BigInteger electionId = BigInteger.valueOf(99);
    try (NullifierKey key = NullifierKey.fromParts(parts)) {
      assertThat(key.secret()).isEqualTo(k);
      assertThat(key.commitment())
          .isEqualTo(Poseidon.hash(ascii("urna.nullifier-key-commitment.v1"), k));
      assertThat(key.nullifierOf(subject, electionId).value())
          .isEqualTo(Poseidon.hash(ascii("urna.nullifier.v1"), subject, k, electionId));
      try (NullifierKey copy = NullifierKey.ofBytes(key.toBytes())) {
        assertThat(copy.commitment()).isEqualTo(key.commitment());
      }
    }
  }

  @Test
  void aNullifierTellsElectionsAndPeopleApart() {
    try (NullifierKey key = NullifierKey.fromParts(List.of(NullifierKey.drawPart(random)))) {
      Nullifier nullifier = key.nullifierOf(BigInteger.ONE, BigInteger.TWO);
      assertThat(key.nullifierOf(BigInteger.ONE, BigInteger.TWO)).isEqualTo(nullifier);
      assertThat(key.nullifierOf(BigInteger.TWO, BigInteger.TWO)).isNotEqualTo(nullifier);
      assertThat(key.nullifierOf(BigInteger.ONE, BigInteger.ONE)).isNotEqualTo(nullifier);
    }
  }

  @Test
  void refusesPartsOutOfRangeAndTooManyParts() {
    for (List<BigInteger> bad :
        List.of(
            List.<BigInteger>of(),
            List.of(TWO_248),
            List.of(BigInteger.ONE.negate()),
            Collections.nCopies(16, BigInteger.ONE))) {
      assertThatThrownBy(() -> NullifierKey.fromParts(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClosedNullifierKeyAnswersNothing() {
    NullifierKey key = NullifierKey.fromParts(List.of(BigInteger.TEN));
    key.close();
    assertThatThrownBy(key::secret).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(key::toBytes).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(key::commitment).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.nullifierOf(BigInteger.ONE, BigInteger.ONE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesKeyBytesThatAreNoFieldElement() {
    byte[] tooLarge = new byte[32];
    Arrays.fill(tooLarge, (byte) 0xff);
    assertThatThrownBy(() -> NullifierKey.ofBytes(tooLarge))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> NullifierKey.ofBytes(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Nullifier(Fr.MODULUS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void secretsHaveNoTextAndNoEquality() throws NoSuchMethodException {
    for (Class<?> secret : List.of(VoterBadge.class, NullifierKey.class, SecretNumber.class)) {
      assertThat(secret.getMethod("toString").getDeclaringClass()).isEqualTo(Object.class);
      assertThat(secret.getMethod("equals", Object.class).getDeclaringClass())
          .isEqualTo(Object.class);
    }
  }
}
