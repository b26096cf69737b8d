package org.urna.enrolment;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.urna.badge.NullifierKey;
import org.urna.election.EligibilityRule;
import org.urna.election.StateCertificate;
import org.urna.proof.Circuit;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.SignerList;
import org.urna.trust.TrustListException;

/// The compiled enrolment circuit and an election's terms around it.
final class EnrolmentFixture {
  static final CircuitFiles FILES =
      CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));
  static final BigInteger ELECTION = new BigInteger("20261122");
  static final List<BigInteger> KEY_PARTS = List.of(BigInteger.valueOf(7), BigInteger.TEN.pow(70));

  private EnrolmentFixture() {}

  static Circuit circuit() throws Exception {
    return FILES.circuits().byName(EnrolmentProver.CIRCUIT);
  }

  static WitnessCalculator calculator() throws Exception {
    return WitnessCalculator.load(FILES.wasm(EnrolmentProver.CIRCUIT));
  }

  static NullifierKey key() {
    return NullifierKey.fromParts(KEY_PARTS);
  }

  static SignerList signers(StateCertificate... certificates) throws TrustListException {
    return SignerList.of(List.of(certificates), EnrolmentProver.SIGNERS);
  }

  static EnrolmentTerms terms(EligibilityRule rule, SignerList signers) throws Exception {
    try (NullifierKey key = key()) {
      return new EnrolmentTerms(
          0, circuit(), ELECTION, signers.tree().root(), key.commitment(), rule);
    }
  }

  /// The witness inputs for a passport, as the prover makes them.
  static EnrolmentWitness inputs(
      EnrolmentTerms terms, SignerList signers, AuthenticPassport passport, BigInteger badge) {
    try (NullifierKey key = key()) {
      return EnrolmentWitness.of(
          EnrolmentStatement.of(
              terms,
              key.nullifierOf(
                  PassportSubject.of(passport, terms.rule().uniqueBy()), terms.electionId()),
              new org.urna.badge.BadgeCommitment(badge)),
          passport,
          signers.pathOf(passport.signer()).orElseThrow(),
          key);
    }
  }
}
