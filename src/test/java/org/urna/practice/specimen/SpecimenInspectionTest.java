package org.urna.practice.specimen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.urna.practice.specimen.Specimens.LIBRARY;
import static org.urna.practice.specimen.Specimens.POLLING_DAY;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.urna.hardware.CardExchange;
import org.urna.passport.ChipAuthenticationProtocol;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.ChipSimulator;
import org.urna.practice.card.InProcessReader;
import org.urna.trust.ChipProof;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.TrustList;

/// Card side, reader and trust together: what a kiosk says of each specimen.
class SpecimenInspectionTest {

  private static final Clock POLLING =
      Clock.fixed(POLLING_DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  static Stream<SpecimenPassport> admitted() {
    return Stream.concat(
        LIBRARY.citizens().stream(), Stream.of(LIBRARY.secondPassport(), LIBRARY.minor()));
  }

  @ParameterizedTest
  @MethodSource("admitted")
  void findsEveryCitizensPassportGenuine(SpecimenPassport passport) throws Exception {
    InspectionResult result = inspect(passport, LIBRARY.authority(), LIBRARY.listedAuthority());
    assertThat(result).isInstanceOf(InspectionResult.Genuine.class);
    try (var genuine = ((InspectionResult.Genuine) result).passport()) {
      assertThat(genuine.dg1()).isEqualTo(passport.dataGroup(1));
      assertThat(genuine.signer().state()).isEqualTo("RUS");
      assertThat(genuine.issuerHint().authorityKeyIdentifier()).hasSize(40);
      assertThat(genuine.signedAttributes()).hasSizeLessThanOrEqualTo(119);
    }
  }

  @ParameterizedTest
  @EnumSource(ChipAuthenticationProtocol.class)
  void findsAPassportGenuineByEveryProtocolAndItsCopyNot(ChipAuthenticationProtocol protocol)
      throws Exception {
    for (String curve : List.of("secp192r1", "P-256", "brainpoolP256r1")) {
      SpecimenPassport passport =
          SpecimenPassport.issue(LIBRARY.authority(), LIBRARY.minor().holder(), curve, protocol);
      assertThat(inspect(passport, LIBRARY.authority()))
          .as(curve)
          .isInstanceOf(InspectionResult.Genuine.class);
      assertThat(inspect(passport.cloned(), LIBRARY.authority()))
          .as(curve)
          .isEqualTo(new InspectionResult.CloneSuspected());
    }
  }

  @Test
  void asksAChipThatAlsoSignsForBothProofs() throws Exception {
    SpecimenPassport passport =
        SpecimenPassport.issueWithActiveAuthentication(
            LIBRARY.authority(), LIBRARY.minor().holder());
    InspectionResult result = inspect(passport, LIBRARY.authority());
    assertThat(result).isInstanceOf(InspectionResult.Genuine.class);
    try (var genuine = ((InspectionResult.Genuine) result).passport()) {
      assertThat(genuine.chipProofs())
          .containsExactlyInAnyOrder(
              ChipProof.CHIP_AUTHENTICATION, ChipProof.ACTIVE_AUTHENTICATION);
    }
    assertThat(inspect(passport.cloned(), LIBRARY.authority()))
        .isEqualTo(new InspectionResult.CloneSuspected());
  }

  @Test
  void suspectsTheClonedChip() throws Exception {
    assertThat(inspect(LIBRARY.cloned(), LIBRARY.authority()))
        .isEqualTo(new InspectionResult.CloneSuspected());
  }

  @Test
  void saysThatAChipWithoutChipAuthenticationCouldBeACopy() throws Exception {
    assertThat(inspect(LIBRARY.clonable(), LIBRARY.authority()))
        .isInstanceOf(InspectionResult.SignedButClonable.class);
  }

  @Test
  void knowsAForeignersIssuerOnlyIfItIsPinned() throws Exception {
    assertThat(inspect(LIBRARY.foreigner(), LIBRARY.authority()))
        .isInstanceOf(InspectionResult.UnknownIssuer.class);
    assertThat(inspect(LIBRARY.foreigner(), LIBRARY.authority(), LIBRARY.foreignAuthority()))
        .isInstanceOf(InspectionResult.Genuine.class);
  }

  @Test
  void findsAReplacedDataGroup() throws Exception {
    SpecimenPassport minor = LIBRARY.minor();
    SpecimenPassport grownUp = LIBRARY.citizens().getFirst();
    SpecimenPassport forged = minor.withReplacedDataGroup(1, grownUp.dataGroup(1));
    assertThat(inspect(forged, LIBRARY.authority()))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
    SpecimenPassport otherKey = LIBRARY.cloned().withReplacedDataGroup(14, grownUp.dataGroup(14));
    assertThat(inspect(otherKey, LIBRARY.authority()))
        .isEqualTo(new InspectionResult.Forged(SecurityObjectDefect.DATA_GROUP_CHANGED));
  }

  @Test
  void saysThatAPassportTakenAwayCouldNotBeRead() throws Exception {
    SpecimenPassport passport = LIBRARY.citizens().getFirst();
    ChipSimulator chip =
        passport.chip(
            (index, command, card) ->
                index == 7
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(card.answer(command)));
    assertThat(inspect(chip, passport, LIBRARY.authority()))
        .isEqualTo(new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT));
  }

  @Test
  void everyPracticeCertificateSaysSo() {
    for (PracticeAuthority authority :
        List.of(LIBRARY.authority(), LIBRARY.listedAuthority(), LIBRARY.foreignAuthority())) {
      assertThat(authority.anchor().isPractice()).isTrue();
      assertThat(authority.signer().isPractice()).isTrue();
    }
  }

  @Test
  void theAuthorityIsTheSameEachTimeItIsMade() {
    PracticeAuthority again = PracticeAuthority.of("RUS", "RU");
    assertThat(again.certificate()).isEqualTo(LIBRARY.listedAuthority().certificate());
    assertThat(again.signerCertificate()).isEqualTo(LIBRARY.listedAuthority().signerCertificate());
    SpecimenPassport passport = LIBRARY.citizens().getLast();
    assertThat(SpecimenPassport.issue(again, passport.holder()).securityObject())
        .isEqualTo(passport.securityObject());
  }

  private static InspectionResult inspect(SpecimenPassport passport, PracticeAuthority... pinned)
      throws Exception {
    return inspect(passport.chip(), passport, pinned);
  }

  private static InspectionResult inspect(
      ChipSimulator chip, SpecimenPassport passport, PracticeAuthority... pinned) throws Exception {
    TrustList trustList = TrustList.of(Stream.of(pinned).map(PracticeAuthority::anchor).toList());
    InProcessReader slot = new InProcessReader("in process");
    slot.lay(chip);
    JmrtdPassportReader reader =
        new JmrtdPassportReader(
            slot, new CardExchange(true, 7_900), ReadLimits.KIOSK, new SecureRandom());
    PassportInspection inspection =
        new PassportInspection(trustList, POLLING, new SecureRandom(), Runnable::run);
    try (PrintedPage page = printed(passport);
        ChipSession session = reader.open(passport.accessKey())) {
      return inspection.inspect(session, page);
    }
  }

  /// What a person types from the page, on which the zone of data group 1 is printed.
  private static PrintedPage printed(SpecimenPassport passport) {
    SpecimenHolder holder = passport.holder();
    return PrintedPage.typed(
        (holder.documentNumber() + "<".repeat(9)).substring(0, 9),
        holder.birthDateInZone(),
        holder.expiryDateInZone());
  }
}
