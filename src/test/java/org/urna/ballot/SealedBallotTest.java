package org.urna.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.urna.proof.bn254.Fr;
import org.urna.queue.BallotFixtures;

class SealedBallotTest {
  private final SealedBallot ballot = BallotFixtures.random(new Random(5));

  @Test
  void passesThroughBytes() {
    assertThat(SealedBallot.fromBytes(ballot.toBytes(), 3)).isEqualTo(ballot);
    assertThat(ballot.toBytes()).hasSize(32 * (3 + 12 + 16));
  }

  @Test
  void bytesOfAnotherLengthOrOptionCountAreRefused() {
    byte[] bytes = ballot.toBytes();
    for (byte[] bad :
        List.of(
            new byte[0],
            Arrays.copyOf(bytes, bytes.length - 1),
            Arrays.copyOf(bytes, bytes.length + 1),
            Arrays.copyOf(bytes, bytes.length + 32))) {
      assertThatThrownBy(() -> SealedBallot.fromBytes(bad, 3))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SealedBallot.fromBytes(bytes, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    // Variant, nullifier, badge and every coordinate have a range; a proof's words are the
    // verifier's business.
    for (int word = 0; word < 3 + 12; word++) {
      byte[] bytes = ballot.toBytes();
      Arrays.fill(bytes, 32 * word, 32 * word + 32, (byte) 0xff);
      assertThatThrownBy(() -> SealedBallot.fromBytes(bytes, 3))
          .as("word %d", word)
          .isInstanceOf(IllegalArgumentException.class);
    }
    List<BigInteger> offCurve = new ArrayList<>(ballot.ciphertexts());
    offCurve.set(5, offCurve.get(5).add(BigInteger.ONE).mod(Fr.MODULUS));
    assertThatThrownBy(
            () ->
                new SealedBallot(
                    0,
                    ballot.nullifier(),
                    ballot.badge(),
                    offCurve,
                    ballot.enrolmentProof(),
                    ballot.ballotProof()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ciphertexts[1]");
  }

  @Test
  void itsCiphertextsCannotBeChanged() {
    List<BigInteger> words = new ArrayList<>(ballot.ciphertexts());
    SealedBallot copy =
        new SealedBallot(
            0,
            ballot.nullifier(),
            ballot.badge(),
            words,
            ballot.enrolmentProof(),
            ballot.ballotProof());
    words.set(0, BigInteger.TEN);
    assertThat(copy).isEqualTo(ballot);
    assertThatThrownBy(() -> copy.ciphertexts().set(0, BigInteger.TEN))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void itsTextNamesNoNullifier() {
    assertThat(ballot.toString())
        .isEqualTo("SealedBallot[3 options]")
        .doesNotContain(ballot.nullifier().value().toString());
  }
}
