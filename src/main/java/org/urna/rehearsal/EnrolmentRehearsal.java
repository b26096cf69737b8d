package org.urna.rehearsal;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.NullifierKey;
import org.urna.badge.VoterBadge;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.enrolment.Eligibility;
import org.urna.enrolment.EligibilityCheck;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.passport.ChipSession;
import org.urna.passport.PassportReadException;
import org.urna.passport.PassportReadFailure;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.PracticeAuthority;
import org.urna.practice.specimen.PracticeScheme;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.proof.ProgressListener;
import org.urna.proof.hash.BabyJubJub;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.InspectionResult;
import org.urna.trust.PassportInspection;
import org.urna.trust.PrintedPage;
import org.urna.trust.SignerKeyType;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// The enrolment of nobody, for the warm-up: from the chip, simulated, to the proof, with the very
/// calculator and keys of one of the station's variants.
///
/// All that an election fixes is a public input of the circuit, so the rehearsal brings an election
/// of its own: its trust root holds one practice authority, which real elections refuse, and its id
/// and nullifier key are drawn for it, anew each time. The proof is worth nothing in any election
/// and is thrown away, as the badge and the key are. For one thread; what it shares with the
/// station's prover is not for two at once.
public final class EnrolmentRehearsal {
  /// SHA-1 is accepted from this state alone.
  private static final String STATE = SpecimenLibrary.STATE;

  private static final String COUNTRY = "RU";

  /// The day of the rehearsal's polls, whatever day it is.
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private static final Clock CLOCK =
      Clock.fixed(DAY.atTime(9, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);

  private final EnrolmentProver station;
  private final SecureRandom random;
  private final FutureTask<Stage> making = new FutureTask<>(this::stage);
  private final AtomicBoolean begun = new AtomicBoolean();

  /// @param station the prover to warm, of a variant of the station's election
  public EnrolmentRehearsal(EnrolmentProver station, SecureRandom random) {
    this.station = station;
    this.random = random;
  }

  private record Stage(TrustList anchors, TrustedKeys trusted, SpecimenPassport specimen) {}

  /// Everything up to the witness.
  ///
  /// @throws InterruptedException if the thread is interrupted
  public void witness() throws Exception {
    enrol(EnrolmentProver::rehearseWitness);
  }

  /// Everything, the verified proof included.
  ///
  /// @throws InterruptedException if the thread is interrupted
  public void prove() throws Exception {
    enrol(
        (prover, passport, badge, key) ->
            prover.prove(passport, badge, key, ProgressListener.NONE));
  }

  @FunctionalInterface
  private interface Act {
    void run(
        EnrolmentProver prover, AuthenticPassport passport, BadgeCommitment badge, NullifierKey key)
        throws Exception;
  }

  private void enrol(Act act) throws Exception {
    Stage stage = made();
    try (NullifierKey key = NullifierKey.fromParts(List.of(NullifierKey.drawPart(random)));
        VoterBadge badge = VoterBadge.draw(random);
        AuthenticPassport passport = read(stage)) {
      EligibilityRule rule = new EligibilityRule(STATE, DAY.minusYears(18), DAY, UniqueBy.PERSON);
      if (!(EligibilityCheck.check(passport, rule) instanceof Eligibility.Eligible)) {
        throw new IllegalStateException("the rehearsal's specimen may not vote");
      }
      BigInteger election = BabyJubJub.randomScalar(random);
      EnrolmentTerms terms =
          new EnrolmentTerms(
              0, station.circuit(), election, stage.trusted.tree().root(), key.commitment(), rule);
      act.run(station.under(terms, stage.trusted), passport, badge.commitment(), key);
    }
  }

  /// Reads the chip with the kiosk's own code, by way of no reader.
  private AuthenticPassport read(Stage stage) throws Exception {
    InProcessReader slot = new InProcessReader("rehearsal");
    slot.lay(stage.specimen.chip());
    JmrtdPassportReader reader =
        new JmrtdPassportReader(slot, PracticeMachine.EXCHANGE, ReadLimits.KIOSK, random);
    // On this thread alone: a rehearsal is not to take a processor from a voter.
    PassportInspection inspection =
        new PassportInspection(stage.anchors, CLOCK, random, Runnable::run);
    InspectionResult result;
    try (PrintedPage page = PrintedPage.unseen();
        ChipSession session = reader.open(stage.specimen.accessKey())) {
      result = inspection.inspect(session, page);
    } catch (PassportReadException e) {
      throw e.failure() == PassportReadFailure.CALLED_OFF || Thread.interrupted()
          ? new InterruptedException("the reading was interrupted")
          : e;
    }
    return switch (result) {
      case InspectionResult.Genuine(AuthenticPassport passport) -> passport;
      case InspectionResult.Unreadable(PassportReadFailure failure)
          when failure == PassportReadFailure.CALLED_OFF ->
          throw new InterruptedException("the reading was interrupted");
      default -> throw new IllegalStateException("the rehearsal's specimen: " + result);
    };
  }

  /// Waits for the authority and the specimen, which take about a second for RSA. They are made on
  /// a thread of their own, as that cannot be interrupted and a voter must not wait for it.
  private Stage made() throws InterruptedException, ExecutionException {
    if (begun.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .name("rehearsal-specimen")
          .priority(Thread.MIN_PRIORITY)
          .daemon()
          .start(making);
    }
    return making.get();
  }

  private Stage stage() throws TrustListException {
    String circuit = station.circuit().name();
    SignerKeyType type =
        SignerKeyType.ofCircuit(circuit)
            .orElseThrow(() -> new IllegalStateException("no prover is of " + circuit));
    PracticeScheme scheme = scheme(type);
    PracticeAuthority authority =
        scheme == PracticeScheme.RUSSIAN_P256_SHA1
            ? PracticeAuthority.likeRussia(STATE, COUNTRY, DAY)
            : PracticeAuthority.of(STATE, COUNTRY, scheme);
    SpecimenPassport specimen =
        SpecimenPassport.issue(
            authority,
            new SpecimenHolder(
                STATE, "000000001", "NOBODY", "NEMO", DAY.minusYears(40), '<', DAY.plusYears(5)));
    return new Stage(
        TrustList.of(List.of(authority.anchor())),
        TrustedKeys.of(
            circuit,
            type.form() == SignerKeyType.Form.LISTED ? List.of(authority.signer()) : List.of(),
            List.of(authority.anchor()),
            STATE),
        specimen);
  }

  private static PracticeScheme scheme(SignerKeyType type) {
    return switch (type) {
      case RSA_2048_PKCS1_SHA256 -> PracticeScheme.RSA_PKCS1_SHA256;
      case RSA_2048_PSS_SHA256 -> PracticeScheme.RSA_PSS_SHA256;
      case RSA_2048_PSS_SHA256_E3 -> PracticeScheme.RSA_PSS_E3_SHA256;
      case P256_SHA256 -> PracticeScheme.P256_SHA256;
      case P256_SHA1 -> PracticeScheme.RUSSIAN_P256_SHA1;
      case BRAINPOOL_P256R1_SHA256 ->
          throw new IllegalStateException("no circuit verifies brainpool yet");
    };
  }
}
