package org.urna.failure;

/// What a command of ours ends with, for scripts.
public enum ExitCode {
  /// Done; or everything that was claimed holds.
  DONE(0),
  /// A fault of the program.
  INTERNAL(1),
  /// The command line was not understood.
  USAGE(2),
  /// Not carried out, for a reason that is no fault of the program.
  REFUSED(3),
  /// Something outside did not answer: a node, the smart card service.
  UNREACHABLE(4),
  /// What was checked does not hold.
  DOES_NOT_HOLD(5),
  /// Not over yet: ask again later.
  OPEN(6);

  private final int value;

  ExitCode(int value) {
    this.value = value;
  }

  /// As the shell sees it.
  public int value() {
    return value;
  }
}
