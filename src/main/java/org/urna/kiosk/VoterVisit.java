package org.urna.kiosk;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
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
import org.urna.enrolment.Enrolment;
import org.urna.enrolment.EnrolmentException;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.flow.voter.CastOutcome;
import org.urna.flow.voter.CodeLabel;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.ReadingStep;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TestOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.flow.voter.VoterReceipt;
import org.urna.flow.voter.VoterSession;
import org.urna.passport.PassportReader;
import org.urna.queue.AppendResult;
import org.urna.queue.BallotQueue;
import org.urna.queue.QueueException;
import org.urna.station.OpenPolls;
import org.urna.trust.AuthenticPassport;

/// One voter at this station. The only object that ever holds both halves of a session, and never
/// both at once: the passport is closed in the call that makes the enrolment, and only then can a
/// choice be sealed.
///
/// The driver calls one method at a time; [#close()] may come from another thread and waits for it.
public final class VoterVisit implements VoterSession {
  private static final Logger LOG = LoggerFactory.getLogger(VoterVisit.class);

  /// A ballot of this person is in the box, as the chip or the cast showed.
  static final Failure ALREADY_VOTED = Failure.of(FailureCode.ALREADY_VOTED);

  /// The box does not take the ballot, or would not, and certainly has not.
  static final Failure NOT_STORED = Failure.of(FailureCode.NOT_STORED);

  /// What every visit of a station shares.
  ///
  /// @param polls wiped by the station when polls pause or close; a visit that is still running
  ///   then fails, and keeps nothing
  public record Station(
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

  public VoterVisit(Station station) {
    this.station = station;
  }

  // ------------------------------------------------------------------ identity half

  @Override
  public synchronized PassportOutcome readPassport(TypedKey key, Consumer<ReadingStep> progress) {
    forgetPassport();
    PassportDesk.Judgement judgement = new PassportDesk(station).read(key, progress);
    passport = judgement.admitted();
    return judgement.outcome();
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
      return new ProofOutcome.Failed(proofFailed(e.failure().toString()));
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
      return new SealOutcome.Failed(proofFailed("ballot"));
    }
  }

  private static Failure proofFailed(String what) {
    return new Failure(FailureCode.PROOF_FAILED, what.toLowerCase(Locale.ROOT).replace('_', '-'));
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
  public CastOutcome keep(SealedBallot sealed, BallotCode code) {
    return station
        .polls()
        .whileOpen(() -> queueAndPromise(sealed, code))
        .orElseGet(() -> new CastOutcome.NotCast(Failure.of(FailureCode.POLLS_ENDED)));
  }

  private CastOutcome queueAndPromise(SealedBallot sealed, BallotCode code) {
    AppendResult appended;
    try {
      appended = station.queue().append(sealed);
    } catch (QueueException e) {
      LOG.error("a ballot could not be kept: {}", e.effect(), e);
      return switch (e.effect()) {
        case NOTHING_KEPT -> new CastOutcome.NotCast(NOT_STORED);
        case UNKNOWN -> new CastOutcome.Uncertain("");
      };
    }
    return switch (appended) {
      case AppendResult.Queued(int _) -> new CastOutcome.Cast(receipt(code));
      case AppendResult.AlreadyQueued(boolean identical) ->
          identical ? new CastOutcome.Cast(receipt(code)) : new CastOutcome.NotCast(ALREADY_VOTED);
      case AppendResult.BoxFull(int _) -> new CastOutcome.NotCast(Failure.of(FailureCode.BOX_FULL));
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
