package org.urna.flow.voter;

/// How far the anonymous ballot is prepared behind the voter's screens.
public sealed interface Preparation {
  /// @param fraction 0 to 1
  record Running(double fraction) implements Preparation {}

  record Ready() implements Preparation {}
}
