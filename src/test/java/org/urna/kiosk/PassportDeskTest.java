package org.urna.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.voter.PassportOutcome;
import org.urna.passport.AccessKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.rehearsal.MovableClock;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.IssuerHint;
import org.urna.trust.SecurityObjectDefect;
import org.urna.trust.SignedPassports;

/// What the person is told after each outcome of an inspection, and that no passport is kept that
/// the election does not admit. Neither reader nor provers are needed for that.
class PassportDeskTest {
  /// A grown-up of another state than the fixtures' election is for: the last thing that is judged
  /// before provers are needed.
  private static final String FOREIGNER =
      "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
          + "L898902C36UTO7408122F3004151ZE184226B<<<<<14";

  @Test
  void aChipThatCannotProveItselfIsRefusedUnlessTheManifestAdmitsIt() throws Exception {
    AuthenticPassport clonable = clonable();
    assertThat(judged(desk(manifest()), new InspectionResult.SignedButClonable(clonable)))
        .isEqualTo(refused(FailureCode.CHIP_CANNOT_PROVE_ITSELF, ""));
    assertClosed(clonable);
    // Admitted so far, it is judged by the rest of the rule like any other.
    AuthenticPassport judged = clonable();
    assertThat(judged(desk(lenient()), new InspectionResult.SignedButClonable(judged)))
        .isEqualTo(refused(FailureCode.OTHER_CITIZENSHIP, ""));
    assertClosed(judged);
  }

  @Test
  void noManifestAdmitsACopyAForgeryOrAnotherPage() throws Exception {
    for (ElectionManifest manifest : new ElectionManifest[] {manifest(), lenient()}) {
      PassportDesk desk = desk(manifest);
      assertThat(judged(desk, new InspectionResult.CloneSuspected()))
          .isEqualTo(refused(FailureCode.COPY_SUSPECTED, ""));
      assertThat(judged(desk, new InspectionResult.PageAndChipDiffer()))
          .isEqualTo(refused(FailureCode.PAGE_AND_CHIP_DIFFER, ""));
      for (SecurityObjectDefect defect : SecurityObjectDefect.values()) {
        PassportOutcome outcome = judged(desk, new InspectionResult.Forged(defect));
        assertThat(outcome).isEqualTo(new PassportOutcome.Refused(defect.failure()));
      }
    }
  }

  @Test
  void anUnknownIssuerIsToldByItsKeyAlone() {
    IssuerHint issuer = new IssuerHint("7c41aa", "0badc0de");
    assertThat(judged(desk(manifest()), new InspectionResult.UnknownIssuer(issuer)))
        .isEqualTo(refused(FailureCode.SIGNER_UNKNOWN, "7c41aa"));
  }

  /// A word of a wrong signature accuses: it is kept for what was computed and did not match, or is
  /// nothing that a state makes.
  @ParameterizedTest
  @EnumSource(
      value = SecurityObjectDefect.class,
      names = {
        "ALGORITHM",
        "SHA1",
        "KEY",
        "CERTIFICATE_TIME",
        "SIGNING_TIME",
        "CONTENT_TYPE",
        "NOT_DER",
        "SIGNER_CERTIFICATE_MISSING",
        "SIGNER_CERTIFICATE_PROFILE"
      })
  void aKindOfSignatureThatIsNotAdmittedIsNoForgery(SecurityObjectDefect defect) {
    assertThat(defect.failure().code()).isEqualTo(FailureCode.SIGNATURE_NOT_ACCEPTED);
    assertThat(defect.failure().detail()).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = SecurityObjectDefect.class,
      names = {"MESSAGE_DIGEST", "SIGNATURE", "CHAIN_SIGNATURE", "DATA_GROUP_CHANGED", "MALFORMED"})
  void aSignatureThatDoesNotMatchIsSaidToBeWrong(SecurityObjectDefect defect) {
    assertThat(defect.failure().code()).isEqualTo(FailureCode.SIGNATURE_WRONG);
  }

