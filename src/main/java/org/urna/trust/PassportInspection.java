package org.urna.trust;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.urna.passport.ChipAuthenticationKey;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.SessionFacts;

/// The order of trust. No byte is used before it is signed, no key before it is verified:
///
/// 1. security object: signature, signer, pinned authority ([PassiveAuthentication]);
/// 2. data group 14, if signed: read raw, against its signed digest;
/// 3. Chip Authentication with the key of 2, if it has one, on a curve that is known here;
/// 4. data group 1, read for the *first* time under the keys of 3: only the chip that the state
///    made can answer. That the exchange of 3 "succeeds" says nothing, a copy's does as well. Then
///    against its signed digest;
/// 5. data group 15, if signed: against its signed digest, and Active Authentication with its key.
///    A chip that has no other proof gives this one before 4;
/// 6. data group 1 against the printed page.
///
/// What the chip must prove is decided by the signed list of digests, never by EF.COM, which is
/// unsigned and is not read: a signed data group 14 or 15 that the chip does not give out is the
/// mark of a copy. Where both are there, both proofs must succeed, unless the reader cannot carry
/// the longer one.
///
/// **Threads.** The signatures of 1 are verified on the executor while the calling thread reads the
/// file of 2 (or 5), as the still unverified list suggests; that file stays shut until the
/// verification has passed. The executor belongs to whoever made this object. It may be busy or
/// shut down: then the calling thread verifies. With `Runnable::run` nothing is read early. One
/// inspection runs on one calling thread; several may run at once.
///
/// The passport's own expiry is not judged here but by the election's rule, on the day that the
/// rule names; the circuit proves the same rule, and two opinions about a date would turn people
/// away.
public final class PassportInspection {
  /// A verification takes milliseconds; this ends the wait if something is broken.
  private static final Duration LONGEST_VERIFICATION = Duration.ofSeconds(10);

  private final PassiveAuthentication passiveAuthentication;
  private final SecureRandom random;
  private final Executor executor;

  /// @param trustList the pinned authorities
  /// @param clock for the validity of certificates
  /// @param random for challenges
  /// @param executor runs the verification of a security object, a few milliseconds of arithmetic
  public PassportInspection(
      TrustList trustList, Clock clock, SecureRandom random, Executor executor) {
    this.passiveAuthentication = new PassiveAuthentication(trustList, clock);
    this.random = random;
    this.executor = executor;
  }

  /// Inspects an opened chip. Blocks for as long as the reads of `session` may take. The session
  /// stays open; the caller closes it, and `page` too.
  ///
  /// An interrupt ends it with [PassportReadFailure#CALLED_OFF], and the thread stays interrupted.
  public InspectionResult inspect(ChipSession session, PrintedPage page) {
    try {
      byte[] securityObject = session.readSecurityObject();
      SignedFiles files = new SignedFiles(session);
      return switch (verified(securityObject, files)) {
        case PassiveAuthentication.Result.Refused(SecurityObjectDefect defect) ->
            new InspectionResult.Forged(defect);
        case PassiveAuthentication.Result.UnknownIssuer(IssuerHint hint) ->
            new InspectionResult.UnknownIssuer(hint);
        case PassiveAuthentication.Result.Signed signed -> {
          files.judgeBy(signed.digests());
          yield inspectChip(session, files, signed, page);
        }
      };
    } catch (PassportReadException e) {
      return e.failure() == PassportReadFailure.CLONE_SUSPECTED
          ? new InspectionResult.CloneSuspected()
          : new InspectionResult.Unreadable(e.failure());
    } catch (Refusal e) {
      return new InspectionResult.Forged(e.defect());
    }
  }

  /// The verdict on the security object. While it is being made, the next file is read.
  private PassiveAuthentication.Result verified(byte[] securityObject, SignedFiles files)
      throws PassportReadException {
    FutureTask<PassiveAuthentication.Result> verification =
        new FutureTask<>(() -> passiveAuthentication.authenticate(securityObject));
    try {
      executor.execute(verification);
    } catch (RejectedExecutionException e) {
      // The executor saves time and nothing else.
      verification.run();
    }
    if (!verification.isDone()) {
      files.readEarly(PassiveAuthentication.firstOfProof(securityObject));
    }
    // Does nothing if the executor has begun it.
    verification.run();
    return await(verification);
  }

