package org.urna.queue;

/// In what way a ballot box is not the one that it should be. Each has a failure code of its own,
/// because each asks for something else to be done.
public enum BoxFault {
  /// It cannot be read or written, or does not fit together.
  DAMAGED,
  /// It was in use, and now there is none, or an empty one.
  MISSING,
  /// It is a box of this station, and not as it was left: an older copy, or one with other ballots.
  NOT_AS_LEFT,
  /// It is the box of another election or station.
  FOREIGN,
  /// A newer program wrote it.
  NEWER,
  /// Another program has it open.
  IN_USE
}