  @Test
  void whatAStateSignedAboutItsChipIsNoForgeryForBeingUnknownHere() {
    assertThat(SecurityObjectDefect.CHIP_KEY.failure())
        .isEqualTo(new Failure(FailureCode.CHIP_PROTOCOL_ERROR, "chip-key-unsupported"));
  }

  @ParameterizedTest
  @CsvSource({
    "READER_BUSY, READER_BUSY, ''",
    "NOT_A_PASSPORT, OTHER_CARD_ANSWERED, ''",
    "ACCESS_UNSUPPORTED, CHIP_PROTOCOL_ERROR, access-unsupported",
    "KEY_REFUSED, ACCESS_KEY_REFUSED, ''",
    "KEY_BLOCKED, CHIP_PAUSES, ''",
    "CHIP_SILENT, CHIP_SILENT, ''",
    "FILE_MISSING, CHIP_PROTOCOL_ERROR, file-missing",
    "FILE_TOO_LARGE, CHIP_PROTOCOL_ERROR, file-too-large",
    "FILE_MALFORMED, CHIP_PROTOCOL_ERROR, file-malformed",
    "CHIP_KEY_UNSUPPORTED, CHIP_PROTOCOL_ERROR, chip-key-unsupported",
    "CLONE_SUSPECTED, COPY_SUSPECTED, ''",
    "PROTOCOL_ERROR, CHIP_PROTOCOL_ERROR, protocol-error"
  })
  void aReadFailureKeepsItsCodeToTheScreen(
      PassportReadFailure failure, FailureCode code, String detail) {
    assertThat(judged(desk(manifest()), new InspectionResult.Unreadable(failure)))
        .isEqualTo(refused(code, detail));
  }

  /// What is amiss with contact alone is the flow's to judge, which knows of the reader.
  @Test
  void whatIsAmissWithContactHasNoCodeYet() {
    Map<PassportReadFailure, PassportOutcome> contact =
        Map.of(
            PassportReadFailure.NO_CARD, new PassportOutcome.NothingThere(),
            PassportReadFailure.LOST_CONTACT, new PassportOutcome.ContactLost(),
            PassportReadFailure.CALLED_OFF, new PassportOutcome.ContactLost(),
            PassportReadFailure.READER_GONE, new PassportOutcome.ReaderGone());
    for (PassportReadFailure failure : PassportReadFailure.values()) {
      assertThat(failure.failure().isEmpty())
          .as("%s", failure)
          .isEqualTo(contact.containsKey(failure));
    }
    contact.forEach(
        (failure, outcome) ->
            assertThat(judged(desk(manifest()), new InspectionResult.Unreadable(failure)))
                .isEqualTo(outcome));
  }

  /// A chip that dies again and again, and a reader that offers a smaller block each time: a
  /// hostile card may bring that about, and so may a reader whose plug was pulled.
  @Test
  void asksAgainInShorterBlocksAFewTimesOnly() {
    List<InspectionResult> asked = new ArrayList<>();
    InspectionResult silent = new InspectionResult.Unreadable(PassportReadFailure.CHIP_SILENT);
    InspectionResult result =
        PassportDesk.inShorterBlocks(
            offering(true),
            Clock.systemUTC(),
            () -> {
              asked.add(silent);
              return silent;
            });
    assertThat(result).isSameAs(silent);
    assertThat(asked).hasSize(8);
  }

  @Test
  void asksNoMoreInShorterBlocksWhenThePersonHasWaitedLong() {
    MovableClock clock = new MovableClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    List<InspectionResult> asked = new ArrayList<>();
    PassportDesk.inShorterBlocks(
        offering(true),
        clock,
        () -> {
          clock.moveTo(clock.instant().plus(Duration.ofSeconds(16)));
          asked.add(new InspectionResult.Unreadable(PassportReadFailure.CHIP_SILENT));
          return asked.getLast();
        });
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksOnceWhereNothingIsOfferedOrNothingWentWrong() {
    InspectionResult lost = new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT);
    for (boolean offers : new boolean[] {false, true}) {
      InspectionResult first = offers ? new InspectionResult.CloneSuspected() : lost;
      Iterator<InspectionResult> once = List.of(first).iterator();
      assertThat(PassportDesk.inShorterBlocks(offering(offers), Clock.systemUTC(), once::next))
          .isSameAs(first);
    }
  }

