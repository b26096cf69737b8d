package org.urna;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.ballot.BallotSealer;
import org.urna.ballot.BallotVerifier;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.enrolment.EnrolmentProver;
import org.urna.enrolment.EnrolmentTerms;
import org.urna.proof.Circuits;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.trust.SignerList;
import org.urna.trust.TrustList;
import org.urna.trust.TrustListException;

/// What proves at one station: its circuits with their keys, each compared with what the manifest
/// pins, and the lists of who may have signed a passport. Loading takes some seconds and half a
/// gigabyte.
final class Provers implements AutoCloseable {
  private final TrustList anchors;
  private final EnrolmentProver enrolment;
  private final BallotSealer sealer;
  private final ProvingKey enrolmentKey;
  private final ProvingKey ballotKey;

  private Provers(
      TrustList anchors,
      EnrolmentProver enrolment,
      BallotSealer sealer,
      ProvingKey enrolmentKey,
      ProvingKey ballotKey) {
    this.anchors = anchors;
    this.enrolment = enrolment;
    this.sealer = sealer;
    this.enrolmentKey = enrolmentKey;
    this.ballotKey = ballotKey;
  }

  /// Loads the first variant of `manifest`, which is the only one that this version can prove.
  ///
  /// @throws ProofFileException if a file is missing, malformed, or not the one that the manifest
  ///   pins
  /// @throws TrustListException if the pinned certificates do not give the pinned trust root
  static Provers load(
      ElectionManifest manifest,
      Address station,
      CircuitFiles files,
      int threads,
      SecureRandom random)
      throws ProofFileException, TrustListException {
    requireCeremonyKeys(manifest, files);
    BigInteger electionId = manifest.electionId();
    ElectionVariant variant = manifest.variants().getFirst();
    TrustList anchors = TrustList.of(manifest.anchors());
    SignerList signers = SignerList.of(variant.signers(), EnrolmentProver.SIGNERS);
    signers.requireVouchedFor(anchors);

    Circuits circuits = files.circuits();
    Map<String, VerifyingKey> keys = new HashMap<>();
    for (ElectionVariant each : manifest.variants()) {
      keys.put(each.circuit().name(), files.verifyingKey(each.circuit().name()));
    }
    CircuitPin ballot = manifest.ballotCircuit();
    keys.put(ballot.name(), files.verifyingKey(ballot.name()));
    BallotVerifier verifier = BallotVerifier.of(manifest, electionId, circuits, keys);

    Groth16Prover prover = new Groth16Prover(random, threads);
    ProvingKey enrolmentKey = pinned(files, variant.circuit());
    ProvingKey ballotKey;
    try {
      ballotKey = pinned(files, ballot);
    } catch (ProofFileException | RuntimeException e) {
      enrolmentKey.close();
      throw e;
    }
    return new Provers(
        anchors,
        new EnrolmentProver(
            new EnrolmentTerms(
                0,
                circuits.byName(variant.circuit().name()),
                electionId,
                variant.trustRoot(),
                manifest.nullifierKeyCommitment(),
                manifest.eligibility()),
            signers,
            WitnessCalculator.load(files.wasm(variant.circuit().name())),
            enrolmentKey,
            verifier.enrolmentKey(0),
            prover,
            new Groth16Verifier()),
        new BallotSealer(
            verifier,
            station,
            WitnessCalculator.load(files.wasm(ballot.name())),
            ballotKey,
            prover,
            random),
        enrolmentKey,
        ballotKey);
  }

  /// Refuses a real election over development keys, whatever its manifest says of them: whoever can
  /// compute their trapdoor, which is everybody, makes voters.
  static void requireCeremonyKeys(ElectionManifest manifest, CircuitFiles files)
      throws ProofFileException {
    if (manifest.practice()) {
      return;
    }
    List<CircuitPin> pins = new ArrayList<>();
    manifest.variants().forEach(variant -> pins.add(variant.circuit()));
    pins.add(manifest.ballotCircuit());
    pins.add(manifest.decryptionCircuit());
    for (CircuitPin pin : pins) {
      VerifyingKey key = files.verifyingKey(pin.name());
      if (!pin.verifyingKeyHash().contentEquals(key.hash())) {
        throw new ProofFileException(
            "the verifying key of " + pin.name() + " is not the one that the manifest pins");
      }
      if (pin.development() || key.development()) {
        throw new ProofFileException(
            "the keys of " + pin.name() + " are development keys, which a real election refuses");
      }
    }
  }

  private static ProvingKey pinned(CircuitFiles files, CircuitPin pin) throws ProofFileException {
    Path file = files.provingKey(pin.name());
    if (!sha256(file).equals(pin.provingKeySha256())) {
      throw new ProofFileException(
          "the proving key of " + pin.name() + " is not the one that the manifest pins: " + file);
    }
    return ProvingKey.open(file);
  }

  /// SHA-256 of a file of any size.
  static Bytes sha256(Path file) throws ProofFileException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return Bytes.of(digest.digest());
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  TrustList anchors() {
    return anchors;
  }

  EnrolmentProver enrolment() {
    return enrolment;
  }

  BallotSealer sealer() {
    return sealer;
  }

  @Override
  public void close() {
    enrolmentKey.close();
    ballotKey.close();
  }
}
