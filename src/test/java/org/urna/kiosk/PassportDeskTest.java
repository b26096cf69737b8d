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
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.flow.voter.PassportOutcome;
import org.urna.passport.AccessKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.rehearsal.MovableClock;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
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
        .isEqualTo(new PassportOutcome.CannotProveItself());
    assertClosed(clonable);
    // Admitted so far, it is judged by the rest of the rule like any other.
    AuthenticPassport judged = clonable();
    assertThat(judged(desk(lenient()), new InspectionResult.SignedButClonable(judged)))
        .isEqualTo(
            new PassportOutcome.NotEligible(PassportOutcome.Ineligibility.OTHER_CITIZENSHIP));
    assertClosed(judged);
  }

  @Test
  void noManifestAdmitsACopyAForgeryOrAnotherPage() throws Exception {
    for (ElectionManifest manifest : new ElectionManifest[] {manifest(), lenient()}) {
      PassportDesk desk = desk(manifest);
      assertThat(judged(desk, new InspectionResult.CloneSuspected()))
          .isEqualTo(new PassportOutcome.CopySuspected());
      assertThat(judged(desk, new InspectionResult.PageAndChipDiffer()))
          .isEqualTo(new PassportOutcome.PageAndChipDiffer());
      for (SecurityObjectDefect defect : SecurityObjectDefect.values()) {
        assertThat(judged(desk, new InspectionResult.Forged(defect)))
            .isEqualTo(
                defect == SecurityObjectDefect.CHIP_KEY
                    ? new PassportOutcome.ChipNotUnderstood()
                    : new PassportOutcome.SignatureWrong());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PassportReadFailure.class)
  void everyReadFailureHasItsWordsAndNoneAdmits(PassportReadFailure failure) {
    Set<PassportReadFailure> notUnderstood =
        EnumSet.of(
            PassportReadFailure.ACCESS_UNSUPPORTED,
            PassportReadFailure.FILE_MISSING,
            PassportReadFailure.FILE_TOO_LARGE,
            PassportReadFailure.FILE_MALFORMED,
            PassportReadFailure.CHIP_KEY_UNSUPPORTED,
            PassportReadFailure.PROTOCOL_ERROR);
    PassportOutcome outcome = judged(desk(manifest()), new InspectionResult.Unreadable(failure));
    assertThat(outcome).isNotInstanceOf(PassportOutcome.Admitted.class);
    assertThat(outcome instanceof PassportOutcome.ChipNotUnderstood)
        .isEqualTo(notUnderstood.contains(failure));
    assertThat(outcome instanceof PassportOutcome.ChipPauses)
        .isEqualTo(failure == PassportReadFailure.KEY_BLOCKED);
    assertThat(outcome instanceof PassportOutcome.ChipSilent)
        .isEqualTo(failure == PassportReadFailure.CHIP_SILENT);
    assertThat(outcome instanceof PassportOutcome.CopySuspected)
        .isEqualTo(failure == PassportReadFailure.CLONE_SUSPECTED);
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

  private static PassportOutcome judged(PassportDesk desk, InspectionResult result) {
    PassportDesk.Judgement judgement = desk.judge(result);
    assertThat(judgement.admitted()).as("nobody here may vote").isNull();
    return judgement.outcome();
  }

  private static void assertClosed(AuthenticPassport passport) {
    assertThatThrownBy(passport::dg1).isInstanceOf(IllegalStateException.class);
  }

  private static AuthenticPassport clonable() {
    byte[] header = {0x61, 0x5B, 0x5F, 0x1F, 0x58};
    byte[] dg1 = Arrays.copyOf(header, header.length + 88);
    System.arraycopy(FOREIGNER.getBytes(StandardCharsets.US_ASCII), 0, dg1, header.length, 88);
    return SignedPassports.clonable("UTO", dg1).passport();
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
