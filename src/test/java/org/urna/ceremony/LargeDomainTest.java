package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.urna.proof.Snarkjs;
import org.urna.proof.circom.SyntheticCircuit;

/// Domains from 2¹⁵ on, where snarkjs hashes one difference of powers more than it says.
class LargeDomainTest {
  private static final int POWER = 15;

  @TempDir static Path folder;

  @Test
  void theInitialKeyIsTheirsWhereTheyReadBehindTheEnd() throws Exception {
    Path powers = KnownPowers.write(folder.resolve("known.ptau"), POWER);
    Path r1cs = new SyntheticCircuit(1 << (POWER - 1), 3).writeR1cs(folder.resolve("full.r1cs"));
    assertSame(powers, r1cs, POWER, "full");
  }

  @Test
  void theInitialKeyIsTheirsWhereTheyReadOnePointMore() throws Exception {
    Path powers = KnownPowers.write(folder.resolve("more.ptau"), POWER + 1);
    Path r1cs = new SyntheticCircuit(1 << (POWER - 1), 3).writeR1cs(folder.resolve("half.r1cs"));
    assertSame(powers, r1cs, POWER, "half");
  }

  private static void assertSame(Path powers, Path r1cs, int domainLog, String name)
      throws Exception {
    assertThat(InitialKey.domainLog(InitialKey.circuit(r1cs))).isEqualTo(domainLog);
    Path ours = folder.resolve(name + "-ours.zkey");
    CeremonyFixtures.ceremony(r1cs, powers).start(ours);
    new Snarkjs(folder)
        .succeed("groth16", "setup", r1cs.toString(), powers.toString(), name + "-theirs.zkey");
    assertThat(Files.mismatch(ours, folder.resolve(name + "-theirs.zkey"))).isEqualTo(-1);
  }
}
