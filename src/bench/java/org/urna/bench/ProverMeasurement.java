package org.urna.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Witness and proof of every circuit, beside snarkjs and, where one is given, a rapidsnark binary:
/// same key, same witness file, same run.
///
/// Each prover runs in a process of its own, so that peak memory and processor time are its own,
/// and with all processors. Ours and snarkjs stay running, as a kiosk does, and give the median of
/// warm runs beside the first; rapidsnark's command starts, maps the key and proves each time, and
/// gives the median of its runs. Ours has opened and checked the key before, which the station does
/// once.
final class ProverMeasurement {
  static final String CHILD = "prover-child";
  private static final int RUNS = 5;

  /// Heap of our process. A proof in 2¹⁹ holds about 300 MB; with more heap, garbage is only
  /// collected later and the peak says nothing about the prover.
  private static final String HEAP = "-Xmx640m";

  private ProverMeasurement() {}

  private static CircuitFiles files() {
    return CircuitFiles.at(Path.of(System.getProperty("urna.circuits", "target/circuits")));
  }

  /// Measures circuits and prints a row for each.
  ///
  /// @param json receives `circuits`
  /// @param only the name of the only circuit to measure, or nothing for all
  /// @param rapidsnark its `prover`, if there is one
  /// @return whether every circuit asked for could be measured
  static boolean run(ObjectNode json, String only, @Nullable Path rapidsnark) throws Exception {
    CircuitFiles files = files();
    List<Circuit> chosen =
        files.circuits().all().stream()
            .filter(circuit -> only.isEmpty() || circuit.name().equals(only))
            .toList();
    if (chosen.isEmpty()) {
      System.out.println("prover: there is no circuit " + only);
      return false;
    }
    System.out.println(
        "prover: same key, same witness, "
            + Runtime.getRuntime().availableProcessors()
            + " threads, "
            + KernelMeasurement.arithmetic()
            + "; a ratio is our wall time over theirs");
    System.out.println(
        Bench.line(
            "%-28s %11s | %9s %10s %9s | %14s %14s %8s | %8s %10s | %8s",
            "circuit",
            "constraints",
            "/ snarkjs",
            "/ rapidsn.",
            "witness",
            "prove ms",
            "of first",
            "CPU s",
            "witness",
            "of first",
            "peak MiB"));
    ArrayNode rows = json.putArray("circuits");
    boolean whole = true;
    Path folder = Files.createTempDirectory("urna-bench-");
    try {
      for (Circuit circuit : chosen) {
        Optional<Map<String, List<BigInteger>>> inputs = SampleInputs.of(circuit);
        if (inputs.isEmpty()) {
          System.out.println(
              "no sample inputs for "
                  + circuit.name()
                  + " yet: add them to SampleEnrolment or SampleInputs in src/bench");
          whole = false;
          continue;
        }
        measure(files, circuit.name(), inputs.get(), rapidsnark, folder, rows.addObject());
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    return whole;
  }

  private static void measure(
      CircuitFiles files,
      String name,
      Map<String, List<BigInteger>> inputs,
      @Nullable Path rapidsnark,
      Path folder,
      ObjectNode row)
      throws Exception {
    DevelopmentKeys.ensure(files, name);
    Path input = folder.resolve(name + ".json");
    Path witness = folder.resolve(name + ".wtns");
    write(input, inputs);
    Times ours = Times.of(spawn(javaCommand(name, input, witness)));
    Times snarkjs = Times.of(spawn(nodeCommand(files, name, input, witness)));
    Times fast =
        rapidsnark == null
            ? Times.NONE
            : rapidsnark(rapidsnark, files.provingKey(name), witness, folder);
    int constraints = R1csFile.read(files.r1cs(name)).constraints();
    row.put("name", name)
        .put("constraints", constraints)
        .put("witness_ms", round(ours.witness))
        .put("prove_ms", round(ours.prove))
        .put("snarkjs_ms", round(snarkjs.prove));
    if (rapidsnark == null) {
      row.putNull("rapidsnark_ms");
    } else {
      row.put("rapidsnark_ms", round(fast.prove));
    }
    row.put("peak_rss_mb", round(ours.mebibytes));
    System.out.println(
        Bench.line(
            "%-28s %11d | %9.3f %10s %9.2f | %s",
            name,
            constraints,
            ours.prove / snarkjs.prove,
            rapidsnark == null ? "-" : Bench.line("%.3f", ours.prove / fast.prove),
            ours.witness / snarkjs.witness,
            ours.text("Urna")));
    System.out.println(Bench.line("%-71s | %s", "", snarkjs.text("snarkjs")));
    if (rapidsnark != null) {
      System.out.println(Bench.line("%-71s | %s", "", fast.text("rapidsnark")));
    }
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }

  /// @param firstWitness the first run, cold
  /// @param witness median of the others, in milliseconds
  /// @param proveCpu processor seconds of one proof, median
  private record Times(
      double firstWitness,
      double witness,
      double firstProve,
      double prove,
      double proveCpu,
      double mebibytes) {
    static final Times NONE =
        new Times(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static Times of(JsonNode json) {
      List<Double> witness = numbers(json.required("witnessMillis"));
      List<Double> prove = numbers(json.required("proveMillis"));
      List<Double> cpu = numbers(json.required("proveCpuMillis"));
      return new Times(
          witness.getFirst(),
          Bench.median(witness.subList(1, witness.size())),
          prove.getFirst(),
          Bench.median(prove.subList(1, prove.size())),
          Bench.median(cpu.subList(1, cpu.size())) / 1e3,
          json.required("peakKib").doubleValue() / 1024);
    }

    private static List<Double> numbers(JsonNode array) {
      List<Double> numbers = new ArrayList<>();
      array.forEach(number -> numbers.add(number.doubleValue()));
      return numbers;
    }

    String text(String who) {
      return Bench.line(
          "%-10s %,7.0f  %,10.0f %8s | %8s %10s | %8s",
          who,
          prove,
          firstProve,
          number("%.2f", proveCpu),
          number("%,.0f", witness),
          number("%,.0f", firstWitness),
          number("%,.0f", mebibytes));
    }

    private static String number(String format, double value) {
      return Double.isNaN(value) ? "-" : Bench.line(format, value);
    }
  }

  /// rapidsnark's command, run after run. Its processor time and memory are known on Linux only.
  private static Times rapidsnark(Path prover, Path key, Path witness, Path folder)
      throws IOException, InterruptedException {
    List<Double> millis = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      double before = childrenCpuMillis();
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(
                  prover.toAbsolutePath().toString(),
                  key.toAbsolutePath().toString(),
                  witness.toString(),
                  folder.resolve("proof.json").toString(),
                  folder.resolve("public.json").toString())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("rapidsnark failed: " + output);
      }
      millis.add(Bench.millisSince(start));
      cpu.add(childrenCpuMillis() - before);
    }
    return new Times(
        Double.NaN,
        Double.NaN,
        millis.getFirst(),
        Bench.median(millis.subList(1, RUNS)),
        Bench.median(cpu.subList(1, RUNS)) / 1e3,
        Double.NaN);
  }

  /// Processor time of all ended child processes, from `/proc/self/stat` fields 16 and 17, in
  /// hundredths of a second there; NaN elsewhere.
  private static double childrenCpuMillis() throws IOException {
    Path stat = Path.of("/proc/self/stat");
    if (!Files.isReadable(stat)) {
      return Double.NaN;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return 10.0 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }

  // ------------------------------------------------------------------ the other processes

  private static List<String> javaCommand(String name, Path input, Path witness) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add(HEAP);
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
    var proveCpuMillis = json.putArray("proveCpuMillis");
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
          double cpu = cpuMillis();
          start = System.nanoTime();
          Proof proof = prover.prove(key, witness, ProgressListener.NONE);
          proveMillis.add(Bench.millisSince(start));
          proveCpuMillis.add(cpuMillis() - cpu);
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

  private static double cpuMillis() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e6;
  }

  private static long peakKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
