package org.urna;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.badge.VoterBadge;
import org.urna.ballot.BallotChallenge;
import org.urna.ballot.BallotCode;
import org.urna.ballot.Choice;
import org.urna.ballot.EnrolmentProof;
import org.urna.ballot.Promise;
import org.urna.ballot.SealedBallot;
import org.urna.ballot.SealingException;
import org.urna.ballot.UncastBallot;
import org.urna.election.ElectionManifest;
import org.urna.enrolment.Eligibility;
import org.urna.enrolment.EligibilityCheck;
import org.urna.enrolment.Enrolment;
import org.urna.enrolment.EnrolmentException;
import org.urna.enrolment.EnrolmentFailure;
import org.urna.flow.CastOutcome;
import org.urna.flow.CodeLabel;
import org.urna.flow.PassportOutcome;
import org.urna.flow.ProofOutcome;
import org.urna.flow.ReadingStep;
import org.urna.flow.SealOutcome;
import org.urna.flow.TestOutcome;
import org.urna.flow.TypedKey;
import org.urna.flow.VoterReceipt;
import org.urna.flow.VoterSession;
import org.urna.passport.ChipSession;
import org.urna.passport.MrzKey;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.PassportReader;
import org.urna.queue.AppendResult;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;
import org.urna.station.OpenPolls;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.SecurityObjectDefect;

/// One voter at this station. The only object that ever holds both halves of a session, and never
/// both at once: the passport is closed in the call that makes the enrolment, and only then can a
/// choice be sealed.
///
/// The driver calls one method at a time; [#close()] may come from another thread and waits for it.
final class VoterVisit implements VoterSession {
  private static final Logger LOG = LoggerFactory.getLogger(VoterVisit.class);

  /// More than any reader has block sizes.
  private static final int MOST_INSPECTIONS = 8;

  private static final Duration LONGEST_READING = Duration.ofSeconds(30);
  private static final InspectionResult LOST_CONTACT =
      new InspectionResult.Unreadable(PassportReadFailure.LOST_CONTACT);
  private static final InspectionResult NO_CARD =
      new InspectionResult.Unreadable(PassportReadFailure.NO_CARD);

  /// What every visit of a station shares.
  ///
  /// @param polls wiped by the station when polls pause or close; a visit that is still running
  ///   then fails, and keeps nothing
  record Station(
      ElectionManifest manifest,
      PassportReader reader,
      Provers provers,
      BallotQueue queue,
      OpenPolls polls,
      SecureRandom random,
      Clock clock) {}

  private final Station station;
  private @Nullable AuthenticPassport passport;
  private @Nullable VoterBadge badge;
  private @Nullable EnrolmentProof enrolment;
  private @Nullable UncastBallot uncast;

  VoterVisit(Station station) {
    this.station = station;
  }

  // ------------------------------------------------------------------ identity half

