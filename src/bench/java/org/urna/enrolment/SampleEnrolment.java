package org.urna.enrolment;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.SignedPassports;
import org.urna.trust.SignedPassports.Layout;
import org.urna.trust.SignerList;

/// The inputs of an enrolment by an invented, validly signed passport, for each circuit that has
/// one. A new circuit's sample is one more entry of [#SAMPLES].
public final class SampleEnrolment {
  @FunctionalInterface
  private interface Sample {
    Map<String, List<BigInteger>> make() throws Exception;
  }

  private static final Map<String, Sample> SAMPLES =
      Map.of("enrolment-rsa2048-sha256", SampleEnrolment::listedRsa);

  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  private SampleEnrolment() {}

  /// The inputs for a circuit, or nothing if it has no sample yet.
  public static Optional<Map<String, List<BigInteger>>> inputs(String circuit) throws Exception {
    Sample sample = SAMPLES.get(circuit);
    return sample == null ? Optional.empty() : Optional.of(sample.make());
  }

  private static Map<String, List<BigInteger>> listedRsa() throws Exception {
    SignerList signers = EnrolmentFixture.signers(SignedPassports.signer("RUS"));
    EnrolmentTerms terms =
        EnrolmentFixture.terms(
            new EligibilityRule("RUS", DAY.minusYears(18), DAY, UniqueBy.PERSON), signers);
    byte[] dg1 = EligibilityCheckTest.dg1("RUS", "RUS", "800312", "300101");
    try (AuthenticPassport passport = SignedPassports.authentic("RUS", dg1, Layout.PLAIN);
        EnrolmentWitness inputs =
            EnrolmentFixture.inputs(terms, signers, passport, BigInteger.TWO)) {
      return new LinkedHashMap<>(inputs.inputs());
    }
  }
}
