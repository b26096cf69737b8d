package org.urna.failure;

/// A command was not carried out, for a reason that is not a fault: the message is all that its
/// user needs.
public final class CommandRefused extends Exception {
  private static final long serialVersionUID = 1;

  public CommandRefused(String message) {
    super(message);
  }
}