  @Override
  public synchronized PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
    forgetPassport();
    return outcome(
        inShorterBlocks(station.reader(), station.clock(), () -> inspect(key, progress)));
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
    MrzKey mrz = new MrzKey(key.documentNumber(), key.birthDate(), key.expiryDate());
    PassportInspection inspection =
        new PassportInspection(
            station.provers().anchors(),
            station.clock(),
            station.random(),
            VoterVisit::onAThreadOfItsOwn);
    try (PrintedPage page = printed(key);
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

  /// What the person is told, and what is kept.
  PassportOutcome outcome(InspectionResult result) {
    return switch (result) {
      case InspectionResult.Genuine(AuthenticPassport genuine) -> judge(genuine);
      case InspectionResult.SignedButClonable(AuthenticPassport clonable) ->
          switch (station.manifest().eligibility().chip()) {
            case MUST_PROVE_ITSELF -> {
              clonable.close();
              yield new PassportOutcome.CannotProveItself();
            }
            case SIGNATURE_IS_ENOUGH -> judge(clonable);
          };
      case InspectionResult.CloneSuspected() -> new PassportOutcome.CopySuspected();
      case InspectionResult.UnknownIssuer(var issuer) ->
          new PassportOutcome.SignerUnknown(issuer.authorityKeyIdentifier());
      case InspectionResult.Forged(var defect) -> {
        LOG.debug("a passport's signed data is refused: {}", defect);
        // What the state signed about its chip is no forgery for being unknown here.
        yield defect == SecurityObjectDefect.CHIP_KEY
            ? new PassportOutcome.ChipNotUnderstood()
            : new PassportOutcome.SignatureWrong();
      }
      case InspectionResult.PageAndChipDiffer() -> new PassportOutcome.PageAndChipDiffer();
      case InspectionResult.Unreadable(PassportReadFailure failure) -> unread(failure);
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

  private PassportOutcome judge(AuthenticPassport genuine) {
    if (genuine.isAccessDowngraded()) {
      LOG.debug("a chip that speaks PACE was opened by Basic Access Control");
    }
    boolean kept = false;
    try {
      PassportOutcome outcome = opinionOn(genuine);
      if (outcome instanceof PassportOutcome.Admitted) {
        passport = genuine;
        kept = true;
      }
      return outcome;
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

  @Override
  public synchronized ProofOutcome prove(DoubleConsumer progress) throws InterruptedException {
    AuthenticPassport read = passport;
    if (read == null) {
      throw new IllegalStateException("no passport was admitted");
    }
    VoterBadge drawn = VoterBadge.draw(station.random());
    boolean kept = false;
    try (ProverWarmUp.Turn _ = station.provers().warmUp().voterTurn()) {
      Enrolment made =
          station
              .provers()
              .enrolment()
              .prove(read, drawn.commitment(), station.polls().nullifierKey(), progress::accept);
      badge = drawn;
      enrolment = new EnrolmentProof(made.variant(), made.nullifier(), made.badge(), made.proof());
      kept = true;
      return new ProofOutcome.Prepared();
    } catch (EnrolmentException e) {
      LOG.error("no enrolment could be made: {}", e.failure());
      return new ProofOutcome.Fault(e.failure().name());
    } finally {
      // From here on nothing of the person is left: what follows knows the badge alone.
      forgetPassport();
      if (!kept) {
        drawn.close();
      }
    }
  }

  private void forgetPassport() {
    AuthenticPassport held = passport;
    if (held != null) {
      held.close();
      passport = null;
    }
  }

  // ------------------------------------------------------------------ ballot half

  @Override
  public synchronized SealOutcome seal(int option, DoubleConsumer progress)
      throws InterruptedException {
    EnrolmentProof proof = enrolment;
    VoterBadge held = badge;
    if (proof == null || held == null) {
      throw new IllegalStateException("there is no enrolment to seal a ballot with");
    }
    destroySealedBallot();
    try (ProverWarmUp.Turn _ = station.provers().warmUp().voterTurn()) {
      UncastBallot made =
          station
              .provers()
              .sealer()
              .seal(
                  Choice.of(option, station.manifest().optionCount()),
                  held,
                  proof,
                  progress::accept);
      uncast = made;
      return new SealOutcome.Sealed(label(made.code()));
    } catch (SealingException e) {
      LOG.error("a ballot could not be sealed", e);
      return new SealOutcome.Fault("SEAL");
    }
  }

  @Override
  public synchronized void destroySealedBallot() {
    UncastBallot held = uncast;
    if (held != null) {
      held.close();
      uncast = null;
    }
  }

  @Override
  public synchronized CastOutcome cast() {
    UncastBallot held = uncast;
    if (held == null) {
      throw new IllegalStateException("there is no sealed ballot");
    }
    uncast = null;
    BallotCode code = held.code();
    return keep(held.cast(), code);
  }

  /// Writes the ballot, and only when that is durable says so. A pause or the close comes before
  /// both or after both: between them it would leave a ballot that counts, is not promised, and
  /// that the voter was told was not cast.
  CastOutcome keep(SealedBallot sealed, BallotCode code) {
    return station
        .polls()
        .whileOpen(() -> queueAndPromise(sealed, code))
        .orElseGet(() -> new CastOutcome.StorageFault("POLLS-ENDED"));
  }

  private CastOutcome queueAndPromise(SealedBallot sealed, BallotCode code) {
    AppendResult appended;
    try {
      appended = station.queue().append(sealed);
    } catch (QueueException e) {
      LOG.error("a ballot could not be kept: {}", e.effect(), e);
      return new CastOutcome.StorageFault("BOX-" + e.effect());
    }
    return switch (appended) {
      case AppendResult.Queued(int _) -> new CastOutcome.Cast(receipt(code));
      case AppendResult.AlreadyQueued(boolean identical) ->
          identical ? new CastOutcome.Cast(receipt(code)) : new CastOutcome.AlreadyVoted();
      case AppendResult.BoxFull(int _) -> new CastOutcome.StorageFault("BOX-FULL");
    };
  }

  /// The promise, made only after the durable write.
  private VoterReceipt receipt(BallotCode code) {
    Promise promise = station.polls().promise(code);
    String signature = promise.signature().toBytes().hex();
    return new VoterReceipt(
        label(code), code.qrText() + ":" + signature.toUpperCase(Locale.ROOT), signature);
  }

  private CodeLabel label(BallotCode code) {
    Map<String, String> words = new HashMap<>();
    for (String language : List.of("en", "ru")) {
      words.put(language, String.join(" ", code.sixWords(language)));
    }
    return new CodeLabel(code.hex(), words);
  }

  @Override
  public synchronized TestOutcome test() {
    UncastBallot held = uncast;
    VoterBadge tested = badge;
    if (held == null || tested == null) {
      throw new IllegalStateException("there is no sealed ballot");
    }
    uncast = null;
    badge = null;
    enrolment = null;
    BallotCode code = held.code();
    BallotChallenge challenge = held.test(tested);
    return new TestOutcome.Disclosed(label(code), List.of(challenge.qrText()));
  }

  @Override
  public synchronized void close() {
    forgetPassport();
    destroySealedBallot();
    enrolment = null;
    VoterBadge held = badge;
    if (held != null) {
      held.close();
      badge = null;
    }
  }
}
