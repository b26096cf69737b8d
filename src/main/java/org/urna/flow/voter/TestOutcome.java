package org.urna.flow.voter;

import java.util.List;
import org.urna.failure.Failure;

/// How *Test this machine* ended. In both cases the ballot is destroyed and nothing was queued.
public sealed interface TestOutcome {
  /// @param code the code that was shown before
  /// @param qr what was sealed (badge, choice and all randomness), in as many QR codes as it takes
  record Disclosed(CodeLabel code, List<String> qr) implements TestOutcome {
    public Disclosed {
      qr = List.copyOf(qr);
      if (qr.isEmpty()) {
        throw new IllegalArgumentException("a disclosure discloses something");
      }
    }

    /// Says nothing: the disclosure holds a choice.
    @Override
    public String toString() {
      return "Disclosed";
    }
  }

  record Failed(Failure failure) implements TestOutcome {}
}
