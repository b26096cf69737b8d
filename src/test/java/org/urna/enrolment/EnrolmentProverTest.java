package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.urna.badge.Nullifier;
import org.urna.badge.NullifierKey;
import org.urna.badge.VoterBadge;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProvingKey;
import org.urna.proof.PublicSignals;
import org.urna.proof.VerifyingKey;
import org.urna.proof.Witness;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.TrustList;
import org.urna.trust.tree.SignerList;

/// From a specimen's chip to a verified enrolment, with the real circuit and real proofs.
class EnrolmentProverTest {
  private static final SpecimenLibrary LIBRARY = Specimens.LIBRARY;

  /// The library's people with passports that RSA signs.
  private static final List<SpecimenPassport> CITIZENS =
      LIBRARY.citizens().stream().map(EnrolmentProverTest::signedWithRsa).toList();

  private static final SpecimenPassport MINOR = signedWithRsa(LIBRARY.minor());
  private static final LocalDate DAY = Specimens.POLLING_DAY;
  private static final EligibilityRule RULE =
      new EligibilityRule("RUS", DAY.minusYears(18), DAY, UniqueBy.PERSON);
  private static final SecureRandom RANDOM = new SecureRandom();

  private static TrustList trustList;
  private static SignerList signers;
  private static WitnessCalculator calculator;
  private static ProvingKey provingKey;
  private static VerifyingKey verifyingKey;

  private static SpecimenPassport signedWithRsa(SpecimenPassport specimen) {
    return SpecimenPassport.issue(LIBRARY.listedAuthority(), specimen.holder());
  }

  @BeforeAll
  static void open() throws Exception {
    trustList = TrustList.of(List.of(SpecimenInspectionTest.anchor(LIBRARY.listedAuthority())));
    signers = EnrolmentFixture.signers(SpecimenInspectionTest.signer(LIBRARY.listedAuthority()));
    signers.requireVouchedFor(trustList);
    calculator = EnrolmentFixture.calculator(EnrolmentFixture.RSA);
    DevelopmentKeys.ensure(EnrolmentFixture.FILES, EnrolmentFixture.RSA);
    provingKey = ProvingKey.open(EnrolmentFixture.FILES.provingKey(EnrolmentFixture.RSA));
    verifyingKey = EnrolmentFixture.FILES.verifyingKey(EnrolmentFixture.RSA);
  }

  @AfterAll
  static void close() {
    provingKey.close();
  }

