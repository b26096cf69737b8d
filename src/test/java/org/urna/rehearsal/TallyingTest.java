package org.urna.rehearsal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.ballot.RealCircuits;
import org.urna.election.ElectionFixtures;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.failure.CommandRefused;
import org.urna.office.DecryptionRecord;
import org.urna.office.Tallying;
import org.urna.tally.SoleTrusteeCeremony;
import org.urna.tally.TrusteeKey;
import org.urna.upload.GasPolicy;
import org.urna.upload.Pause;
import org.urna.upload.evm.EvmAccount;
import org.urna.upload.evm.EvmElection;
import org.urna.upload.evm.SharedChain;

class TallyingTest {
  @TempDir Path data;

  /// The contract would refuse the share, but by then the node has seen it: it was asked what the
  /// call costs.
  @Test
  void trusteeWithClockSetForwardDecryptsNothingBeforeTheChainsDeadline() throws Exception {
    ElectionManifest manifest = ElectionFixtures.practice();
    ElectionPackage election = ElectionFixtures.packageOf(data.resolve("package"), manifest);
    Instant deadline = manifest.schedule().uploadDeadline();
    Clock forward = Clock.fixed(deadline.plusSeconds(3600), ZoneOffset.UTC);
    EvmElection contract =
        EvmElection.at(
            SharedChain.node(),
            election.chain(),
            EvmAccount.of(LocalChain.RICH_KEY),
            GasPolicy.standard(),
            Duration.ofSeconds(30),
            forward,
            Pause.real());
    Tallying tallying =
        new Tallying(
            election,
            SharedChain.node(),
            contract,
            RealCircuits.files(),
            new SecureRandom(),
            forward);

    try (TrusteeKey key = SoleTrusteeCeremony.hold("Trustee", new SecureRandom()).key()) {
      assertThatThrownBy(() -> tallying.decrypt(key, DecryptionRecord.beside(data.resolve("key"))))
          .isInstanceOf(CommandRefused.class)
          .hasMessageContaining("on the chain it is " + SharedChain.chain().now());
    }
  }
}
