package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The whole of Urna on one day: two kiosks, chips over the real card protocol, proofs, boxes, a
/// chain, a tally, a verification.
class PollingDayTest {

  @Test
  void headlessDemoEndsAsItMust() {
    PracticeFixture day = PracticeFixture.day();

    assertThat(day.wentWell()).as(day.printed()).isTrue();
    assertThat(day.printed()).doesNotContain("FAIL").contains("everything as it must be");
  }

  @Test
  void chainHoldsTheDay() {
    var evidence = PracticeFixture.day().evidence();

    assertThat(evidence.acceptedBallots()).isEqualTo(BigInteger.valueOf(5));
    assertThat(evidence.casts()).hasSize(2);
    assertThat(evidence.result())
        .isEqualTo(Optional.of(List.of(2, 1, 1, 0, 1).stream().map(BigInteger::valueOf).toList()));
  }

  @Test
  void boxesHoldWhatWasUploaded() throws Exception {
    PracticeFixture day = PracticeFixture.day();

    assertThat(day.batches(1)).singleElement().satisfies(b -> assertThat(b.ballots()).hasSize(5));
    assertThat(day.batches(2)).singleElement().satisfies(b -> assertThat(b.ballots()).hasSize(1));
    for (int station = 1; station <= 2; station++) {
      assertThat(day.batches(station).getFirst().isSignedFor(day.election().chain().domain()))
          .isTrue();
    }
    // Three Russian passports, whose signers nobody lists, and two of listed signers.
    assertThat(day.batches(1).getFirst().ballots())
        .extracting(ballot -> ballot.variant())
        .containsExactlyInAnyOrder(0, 0, 0, 1, 1);
    // The person who came twice, the second time with another passport, has one nullifier.
    assertThat(day.batches(2).getFirst().ballots().getFirst().variant()).isEqualTo(1);
    assertThat(day.batches(1).getFirst().ballots())
        .extracting(ballot -> ballot.nullifier())
        .contains(day.batches(2).getFirst().ballots().getFirst().nullifier());
  }
}
