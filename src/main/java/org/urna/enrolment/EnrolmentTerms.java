package org.urna.enrolment;

import java.math.BigInteger;
import org.urna.election.EligibilityRule;
import org.urna.proof.Circuit;

/// What every enrolment of an election has in common under one variant.
///
/// @param variant index in the manifest's variants
/// @param circuit the variant's circuit
/// @param trustRoot the variant's root
public record EnrolmentTerms(
    int variant,
    Circuit circuit,
    BigInteger electionId,
    BigInteger trustRoot,
    BigInteger nullifierKeyCommitment,
    EligibilityRule rule) {
  public EnrolmentTerms {
    if (variant < 0) {
      throw new IllegalArgumentException("a variant is a position in a list");
    }
    if (!circuit.family().equals("enrolment")) {
      throw new IllegalArgumentException(circuit.name() + " is no enrolment circuit");
    }
  }
}
