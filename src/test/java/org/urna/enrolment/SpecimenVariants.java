package org.urna.enrolment;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.election.StateCertificate;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.practice.specimen.Specimens;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.TrustList;
import org.urna.trust.tree.TrustedKeys;

/// One person's passports, one for each way of signing, and an election that pins the authorities
/// of all of them.
final class SpecimenVariants {
  static final LocalDate DAY = Specimens.POLLING_DAY;

  /// Which circuits prove which way of signing.
  static final Map<String, PracticeScheme> SCHEMES =
      Map.of(
          "enrolment-p256-sha1-chain", PracticeScheme.RUSSIAN_P256_SHA1,
          "enrolment-rsa2048-sha256", PracticeScheme.RSA_PKCS1_SHA256,
          "enrolment-rsa2048-sha256-wide", PracticeScheme.RSA_PKCS1_SHA256,
          "enrolment-rsa2048-pss-sha256", PracticeScheme.RSA_PSS_SHA256,
          "enrolment-rsa2048-pss-e3-sha256", PracticeScheme.RSA_PSS_E3_SHA256,
          "enrolment-p256-sha256", PracticeScheme.P256_SHA256);

  private static final SpecimenHolder HOLDER = Specimens.LIBRARY.citizens().getFirst().holder();
  private static final Map<PracticeScheme, PracticeAuthority> AUTHORITIES =
      new EnumMap<>(PracticeScheme.class);

  private SpecimenVariants() {}

  /// The authority of RUS that signs in that way.
  static synchronized PracticeAuthority authority(PracticeScheme scheme) {
    return AUTHORITIES.computeIfAbsent(
        scheme,
        known ->
            known == PracticeScheme.RUSSIAN_P256_SHA1
                ? PracticeAuthority.likeRussia("RUS", "RU", DAY)
                : PracticeAuthority.of("RUS", "RU", known));
  }

  /// All authorities, as an election pins them that admits every variant.
  static List<StateCertificate> anchors() {
    List<StateCertificate> anchors = new ArrayList<>();
    for (PracticeScheme scheme : PracticeScheme.values()) {
      anchors.add(authority(scheme).anchor());
    }
    return anchors;
  }

  /// What the variant of that circuit trusts.
  static TrustedKeys trusted(String circuit) throws Exception {
    PracticeScheme scheme = SCHEMES.get(circuit);
    return TrustedKeys.of(
        circuit,
        scheme == PracticeScheme.RUSSIAN_P256_SHA1
            ? List.of()
            : List.of(authority(scheme).signer()),
        anchors(),
        "RUS");
  }

  /// The person's passport of that kind, with its own number and expiry, read and inspected.
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

  /// The inputs of an enrolment by the passport that the circuit is for; the caller closes them.
  static EnrolmentWitness inputs(String circuit) throws Exception {
    TrustedKeys trusted = trusted(circuit);
    try (AuthenticPassport passport = passport(SCHEMES.get(circuit))) {
      return EnrolmentFixture.inputs(
          EnrolmentFixture.terms(rule(UniqueBy.PERSON), 0, circuit, trusted),
          trusted,
          passport,
          BigInteger.TWO);
    }
  }
}
