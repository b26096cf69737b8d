package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.proof.Witness;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.circom.WitnessException;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.SignedPassports;
import org.urna.trust.SignedPassports.Layout;
import org.urna.trust.tree.SignerList;

/// Nobody passes our check and fails in the circuit, and nobody is turned away whom the circuit
/// would admit: both judge the same passports, at every edge of every rule.
class CircuitAgreementTest {
  private static final LocalDate VALID_ON = LocalDate.of(2026, 11, 22);

  private static WitnessCalculator calculator;
  private static SignerList signers;

  @BeforeAll
  static void load() throws Exception {
    calculator = EnrolmentFixture.calculator(EnrolmentFixture.RSA);
    signers =
        EnrolmentFixture.signers(SignedPassports.otherSigner("RUS"), SignedPassports.signer("RUS"));
  }

  @ParameterizedTest
  @CsvSource({
    "RUS, RUS, 800312, 300101, true",
    "RUS, RUS, 081122, 300101, true",
    "RUS, RUS, 081123, 300101, false",
    "RUS, RUS, 261231, 300101, false",
    "RUS, RUS, 270101, 300101, true",
    "RUS, RUS, 809999, 300101, true",
    "RUS, RUS, 8003<<, 300101, false",
    "RUS, RUS, 80031:, 300101, false",
    "RUS, RUS, 800312, 261122, true",
    "RUS, RUS, 800312, 261121, false",
    "RUS, RUS, 800312, 411122, true",
    "RUS, RUS, 800312, 411123, false",
    "RUS, RUS, 800312, 991231, false",
    "RUS, RUS, 800312, 3001<1, false",
    "UTO, RUS, 800312, 300101, false",
    "RUS, UTO, 800312, 300101, false",
    "RUS, RU<, 800312, 300101, false"
  })
  void judgesAlike(String issuer, String nationality, String birth, String expiry, boolean admitted)
      throws Exception {
    byte[] dg1 = EligibilityCheckTest.dg1(issuer, nationality, birth, expiry);
    assertAlike(dg1, Layout.PLAIN, admitted);
  }

  @ParameterizedTest
  @CsvSource({"0, 60", "4, 59", "5, 41"})
  void judgesTheFrameAlike(int at, String hex) throws Exception {
    byte[] dg1 = EligibilityCheckTest.dg1("RUS", "RUS", "800312", "300101");
    dg1[at] = (byte) Integer.parseInt(hex, 16);
    assertAlike(dg1, Layout.PLAIN, false);
  }

  @ParameterizedTest
  @CsvSource({"6, 50", "10, FF", "69, 58"})
  void leavesEverythingElseToTheSignature(int at, String hex) throws Exception {
    byte[] dg1 = EligibilityCheckTest.dg1("RUS", "RUS", "800312", "300101");
    dg1[at] = (byte) Integer.parseInt(hex, 16);
    assertAlike(dg1, Layout.PLAIN, true);
  }

  /// Every layout that we find readable has a witness, and none that we do not.
  @ParameterizedTest
  @EnumSource(Layout.class)
  void readsTheSameLayouts(Layout layout) throws Exception {
    boolean readable =
        switch (layout) {
          case PLAIN, SIGNING_TIME, VERSION_1, UNSORTED_ATTRIBUTES -> true;
          case NINE_DATA_GROUPS,
              TEN_DATA_GROUPS,
              DATA_GROUP_1_SECOND,
              LONG_ATTRIBUTES,
              PSS,
              SHA_512 ->
              false;
        };
    byte[] dg1 = EligibilityCheckTest.dg1("RUS", "RUS", "800312", "300101");
    try (AuthenticPassport passport = SignedPassports.authentic("RUS", dg1, layout)) {
      assertThat(DocumentLayout.isReadable(passport, form())).isEqualTo(readable);
      if (signers.pathOf(passport.signer()).isPresent() && fits(passport)) {
        assertThat(hasWitness(passport)).isEqualTo(readable);
      } else {
        assertThat(readable).isFalse();
      }
    }
  }

  private static EnrolmentForm form() {
    return EnrolmentForm.ofCircuit(EnrolmentFixture.RSA).orElseThrow();
  }

  /// The circuit's arrays cannot even hold some of what is unreadable.
  private static boolean fits(AuthenticPassport passport) {
    return passport.econtent().length <= 320 && passport.signedAttributes().length <= 128;
  }

  private static void assertAlike(byte[] dg1, Layout layout, boolean admitted) throws Exception {
    try (AuthenticPassport passport = SignedPassports.authentic("RUS", dg1, layout)) {
      boolean eligible = EligibilityCheck.check(passport, rule()) instanceof Eligibility.Eligible;
      assertThat(eligible).as("our check").isEqualTo(admitted);
      assertThat(hasWitness(passport)).as("the circuit").isEqualTo(admitted);
    }
  }

  private static boolean hasWitness(AuthenticPassport passport) throws Exception {
    EnrolmentTerms terms = EnrolmentFixture.terms(rule(), signers);
    try (EnrolmentWitness inputs =
            EnrolmentFixture.inputs(terms, signers, passport, BigInteger.TWO);
        Witness witness = calculator.calculate(inputs.inputs())) {
      assertThat(witness.size()).isGreaterThan(100_000);
      return true;
    } catch (WitnessException refused) {
      return false;
    }
  }

  private static EligibilityRule rule() {
    return new EligibilityRule("RUS", VALID_ON.minusYears(18), VALID_ON, UniqueBy.PERSON);
  }
}
