package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.NullifierKey;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.election.StateCertificate;
import org.urna.practice.PracticeAuthority;
import org.urna.practice.PracticeScheme;
import org.urna.practice.SpecimenHolder;
import org.urna.practice.SpecimenPassport;
import org.urna.practice.Specimens;
import org.urna.proof.Circuit;
import org.urna.proof.Witness;
import org.urna.proof.circom.R1csFile;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.TrustedKeys;

/// Every signature variant from a specimen's chip to a witness that the constraints accept: read
/// over the card protocol, inspected, found in the tree of the variant's keys, and every public
/// signal equal to what the passport's bytes say without the circuit.
class EnrolmentVariantsTest {
  private static final LocalDate DAY = Specimens.POLLING_DAY;
  private static final SpecimenHolder HOLDER = Specimens.LIBRARY.citizens().getFirst().holder();
  private static final Map<PracticeScheme, PracticeAuthority> AUTHORITIES =
      new EnumMap<>(PracticeScheme.class);

  /// Which circuits prove which way of signing.
  static Stream<Arguments> variants() {
    return Stream.of(
        Arguments.of("enrolment-p256-sha1-chain", PracticeScheme.RUSSIAN_P256_SHA1),
        Arguments.of("enrolment-rsa2048-sha256", PracticeScheme.RSA_PKCS1_SHA256),
        Arguments.of("enrolment-p256-sha256", PracticeScheme.P256_SHA256));
  }

  private static synchronized PracticeAuthority authority(PracticeScheme scheme) {
    return AUTHORITIES.computeIfAbsent(
        scheme,
        known ->
            known == PracticeScheme.RUSSIAN_P256_SHA1
                ? PracticeAuthority.likeRussia("RUS", "RU", DAY)
                : PracticeAuthority.of("RUS", "RU", known));
  }

  static TrustedKeys trusted(String circuit, PracticeScheme scheme) throws Exception {
    PracticeAuthority authority = authority(scheme);
    return TrustedKeys.of(
        circuit,
        scheme == PracticeScheme.RUSSIAN_P256_SHA1 ? List.of() : List.of(authority.signer()),
        anchors(),
        "RUS");
  }

  /// All of them, as an election pins them that admits all.
  private static List<StateCertificate> anchors() {
    List<StateCertificate> anchors = new ArrayList<>();
    for (PracticeScheme scheme : PracticeScheme.values()) {
      anchors.add(authority(scheme).anchor());
    }
    return anchors;
  }

  /// One person's passport of each kind, each with its number and expiry.
  static AuthenticPassport passport(PracticeScheme scheme) throws Exception {
    SpecimenHolder holder =
        new SpecimenHolder(
            HOLDER.state(),
            "76000000" + scheme.ordinal(),
            HOLDER.surname(),
            HOLDER.givenNames(),
            HOLDER.birthDate(),
            HOLDER.sex(),
            HOLDER.expiryDate().minusMonths(scheme.ordinal()));
    return SpecimenReading.genuine(
        SpecimenPassport.issue(authority(scheme), holder), TrustList.of(anchors()));
  }

  static EligibilityRule rule(UniqueBy uniqueBy) {
    return new EligibilityRule("RUS", DAY.minusYears(18), DAY, uniqueBy);
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
    assertThat(variants().map(variant -> (String) variant.get()[0])).containsAll(listed);
    assertThat(EnrolmentForm.ofCircuit("ballot-16")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void hasAWitnessWithTheRecomputedSignals(String name, PracticeScheme scheme) throws Exception {
    TrustedKeys trusted = trusted(name, scheme);
    var calculator = EnrolmentFixture.calculator(name);
    R1csFile constraints = R1csFile.read(EnrolmentFixture.FILES.r1cs(name));
    for (UniqueBy uniqueBy : UniqueBy.values()) {
      EnrolmentTerms terms = EnrolmentFixture.terms(rule(uniqueBy), 0, name, trusted);
      try (AuthenticPassport passport = passport(scheme);
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
    String chain = "enrolment-p256-sha1-chain";
    TrustedKeys trusted = trusted(chain, PracticeScheme.RUSSIAN_P256_SHA1);
    try (NullifierKey key = EnrolmentFixture.key()) {
      for (PracticeScheme scheme : PracticeScheme.values()) {
        try (AuthenticPassport passport = passport(scheme)) {
          for (UniqueBy uniqueBy : UniqueBy.values()) {
            EnrolmentTerms terms = EnrolmentFixture.terms(rule(uniqueBy), 0, chain, trusted);
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
  @MethodSource("variants")
  void trustsItsOwnPassportsOnly(String name, PracticeScheme scheme) throws Exception {
    TrustedKeys trusted = trusted(name, scheme);
    for (PracticeScheme other : PracticeScheme.values()) {
      try (AuthenticPassport passport = passport(other)) {
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
    String chain = "enrolment-p256-sha1-chain";
    StateCertificate own = authority(PracticeScheme.RUSSIAN_P256_SHA1).anchor();
    StateCertificate abroad = PracticeAuthority.likeRussia("UTO", "UT", DAY).anchor();
    TrustedKeys alone = TrustedKeys.of(chain, List.of(), List.of(own), "RUS");
    TrustedKeys both = TrustedKeys.of(chain, List.of(), List.of(abroad, own), "RUS");
    assertThat(both.tree().root()).isEqualTo(alone.tree().root());
    assertThat(both.description()).isEqualTo("1 authorities");
    // The same key under another state's name is another leaf.
    TrustedKeys renamed =
        TrustedKeys.of(chain, List.of(), List.of(new StateCertificate("UTO", own.der())), "UTO");
    assertThat(renamed.tree().root()).isNotEqualTo(alone.tree().root());
    assertThatThrownBy(() -> TrustedKeys.of(chain, List.of(), List.of(abroad), "RUS"))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () ->
                TrustedKeys.of(
                    chain,
                    List.of(),
                    List.of(authority(PracticeScheme.RSA_PKCS1_SHA256).anchor()),
                    "RUS"))
        .isInstanceOf(TrustListException.class);
    assertThatThrownBy(
            () ->
                TrustedKeys.of(
                    chain,
                    List.of(authority(PracticeScheme.RUSSIAN_P256_SHA1).signer()),
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
