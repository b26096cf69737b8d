package org.urna.tally;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.urna.election.BallotOption;
import org.urna.election.RunoffRule;

/// Turns counts into an outcome (protocol §7 Runoff). Valid votes are those for candidates and
/// *against all*; *blank* is none.
///
/// Where a second round may follow: an option with more than half of the valid votes ends the
/// election. Otherwise let s be the second largest of the candidates' counts, equal counts each
/// taking a place; every candidate with at least s votes goes on, and *against all* only if the
/// rule says so. Where none follows: most votes, and a tie is a tie.
public final class Runoff {
  private Runoff() {}

  private record Tallied(BallotOption option, int count) {}

  /// The outcome of `result`.
  ///
  /// @param options of the manifest, in its order
  /// @throws IllegalArgumentException if there are not as many counts as options, or no candidate
  public static Outcome outcome(List<BallotOption> options, RunoffRule rule, Result result) {
    if (options.size() != result.counts().size()) {
      throw new IllegalArgumentException("a result of another election");
    }
    List<Tallied> valid = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      switch (options.get(i)) {
        case BallotOption.Candidate candidate ->
            valid.add(new Tallied(candidate, result.counts().get(i)));
        case BallotOption.AgainstAll againstAll ->
            valid.add(new Tallied(againstAll, result.counts().get(i)));
        case BallotOption.Blank _ -> {}
      }
    }
    if (valid.stream().noneMatch(t -> t.option instanceof BallotOption.Candidate)) {
      throw new IllegalArgumentException("an election without candidates");
    }
    return rule.followedByRunoff() ? byMajority(valid, rule) : byMostVotes(valid, rule);
  }

  private static Outcome byMajority(List<Tallied> valid, RunoffRule rule) {
    long votes = valid.stream().mapToLong(Tallied::count).sum();
    for (Tallied tallied : valid) {
      if (2L * tallied.count > votes) {
        return winner(tallied.option);
      }
    }
    List<Integer> descending =
        valid.stream()
            .filter(t -> t.option instanceof BallotOption.Candidate)
            .map(Tallied::count)
            .sorted(Comparator.reverseOrder())
            .toList();
    // A single candidate without a majority meets nobody but, perhaps, against all.
    int least = descending.get(Math.min(1, descending.size() - 1));
    return new Outcome.SecondRound(
        valid.stream()
            .filter(
                t ->
                    switch (t.option) {
                      case BallotOption.Candidate _ -> t.count >= least;
                      case BallotOption.AgainstAll _ -> rule.againstAllAdvances();
                      case BallotOption.Blank _ -> false;
                    })
            .map(Tallied::option)
            .toList());
  }

  private static Outcome byMostVotes(List<Tallied> valid, RunoffRule rule) {
    int most = valid.stream().mapToInt(Tallied::count).max().orElseThrow();
    List<BallotOption> first =
        valid.stream().filter(t -> t.count == most).map(Tallied::option).toList();
    return first.size() == 1 ? winner(first.getFirst()) : new Outcome.Tied(first, rule.tie());
  }

  private static Outcome winner(BallotOption option) {
    return switch (option) {
      case BallotOption.Candidate candidate -> new Outcome.Elected(candidate);
      case BallotOption.AgainstAll _ -> new Outcome.NobodyElected();
      case BallotOption.Blank _ -> throw new IllegalStateException("blank is not a valid vote");
    };
  }
}
