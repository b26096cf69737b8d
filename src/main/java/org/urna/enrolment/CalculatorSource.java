package org.urna.enrolment;

import org.urna.proof.circom.WitnessCalculator;

/// Where an [EnrolmentProver] gets its witness calculator from: one that is there, or one that is
/// still being compiled while the kiosk already takes voters of other variants.
@FunctionalInterface
public interface CalculatorSource {

  /// The calculator; blocks until there is one.
  ///
  /// @throws EnrolmentException [EnrolmentFailure#CALCULATOR_UNREADABLE] if there will be none
  /// @throws InterruptedException if the thread was interrupted
  WitnessCalculator get() throws EnrolmentException, InterruptedException;
}
