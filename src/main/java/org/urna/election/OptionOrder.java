package org.urna.election;

/// How the options stand on the screen; their indices never change.
public enum OptionOrder {
  /// As in the manifest.
  FIXED,
  /// Drawn anew for each voter.
  SHUFFLED
}
