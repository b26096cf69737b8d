package org.urna.kiosk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.enrolment.Eligibility;
import org.urna.enrolment.EligibilityCheck;
import org.urna.enrolment.EnrolmentFailure;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.TypedKey;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.queue.QueueException;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.SecurityObjectDefect;

/// Where a passport is read and judged: what its chip is, whether its holder may vote here, and
/// what the person is told. It keeps nothing: an admitted passport belongs to the visit that asked.
final class PassportDesk {
  private static final Logger LOG = LoggerFactory.getLogger(PassportDesk.class);

  /// More than any reader has block sizes.
  private static final int MOST_INSPECTIONS = 8;

  private static final Duration LONGEST_READING = Duration.ofSeconds(30);
  private static final InspectionResult LOST_CONTACT =
      new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT);
  private static final InspectionResult NO_CARD =
      new InspectionResult.Unreadable(PassportReadFailure.NO_CARD);

  private final VoterVisit.Station station;

  PassportDesk(VoterVisit.Station station) {
    this.station = station;
  }

  /// What a passport came to.
  ///
  /// @param admitted the passport if its holder may vote, to be closed by whoever asked; else null,
  ///   and the passport is closed
  record Judgement(PassportOutcome outcome, @Nullable AuthenticPassport admitted) {
    private static Judgement without(PassportOutcome outcome) {
      return new Judgement(outcome, null);
    }
  }

  /// Reads what lies on the reader with a key that was typed or scanned, and judges it.
  Judgement read(TypedKey key, Consumer<ReadingStep> progress) {
    return judge(inShorterBlocks(station.reader(), station.clock(), () -> inspect(key, progress)));
  }

  /// A chip that dies at long blocks may live with shorter ones. It has accepted the key, so that
  /// nobody needs to be asked.
  ///
  /// A hostile card may die as often and as late as it likes: no inspection begins after
  /// [#LONGEST_READING], and none after [#MOST_INSPECTIONS].
  static InspectionResult inShorterBlocks(
      PassportReader reader, Clock clock, Supplier<InspectionResult> inspection) {
    Instant end = clock.instant().plus(LONGEST_READING);
    InspectionResult result = inspection.get();
    for (int done = 1;
        done < MOST_INSPECTIONS
            && result instanceof InspectionResult.Unreadable
            && reader.canTrySmallerBlocks()
            && clock.instant().isBefore(end)
            && !Thread.currentThread().isInterrupted();
        done++) {
      InspectionResult next = inspection.get();
      if (result.equals(LOST_CONTACT) && next.equals(NO_CARD)) {
        // The passport was taken away; what to say of it is that contact was lost.
        return result;
      }
      result = next;
    }
    return result;
  }

  /// Opens the chip once and inspects it against what was typed or scanned.
  private InspectionResult inspect(TypedKey key, Consumer<ReadingStep> progress) {
    progress.accept(ReadingStep.OPENING);
    PassportInspection inspection =
        new PassportInspection(
            station.provers().anchors(),
            station.clock(),
            station.random(),
            PassportDesk::onAThreadOfItsOwn);
    try (MrzKey mrz = new MrzKey(key.documentNumber(), key.birthDate(), key.expiryDate());
        PrintedPage page = printed(key);
        ChipSession session = station.reader().open(mrz)) {
      return inspection.inspect(new ReportingChipSession(session, progress), page);
    } catch (PassportReadException e) {
      return new InspectionResult.Unreadable(e.failure());
    }
  }

  private static PrintedPage printed(TypedKey key) {
    return key.zone()
        .map(PrintedPage::scanned)
        .orElseGet(
            () -> PrintedPage.typed(key.documentNumber(), key.birthDate(), key.expiryDate()));
  }

  /// One thread a passport, for the milliseconds of its signatures: nothing to keep or to close.
  private static void onAThreadOfItsOwn(Runnable verification) {
    Thread.ofPlatform().name("passport-signature").daemon().start(verification);
  }

  /// What an inspection comes to under this election's rules.
  Judgement judge(InspectionResult result) {
    return switch (result) {
      case InspectionResult.Genuine(AuthenticPassport genuine) -> holder(genuine);
      case InspectionResult.SignedButClonable(AuthenticPassport clonable) ->
          switch (station.manifest().eligibility().chip()) {
            case MUST_PROVE_ITSELF -> {
              clonable.close();
              yield Judgement.without(new PassportOutcome.CannotProveItself());
            }
            case SIGNATURE_IS_ENOUGH -> holder(clonable);
          };
      case InspectionResult.CloneSuspected() ->
          Judgement.without(new PassportOutcome.CopySuspected());
      case InspectionResult.UnknownIssuer(var issuer) ->
          Judgement.without(new PassportOutcome.SignerUnknown(issuer.authorityKeyIdentifier()));
      case InspectionResult.Forged(var defect) -> {
        LOG.debug("a passport's signed data is refused: {}", defect);
        // What the state signed about its chip is no forgery for being unknown here.
        yield Judgement.without(
            defect == SecurityObjectDefect.CHIP_KEY
                ? new PassportOutcome.ChipNotUnderstood()
                : new PassportOutcome.SignatureWrong());
      }
      case InspectionResult.PageAndChipDiffer() ->
          Judgement.without(new PassportOutcome.PageAndChipDiffer());
      case InspectionResult.Unreadable(PassportReadFailure failure) ->
          Judgement.without(unread(failure));
    };
  }

  private static PassportOutcome unread(PassportReadFailure failure) {
    return switch (failure) {
      case NO_CARD -> new PassportOutcome.NothingThere();
      case READER_GONE -> new PassportOutcome.ReaderLost();
      case NOT_A_PASSPORT -> new PassportOutcome.NoPassportChip();
      case KEY_REFUSED -> new PassportOutcome.KeyRefused();
      case LOST_CONTACT, CALLED_OFF -> new PassportOutcome.ContactLost();
      case CLONE_SUSPECTED -> new PassportOutcome.CopySuspected();
      case KEY_BLOCKED -> new PassportOutcome.ChipPauses();
      case CHIP_SILENT -> new PassportOutcome.ChipSilent();
      case ACCESS_UNSUPPORTED,
          FILE_MISSING,
          FILE_TOO_LARGE,
          FILE_MALFORMED,
          CHIP_KEY_UNSUPPORTED,
          PROTOCOL_ERROR ->
          new PassportOutcome.ChipNotUnderstood();
      case READER_BUSY -> new PassportOutcome.Fault("READER-BUSY");
    };
  }

  /// Whether the holder of a passport that is what it says may vote.
  private Judgement holder(AuthenticPassport genuine) {
    if (genuine.isAccessDowngraded()) {
      LOG.debug("a chip that speaks PACE was opened by Basic Access Control");
    }
    boolean kept = false;
    try {
      PassportOutcome outcome = opinionOn(genuine);
      kept = outcome instanceof PassportOutcome.Admitted;
      return kept ? new Judgement(outcome, genuine) : Judgement.without(outcome);
    } finally {
      // Also when a pause took the keys away meanwhile and the opinion ended in an exception.
      if (!kept) {
        genuine.close();
      }
    }
  }

  private PassportOutcome opinionOn(AuthenticPassport genuine) {
    Eligibility eligibility = EligibilityCheck.check(genuine, station.manifest().eligibility());
    return switch (eligibility) {
      case Eligibility.Eligible() -> provable(genuine);
      case Eligibility.NotAPassport() -> refused(PassportOutcome.Ineligibility.OTHER_DOCUMENT);
      case Eligibility.OtherCitizenship() ->
          refused(PassportOutcome.Ineligibility.OTHER_CITIZENSHIP);
      case Eligibility.TooYoung() -> refused(PassportOutcome.Ineligibility.TOO_YOUNG);
      case Eligibility.UnclearDate() -> refused(PassportOutcome.Ineligibility.UNDECIDABLE);
      case Eligibility.Expired() ->
          new PassportOutcome.Expired(station.manifest().eligibility().passportValidOn());
    };
  }

  private static PassportOutcome refused(PassportOutcome.Ineligibility why) {
    return new PassportOutcome.NotEligible(why);
  }

  private PassportOutcome provable(AuthenticPassport genuine) {
    Optional<EnrolmentFailure> obstacle = station.provers().enrolment().obstacle(genuine);
    if (obstacle.isPresent()) {
      return switch (obstacle.get()) {
        case SIGNER_NOT_LISTED ->
            new PassportOutcome.SignerUnknown(genuine.issuerHint().authorityKeyIdentifier());
        case UNSUPPORTED_LAYOUT -> new PassportOutcome.NoVariant();
        case WRONG_NULLIFIER_KEY, NOT_PROVABLE, PROOF_WRONG ->
            new PassportOutcome.Fault(obstacle.get().name());
      };
    }
    try {
      return hasVotedHere(genuine)
          ? new PassportOutcome.AlreadyVoted()
          : new PassportOutcome.Admitted();
    } catch (QueueException e) {
      LOG.error("the ballot box cannot be asked", e);
      return new PassportOutcome.Fault("BOX");
    }
  }

  private boolean hasVotedHere(AuthenticPassport genuine) throws QueueException {
    return station
        .queue()
        .holds(station.provers().enrolment().nullifierOf(genuine, station.polls().nullifierKey()));
  }
}