  private static PassiveAuthentication.Result await(
      FutureTask<PassiveAuthentication.Result> verification) throws PassportReadException {
    try {
      return verification.get(LONGEST_VERIFICATION.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PassportReadException(
          PassportReadFailure.CALLED_OFF, "interrupted while a signature was verified", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a signature could not be verified", e);
    }
  }

  private InspectionResult inspectChip(
      ChipSession session,
      SignedFiles files,
      PassiveAuthentication.Result.Signed signed,
      PrintedPage page)
      throws PassportReadException, Refusal {
    Optional<DataGroup14> infos =
        signed.digests().contains(14)
            ? Optional.of(DataGroup14.read(files.readForProof(14)))
            : Optional.empty();
    Optional<ChipAuthenticationKey> key = infos.flatMap(DataGroup14::chipAuthenticationKey);
    boolean signsChallenges = signed.digests().contains(15);
    Set<ChipProof> proofs = EnumSet.noneOf(ChipProof.class);
    if (key.isPresent()) {
      session.authenticateChip(key.orElseThrow());
    } else if (signsChallenges) {
      proofs.add(activeAuthentication(session, files, infos));
    }
    byte[] dg1 = files.read(1);
    try {
      if (key.isPresent()) {
        if (!session.facts().chipProven()) {
          return new InspectionResult.CloneSuspected();
        }
        proofs.add(ChipProof.CHIP_AUTHENTICATION);
        if (signsChallenges) {
          secondProof(session, files, infos).ifPresent(proofs::add);
        }
      }
      if (!page.agreesWith(dg1)) {
        return new InspectionResult.PageAndChipDiffer();
      }
      AuthenticPassport passport =
          new AuthenticPassport(dg1, signed, proofs, isDowngraded(session.facts(), infos));
      return passport.isChipProven()
          ? new InspectionResult.Genuine(passport)
          : new InspectionResult.SignedButClonable(passport);
    } finally {
      Arrays.fill(dg1, (byte) 0);
    }
  }

  /// EF.CardAccess is not signed. That a chip has none is believed only if data group 14, where it
  /// has one, does not name PACE either. A chip is not refused for it: there are honest ones whose
  /// PACE fails with this reader.
  private static boolean isDowngraded(SessionFacts facts, Optional<DataGroup14> infos) {
    return facts.downgraded()
        || facts.accessProtocol() == SessionFacts.AccessProtocol.BASIC_ACCESS_CONTROL
            && infos.filter(DataGroup14::offersPace).isPresent();
  }

  /// The signature of a chip that has proven itself already. That this reader cannot carry it is no
  /// reason to turn the person away: one proof is a proof. A wrong one is.
  private Optional<ChipProof> secondProof(
      ChipSession session, SignedFiles files, Optional<DataGroup14> infos)
      throws PassportReadException, Refusal {
    try {
      return Optional.of(activeAuthentication(session, files, infos));
    } catch (PassportReadException e) {
      if (e.failure() == PassportReadFailure.CHIP_KEY_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Has the chip sign a fresh challenge.
  ///
  /// @throws PassportReadException [PassportReadFailure#CLONE_SUSPECTED] if it cannot
  private ChipProof activeAuthentication(
      ChipSession session, SignedFiles files, Optional<DataGroup14> infos)
      throws PassportReadException, Refusal {
    ChipSignatureKey key = DataGroup15.key(files.readForProof(15));
    Optional<HashAlgorithm> hash = infos.flatMap(DataGroup14::answerHash);
    Refusal.unless(
        !(key instanceof ChipSignatureKey.Ec) || hash.isPresent(), SecurityObjectDefect.CHIP_KEY);
    byte[] challenge = new byte[ActiveAuthentication.CHALLENGE_BYTES];
    random.nextBytes(challenge);
    byte[] answer = session.signChallenge(challenge.clone(), key.answerBytes());
    if (!ActiveAuthentication.verifies(key, hash, challenge, answer)) {
      throw new PassportReadException(
          PassportReadFailure.CLONE_SUSPECTED, "the challenge was not signed by the chip's key");
    }
    return ChipProof.ACTIVE_AUTHENTICATION;
  }
}
