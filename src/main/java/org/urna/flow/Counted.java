package org.urna.flow;

import org.urna.failure.FailureCode;

/// What the station counts about voters: numbers only, kept in coarse bins by who counts.
public sealed interface Counted {
  record SessionStarted() implements Counted {}

  record VoteCast() implements Counted {}

  record Tested() implements Counted {}

  record Abandoned(Stage stage) implements Counted {}

  /// A session ended without a vote.
  record Refused(FailureCode code) implements Counted {}

  /// A voter was told of something and could go on, or had gone away.
  record Hindered(FailureCode code) implements Counted {}

  /// Where a voter left.
  enum Stage {
    PASSPORT,
    KEY,
    READING,
    BADGE,
    BALLOT,
    REVIEW,
    SEALED
  }
}
