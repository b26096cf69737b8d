package org.urna.enrolment;

import java.math.BigInteger;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.Nullifier;
import org.urna.proof.Circuit;
import org.urna.proof.PublicSignals;

/// What an enrolment proof says in public (protocol §5): the nine public signals by name. The order
/// is that of `circuits.json` and nowhere repeated.
public record EnrolmentStatement(
    Nullifier nullifier,
    BadgeCommitment badge,
    BigInteger electionId,
    BigInteger trustRoot,
    BigInteger nullifierKeyCommitment,
    BigInteger citizenship,
    BigInteger bornOnOrBefore,
    BigInteger passportValidOn,
    BigInteger uniqueBy) {

  /// The statement of one voter under an election's terms.
  public static EnrolmentStatement of(
      EnrolmentTerms terms, Nullifier nullifier, BadgeCommitment badge) {
    return new EnrolmentStatement(
        nullifier,
        badge,
        terms.electionId(),
        terms.trustRoot(),
        terms.nullifierKeyCommitment(),
        terms.rule().citizenshipSignal(),
        BigInteger.valueOf(terms.rule().bornOnOrBeforeSignal()),
        BigInteger.valueOf(terms.rule().passportValidOnSignal()),
        BigInteger.valueOf(terms.rule().uniqueBy().signal()));
  }

  /// The public signals for `circuit`.
  ///
  /// @throws IllegalArgumentException if the circuit lacks one of the names, or a value is not in
  ///   the field
  public PublicSignals toSignals(Circuit circuit) {
    return circuit
        .signals()
        .set("nullifier", nullifier.value())
        .set("badge", badge.value())
        .set("electionId", electionId)
        .set("trustRoot", trustRoot)
        .set("nullifierKeyCommitment", nullifierKeyCommitment)
        .set("citizenship", citizenship)
        .set("bornOnOrBefore", bornOnOrBefore)
        .set("passportValidOn", passportValidOn)
        .set("uniqueBy", uniqueBy)
        .build();
  }
}
