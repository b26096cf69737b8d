package org.urna.failure;

/// A command did not end as its user wanted, for a reason that is no fault of the program.
public final class CommandRefused extends Exception implements Failing {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  public CommandRefused(Failure failure) {
    super(failure.detail());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
