package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.urna.ballot.RealCircuits;
import org.urna.election.Bytes;
import org.urna.election.CircuitPin;
import org.urna.election.ContractCode;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.keys.PinnedKeys;
import org.urna.kiosk.Provers;
import org.urna.proof.FileHash;
import org.urna.proof.ProofFileException;
import org.urna.verify.ChainEvidence;
import org.urna.verify.ElectionVerifier;
import org.urna.verify.Finding;
import org.urna.verify.VerificationReport;

/// A manifest that calls itself real and its keys no development keys, and lies: the development
/// keys' trapdoor is known to everybody, and so are the specimen authorities' signing keys.
class RealElectionOverDevelopmentKeysTest {
  private static final List<String> CIRCUITS =
      List.of("enrolment-rsa2048-sha256", "ballot-4", "decryption-16");

  private static CircuitPin lying(String circuit) throws Exception {
    return new CircuitPin(
        circuit,
        Bytes.of(RealCircuits.verifyingKey(circuit).hash()),
        Bytes.of(FileHash.sha256(RealCircuits.files().provingKey(circuit))),
        false);
  }

  private static ElectionManifest manifest(boolean practice) throws Exception {
    ElectionManifest base = ElectionFixtures.practice();
    ElectionVariant variant = base.variants().getFirst();
    return Records.with(
        base,
        Map.of(
            "practice",
            practice,
            "variants",
            List.of(
                new ElectionVariant(
                    lying(CIRCUITS.get(0)), variant.trustRoot(), variant.signers())),
            "ballotCircuit",
            lying(CIRCUITS.get(1)),
            "decryptionCircuit",
            lying(CIRCUITS.get(2))));
  }

  @Test
  void stationRefusesItWhateverTheManifestSays() throws Exception {
    ElectionManifest manifest = manifest(false);

    assertThatThrownBy(() -> PinnedKeys.requireCeremony(manifest, RealCircuits.files()))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining("development keys");
    assertThatThrownBy(
            () ->
                Provers.load(
                    manifest,
                    ElectionFixtures.STATION,
                    RealCircuits.files(),
                    1,
                    new SecureRandom()))
        .isInstanceOf(ProofFileException.class)
        .hasMessageContaining("development keys");
    ElectionManifest practice = manifest(true);
    assertThatCode(() -> PinnedKeys.requireCeremony(practice, RealCircuits.files()))
        .doesNotThrowAnyException();
  }

  @Test
  void verifierNamesEachDevelopmentKeyAndTheSpecimenAuthority() throws Exception {
    assertThat(failures(manifest(false)))
        .contains(
            "the keys of enrolment-rsa2048-sha256 come from a ceremony",
            "the keys of ballot-4 come from a ceremony",
            "the keys of decryption-16 come from a ceremony",
            "no authority is a practice authority");
    assertThat(failures(manifest(true)))
        .noneMatch(claim -> claim.contains("ceremony") && claim.startsWith("the keys"))
        .doesNotContain("no authority is a practice authority");
  }

  private static List<String> failures(ElectionManifest manifest) throws Exception {
    VerificationReport report =
        new ElectionVerifier(RealCircuits.files(), ContractCode.ofThisBuild(), new SecureRandom())
            .verify(manifest, ElectionFixtures.chain(), nothingHappened(manifest));
    return report.failures().stream().map(Finding::claim).toList();
  }

  private static ChainEvidence nothingHappened(ElectionManifest manifest) {
    BigInteger zero = BigInteger.ZERO;
    Bytes word = Bytes.ofWord(zero);
    return new ChainEvidence(
        1,
        ElectionFixtures.STATION,
        1,
        Bytes.of(new byte[0]),
        new ChainEvidence.Terms(
            word,
            zero,
            zero,
            zero,
            zero,
            zero,
            zero,
            List.of(),
            List.of(),
            word,
            word,
            zero,
            zero,
            zero,
            List.of(),
            zero,
            List.of(),
            manifest.schedule()),
        List.of(),
        List.of(),
        zero,
        List.of(),
        Optional.empty());
  }
}
