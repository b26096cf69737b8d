package org.urna.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.urna.election.Bytes;
import org.urna.election.EligibilityRule;
import org.urna.election.StateCertificate;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;

/// From the simulated chip over secure messaging to the answer whether its holder may vote.
class SpecimenInspectionTest {
  private static final SpecimenLibrary LIBRARY = Specimens.LIBRARY;
  private static final LocalDate DAY = Specimens.POLLING_DAY;
  private static final EligibilityRule RULE =
      new EligibilityRule("RUS", DAY.minusYears(18), DAY, EligibilityRule.UniqueBy.PERSON);

  private static TrustList trustList;

  @BeforeAll
  static void pin() throws Exception {
    trustList =
        TrustList.of(List.of(anchor(LIBRARY.authority()), anchor(LIBRARY.listedAuthority())));
  }

  @Test
  void everyCitizenIsGenuineAndEligible() throws Exception {
    for (SpecimenPassport specimen : LIBRARY.citizens()) {
      try (AuthenticPassport passport = SpecimenReading.genuine(specimen, trustList)) {
        assertThat(passport.dg1()).isEqualTo(specimen.dataGroup(1));
        assertThat(passport.signer().state()).isEqualTo("RUS");
        boolean isChain = LIBRARY.citizens().indexOf(specimen) < 3;
        assertThat(passport.signer().keyType())
            .contains(isChain ? SignerKeyType.P256_SHA1 : SignerKeyType.RSA_2048_PKCS1_SHA256);
        assertThat(EligibilityCheck.check(passport, RULE)).isEqualTo(new Eligibility.Eligible());
        assertThat(
                DocumentLayout.isReadable(
                    passport,
                    EnrolmentForm.ofCircuit(
                            isChain ? "enrolment-p256-sha1-chain" : EnrolmentFixture.RSA)
                        .orElseThrow()))
            .isTrue();
        try (var zone = passport.machineReadableZone()) {
          assertThat(zone.documentNumber()).isEqualTo(specimen.holder().documentNumber());
        }
      }
    }
  }

  @Test
  void theMinorIsTooYoung() throws Exception {
    try (AuthenticPassport passport = SpecimenReading.genuine(LIBRARY.minor(), trustList)) {
      assertThat(EligibilityCheck.check(passport, RULE)).isEqualTo(new Eligibility.TooYoung());
    }
  }

  @Test
  void anExpiredPassportIsExpired() throws Exception {
    EligibilityRule later =
        new EligibilityRule("RUS", DAY, DAY.plusYears(8), EligibilityRule.UniqueBy.PERSON);
    try (AuthenticPassport passport =
        SpecimenReading.genuine(LIBRARY.citizens().getFirst(), trustList)) {
      assertThat(EligibilityCheck.check(passport, later))
          .isEqualTo(new Eligibility.Expired(later.passportValidOn()));
    }
  }

  @Test
  void theForeignersIssuerIsUnknownOrOfAnotherState() throws Exception {
    assertThat(SpecimenReading.inspect(LIBRARY.foreigner(), trustList))
        .isInstanceOf(InspectionResult.UnknownIssuer.class);
    TrustList both =
        TrustList.of(List.of(anchor(LIBRARY.authority()), anchor(LIBRARY.foreignAuthority())));
    try (AuthenticPassport passport = SpecimenReading.genuine(LIBRARY.foreigner(), both)) {
      assertThat(EligibilityCheck.check(passport, RULE))
          .isEqualTo(new Eligibility.OtherCitizenship());
    }
  }

  @Test
  void aCopiedChipIsSuspected() throws Exception {
    assertThat(SpecimenReading.inspect(LIBRARY.cloned(), trustList))
        .isInstanceOf(InspectionResult.CloneSuspected.class);
  }

  @Test
  void aChipWithoutAKeyIsClonable() throws Exception {
    assertThat(SpecimenReading.inspect(LIBRARY.clonable(), trustList))
        .isInstanceOf(InspectionResult.SignedButClonable.class);
  }

  @Test
  void aReplacedDataGroupIsForged() throws Exception {
    SpecimenPassport citizen = LIBRARY.citizens().getFirst();
    byte[] older = citizen.dataGroup(1);
    older[5 + 44 + 13] = '4';
    assertThat(SpecimenReading.inspect(citizen.withReplacedDataGroup(1, older), trustList))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
    byte[] otherKey = LIBRARY.citizens().get(1).dataGroup(14);
    assertThat(otherKey).isNotEqualTo(citizen.dataGroup(14));
    assertThat(SpecimenReading.inspect(citizen.withReplacedDataGroup(14, otherKey), trustList))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
    byte[] longer = Arrays.copyOf(citizen.dataGroup(14), citizen.dataGroup(14).length + 1);
    assertThat(SpecimenReading.inspect(citizen.withReplacedDataGroup(14, longer), trustList))
        .isNotInstanceOf(InspectionResult.SignedButClonable.class);
  }

  /// Chips as they are met in the field, Russia's on secp192r1 with triple DES among them.
  @ParameterizedTest
  @CsvSource({
    "secp192r1, ECDH_3DES",
    "P-256, ECDH_3DES",
    "P-256, ECDH_AES_128",
    "P-384, ECDH_AES_256",
    "brainpoolP256r1, ECDH_AES_128",
    "brainpoolP320r1, ECDH_AES_192"
  })
  void provesChipsOnEveryListedCurve(String curve, ChipAuthenticationProtocol protocol)
      throws Exception {
    SpecimenPassport specimen =
        SpecimenPassport.issue(
            LIBRARY.authority(), LIBRARY.citizens().getFirst().holder(), curve, protocol);
    SpecimenReading.genuine(specimen, trustList).close();
    assertThat(SpecimenReading.inspect(specimen.cloned(), trustList))
        .isInstanceOf(InspectionResult.CloneSuspected.class);
  }

  static StateCertificate anchor(PracticeAuthority authority) {
    return new StateCertificate(authority.state(), Bytes.of(authority.certificate()));
  }

  static StateCertificate signer(PracticeAuthority authority) {
    return new StateCertificate(authority.state(), Bytes.of(authority.signerCertificate()));
  }
}
