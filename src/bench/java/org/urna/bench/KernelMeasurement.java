package org.urna.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.bn254.KernelTimes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The prover's kernels for each width of lanes beside the scalar arithmetic: processor time on one
/// thread, each width in a process of its own, as a JVM has one width only.
final class KernelMeasurement {
  static final String CHILD = "kernels-child";

  private static final List<String> WIDTHS = List.of("512", "256", "128", "scalar");
  private static final List<String> KERNELS =
      List.of(
          "multiplication ns",
          "G1 2^12 ms",
          "G1 2^16 ms",
          "G1 2^18 ms",
          "G2 2^12 ms",
          "G2 2^15 ms",
          "transforms 2^14 ms",
          "transforms 2^16 ms",
          "transforms 2^19 ms");

  private KernelMeasurement() {}

  /// What the prover uses here.
  static String arithmetic() {
    return KernelTimes.isVectorChosen()
        ? "vector arithmetic, " + KernelTimes.lanes() + " lanes"
        : "scalar arithmetic";
  }

  static void run(ObjectNode json) throws IOException, InterruptedException {
    System.out.println(
        "kernels: how many times faster than the scalar arithmetic, then processor time on one thread; by default "
            + arithmetic());
    List<JsonNode> results = new ArrayList<>();
    for (String width : WIDTHS) {
      results.add(spawn(width));
    }
    System.out.println(
        Bench.line(
            "%-20s | %7s %7s %7s | %9s %9s %9s %9s",
            "", "8 lanes", "4 lanes", "2 lanes", "8 lanes", "4 lanes", "2 lanes", "scalar"));
    JsonNode scalar = results.getLast();
    for (String kernel : KERNELS) {
      ObjectNode row = json.putObject(kernel);
      StringBuilder ratios = new StringBuilder();
      StringBuilder times = new StringBuilder();
      for (int i = 0; i < WIDTHS.size(); i++) {
        double time = results.get(i).required(kernel).doubleValue();
        row.put(WIDTHS.get(i), time);
        times.append(Bench.line(" %9.2f", time));
        if (i < WIDTHS.size() - 1) {
          ratios.append(Bench.line(" %7.2f", scalar.required(kernel).doubleValue() / time));
        }
      }
      System.out.println(Bench.line("%-20s |%s |%s", kernel, ratios, times));
    }
  }

  private static JsonNode spawn(String width) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Durna.bench.kernel=" + width);
    if (!width.equals("scalar")) {
      command.add("-Durna.kernel.bits=" + width);
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName(), CHILD));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + command + "\n" + output);
    }
    return JsonMapper.shared().readTree(output.strip().lines().toList().getLast());
  }

  /// Measures one arithmetic and prints one line of JSON.
  static void child() throws InterruptedException {
    boolean vector = !System.getProperty("urna.bench.kernel", "").equals("scalar");
    KernelTimes times = new KernelTimes();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    for (String kernel : KERNELS) {
      String[] words = kernel.split("[ ^]");
      json.put(
          kernel,
          switch (words[0]) {
            case "multiplication" -> times.multiplication(vector);
            case "transforms" -> times.quotient(Integer.parseInt(words[2]), vector);
            default -> times.multiScalar(words[0], Integer.parseInt(words[2]), vector);
          });
    }
    System.out.println(json);
  }
}