  @Test
  void provesACitizenAndNoOtherStatement() throws Exception {
    EnrolmentProver prover = prover(RULE);
    try (AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.getFirst(), trustList);
        NullifierKey key = EnrolmentFixture.key();
        VoterBadge badge = VoterBadge.draw(RANDOM)) {
      assertThat(EligibilityCheck.check(passport, RULE)).isEqualTo(new Eligibility.Eligible());
      assertThat(prover.obstacle(passport)).isEmpty();
      List<Double> progress = new ArrayList<>();
      long start = System.nanoTime();
      Enrolment enrolment = prover.prove(passport, badge.commitment(), key, progress::add);
      System.out.printf("enrolment: %d ms%n", (System.nanoTime() - start) / 1_000_000);

      assertThat(progress).isNotEmpty().isSorted();
      assertThat(enrolment.nullifier()).isEqualTo(nullifier(RULE, passport, key));
      assertThat(enrolment.badge()).isEqualTo(badge.commitment());
      PublicSignals signals = enrolment.signals();
      assertThat(signals.value("electionId")).isEqualTo(EnrolmentFixture.ELECTION);
      assertThat(signals.value("trustRoot")).isEqualTo(signers.tree().root());
      assertThat(signals.value("nullifierKeyCommitment")).isEqualTo(key.commitment());
      assertThat(signals.value("citizenship")).isEqualTo(BigInteger.valueOf(0x525553));
      assertThat(signals.value("bornOnOrBefore")).isEqualTo(BigInteger.valueOf(20081129));
      assertThat(signals.value("passportValidOn")).isEqualTo(BigInteger.valueOf(20261129));
      assertThat(signals.value("uniqueBy")).isEqualTo(BigInteger.ZERO);

      Groth16Verifier verifier = new Groth16Verifier();
      assertThat(verifier.verify(verifyingKey, signals, enrolment.proof())).isTrue();
      for (int i = 0; i < signals.asList().size(); i++) {
        List<BigInteger> forged = new ArrayList<>(signals.asList());
        forged.set(i, forged.get(i).flipBit(0));
        assertThat(
                verifier.verify(
                    verifyingKey, PublicSignals.of(signals.circuit(), forged), enrolment.proof()))
            .as("signal %d", i)
            .isFalse();
      }
    }
  }

  @Test
  void provesByDocumentToo() throws Exception {
    EligibilityRule rule = new EligibilityRule("RUS", DAY.minusYears(18), DAY, UniqueBy.DOCUMENT);
    try (AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.get(1), trustList);
        NullifierKey key = EnrolmentFixture.key();
        VoterBadge badge = VoterBadge.draw(RANDOM)) {
      Enrolment enrolment =
          prover(rule).prove(passport, badge.commitment(), key, ProgressListener.NONE);
      assertThat(enrolment.nullifier()).isEqualTo(nullifier(rule, passport, key));
      assertThat(enrolment.nullifier()).isNotEqualTo(nullifier(RULE, passport, key));
    }
  }

  @Test
  void hasOneNullifierPerPersonAndElection() throws Exception {
    List<BigInteger> nullifiers = new ArrayList<>();
    try (NullifierKey key = EnrolmentFixture.key()) {
      for (var specimen : CITIZENS) {
        try (AuthenticPassport first = SpecimenReading.genuine(specimen, trustList);
            AuthenticPassport again = SpecimenReading.genuine(specimen, trustList)) {
          BigInteger nullifier = nullifier(RULE, first, key).value();
          assertThat(nullifier(RULE, again, key).value()).isEqualTo(nullifier);
          nullifiers.add(nullifier);
        }
      }
    }
    assertThat(nullifiers).doesNotHaveDuplicates().hasSize(5);
  }

  @Test
  void hasNoWitnessForPeopleWhomTheRuleRefuses() throws Exception {
    EligibilityRule expired =
        new EligibilityRule("RUS", DAY.minusYears(18), DAY.plusYears(8), UniqueBy.PERSON);
    EligibilityRule abroad = new EligibilityRule("UTO", DAY.minusYears(18), DAY, UniqueBy.PERSON);
    try (AuthenticPassport minor = SpecimenReading.genuine(MINOR, trustList);
        AuthenticPassport citizen = SpecimenReading.genuine(CITIZENS.getFirst(), trustList)) {
      assertThat(failure(RULE, minor)).isEqualTo(EnrolmentFault.NOT_PROVABLE);
      assertThat(failure(expired, citizen)).isEqualTo(EnrolmentFault.NOT_PROVABLE);
      assertThat(failure(abroad, citizen)).isEqualTo(EnrolmentFault.NOT_PROVABLE);
    }
  }

  @Test
  void refusesAnotherElectionsKey() throws Exception {
    try (AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.getFirst(), trustList);
        NullifierKey other = NullifierKey.fromParts(List.of(BigInteger.ONE));
        VoterBadge badge = VoterBadge.draw(RANDOM)) {
      EnrolmentException refused =
          catchThrowableOfType(
              EnrolmentException.class,
              () -> prover(RULE).prove(passport, badge.commitment(), other, ProgressListener.NONE));
      assertThat(refused.failure()).isEqualTo(EnrolmentFault.WRONG_NULLIFIER_KEY);
    }
  }

  @Test
  void refusesASignerThatIsNotListed() throws Exception {
    TrustList both =
        TrustList.of(
            List.of(
                SpecimenInspectionTest.anchor(LIBRARY.listedAuthority()),
                SpecimenInspectionTest.anchor(LIBRARY.foreignAuthority())));
    try (AuthenticPassport passport = SpecimenReading.genuine(LIBRARY.foreigner(), both)) {
      assertThat(prover(RULE).obstacle(passport)).contains(EnrolmentObstacle.SIGNER_NOT_LISTED);
      assertThat(failure(RULE, passport)).isEqualTo(EnrolmentObstacle.SIGNER_NOT_LISTED);
    }
  }

  @Test
  void refusesALostPassport() throws Exception {
    AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.getFirst(), trustList);
    passport.close();
    try (NullifierKey key = EnrolmentFixture.key()) {
      assertThatThrownBy(() -> nullifier(RULE, passport, key))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void stopsWhenInterrupted() throws Exception {
    try (AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.getFirst(), trustList);
        NullifierKey key = EnrolmentFixture.key();
        VoterBadge badge = VoterBadge.draw(RANDOM)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> prover(RULE).prove(passport, badge.commitment(), key, ProgressListener.NONE))
          .isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void refusesPartsOfDifferentElections() throws Exception {
    EnrolmentTerms terms = EnrolmentFixture.terms(RULE, signers);
    EnrolmentTerms otherRoot =
        new EnrolmentTerms(
            0, terms.circuit(), terms.electionId(), BigInteger.ONE, BigInteger.ONE, RULE);
    assertThatThrownBy(() -> prover(otherRoot)).isInstanceOf(IllegalArgumentException.class);
    EnrolmentTerms otherCircuit =
        new EnrolmentTerms(
            0,
            new org.urna.proof.Circuit(
                "enrolment-other", "enrolment", terms.circuit().publicSignals(), 1),
            terms.electionId(),
            terms.trustRoot(),
            BigInteger.ONE,
            RULE);
    assertThatThrownBy(() -> prover(otherCircuit)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new EnrolmentTerms(
                    0,
                    EnrolmentFixture.FILES.circuits().byName("ballot-16"),
                    BigInteger.ONE,
                    BigInteger.ONE,
                    BigInteger.ONE,
                    RULE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// What the circuit computes is what the passport's bytes say, computed without it.
  @Test
  void theWitnessHoldsTheRecomputedSignals() throws Exception {
    for (UniqueBy uniqueBy : UniqueBy.values()) {
      EligibilityRule rule = new EligibilityRule("RUS", DAY.minusYears(18), DAY, uniqueBy);
      EnrolmentTerms terms = EnrolmentFixture.terms(rule, signers);
      try (AuthenticPassport passport = SpecimenReading.genuine(CITIZENS.get(2), trustList);
          NullifierKey key = EnrolmentFixture.key();
          EnrolmentWitness inputs =
              EnrolmentFixture.inputs(terms, signers, passport, BigInteger.TWO);
          Witness witness = calculator.calculate(inputs.inputs())) {
        PublicSignals signals = terms.circuit().signalsOf(witness);
        assertThat(signals)
            .isEqualTo(
                EnrolmentStatement.of(
                        terms,
                        nullifier(rule, passport, key),
                        new org.urna.badge.BadgeCommitment(BigInteger.TWO))
                    .toSignals(terms.circuit()));
      }
    }
  }

  private static EnrolmentFailure failure(EligibilityRule rule, AuthenticPassport passport)
      throws Exception {
    try (NullifierKey key = EnrolmentFixture.key();
        VoterBadge badge = VoterBadge.draw(RANDOM)) {
      return Optional.ofNullable(
              catchThrowableOfType(
                  EnrolmentException.class,
                  () ->
                      prover(rule).prove(passport, badge.commitment(), key, ProgressListener.NONE)))
          .orElseThrow()
          .failure();
    }
  }

  private static Nullifier nullifier(
      EligibilityRule rule, AuthenticPassport passport, NullifierKey key) throws Exception {
    return new EnrolmentProvers(List.of(prover(rule))).nullifierOf(passport, key);
  }

  private static EnrolmentProver prover(EligibilityRule rule) throws Exception {
    return prover(EnrolmentFixture.terms(rule, signers));
  }

  private static EnrolmentProver prover(EnrolmentTerms terms) {
    return new EnrolmentProver(
        terms,
        signers,
        calculator,
        provingKey,
        verifyingKey,
        new Groth16Prover(RANDOM, Runtime.getRuntime().availableProcessors()),
        new Groth16Verifier());
  }
}
