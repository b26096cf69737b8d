package org.urna.tally;

import java.util.List;
import org.urna.election.BallotOption;
import org.urna.election.RunoffRule;

/// What a result means under the election's rule.
public sealed interface Outcome {
  /// A candidate is elected.
  record Elected(BallotOption.Candidate candidate) implements Outcome {}

  /// *Against all* won: nobody is elected.
  record NobodyElected() implements Outcome {}

  /// No option has more than half of the valid votes: these go to the second round, in the order of
  /// the manifest.
  record SecondRound(List<BallotOption> options) implements Outcome {
    public SecondRound {
      options = List.copyOf(options);
    }
  }

  /// Most votes went to several options equally. The software does not decide.
  ///
  /// @param options in the order of the manifest
  /// @param settledBy what the manifest says settles it
  record Tied(List<BallotOption> options, RunoffRule.Tie settledBy) implements Outcome {
    public Tied {
      options = List.copyOf(options);
    }
  }
}
