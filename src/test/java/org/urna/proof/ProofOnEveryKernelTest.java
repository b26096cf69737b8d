package org.urna.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.urna.proof.circom.DevelopmentSetup;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.SyntheticCircuit;

/// Whole proofs with every arithmetic the prover has, each in a JVM of its own that is told which:
/// valid for a true witness, refused for a false one, and word for word the same for the same
/// blinding.
class ProofOnEveryKernelTest {
  private static final int CONSTRAINTS = 20_000;
  private static final int SEED = 9;

  @TempDir static Path folder;
  private static List<String> expected;

  @BeforeAll
  static void makeTheKey() throws Exception {
    Path zkey = folder.resolve("circuit.zkey");
    SyntheticCircuit circuit = new SyntheticCircuit(CONSTRAINTS, SEED);
    new DevelopmentSetup("kernels", 2)
        .make(
            R1csFile.read(circuit.writeR1cs(folder.resolve("circuit.r1cs"))),
            zkey,
            ProgressListener.NONE);
    expected = prove(zkey);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scalar", "128", "256", "512"})
  void provesTheSameWithEveryKernel(String kernel) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx1g"));
    if (kernel.equals("scalar")) {
      command.add("-Durna.kernel=scalar");
    } else {
      command.addAll(List.of("-Durna.kernel=vector", "-Durna.kernel.bits=" + kernel));
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            folder.resolve("circuit.zkey").toString()));
    Path output = folder.resolve(kernel + ".out");
    Path errors = folder.resolve(kernel + ".err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(new File(output.toString()))
            .redirectError(new File(errors.toString()))
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
    assertThat(Files.readAllLines(output)).isEqualTo(expected);
  }

  /// The words of a proof with fixed blinding. Throws unless it is valid and a false witness's is
  /// not.
  private static List<String> prove(Path zkey) throws Exception {
    SyntheticCircuit circuit = new SyntheticCircuit(CONSTRAINTS, SEED);
    Groth16Verifier verifier = new Groth16Verifier();
    try (ProvingKey key = ProvingKey.open(zkey);
        Witness right = circuit.witness();
        Witness wrong = circuit.witness(17, BigInteger.TWO)) {
      PublicSignals signals = SyntheticCircuit.CIRCUIT.signalsOf(right);
      Proof proof =
          new Groth16Prover(new NeitherSecureNorRandom(3, 4), 2)
              .prove(key, right, ProgressListener.NONE);
      Proof forged =
          new Groth16Prover(new SecureRandom(), 2).prove(key, wrong, ProgressListener.NONE);
      if (!verifier.verify(key.verifyingKey(), signals, proof)
          || verifier.verify(key.verifyingKey(), signals, forged)) {
        throw new AssertionError("a true witness has no proof, or a false one has");
      }
      return proof.toWords().stream().map(BigInteger::toString).toList();
    }
  }

  /// Prints the proof's words.
  public static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      prove(Path.of(arguments[0])).forEach(System.out::println);
    }
  }
}
