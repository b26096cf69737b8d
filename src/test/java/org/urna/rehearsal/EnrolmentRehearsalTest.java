package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.election.StateCertificate;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.office.Installation;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.practice.specimen.Specimens;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProvingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.tree.TrustedKeys;

/// The rehearsal of every variant that a station can have, with its real calculator. Only the
/// smallest circuit's key is made here: a witness needs none.
class EnrolmentRehearsalTest {
  private static final String SMALLEST = "enrolment-rsa2048-sha256";
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final CircuitFiles FILES = Installation.circuits(null);

  /// Other ways of signing than the commonest.
  private static final Map<String, PracticeScheme> SCHEMES =
      Map.of(
          "enrolment-rsa2048-pss-sha256", PracticeScheme.RSA_PSS_SHA256,
          "enrolment-rsa2048-pss-e3-sha256", PracticeScheme.RSA_PSS_E3_SHA256,
          "enrolment-p256-sha256", PracticeScheme.P256_SHA256);

  private static ProvingKey key;

  @BeforeAll
  static void open() throws Exception {
    DevelopmentKeys.ensure(FILES, SMALLEST);
    key = ProvingKey.open(FILES.provingKey(SMALLEST));
  }

  @AfterAll
  static void close() {
    key.close();
  }

  @AfterEach
  void leaveNoInterrupt() {
    Thread.interrupted();
  }

  /// A prover as a station of the practice state has it.
  private static EnrolmentRehearsal rehearsal(String circuit) throws Exception {
    PracticeAuthority authority =
        circuit.endsWith("-chain")
            ? PracticeAuthority.likeRussia("RUS", "RU", Specimens.POLLING_DAY)
            : PracticeAuthority.of(
                "RUS", "RU", SCHEMES.getOrDefault(circuit, PracticeScheme.RSA_PKCS1_SHA256));
    List<StateCertificate> signers =
        circuit.endsWith("-chain") ? List.of() : List.of(authority.signer());
    TrustedKeys trusted = TrustedKeys.of(circuit, signers, List.of(authority.anchor()), "RUS");
    return new EnrolmentRehearsal(
        new EnrolmentProver(
            new EnrolmentTerms(
                0,
                FILES.circuits().byName(circuit),
                BigInteger.TEN,
                trusted.tree().root(),
                BigInteger.TWO,
                new EligibilityRule(
                    "RUS",
                    Specimens.POLLING_DAY.minusYears(18),
                    Specimens.POLLING_DAY,
                    UniqueBy.PERSON)),
            trusted,
            WitnessCalculator.load(FILES.wasm(circuit)),
            key,
            key.verifyingKey(),
            new Groth16Prover(RANDOM, 2),
            new Groth16Verifier()),
        RANDOM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "enrolment-p256-sha1-chain",
        "enrolment-p256-sha256",
        "enrolment-rsa2048-sha256",
        "enrolment-rsa2048-sha256-wide",
        "enrolment-rsa2048-pss-sha256",
        "enrolment-rsa2048-pss-e3-sha256"
      })
  void theCircuitAcceptsItsWitness(String circuit) throws Exception {
    EnrolmentRehearsal rehearsal = rehearsal(circuit);
    rehearsal.witness();
    // And again, as often as it takes.
    assertThatCode(rehearsal::witness).doesNotThrowAnyException();
  }

  @Test
  void itsProofVerifies() throws Exception {
    // EnrolmentProver hands nothing out that does not.
    assertThatCode(rehearsal(SMALLEST)::prove).doesNotThrowAnyException();
  }

  @Test
  void aVoterInterruptsItAndItCanStartAgain() throws Exception {
    EnrolmentRehearsal rehearsal = rehearsal(SMALLEST);
    Thread.currentThread().interrupt();
    assertThatThrownBy(rehearsal::prove).isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    rehearsal.witness();
    Thread.currentThread().interrupt();
    assertThatThrownBy(rehearsal::witness).isInstanceOf(InterruptedException.class);
    Thread.interrupted();
    rehearsal.witness();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
