package org.urna.kiosk.warmup;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.urna.badge.BadgeCommitment;
import org.urna.badge.NullifierKey;
import org.urna.badge.VoterBadge;
import org.urna.election.EligibilityRule;
import org.urna.election.EligibilityRule.UniqueBy;
import org.urna.enrolment.Eligibility;
import org.urna.enrolment.EligibilityCheck;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.proof.ProgressListener;
import org.urna.proof.hash.BabyJubJub;
import org.urna.trust.AuthenticPassport;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// The enrolment of nobody, for the warm-up: from the chip, recorded, to the proof, with the very
/// calculator and keys of one of the station's variants.
///
/// All that an election fixes is a public input of the circuit, so the warm-up brings an election
/// of its own: its trust root holds one practice authority, which real elections refuse, and its id
/// and nullifier key are drawn for it, anew each time. The proof is worth nothing in any election
/// and is thrown away, as the badge and the key are. For one thread; what it shares with the
/// station's prover is not for two at once.
public final class EnrolmentWarmUp {
  private static final int VOTING_AGE = 18;

  private final EnrolmentProver station;
  private final ChipRecording recording;
  private final SecureRandom random;
  private @Nullable Stage stage;

  /// @param station the prover to warm, of a variant of the station's election
  /// @param recording of the prover's circuit
  /// @param random for the election, the nullifier key and the badge
  public EnrolmentWarmUp(EnrolmentProver station, ChipRecording recording, SecureRandom random) {
    if (!recording.circuit().equals(station.circuit().name())) {
      throw new IllegalArgumentException("the recording is of another circuit");
    }
    this.station = station;
    this.recording = recording;
    this.random = random;
  }

  private record Stage(SpecimenReading reading, TrustedKeys trusted) {}

  /// Everything up to the witness.
  ///
  /// @throws RecordingException if the recording is not of this program's reading
  /// @throws InterruptedException if the thread is interrupted
  public void witness() throws Exception {
    enrol(EnrolmentProver::rehearseWitness);
  }

  /// Everything, the verified proof included.
  ///
  /// @throws RecordingException if the recording is not of this program's reading
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
    Stage made = stage();
    try (NullifierKey key = NullifierKey.fromParts(List.of(NullifierKey.drawPart(random)));
        VoterBadge badge = VoterBadge.draw(random);
        AuthenticPassport passport = read(made.reading)) {
      EligibilityRule rule =
          new EligibilityRule(
              recording.state(),
              recording.day().minusYears(VOTING_AGE),
              recording.day(),
              UniqueBy.PERSON);
      if (!(EligibilityCheck.check(passport, rule) instanceof Eligibility.Eligible)) {
        throw new RecordingException("the recorded specimen may not vote");
      }
      BigInteger election = BabyJubJub.randomScalar(random);
      EnrolmentTerms terms =
          new EnrolmentTerms(
              0, station.circuit(), election, made.trusted.tree().root(), key.commitment(), rule);
      act.run(station.under(terms, made.trusted), passport, badge.commitment(), key);
    }
  }

  /// Reads the recorded chip as if it lay there.
  private AuthenticPassport read(SpecimenReading reading)
      throws RecordingException, InterruptedException {
    ReplayedChip chip = new ReplayedChip(recording);
    ReplayedRandom drawn = new ReplayedRandom(recording.random());
    AuthenticPassport passport;
    try {
      passport = reading.read(chip, drawn);
    } catch (ReplayedRandom.UsedUpException e) {
      throw new RecordingException("the specimen is read otherwise than recorded", e);
    }
    if (!chip.isOver() || !drawn.isUsedUp()) {
      passport.close();
      throw new RecordingException("the specimen is read otherwise than recorded");
    }
    return passport;
  }

  private Stage stage() throws RecordingException {
    Stage made = stage;
    if (made == null) {
      try {
        made =
            new Stage(
                new SpecimenReading(
                    TrustList.of(recording.anchors()), recording.day(), recording.page()),
                TrustedKeys.of(
                    recording.circuit(),
                    recording.signers(),
                    recording.anchors(),
                    recording.state()));
      } catch (TrustListException e) {
        throw new RecordingException("the recorded certificates are not trusted", e);
      }
      stage = made;
    }
    return made;
  }
}
