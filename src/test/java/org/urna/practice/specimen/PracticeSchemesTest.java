package org.urna.practice.specimen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.urna.practice.specimen.Specimens.LIBRARY;
import static org.urna.practice.specimen.Specimens.POLLING_DAY;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.sf.scuba.smartcards.CardServiceException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.jmrtd.PassportService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.card.PlainSession;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.HashAlgorithm;
import org.urna.trust.InspectionResult;
import org.urna.trust.NamedCurve;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.SignatureScheme;
import org.urna.trust.SignerKey;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;

/// Specimens in each way in which states sign, read and judged by the kiosk's own code; the Russian
/// one byte for byte in the shape of the real ones.
class PracticeSchemesTest {
  private static final SpecimenHolder HOLDER = LIBRARY.citizens().getFirst().holder();

  private static PracticeAuthority authority(PracticeScheme scheme) {
    return scheme == PracticeScheme.RUSSIAN_P256_SHA1
        ? PracticeAuthority.likeRussia("RUS", "RU", POLLING_DAY)
        : PracticeAuthority.of("RUS", "RU", scheme);
  }

  @ParameterizedTest
  @EnumSource(PracticeScheme.class)
  void findsEverySchemesPassportGenuineAndItsCopyNot(PracticeScheme scheme) throws Exception {
    PracticeAuthority authority = authority(scheme);
    SpecimenPassport specimen = SpecimenPassport.issue(authority, HOLDER);
    InspectionResult result = inspect(specimen, authority, POLLING_DAY);
    assertThat(result).isInstanceOf(InspectionResult.Genuine.class);
    try (AuthenticPassport genuine = ((InspectionResult.Genuine) result).passport()) {
      assertThat(genuine.dg1()).isEqualTo(specimen.dataGroup(1));
      assertThat(genuine.signer().keyType()).contains(keyType(scheme));
    }
    assertThat(inspect(specimen.cloned(), authority, POLLING_DAY))
        .isEqualTo(new InspectionResult.CloneSuspected());
    assertThat(authority.anchor().isPractice()).isTrue();
    assertThat(authority.signer().isPractice()).isTrue();
  }

  private static SignerKeyType keyType(PracticeScheme scheme) {
    return switch (scheme) {
      case RSA_PKCS1_SHA256 -> SignerKeyType.RSA_2048_PKCS1_SHA256;
      case RSA_PSS_SHA256 -> SignerKeyType.RSA_2048_PSS_SHA256;
      case RSA_PSS_E3_SHA256 -> SignerKeyType.RSA_2048_PSS_SHA256_E3;
      case P256_SHA256 -> SignerKeyType.P256_SHA256;
      case RUSSIAN_P256_SHA1 -> SignerKeyType.P256_SHA1;
    };
  }

  @ParameterizedTest
  @EnumSource(PracticeScheme.class)
  void everySchemeSignsTheSameEachTime(PracticeScheme scheme) {
    SpecimenPassport once = SpecimenPassport.issue(authority(scheme), HOLDER);
    SpecimenPassport again = SpecimenPassport.issue(authority(scheme), HOLDER);
    assertThat(again.securityObject()).isEqualTo(once.securityObject());
  }

