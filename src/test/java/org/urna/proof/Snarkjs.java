package org.urna.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// snarkjs and circom, run by node from the circuits' own packages: the independent program that
/// our proofs, keys and witnesses are held against.
public final class Snarkjs {
  private static final Path PACKAGES = Path.of("src/main/circom/node_modules").toAbsolutePath();

  private final Path folder;

  /// @param folder where the tools run and their files lie
  public Snarkjs(Path folder) {
    this.folder = folder;
  }

  /// What a run printed, and whether it ended well.
  public record Outcome(int exitCode, String output) {
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /// Runs snarkjs with these arguments.
  public Outcome run(String... arguments) throws IOException, InterruptedException {
    return node(PACKAGES.resolve("snarkjs/build/cli.cjs"), arguments);
  }

  /// Runs snarkjs and fails unless it succeeds.
  public String succeed(String... arguments) throws IOException, InterruptedException {
    Outcome outcome = run(arguments);
    if (!outcome.succeeded()) {
      throw new AssertionError(
          "snarkjs " + String.join(" ", arguments) + " failed:\n" + outcome.output());
    }
    return outcome.output();
  }

  /// Compiles a circuit of `src/test/circom` to `<name>.r1cs` and `<name>.wasm` in the folder.
  public void compile(String name) throws IOException, InterruptedException {
    Files.copy(Path.of("src/test/circom", name + ".circom"), folder.resolve(name + ".circom"));
    Outcome outcome =
        node(PACKAGES.resolve("circom2/cli.js"), name + ".circom", "--r1cs", "--wasm", "--O2");
    if (!outcome.succeeded() || !Files.exists(folder.resolve(name + ".r1cs"))) {
      throw new AssertionError("circom failed:\n" + outcome.output());
    }
    Files.copy(
        folder.resolve(name + "_js").resolve(name + ".wasm"), folder.resolve(name + ".wasm"));
  }

  private Outcome node(Path script, String... arguments) throws IOException, InterruptedException {
    if (!Files.exists(script)) {
      throw new AssertionError(
          script
              + " is missing: run ./mvnw generate-resources, which installs the circuits' packages");
    }
    List<String> command = new ArrayList<>(List.of("node", script.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "node", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("node did not end: " + command);
    }
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
