package org.urna.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.urna.proof.Circuit;
import org.urna.proof.Groth16Prover;
import org.urna.proof.Groth16Verifier;
import org.urna.proof.ProgressListener;
import org.urna.proof.Proof;
import org.urna.proof.ProvingKey;
import org.urna.proof.Witness;
import org.urna.proof.circom.CircuitFiles;
import org.urna.proof.circom.DevelopmentKeys;
import org.urna.proof.circom.R1csFile;
import org.urna.proof.circom.WitnessCalculator;
import org.urna.proof.circom.WtnsFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Witness and proof of every circuit, beside snarkjs under the same key and, for the proof, with
/// the same witness file.
///
/// Each prover runs in a process of its own, so that peak memory is its own. Both use all
/// processors. The first run (compilation, cold files) is told apart from the median of the rest.
final class ProverMeasurement {
  static final String CHILD = "prover-child";
  private static final int RUNS = 4;

  private ProverMeasurement() {}

  private static CircuitFiles files() {
    return CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));
  }

  /// @param only the name of the only circuit to measure, or nothing for all
  static void run(ObjectNode json, String only) throws Exception {
    CircuitFiles files = files();
    Path folder = Files.createTempDirectory("urna-bench-");
    System.out.println(
        "prover: Urna against snarkjs, same key, same witness, all processors; a ratio above 1 is in Urna's favour");
    System.out.println(
        Bench.line(
            "%-26s %11s | %8s %8s %8s | %18s %18s | %15s",
            "circuit",
            "constraints",
            "prove",
            "witness",
            "memory",
            "prove ms, of first",
            "witness ms, first",
            "peak MiB"));
    for (Circuit circuit : files.circuits().all()) {
      String name = circuit.name();
      if (!only.isEmpty() && !only.equals(name)) {
        continue;
      }
      DevelopmentKeys.ensure(files, name);
      Path input = folder.resolve(name + ".json");
      Path witness = folder.resolve(name + ".wtns");
      write(input, SampleInputs.of(circuit));
      JsonNode ours = spawn(javaCommand(name, input, witness));
      JsonNode theirs = spawn(nodeCommand(files, name, input, witness));
      print(
          name,
          R1csFile.read(files.r1cs(name)).constraints(),
          Times.of(ours),
          Times.of(theirs),
          json.putObject(name));
      Files.deleteIfExists(input);
      Files.deleteIfExists(witness);
    }
    Files.delete(folder);
  }

  /// @param first the first run, cold
  /// @param prove median of the others, in milliseconds
  private record Times(
      double firstWitness, double witness, double firstProve, double prove, double mebibytes) {
    static Times of(JsonNode json) {
      List<Double> witness = numbers(json.required("witnessMillis"));
      List<Double> prove = numbers(json.required("proveMillis"));
      return new Times(
          witness.getFirst(),
          Bench.median(witness.subList(1, witness.size())),
          prove.getFirst(),
          Bench.median(prove.subList(1, prove.size())),
          json.required("peakKib").doubleValue() / 1024);
    }

    private static List<Double> numbers(JsonNode array) {
      List<Double> numbers = new ArrayList<>();
      array.forEach(number -> numbers.add(number.doubleValue()));
      return numbers;
    }

    void write(ObjectNode json) {
      json.put("firstWitnessMillis", firstWitness)
          .put("witnessMillis", witness)
          .put("firstProveMillis", firstProve)
          .put("proveMillis", prove)
          .put("peakMebibytes", mebibytes);
    }
  }

  private static void print(
      String name, int constraints, Times ours, Times theirs, ObjectNode json) {
    json.put("constraints", constraints)
        .put("proveRatio", theirs.prove / ours.prove)
        .put("witnessRatio", theirs.witness / ours.witness)
        .put("memoryRatio", theirs.mebibytes / ours.mebibytes);
    ours.write(json.putObject("urna"));
    theirs.write(json.putObject("snarkjs"));
    System.out.println(
        Bench.line(
            "%-26s %11d | %8.2f %8.2f %8.2f | Urna    %,6.0f %,6.0f  %,6.0f %,6.0f      | %,8.0f",
            name,
            constraints,
            theirs.prove / ours.prove,
            theirs.witness / ours.witness,
            theirs.mebibytes / ours.mebibytes,
            ours.prove,
            ours.firstProve,
            ours.witness,
            ours.firstWitness,
            ours.mebibytes));
    System.out.println(
        Bench.line(
            "%-67s | snarkjs %,6.0f %,6.0f  %,6.0f %,6.0f      | %,8.0f",
            "",
            theirs.prove,
            theirs.firstProve,
            theirs.witness,
            theirs.firstWitness,
            theirs.mebibytes));
  }

  // ------------------------------------------------------------------ the other processes

  private static List<String> javaCommand(String name, Path input, Path witness) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(List.of(CHILD, name, input.toString(), witness.toString()));
    return command;
  }

  private static List<String> nodeCommand(
      CircuitFiles files, String name, Path input, Path witness) {
    Path home = Path.of(System.getProperty("urna.home", ".")).toAbsolutePath();
    return List.of(
        "node",
        home.resolve("src/bench/js/snarkjs.mjs").toString(),
        home.resolve("src/main/circom/node_modules").toString(),
        files.wasm(name).toAbsolutePath().toString(),
        files.provingKey(name).toAbsolutePath().toString(),
        input.toString(),
        witness.toString(),
        Integer.toString(RUNS));
  }

  private static JsonNode spawn(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + command + "\n" + output);
    }
    return JsonMapper.shared().readTree(output.strip().lines().toList().getLast());
  }

  private static void write(Path file, Map<String, List<BigInteger>> inputs) throws IOException {
    Map<String, List<String>> text = new HashMap<>();
    inputs.forEach(
        (name, values) -> text.put(name, values.stream().map(Object::toString).toList()));
    Files.writeString(file, JsonMapper.shared().writeValueAsString(text));
  }

  /// `prover-child NAME INPUT.json WITNESS.wtns`: measures our side and prints one line of JSON.
  static void child(String[] arguments) throws Exception {
    String name = arguments[1];
    CircuitFiles files = files();
    Circuit circuit = files.circuits().byName(name);
    Map<String, List<BigInteger>> inputs = new HashMap<>();
    JsonMapper.shared()
        .readTree(Files.readString(Path.of(arguments[2])))
        .forEachEntry(
            (key, values) -> {
              List<BigInteger> numbers = new ArrayList<>();
              values.forEach(value -> numbers.add(new BigInteger(value.stringValue())));
              inputs.put(key, numbers);
            });
    ObjectNode json = JsonMapper.shared().createObjectNode();
    var witnessMillis = json.putArray("witnessMillis");
    var proveMillis = json.putArray("proveMillis");
    WitnessCalculator calculator = null;
    Groth16Prover prover =
        new Groth16Prover(new SecureRandom(), Runtime.getRuntime().availableProcessors());
    try (ProvingKey key = ProvingKey.open(files.provingKey(name))) {
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        if (calculator == null) {
          calculator = WitnessCalculator.load(files.wasm(name));
        }
        try (Witness witness = calculator.calculate(inputs)) {
          witnessMillis.add(Bench.millisSince(start));
          if (run == 0) {
            WtnsFile.write(Path.of(arguments[3]), witness);
          }
          start = System.nanoTime();
          Proof proof = prover.prove(key, witness, ProgressListener.NONE);
          proveMillis.add(Bench.millisSince(start));
          if (!new Groth16Verifier()
              .verify(key.verifyingKey(), circuit.signalsOf(witness), proof)) {
            throw new IllegalStateException("the proof does not verify: " + name);
          }
        }
      }
    }
    json.put("peakKib", peakKib());
    System.out.println(json);
  }

  private static long peakKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
