package org.urna.election;

/// How the counts of this round become an outcome (protocol §7 Runoff).
///
/// @param followedByRunoff whether a second round follows when no option has more than half of the
///   valid votes; without it most votes win
/// @param againstAllAdvances whether *against all* stands in the second round
/// @param tie what settles equal counts where most votes win
public record RunoffRule(boolean followedByRunoff, boolean againstAllAdvances, Tie tie) {
  public RunoffRule {
    Checks.that(
        followedByRunoff || !againstAllAdvances,
        "runoff.againstAllAdvances",
        "has no meaning without runoff.followedByRunoff");
  }

  /// What settles a tie; the software only reports it.
  public enum Tie {
    /// Lots are drawn in public.
    LOTS,
    /// Nobody is elected.
    NOBODY_ELECTED
  }
}
