package org.urna.office;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.urna.ballot.BallotCircuits;
import org.urna.election.AccreditedStation;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.election.ElectionSource;
import org.urna.election.ElectionVariant;
import org.urna.election.PackageSignature;
import org.urna.election.Round;
import org.urna.election.Schedule;
import org.urna.election.StateCertificate;
import org.urna.election.TrusteeBoard;
import org.urna.keys.PinnedKeys;
import org.urna.proof.FileHash;
import org.urna.proof.ProofFileException;
import org.urna.proof.ProvingKey;
import org.urna.proof.VerifyingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.tally.CeremonyException;
import org.urna.tally.JointKey;
import org.urna.trust.TrustListException;
import org.urna.trust.tree.TrustedKeys;
import org.urna.upload.CastGas;
import org.urna.upload.ChainException;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.evm.ElectionDeployment;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmNode;

/// What an organiser does before an election: joins what was written with what tools made, deploys
/// the contract, signs the package. The same for a practice election and a real one.
public final class ElectionKit {
  public static final String DECRYPTION = "decryption-16";
  private static final Duration INCLUSION = Duration.ofMinutes(5);

  private final CircuitFiles files;

  public ElectionKit(CircuitFiles files) {
    this.files = files;
  }

  /// What the source does not say and organisers gather.
  ///
  /// @param admitted the signature variants, first needed first
  public record Gathered(
      Round round,
      Schedule schedule,
      List<StateCertificate> anchors,
      List<Admitted> admitted,
      BigInteger nullifierKeyCommitment,
      TrusteeBoard trustees,
      List<AccreditedStation> stations) {}

  /// One way to prove eligibility that an election admits.
  ///
  /// @param circuit by its name in `circuits.json`
  /// @param signers in the listed form the document signers, each signed by an anchor of its state;
  ///   none in the chain form, where the anchors of the citizens' state are trusted
  public record Admitted(String circuit, List<StateCertificate> signers) {}

  /// The manifest.
  ///
  /// @throws TrustListException if a signer is not vouched for by an anchor of its state, or a
  ///   variant is not known or trusts nobody
  /// @throws ProofFileException if a circuit's keys are missing
  public ElectionManifest manifest(ElectionSource source, Gathered gathered)
      throws TrustListException, ProofFileException {
    List<ElectionVariant> variants = new ArrayList<>();
    for (Admitted admitted : gathered.admitted()) {
      variants.add(variant(admitted, gathered.anchors(), source.citizenship()));
    }
    String ballot = BallotCircuits.smallestFor(files.circuits(), source.options().size()).name();
    return source.manifest(
        new ElectionSource.Made(
            gathered.round(),
            gathered.schedule(),
            gathered.anchors(),
            variants,
            pin(ballot),
            pin(DECRYPTION),
            gathered.nullifierKeyCommitment(),
            gathered.trustees(),
            gathered.stations(),
            CastGas.batchMax(source.options().size(), variants.size())));
  }

  private ElectionVariant variant(
      Admitted admitted, List<StateCertificate> anchors, String citizenship)
      throws TrustListException, ProofFileException {
    TrustedKeys keys = TrustedKeys.of(admitted.circuit(), admitted.signers(), anchors, citizenship);
    return new ElectionVariant(pin(admitted.circuit()), keys.tree().root(), admitted.signers());
  }

  private CircuitPin pin(String circuit) throws ProofFileException {
    Path key = files.provingKey(circuit);
    try {
      return new CircuitPin(
          circuit,
          Bytes.of(files.verifyingKey(circuit).hash()),
          Bytes.of(FileHash.sha256(key)),
          ProvingKey.isDevelopment(key));
    } catch (IOException e) {
      throw new ProofFileException("cannot read " + key, e);
    }
  }

  /// Deploys the contract that pins `manifest`. Minutes on a public chain.
  ///
  /// @throws CeremonyException if the trustees' keys do not add up
  /// @throws ProofFileException if keys here are not those that the manifest pins; nothing is paid
  public ChainReference deploy(
      ElectionManifest manifest, URI rpc, String chainName, EvmAccount account, Clock clock)
      throws ChainException, CeremonyException, ProofFileException, InterruptedException {
    PinnedKeys.requireCeremony(manifest, files);
    try {
      addressOf(manifest, files);
    } catch (IllegalArgumentException e) {
      throw new ProofFileException(
          "the keys here are not those of the manifest: " + e.getMessage(), e);
    }
    try (EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30))) {
      return new ElectionDeployment(
              node, chainName, account, GasPolicy.standard(), INCLUSION, clock, Pause.real())
          .deploy(manifest, keys(manifest, files), trusteeKeys(manifest));
    }
  }

  /// Where the contract of `manifest` must be on every chain.
  ///
  /// @throws IllegalArgumentException if a key in `files` is not the one that the manifest pins
  public static Address addressOf(ElectionManifest manifest, CircuitFiles files)
      throws CeremonyException, ProofFileException {
    return ElectionDeployment.addressOf(manifest, keys(manifest, files), trusteeKeys(manifest));
  }

  private static List<CurvePoint> trusteeKeys(ElectionManifest manifest) throws CeremonyException {
    return JointKey.of(manifest.trustees()).verificationKeys().stream()
        .map(key -> new CurvePoint(key.x(), key.y()))
        .toList();
  }

  private static ElectionDeployment.Keys keys(ElectionManifest manifest, CircuitFiles files)
      throws ProofFileException {
    List<VerifyingKey> enrolment = new ArrayList<>();
    for (ElectionVariant variant : manifest.variants()) {
      enrolment.add(files.verifyingKey(variant.circuit().name()));
    }
    return new ElectionDeployment.Keys(
        enrolment,
        files.verifyingKey(manifest.ballotCircuit().name()),
        files.verifyingKey(manifest.decryptionCircuit().name()));
  }

  /// Signs and writes the package.
  ///
  /// @param organiserKey a secp256k1 private key
  public static ElectionPackage pack(
      Path folder,
      ElectionManifest manifest,
      ChainReference chain,
      BigInteger organiserKey,
      ElectionSource source)
      throws Exception {
    return ElectionPackage.create(
        folder,
        manifest,
        chain,
        PackageSignature.sign(manifest, chain, organiserKey),
        source.mediaFiles());
  }
}
