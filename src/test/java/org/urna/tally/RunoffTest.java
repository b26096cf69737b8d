package org.urna.tally;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.urna.election.BallotOption;
import org.urna.election.Bytes;
import org.urna.election.Localized;
import org.urna.election.MediaFile;
import org.urna.election.RunoffRule;
import org.urna.election.RunoffRule.Tie;

class RunoffTest {
  private static final Localized TEXT = Localized.of(Map.of("en", "text"));
  private static final BallotOption.Candidate A = candidate("a");
  private static final BallotOption.Candidate B = candidate("b");
  private static final BallotOption.Candidate C = candidate("c");
  private static final BallotOption AGAINST =
      new BallotOption.AgainstAll("against-all", TEXT, TEXT);
  private static final BallotOption BLANK = new BallotOption.Blank("blank", TEXT, TEXT);
  private static final List<BallotOption> ALL = List.of(A, B, C, AGAINST, BLANK);

  private static final RunoffRule RUNOFF = new RunoffRule(true, false, Tie.LOTS);
  private static final RunoffRule RUNOFF_AGAINST = new RunoffRule(true, true, Tie.LOTS);
  private static final RunoffRule MOST = new RunoffRule(false, false, Tie.NOBODY_ELECTED);

  private static BallotOption.Candidate candidate(String id) {
    return new BallotOption.Candidate(
        id, TEXT, TEXT, TEXT, new MediaFile(id + ".jpg", Bytes.ofHex("00".repeat(32))));
  }

  private static Outcome outcome(RunoffRule rule, Integer... counts) {
    return Runoff.outcome(ALL, rule, new Result(List.of(counts)));
  }

  @Test
  void moreThanHalfOfTheValidVotesEndsTheElection() {
    assertThat(outcome(RUNOFF, 6, 3, 2, 0, 0)).isEqualTo(new Outcome.Elected(A));
    assertThat(outcome(RUNOFF, 0, 0, 1, 0, 0)).isEqualTo(new Outcome.Elected(C));
  }

