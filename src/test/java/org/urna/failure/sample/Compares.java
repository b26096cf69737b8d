package org.urna.failure.sample;

import org.urna.failure.FailureCode;

/// Compares with a code where a `switch` is due.
final class Compares {
  private Compares() {}

  static boolean isUnexpected(FailureCode code) {
    return code == FailureCode.UNEXPECTED;
  }
}
