package org.urna;

/// A command was not carried out, for a reason that is not a fault: the message is all that its
/// user needs.
final class CommandRefused extends Exception {
  private static final long serialVersionUID = 1;

  CommandRefused(String message) {
    super(message);
  }
}