  @Test
  void aPassportTakenAwayIsLostContactAlsoAfterASecondLook() {
    InspectionResult lost = new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT);
    Iterator<InspectionResult> each =
        List.of(lost, new InspectionResult.Unreadable(PassportReadFailure.NO_CARD)).iterator();
    assertThat(PassportDesk.inShorterBlocks(offering(true), Clock.systemUTC(), each::next))
        .isSameAs(lost);
  }

  /// As the rule has it, on the day that it names.
  @ParameterizedTest
  @CsvSource({
    "P<, RUS, RUS, 081123, 300415, TOO_YOUNG, ''",
    "P<, RUS, RUS, 740812, 261121, PASSPORT_EXPIRED, 2026-11-22",
    "P<, UTO, RUS, 740812, 300415, OTHER_CITIZENSHIP, ''",
    "P<, RUS, UTO, 740812, 300415, OTHER_CITIZENSHIP, ''",
    "V<, RUS, RUS, 740812, 300415, NOT_AN_ORDINARY_PASSPORT, ''",
    "P<, RUS, RUS, 7408<<, 300415, DATE_UNCLEAR, ''",
    "P<, RUS, RUS, 740812, 500415, DATE_UNCLEAR, ''"
  })
  void whoMayNotVoteIsRefusedByTheRuleAndForgotten(
      String document,
      String issuer,
      String nationality,
      String birth,
      String expiry,
      FailureCode code,
      String detail)
      throws Exception {
    AuthenticPassport passport =
        SignedPassports.clonable("RUS", dg1(zone(document, issuer, nationality, birth, expiry)))
            .passport();
    assertThat(judged(desk(lenient()), new InspectionResult.SignedButClonable(passport)))
        .isEqualTo(refused(code, detail));
    assertClosed(passport);
  }

  private static String zone(
      String document, String issuer, String nationality, String birth, String expiry) {
    return document
        + issuer
        + "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
        + "L898902C36"
        + nationality
        + birth
        + "0F"
        + expiry
        + "0<<<<<<<<<<<<<<00";
  }

  private static PassportReader offering(boolean smallerBlocks) {
    return new PassportReader() {
      @Override
      public ChipSession open(AccessKey key) {
        throw new AssertionError("nothing is opened here");
      }

      @Override
      public boolean canTrySmallerBlocks() {
        return smallerBlocks;
      }
    };
  }

  private static PassportOutcome refused(FailureCode code, String detail) {
    return new PassportOutcome.Refused(new Failure(code, detail));
  }

  private static PassportOutcome judged(PassportDesk desk, InspectionResult result) {
    PassportDesk.Judgement judgement = desk.judge(result);
    assertThat(judgement.admitted()).as("nobody here may vote").isNull();
    return judgement.outcome();
  }

  private static void assertClosed(AuthenticPassport passport) {
    assertThatThrownBy(passport::dg1).isInstanceOf(IllegalStateException.class);
  }

  private static AuthenticPassport clonable() {
    return SignedPassports.clonable("UTO", dg1(FOREIGNER)).passport();
  }

  private static byte[] dg1(String zone) {
    byte[] header = {0x61, 0x5B, 0x5F, 0x1F, 0x58};
    byte[] dg1 = Arrays.copyOf(header, header.length + 88);
    System.arraycopy(zone.getBytes(StandardCharsets.US_ASCII), 0, dg1, header.length, 88);
    return dg1;
  }

  private static ElectionManifest manifest() {
    return ElectionFixtures.practice();
  }

  private static ElectionManifest lenient() throws Exception {
    return ElectionFixtures.admittingEveryChip();
  }

  @SuppressWarnings("NullAway") // an outcome needs neither reader nor provers, box nor keys
  private static PassportDesk desk(ElectionManifest manifest) {
    return new PassportDesk(
        new VoterVisit.Station(
            manifest, null, null, null, null, new SecureRandom(), Clock.systemUTC()));
  }
}
