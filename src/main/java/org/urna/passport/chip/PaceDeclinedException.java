package org.urna.passport.chip;

/// A chip that offers PACE answers a command of it with an error before the key was put to the
/// test: another access protocol may be tried with the same key.
final class PaceDeclinedException extends Exception {

  private static final long serialVersionUID = 1L;

  PaceDeclinedException(String command, int statusWord) {
    super(String.format("%s ended with SW %04X", command, statusWord));
  }
}
