package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.urna.ballot.RealCircuits;
import org.urna.election.Address;
import org.urna.election.Bytes;
import org.urna.election.ChainReference;
import org.urna.election.CircuitPin;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionVariant;
import org.urna.office.ElectionKit;
import org.urna.office.Recount;
import org.urna.proof.FileHash;
import org.urna.tally.SoleTrusteeCeremony;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.SharedChain;

/// Code with the right functions may have been made by another constructor, with voters marked as
/// having voted or data contracts that vanish: it lies at another address.
class ContractPlaceTest {
  private static CircuitPin pin(String circuit) throws Exception {
    return new CircuitPin(
        circuit,
        Bytes.of(RealCircuits.verifyingKey(circuit).hash()),
        Bytes.of(FileHash.sha256(RealCircuits.files().provingKey(circuit))),
        true);
  }

  private static ElectionManifest manifest() throws Exception {
    ElectionManifest base = ElectionFixtures.practice();
    ElectionVariant variant = base.variants().getFirst();
    SoleTrusteeCeremony.Outcome ceremony =
        SoleTrusteeCeremony.hold("Trustee", new java.security.SecureRandom());
    ceremony.key().close();
    return Records.with(
        base,
        Map.of(
            "practice",
            true,
            "variants",
            List.of(
                new ElectionVariant(
                    pin("enrolment-rsa2048-sha256"), variant.trustRoot(), variant.signers())),
            "ballotCircuit",
            pin("ballot-4"),
            "decryptionCircuit",
            pin("decryption-16"),
            "trustees",
            ceremony.board()));
  }

  @Test
  void verifierKnowsWhereTheContractMustBe() throws Exception {
    ElectionManifest manifest = manifest();
    ChainReference deployed =
        new ElectionKit(RealCircuits.files())
            .deploy(
                manifest,
                SharedChain.chain().endpoint(),
                "test chain",
                EvmAccount.of(LocalChain.RICH_KEY),
                Clock.fixed(SharedChain.GENESIS, ZoneOffset.UTC));
    Address elsewhere = ElectionFixtures.chain().contract();

    assertThat(Recount.place(manifest, deployed, RealCircuits.files()).holds()).isTrue();
    assertThat(
            Recount.place(
                    manifest,
                    new ChainReference(deployed.chainId(), elsewhere, deployed.name()),
                    RealCircuits.files())
                .holds())
        .isFalse();
    assertThat(Recount.place(manifest(), deployed, RealCircuits.files()).holds())
        .as("another manifest's contract")
        .isFalse();
  }
}
