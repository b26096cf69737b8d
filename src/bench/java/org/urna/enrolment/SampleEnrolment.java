package org.urna.enrolment;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The inputs of an enrolment by a specimen passport, for each circuit that has one: made as a
/// kiosk makes them, from the chip.
public final class SampleEnrolment {
  private SampleEnrolment() {}

  /// The inputs for a circuit, or nothing if it has no specimen yet.
  public static Optional<Map<String, List<BigInteger>>> inputs(String circuit) throws Exception {
    if (!SpecimenVariants.SCHEMES.containsKey(circuit)) {
      return Optional.empty();
    }
    try (EnrolmentWitness inputs = SpecimenVariants.inputs(circuit)) {
      return Optional.of(new LinkedHashMap<>(inputs.inputs()));
    }
  }
}
