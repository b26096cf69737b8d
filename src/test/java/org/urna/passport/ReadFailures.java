package org.urna.passport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What tests expect of a read that fails.
public final class ReadFailures {
  private ReadFailures() {}

  public static void assertFailure(ThrowingCallable work, PassportReadFailure expected) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            PassportReadException.class,
            e -> assertThat(e.failure()).as(e.toString()).isEqualTo(expected));
  }
}
