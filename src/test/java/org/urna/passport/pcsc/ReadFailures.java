package org.urna.passport.pcsc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;

/// What tests expect of a read that fails.
final class ReadFailures {
  private ReadFailures() {}

  static void assertFailure(ThrowingCallable work, PassportReadFailure expected) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            PassportReadException.class,
            e -> assertThat(e.failure()).as(e.toString()).isEqualTo(expected));
  }
}
