package org.urna.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.urna.proof.ProgressListener;
import org.urna.proof.Snarkjs;
import org.urna.proof.circom.SyntheticCircuit;

/// Small powers of τ that snarkjs made, kept in the build folder, and a circuit for them.
public final class CeremonyFixtures {
  static final int POWER = 8;

  /// As many constraints as the powers serve, with the public signals'.
  static final SyntheticCircuit CIRCUIT = new SyntheticCircuit(250, 7);

  private CeremonyFixtures() {}

  /// Powers of τ for 2⁸ constraints, made by snarkjs once for each build folder.
  public static synchronized Path powers() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target/ceremony").toAbsolutePath());
    Path powers = folder.resolve("snarkjs-0.7.6-power-" + POWER + ".ptau");
    if (!Files.exists(powers)) {
      Path work = Files.createTempDirectory(folder, "making-");
      Snarkjs snarkjs = new Snarkjs(work);
      snarkjs.succeed("powersoftau", "new", "bn128", Integer.toString(POWER), "0.ptau");
      snarkjs.succeed(
          "powersoftau", "contribute", "0.ptau", "1.ptau", "--name=one", "-e=test entropy");
      snarkjs.succeed("powersoftau", "prepare", "phase2", "1.ptau", "2.ptau");
      try {
        // Unlike a move, a link replaces nothing: two test processes that make powers at the same
        // time both go on with the first one's.
        Files.createLink(powers, work.resolve("2.ptau"));
      } catch (FileAlreadyExistsException e) {
        assertThat(powers).isRegularFile();
      }
    }
    return powers;
  }

  static KeyCeremony ceremony(Path r1cs, Path powers) {
    return new KeyCeremony("synthetic", r1cs, powers, 2, new SecureRandom(), ProgressListener.NONE);
  }

  public static ContributionStep step(Path in, Path out) {
    return new ContributionStep(in, out, 2, ProgressListener.NONE);
  }
}