  /// The sizes and places of a real Russian security object of 2020.
  @Test
  void theRussianSpecimenHasTheShapeOfARealOne() throws Exception {
    PracticeAuthority authority = authority(PracticeScheme.RUSSIAN_P256_SHA1);
    SpecimenPassport specimen = SpecimenPassport.issue(authority, HOLDER);
    try (AuthenticPassport passport =
        ((InspectionResult.Genuine) inspect(specimen, authority, POLLING_DAY)).passport()) {
      byte[] econtent = passport.econtent();
      assertThat(econtent).hasSize(153);
      assertThat(HexFormat.of().formatHex(econtent, 0, 25))
          .isEqualTo("308196020100300706052b0e03021a30818730190201010414");
      assertThat(IntStream.of(18, 45, 72, 99, 126).map(at -> econtent[at + 4]))
          .containsExactly(1, 2, 3, 13, 14);
      assertThat(passport.hash()).isEqualTo(HashAlgorithm.SHA_1);
      byte[] attributes = passport.signedAttributes();
      assertThat(attributes).hasSize(92);
      assertThat(java.util.Arrays.copyOfRange(attributes, 72, 92))
          .isEqualTo(HashAlgorithm.SHA_1.digest(econtent));
      assertThat(passport.signer().scheme().kind()).isEqualTo(SignatureScheme.Kind.ECDSA);
      assertThat(passport.signer().key())
          .isInstanceOfSatisfying(
              SignerKey.Ec.class, key -> assertThat(key.curve()).isEqualTo(NamedCurve.P_256));
      assertThat(passport.signerCertificate()).hasSizeBetween(800, 860);
    }
    assertThat(specimen.securityObject()).hasSizeBetween(1_350, 1_450);
    for (byte[] der : List.of(authority.certificate(), authority.signerCertificate())) {
      Certificate certificate = Certificate.getInstance(der);
      ASN1Sequence parameters =
          ASN1Sequence.getInstance(
              certificate.getSubjectPublicKeyInfo().getAlgorithm().getParameters());
      X9ECParameters curve = X9ECParameters.getInstance(parameters);
      assertThat(parameters.size()).as("with cofactor").isEqualTo(6);
      assertThat(curve.getSeed()).hasSize(20);
      assertThat(curve.getBaseEntry().getPointEncoding()).hasSize(65);
      assertThat(certificate.getSignatureAlgorithm().getAlgorithm())
          .isEqualTo(new ASN1ObjectIdentifier("1.2.840.10045.4.1"));
      assertThat(certificate.getSignatureAlgorithm().getParameters()).isNull();
    }
  }

  @Test
  void theRussianChipKeepsFingerprintsToItself() throws Exception {
    PracticeAuthority authority = authority(PracticeScheme.RUSSIAN_P256_SHA1);
    SpecimenPassport specimen = SpecimenPassport.issue(authority, HOLDER);
    try (PlainSession session = PlainSession.open(specimen)) {
      assertThat(session.service().getInputStream(PassportService.EF_DG13).readAllBytes())
          .isEqualTo(specimen.dataGroup(13));
      assertThatThrownBy(
              () -> session.service().getInputStream(PassportService.EF_DG3).readAllBytes())
          .isInstanceOf(CardServiceException.class);
    }
  }

  /// Practice goes on when a signer's twelve years are over: there is a newer one by then, of the
  /// same pinned authority.
  @ParameterizedTest
  @ValueSource(ints = {2022, 2026, 2027, 2028, 2031, 2032, 2039, 2047})
  void theRussianSpecimensNeverGrowStale(int year) throws Exception {
    for (LocalDate day : List.of(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31))) {
      PracticeAuthority then = PracticeAuthority.likeRussia("RUS", "RU", day);
      assertThat(then.certificate())
          .isEqualTo(authority(PracticeScheme.RUSSIAN_P256_SHA1).certificate());
      assertThat(inspect(SpecimenPassport.issue(then, HOLDER), then, day))
          .as("%s", day)
          .isInstanceOf(InspectionResult.Genuine.class);
    }
  }

  /// SHA-1 is Russia's alone: the same authority of another state is refused.
  @Test
  void refusesTheRussianSchemeOfAnotherState() throws Exception {
    PracticeAuthority elsewhere = PracticeAuthority.likeRussia("UTO", "UT", POLLING_DAY);
    assertThat(inspect(SpecimenPassport.issue(elsewhere, HOLDER), elsewhere, POLLING_DAY))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.SHA1));
  }

  private static InspectionResult inspect(
      SpecimenPassport passport, PracticeAuthority pinned, LocalDate day) throws Exception {
    TrustList trustList = TrustList.of(Stream.of(pinned).map(PracticeAuthority::anchor).toList());
    Clock clock = Clock.fixed(day.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    PassportInspection inspection =
        new PassportInspection(trustList, clock, new SecureRandom(), Runnable::run);
    try (PrintedPage page = PrintedPage.unseen();
        ChipSession session = open(passport)) {
      return inspection.inspect(session, page);
    }
  }

  private static ChipSession open(SpecimenPassport passport) throws PassportReadException {
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(passport.chip());
    return new JmrtdPassportReader(
            slot, new CardExchange(true, 7_900), ReadLimits.KIOSK, new SecureRandom())
        .open(passport.accessKey());
  }
}
