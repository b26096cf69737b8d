package org.urna.proof;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.urna.proof.circom.DevelopmentSetup;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.SyntheticCircuit;

/// Times set-up, opening, proofs and verification on a synthetic circuit: `java -cp ...
/// org.urna.proof.ProverBench LOG_CONSTRAINTS THREADS PROOFS [FOLDER]`.
public final class ProverBench {
  private ProverBench() {}

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  public static void main(String[] arguments) throws Exception {
    int log = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    int proofs = Integer.parseInt(arguments[2]);
    Path folder =
        arguments.length > 3 ? Path.of(arguments[3]) : Files.createTempDirectory("prover-bench");
    SyntheticCircuit circuit = new SyntheticCircuit((1 << log) - 5, 1);
    Path r1cs = circuit.writeR1cs(folder.resolve("bench" + log + ".r1cs"));
    Path zkey = folder.resolve("bench" + log + ".zkey");
    time(
        "setup",
        () ->
            new DevelopmentSetup("bench", threads)
                .make(R1csFile.read(r1cs), zkey, ProgressListener.NONE));
    try (Witness witness = circuit.witness();
        ProvingKey key = ProvingKey.open(zkey)) {
      time("open", () -> ProvingKey.open(zkey).close());
      Groth16Prover prover = new Groth16Prover(new SecureRandom(), threads);
      Groth16Verifier verifier = new Groth16Verifier();
      PublicSignals signals = SyntheticCircuit.CIRCUIT.signalsOf(witness);
      for (int i = 0; i < proofs; i++) {
        Proof[] proof = new Proof[1];
        Stages stages = new Stages();
        time("prove", () -> proof[0] = prover.prove(key, witness, stages));
        stages.print();
        boolean[] ok = new boolean[1];
        time("verify", () -> ok[0] = verifier.verify(key.verifyingKey(), signals, proof[0]));
        System.out.println(ok[0] ? "valid" : "INVALID");
      }
    }
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM")) {
        System.out.println(line);
      }
    }
  }

  /// Processor seconds for each tenth of the progress that the prover claims.
  private static final class Stages implements ProgressListener {
    private final double start = cpuSeconds();
    private final StringBuilder text = new StringBuilder();
    private int next;

    @Override
    public void progress(double fraction) {
      while (fraction >= next / 20.0) {
        text.append(String.format("%d%%:%.2f ", next * 5, cpuSeconds() - start));
        next++;
      }
    }

    void print() {
      System.out.println(text);
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void time(String what, Step step) throws Exception {
    double cpu = cpuSeconds();
    long start = System.nanoTime();
    step.run();
    System.out.printf(
        "%-8s %.3f s wall, %.3f s cpu%n",
        what, (System.nanoTime() - start) / 1e9, cpuSeconds() - cpu);
  }
}
