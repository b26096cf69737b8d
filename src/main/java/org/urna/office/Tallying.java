package org.urna.office;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.failure.CommandRefused;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.tally.EncryptedTally;
import org.urna.tally.JointKey;
import org.urna.tally.PartialDecryption;
import org.urna.tally.PartialDecryptor;
import org.urna.tally.Result;
import org.urna.tally.TallyOpening;
import org.urna.tally.TrusteeKey;
import org.urna.tally.TrusteeKeyException;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.EvmEvidence;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.ChainEvidence;
import org.urna.verify.Finding;
import org.urna.verify.VerificationReport;

/// After the upload deadline: trustees decrypt the sum, anyone publishes the counts. A trustee's
/// tool decrypts only a sum that it recomputed itself by a full verification (protocol §7).
public final class Tallying {
  private final ElectionPackage election;
  private final EvmNode node;
  private final EvmElection contract;
  private final CircuitFiles files;
  private final SecureRandom random;
  private final Clock clock;

  /// @param contract with an account that pays
  public Tallying(
      ElectionPackage election,
      EvmNode node,
      EvmElection contract,
      CircuitFiles files,
      SecureRandom random,
      Clock clock) {
    this.election = election;
    this.node = node;
    this.contract = contract;
    this.files = files;
    this.random = random;
    this.clock = clock;
  }

  private record Verified(ChainEvidence evidence, EncryptedTally tally) {}

  private Verified verified() throws Exception {
    ChainEvidence evidence = new EvmEvidence(node).collect(election.chain());
    VerificationReport report = Recount.of(election, evidence, files);
    if (!report.allHold()) {
      throw new CommandRefused(
          new Failure(
              FailureCode.TALLY_NOT_VERIFIED,
              report.failures().stream().map(Finding::words).collect(Collectors.joining("; "))));
    }
    return new Verified(
        evidence, EncryptedTally.ofWords(evidence.encryptedSums(), report.ballotsVerified()));
  }

  /// Verifies the whole election, decrypts its sum with `key`, proves that and publishes both.
  ///
  /// @param record what this key was used for
  /// @throws CommandRefused if the election does not verify, is not over, or the key was used for
  ///   another sum
  /// @throws TrusteeKeyException if the key is of another ceremony
  public void decrypt(TrusteeKey key, DecryptionRecord record) throws Exception {
    ElectionManifest manifest = election.manifest();
    Instant deadline = manifest.schedule().uploadDeadline();
    if (clock.instant().isBefore(deadline)) {
      throw NotYet.refused("the upload deadline is " + deadline);
    }
    // Asking a node what a call would cost shows it the share. A clock set forward must not open a
    // sum that still grows.
    Instant chainTime = contract.head().time();
    if (chainTime.isBefore(deadline)) {
      throw NotYet.refused(
          "the upload deadline is " + deadline + ", and on the chain it is " + chainTime);
    }
    if (!key.ceremonyId().equals(manifest.trustees().ceremonyId())) {
      throw TrusteeKeyException.ofAnotherCeremony();
    }
    Verified verified = verified();
    record.bind(election, verified.tally());
    String name = manifest.decryptionCircuit().name();
    Circuit circuit = files.circuits().byName(name);
    try (ProvingKey provingKey = ProvingKey.open(files.provingKey(name))) {
      PartialDecryption share =
          new PartialDecryptor(
                  circuit,
                  WitnessCalculator.load(files.wasm(name)),
                  provingKey,
                  new Groth16Prover(random, Runtime.getRuntime().availableProcessors()))
              .decrypt(key, election.electionId(), verified.tally(), ProgressListener.NONE);
      contract.publishPartialDecryption(share.trustee(), share.toWords(), share.proof());
    }
  }

  /// Opens the sum with the published shares and publishes the counts.
  ///
  /// @throws CommandRefused if the election does not verify, or too few trustees have published
  public Result publish() throws Exception {
    Verified verified = verified();
    ElectionManifest manifest = election.manifest();
    String name = manifest.decryptionCircuit().name();
    List<PartialDecryption> shares = new ArrayList<>();
    for (ChainEvidence.Partial partial : verified.evidence().partials()) {
      List<BigInteger> proof = partial.proof();
      shares.add(
          PartialDecryption.ofWords(partial.trustee(), partial.words(), Proof.fromWords(proof)));
    }
    int threshold = manifest.trustees().threshold();
    if (shares.size() < threshold) {
      throw NotYet.refused(shares.size() + " of " + threshold + " trustees have decrypted the sum");
    }
    Result result =
        new TallyOpening(
                election.electionId(),
                JointKey.of(manifest.trustees()),
                files.circuits().byName(name),
                files.verifyingKey(name))
            .open(verified.tally(), shares);
    contract.publishResult(result.counts());
    return result;
  }
}
