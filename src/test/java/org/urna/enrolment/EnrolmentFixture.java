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
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.SignerList;
import org.urna.trust.tree.TrustedKeys;

/// The compiled enrolment circuit and an election's terms around it.
final class EnrolmentFixture {
  static final CircuitFiles FILES =
      CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));
  static final BigInteger ELECTION = new BigInteger("20261122");
  static final List<BigInteger> KEY_PARTS = List.of(BigInteger.valueOf(7), BigInteger.TEN.pow(70));

  private EnrolmentFixture() {}

  /// The variant that most tests here use.
  static final String RSA = "enrolment-rsa2048-sha256";

  static Circuit circuit(String name) throws Exception {
    return FILES.circuits().byName(name);
  }

  static WitnessCalculator calculator(String name) throws Exception {
    return WitnessCalculator.load(FILES.wasm(name));
  }

  static NullifierKey key() {
    return NullifierKey.fromParts(KEY_PARTS);
  }

  static SignerList signers(StateCertificate... certificates) throws TrustListException {
    return SignerList.of(List.of(certificates), SignerKeyType.RSA_2048_PKCS1_SHA256);
  }

  static EnrolmentTerms terms(EligibilityRule rule, SignerList signers) throws Exception {
    return terms(rule, 0, RSA, signers);
  }

  static EnrolmentTerms terms(
      EligibilityRule rule, int variant, String circuit, TrustedKeys trusted) throws Exception {
    try (NullifierKey key = key()) {
      return new EnrolmentTerms(
          variant, circuit(circuit), ELECTION, trusted.tree().root(), key.commitment(), rule);
    }
  }

  /// The witness inputs for a passport, as the prover makes them.
  static EnrolmentWitness inputs(
      EnrolmentTerms terms, TrustedKeys trusted, AuthenticPassport passport, BigInteger badge)
      throws EnrolmentException {
    try (NullifierKey key = key()) {
      return EnrolmentWitness.of(
          EnrolmentForm.ofCircuit(terms.circuit().name()).orElseThrow(),
          EnrolmentStatement.of(
              terms,
              PassportSubject.nullifier(passport, terms, key),
              new org.urna.badge.BadgeCommitment(badge)),
          passport,
          trusted.pathOf(passport).orElseThrow(),
          key);
    }
  }
}
