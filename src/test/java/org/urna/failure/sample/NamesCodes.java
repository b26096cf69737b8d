package org.urna.failure.sample;

import java.util.function.Supplier;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;

/// Names a code in three ways, and others in ways that do not count.
final class NamesCodes {
  private NamesCodes() {}

  enum Kind {
    SILENT(FailureCode.NO_CHIP_FOUND);

    final FailureCode code;

    Kind(FailureCode code) {
      this.code = code;
    }
  }

  static Failure plainly() {
    return Failure.of(FailureCode.NO_CHIP_FOUND);
  }

  static Supplier<FailureCode> later() {
    return () -> FailureCode.NO_CHIP_FOUND;
  }

  static boolean byLabel(FailureCode code) {
    return switch (code) {
      case BOX_FULL -> true;
      default -> false;
    };
  }

  static int all() {
    return FailureCode.values().length;
  }
}