  @Test
  void exactlyHalfIsNotMoreThanHalf() {
    assertThat(outcome(RUNOFF, 5, 3, 2, 0, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B)));
  }

  @Test
  void blankIsNoValidVote() {
    assertThat(outcome(RUNOFF, 6, 3, 2, 0, 1000)).isEqualTo(new Outcome.Elected(A));
    assertThat(outcome(MOST, 6, 3, 2, 0, 1000)).isEqualTo(new Outcome.Elected(A));
  }

  @Test
  void againstAllIsAValidVoteAndCanEndTheElection() {
    assertThat(outcome(RUNOFF, 6, 0, 0, 6, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B, C)));
    assertThat(outcome(RUNOFF, 2, 2, 1, 6, 0)).isEqualTo(new Outcome.NobodyElected());
    assertThat(outcome(MOST, 5, 4, 3, 6, 0)).isEqualTo(new Outcome.NobodyElected());
  }

  @Test
  void againstAllTakesNoPlaceAndAdvancesOnlyIfTheRuleSaysSo() {
    assertThat(outcome(RUNOFF, 5, 4, 3, 6, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B)));
    assertThat(outcome(RUNOFF_AGAINST, 5, 4, 3, 0, 0))
        .isEqualTo(new Outcome.SecondRound(List.of(A, B, AGAINST)));
  }

  @Test
  void aTieForSecondPlaceTakesAllOfThem() {
    assertThat(outcome(RUNOFF, 5, 3, 3, 0, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B, C)));
  }

  @Test
  void aTieForFirstPlaceLeavesNoRoomForTheThird() {
    assertThat(outcome(RUNOFF, 5, 5, 3, 0, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B)));
    assertThat(outcome(RUNOFF, 4, 4, 4, 0, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B, C)));
  }

  @Test
  void mostVotesWinWhereNoRoundFollows() {
    assertThat(outcome(MOST, 3, 4, 2, 3, 9)).isEqualTo(new Outcome.Elected(B));
  }

  @Test
  void aTieWhereNoRoundFollowsIsReported() {
    assertThat(outcome(MOST, 4, 4, 2, 3, 0))
        .isEqualTo(new Outcome.Tied(List.of(A, B), Tie.NOBODY_ELECTED));
    assertThat(outcome(MOST, 4, 0, 2, 4, 0))
        .isEqualTo(new Outcome.Tied(List.of(A, AGAINST), Tie.NOBODY_ELECTED));
    assertThat(outcome(MOST, 0, 0, 0, 0, 7))
        .isEqualTo(new Outcome.Tied(List.of(A, B, C, AGAINST), Tie.NOBODY_ELECTED));
  }

  @Test
  void aSingleCandidateWithoutAMajorityGoesOn() {
    assertThat(Runoff.outcome(List.of(A, AGAINST), RUNOFF_AGAINST, new Result(List.of(3, 3))))
        .isEqualTo(new Outcome.SecondRound(List.of(A, AGAINST)));
    assertThat(Runoff.outcome(List.of(A, AGAINST), RUNOFF, new Result(List.of(3, 3))))
        .isEqualTo(new Outcome.SecondRound(List.of(A)));
  }

  @Test
  void noVotesAtAllTakeEverybodyToTheSecondRound() {
    assertThat(outcome(RUNOFF, 0, 0, 0, 0, 0)).isEqualTo(new Outcome.SecondRound(List.of(A, B, C)));
  }

  /// Every result of three candidates, against all and blank up to 5 votes each, against the rule
  /// said in other words.
  @Test
  void everySmallResultFollowsTheProtocol() {
    int[] n = new int[5];
    for (int code = 0; code < 6 * 6 * 6 * 6 * 2; code++) {
      int rest = code;
      for (int i = 0; i < 4; i++) {
        n[i] = rest % 6;
        rest /= 6;
      }
      n[4] = rest * 5;
      Integer[] counts = {n[0], n[1], n[2], n[3], n[4]};
      assertThat(outcome(MOST, counts)).isEqualTo(mostVotes(n));
      assertThat(outcome(RUNOFF, counts)).isEqualTo(majority(n, false));
      assertThat(outcome(RUNOFF_AGAINST, counts)).isEqualTo(majority(n, true));
    }
  }

  private static Outcome mostVotes(int[] n) {
    List<BallotOption> best = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      boolean beaten = false;
      for (int j = 0; j < 4; j++) {
        beaten |= n[j] > n[i];
      }
      if (!beaten) {
        best.add(ALL.get(i));
      }
    }
    if (best.size() > 1) {
      return new Outcome.Tied(best, Tie.NOBODY_ELECTED);
    }
    return best.getFirst().equals(AGAINST)
        ? new Outcome.NobodyElected()
        : new Outcome.Elected((BallotOption.Candidate) best.getFirst());
  }

  private static Outcome majority(int[] n, boolean againstAdvances) {
    for (int i = 0; i < 4; i++) {
      if (n[i] > n[0] + n[1] + n[2] + n[3] - n[i]) {
        return i == 3
            ? new Outcome.NobodyElected()
            : new Outcome.Elected((BallotOption.Candidate) ALL.get(i));
      }
    }
    List<BallotOption> second = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      // At least the second largest count: at most one candidate has strictly more.
      int more = 0;
      for (int j = 0; j < 3; j++) {
        more += n[j] > n[i] ? 1 : 0;
      }
      if (more <= 1) {
        second.add(ALL.get(i));
      }
    }
    if (againstAdvances) {
      second.add(AGAINST);
    }
    return new Outcome.SecondRound(second);
  }

  @Test
  void refusesAResultOfAnotherElection() {
    assertThatThrownBy(() -> Runoff.outcome(ALL, RUNOFF, new Result(List.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> Runoff.outcome(List.of(AGAINST, BLANK), RUNOFF, new Result(List.of(1, 2))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Result(List.of(1, -2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
