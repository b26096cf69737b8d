package org.urna.kiosk;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.urna.ballot.BallotCheck;
import org.urna.ballot.BallotSealer;
import org.urna.ballot.BallotVerifier;
import org.urna.ballot.SealedBallot;
import org.urna.election.Address;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentProvers;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.keys.PinnedKeys;
import org.urna.kiosk.warmup.ChipRecording;
import org.urna.kiosk.warmup.EnrolmentWarmUp;
import org.urna.kiosk.warmup.RecordingException;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;

/// What proves at one station: its circuits with their keys, each compared with what the manifest
/// pins, and the keys of who may have signed a passport. Loading takes some seconds; a proving key
/// is mapped, so it needs memory while it is in use, and no more than half a gigabyte each.
public final class Provers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Provers.class);

  /// A witness is computed at the speed it keeps after ten to twenty times.
  private static final int MOST_WITNESSES = 20;

  private static final int MOST_PROOFS = 4;

  private final TrustList anchors;
  private final EnrolmentProvers enrolment;
  private final BallotSealer sealer;
  private final List<ProvingKey> keys;
  private final ProverWarmUp warmUp;
  private final BallotVerifier verifier;
  private final Address station;

  private Provers(
      BallotVerifier verifier,
      Address station,
      TrustList anchors,
      EnrolmentProvers enrolment,
      BallotSealer sealer,
      List<ProvingKey> keys,
      ProverWarmUp warmUp) {
    this.verifier = verifier;
    this.station = station;
    this.anchors = anchors;
    this.enrolment = enrolment;
    this.sealer = sealer;
    this.keys = keys;
    this.warmUp = warmUp;
  }

  /// Each whole path once, for the keys' pages and what is slowest the first time; then the
  /// witnesses and the proofs until they get no faster.
  ///
  /// @param enrolments one for each variant, first needed first
  static List<ProverWarmUp.Step> warmUpSteps(
      List<EnrolmentWarmUp> enrolments, BallotSealer sealer) {
    List<ProverWarmUp.Step> steps = new ArrayList<>();
    enrolments.forEach(enrolment -> steps.add(enrolment::prove));
    steps.add(sealer::selfTest);
    for (EnrolmentWarmUp enrolment : enrolments) {
      steps.add(new WarmUpUntilSteady(enrolment::witness, MOST_WITNESSES, System::nanoTime));
      steps.add(new WarmUpUntilSteady(enrolment::prove, MOST_PROOFS, System::nanoTime));
    }
    steps.add(new WarmUpUntilSteady(sealer::rehearseWitness, MOST_WITNESSES, System::nanoTime));
    steps.add(new WarmUpUntilSteady(sealer::selfTest, MOST_PROOFS, System::nanoTime));
    return steps;
  }

  /// Loads every variant of `manifest`, so that no voter finds out about a wrong file.
  ///
  /// @throws ProofFileException if a file is missing, malformed, or not the one that the manifest
  ///   pins
  /// @throws TrustListException if the pinned certificates do not give the pinned trust roots
  public static Provers load(
      ElectionManifest manifest,
      Address station,
      CircuitFiles files,
      int threads,
      SecureRandom random)
      throws ProofFileException, TrustListException {
    PinnedKeys.requireCeremony(manifest, files);
    List<ProvingKey> keys = new ArrayList<>();
    try {
      return load(manifest, station, files, new Groth16Prover(random, threads), random, keys);
    } catch (ProofFileException | TrustListException | RuntimeException e) {
      keys.forEach(ProvingKey::close);
      throw e;
    }
  }

  private static Provers load(
      ElectionManifest manifest,
      Address station,
      CircuitFiles files,
      Groth16Prover prover,
      SecureRandom random,
      List<ProvingKey> keys)
      throws ProofFileException, TrustListException {
    BallotVerifier verifier = verifier(manifest, files);
    List<EnrolmentProver> enrolment = new ArrayList<>();
    for (int i = 0; i < manifest.variants().size(); i++) {
      CircuitPin circuit = manifest.variants().get(i).circuit();
      TrustedKeys trusted = trusted(manifest, manifest.variants().get(i));
      keys.add(PinnedKeys.open(files, circuit));
      enrolment.add(
          new EnrolmentProver(
              EnrolmentTerms.of(manifest, i, files.circuits()),
              trusted,
              WitnessCalculator.load(files.wasm(circuit.name())),
              keys.getLast(),
              verifier.enrolmentKey(i),
              prover,
              new Groth16Verifier()));
    }
    CircuitPin ballot = manifest.ballotCircuit();
    keys.add(PinnedKeys.open(files, ballot));
    BallotSealer sealer =
        new BallotSealer(
            verifier,
            station,
            WitnessCalculator.load(files.wasm(ballot.name())),
            keys.getLast(),
            prover,
            random);
    return new Provers(
        verifier,
        station,
        TrustList.of(manifest.anchors()),
        new EnrolmentProvers(enrolment),
        sealer,
        List.copyOf(keys),
        new ProverWarmUp(warmUpSteps(warmUps(enrolment, random), sealer)));
  }

  /// A variant without a recording stays cold: its first voter waits longer, and nobody is turned
  /// away.
  private static List<EnrolmentWarmUp> warmUps(List<EnrolmentProver> provers, SecureRandom random) {
    List<EnrolmentWarmUp> warmUps = new ArrayList<>();
    for (EnrolmentProver prover : provers) {
      try {
        ChipRecording recording = ChipRecording.of(prover.circuit().name());
        warmUps.add(new EnrolmentWarmUp(prover, recording, random));
      } catch (RecordingException e) {
        LOG.warn("the prover of {} is not warmed up", prover.circuit().name(), e);
      }
    }
    return warmUps;
  }

  private static BallotVerifier verifier(ElectionManifest manifest, CircuitFiles files)
      throws ProofFileException {
    Map<String, VerifyingKey> keys = new HashMap<>();
    for (ElectionVariant each : manifest.variants()) {
      keys.put(each.circuit().name(), files.verifyingKey(each.circuit().name()));
    }
    String ballot = manifest.ballotCircuit().name();
    keys.put(ballot, files.verifyingKey(ballot));
    return BallotVerifier.of(manifest, manifest.electionId(), files.circuits(), keys);
  }

  private static TrustedKeys trusted(ElectionManifest manifest, ElectionVariant variant)
      throws TrustListException {
    return TrustedKeys.of(
        variant.circuit().name(),
        variant.signers(),
        manifest.anchors(),
        manifest.eligibility().citizenship());
  }

  public TrustList anchors() {
    return anchors;
  }

  /// Whether a ballot of this station proves what it must.
  Predicate<SealedBallot> ballotCheck() {
    return ballot -> verifier.check(ballot, station) instanceof BallotCheck.Valid;
  }

  EnrolmentProvers enrolment() {
    return enrolment;
  }

  BallotSealer sealer() {
    return sealer;
  }

  /// What gets these provers warm; not started.
  ProverWarmUp warmUp() {
    return warmUp;
  }

  @Override
  public void close() {
    // Before its keys are unmapped.
    warmUp.close();
    keys.forEach(ProvingKey::close);
  }
}
