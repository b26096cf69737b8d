package org.urna.enrolment;

import java.math.BigInteger;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.election.EligibilityRule;
import org.urna.proof.Circuit;
import org.urna.proof.Circuits;

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
    EligibilityCheck.requireThisCentury(rule);
  }

  /// Whether the other terms are those of another variant, or the same, of one election.
  boolean isSameElection(EnrolmentTerms other) {
    return electionId.equals(other.electionId)
        && nullifierKeyCommitment.equals(other.nullifierKeyCommitment)
        && rule.equals(other.rule);
  }

  /// The terms of variant number `variant` of an election.
  ///
  /// @throws IllegalArgumentException if the manifest has no such variant, or the list no such
  ///   circuit
  public static EnrolmentTerms of(ElectionManifest manifest, int variant, Circuits circuits) {
    if (variant < 0 || variant >= manifest.variants().size()) {
      throw new IllegalArgumentException("the election has no variant " + variant);
    }
    ElectionVariant admitted = manifest.variants().get(variant);
    return new EnrolmentTerms(
        variant,
        circuits.byName(admitted.circuit().name()),
        manifest.electionId(),
        admitted.trustRoot(),
        manifest.nullifierKeyCommitment(),
        manifest.eligibility());
  }
}
