package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.NullifierKey;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.election.StateCertificate;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.proof.Circuit;
import org.urna.proof.Witness;
import org.urna.proof.circom.R1csFile;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// Every signature variant from a specimen's chip to a witness that the constraints accept: read
/// over the card protocol, inspected, found in the tree of the variant's keys, and every public
/// signal equal to what the passport's bytes say without the circuit.
class EnrolmentVariantsTest {
  private static final String CHAIN = "enrolment-p256-sha1-chain";

  static Set<String> circuits() {
    return SpecimenVariants.SCHEMES.keySet();
  }

  @Test
  void everyEnrolmentCircuitHasAFormHereAndATest() throws Exception {
    Set<String> listed = new TreeSet<>();
    for (Circuit circuit : EnrolmentFixture.FILES.circuits().all()) {
      if (circuit.family().equals("enrolment")) {
        listed.add(circuit.name());
        assertThat(EnrolmentForm.ofCircuit(circuit.name())).as(circuit.name()).isPresent();
      }
    }
    assertThat(circuits()).containsAll(listed);
    assertThat(EnrolmentForm.ofCircuit("ballot-16")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("circuits")
  void hasAWitnessWithTheRecomputedSignals(String name) throws Exception {
    PracticeScheme scheme = SpecimenVariants.SCHEMES.get(name);
    TrustedKeys trusted = SpecimenVariants.trusted(name);
    var calculator = EnrolmentFixture.calculator(name);
    R1csFile constraints = R1csFile.read(EnrolmentFixture.FILES.r1cs(name));
    for (UniqueBy uniqueBy : UniqueBy.values()) {
      EnrolmentTerms terms =
          EnrolmentFixture.terms(SpecimenVariants.rule(uniqueBy), 0, name, trusted);
      try (AuthenticPassport passport = SpecimenVariants.passport(scheme);
          NullifierKey key = EnrolmentFixture.key()) {
        assertThat(EligibilityCheck.check(passport, terms.rule()))
            .isEqualTo(new Eligibility.Eligible());
        try (EnrolmentWitness inputs =
                EnrolmentFixture.inputs(terms, trusted, passport, BigInteger.TWO);
            Witness witness = calculator.calculate(inputs.inputs())) {
          assertThat(terms.circuit().signalsOf(witness))
              .isEqualTo(
                  EnrolmentStatement.of(
                          terms,
                          PassportSubject.nullifier(passport, terms, key),
                          new BadgeCommitment(BigInteger.TWO))
                      .toSignals(terms.circuit()));
          assertThat(constraints.firstUnsatisfied(witness)).isEmpty();
        }
      }
    }
  }

  /// One person with a passport of each kind is one voter: the signature never enters the
  /// nullifier. By document they are as many as there are documents.
  @Test
  void hasOneNullifierPerPersonWhateverThePassportIsSignedWith() throws Exception {
    Set<BigInteger> people = new TreeSet<>();
    Set<BigInteger> documents = new TreeSet<>();
    TrustedKeys trusted = SpecimenVariants.trusted(CHAIN);
    try (NullifierKey key = EnrolmentFixture.key()) {
      for (PracticeScheme scheme : PracticeScheme.values()) {
        try (AuthenticPassport passport = SpecimenVariants.passport(scheme)) {
          for (UniqueBy uniqueBy : UniqueBy.values()) {
            EnrolmentTerms terms =
                EnrolmentFixture.terms(SpecimenVariants.rule(uniqueBy), 0, CHAIN, trusted);
            (uniqueBy == UniqueBy.PERSON ? people : documents)
                .add(PassportSubject.nullifier(passport, terms, key).value());
          }
        }
      }
    }
    assertThat(people).hasSize(1);
    assertThat(documents).hasSize(PracticeScheme.values().length);
  }

  /// No variant trusts a passport of another, though all authorities are pinned.
  @ParameterizedTest
  @MethodSource("circuits")
  void trustsItsOwnPassportsOnly(String name) throws Exception {
    PracticeScheme scheme = SpecimenVariants.SCHEMES.get(name);
    TrustedKeys trusted = SpecimenVariants.trusted(name);
    for (PracticeScheme other : PracticeScheme.values()) {
      try (AuthenticPassport passport = SpecimenVariants.passport(other)) {
        assertThat(trusted.pathOf(passport).isPresent()).as("%s", other).isEqualTo(other == scheme);
        if (other == scheme) {
          assertThat(trusted.pathOf(passport).orElseThrow().root())
              .isEqualTo(trusted.tree().root());
        }
      }
    }
  }

  @Test
  void trustsAuthoritiesOfTheCitizensStateAloneInTheChainForm() throws Exception {
    StateCertificate own = SpecimenVariants.authority(PracticeScheme.RUSSIAN_P256_SHA1).anchor();
    StateCertificate abroad =
        PracticeAuthority.likeRussia("UTO", "UT", SpecimenVariants.DAY).anchor();
    TrustedKeys alone = TrustedKeys.of(CHAIN, List.of(), List.of(own), "RUS");
    TrustedKeys both = TrustedKeys.of(CHAIN, List.of(), List.of(abroad, own), "RUS");
    assertThat(both.tree().root()).isEqualTo(alone.tree().root());
    assertThat(both.description()).isEqualTo("1 authorities");
    // The same key under another state's name is another leaf.
    TrustedKeys renamed =
        TrustedKeys.of(CHAIN, List.of(), List.of(new StateCertificate("UTO", own.der())), "UTO");
    assertThat(renamed.tree().root()).isNotEqualTo(alone.tree().root());
    assertThatThrownBy(() -> TrustedKeys.of(CHAIN, List.of(), List.of(abroad), "RUS"))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () ->
                TrustedKeys.of(
                    CHAIN,
                    List.of(),
                    List.of(SpecimenVariants.authority(PracticeScheme.RSA_PKCS1_SHA256).anchor()),
                    "RUS"))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () ->
                TrustedKeys.of(
                    CHAIN,
                    List.of(SpecimenVariants.authority(PracticeScheme.RUSSIAN_P256_SHA1).signer()),
                    List.of(own),
                    "RUS"))
        .isInstanceOf(TrustListException.class)
        .hasMessageContaining("lists no signers");
    assertThatThrownBy(() -> TrustedKeys.of("enrolment-other", List.of(), List.of(own), "RUS"))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () -> TrustedKeys.of("enrolment-p256-sha256", List.of(), List.of(own), "RUS"))
        .isInstanceOf(TrustListException.class);
  }
}
