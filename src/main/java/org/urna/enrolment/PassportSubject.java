package org.urna.enrolment;

import java.math.BigInteger;
import java.util.Arrays;
import org.urna.badge.Nullifier;
import org.urna.badge.NullifierKey;
import org.urna.election.EligibilityRule;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.AuthenticPassport;

/// Who votes, as the nullifier counts people (protocol §5.6), computed from the passport's bytes
/// without the circuit. It tells before a proof is made whether someone has voted at this station,
/// and checks the circuit afterwards.
final class PassportSubject {
  private static final BigInteger PERSON_TAG = Poseidon.tag("urna.subject-person.v1");
  private static final BigInteger DOCUMENT_TAG = Poseidon.tag("urna.subject-document.v1");

  private PassportSubject() {}

  /// The nullifier of the passport's holder under an election's terms, whichever variant.
  static Nullifier nullifier(AuthenticPassport passport, EnrolmentTerms terms, NullifierKey key) {
    return key.nullifierOf(of(passport, terms.rule().uniqueBy()), terms.electionId());
  }

  static BigInteger of(AuthenticPassport passport, EligibilityRule.UniqueBy uniqueBy) {
    return switch (uniqueBy) {
      case PERSON -> person(passport);
      case DOCUMENT -> document(passport);
    };
  }

  private static BigInteger person(AuthenticPassport passport) {
    byte[] dg1 = passport.dg1();
    try (PassportFields fields = new PassportFields(dg1)) {
      return Poseidon.hash(
          PERSON_TAG,
          fields.firstNameLimb(),
          fields.secondNameLimb(),
          fields.birthSexNationality());
    } finally {
      Arrays.fill(dg1, (byte) 0);
    }
  }

  private static BigInteger document(AuthenticPassport passport) {
    byte[] econtent = passport.econtent();
    byte[] digest = passport.hash().digest(econtent);
    try {
      int half = digest.length / 2;
      return Poseidon.hash(
          DOCUMENT_TAG,
          new BigInteger(1, digest, 0, half),
          new BigInteger(1, digest, half, digest.length - half));
    } finally {
      Arrays.fill(econtent, (byte) 0);
      Arrays.fill(digest, (byte) 0);
    }
  }
}
