package org.urna.flow.voter;

/// The voter's timers; there is at most one of each kind.
public enum VoterTimer {
  /// No chip for a while: the next hint.
  HINT,
  /// The chip takes long to open.
  SLOW_CHIP,
  /// Nobody touched the screen for a while.
  IDLE,
  /// One second of the countdown that follows.
  IDLE_SECOND,
  /// The chip was lost but the passport still lies there: try again.
  READ_AGAIN,
  /// The kiosk works for the voter, and does not come to an end.
  OVERDUE,
  /// A screen after the vote, or after a refusal, gives way to the start.
  RETURN,
  /// The passport was lifted after the vote.
  LIFTED,
  /// Somebody forgets a passport.
  REMIND
}
