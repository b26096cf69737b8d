package org.urna.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.urna.kiosk.WarmUpMeasurement;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `./urna bench [prover|kernels|warm-up|chip|gas|queue]… [--circuit NAME] [--rapidsnark PATH]
/// [--json FILE]`: measures, prints, judges nothing. Ratios come first, because they carry over to
/// other machines better than seconds do. With `prover` or `chip` alone, the JSON is its table and
/// nothing else.
public final class Bench {
  private static final List<String> ALL =
      List.of("chip", "queue", "gas", "kernels", "warm-up", "prover");

  /// Measured alone, their JSON is their table and nothing else.
  private static final Set<String> ALONE = Set.of("chip", "prover");

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals(ProverMeasurement.CHILD)) {
      ProverMeasurement.child(arguments);
      return;
    }
    if (arguments.length > 0 && arguments[0].equals(KernelMeasurement.CHILD)) {
      KernelMeasurement.child();
      return;
    }
    if (arguments.length > 0 && arguments[0].equals(WarmUpMeasurement.CHILD)) {
      WarmUpMeasurement.child(arguments);
      return;
    }
    Path json = null;
    Path rapidsnark = null;
    String circuit = "";
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--json") && i + 1 < arguments.length) {
        json = Path.of(arguments[++i]);
      } else if (arguments[i].equals("--circuit") && i + 1 < arguments.length) {
        circuit = arguments[++i];
      } else if (arguments[i].equals("--rapidsnark") && i + 1 < arguments.length) {
        rapidsnark = Path.of(arguments[++i]);
      } else if (ALL.contains(arguments[i])) {
        names.add(arguments[i]);
      } else {
        System.err.println(
            "usage: ./urna bench ["
                + String.join("|", ALL)
                + "]... [--circuit NAME] [--rapidsnark PATH] [--json FILE]");
        System.exit(2);
      }
    }
    boolean whole = true;
    ObjectNode report = JsonMapper.shared().createObjectNode();
    machine(report.putObject("machine"));
    for (String name : names.isEmpty() ? ALL : names) {
      System.out.println();
      ObjectNode part = report.putObject(name);
      switch (name) {
        case "prover" -> whole &= ProverMeasurement.run(part, circuit, rapidsnark);
        case "kernels" -> KernelMeasurement.run(part);
        case "warm-up" -> WarmUpMeasurement.run(part);
        case "chip" -> ChipMeasurement.run(part);
        case "gas" -> org.urna.upload.evm.GasMeasurement.run(part);
        case "queue" -> QueueMeasurement.run(part);
        default -> throw new IllegalStateException(name);
      }
    }
    write(
        json,
        names.size() == 1 && ALONE.contains(names.getFirst())
            ? (ObjectNode) report.required(names.getFirst())
            : report);
    System.exit(whole ? 0 : 1);
  }

  private static void write(@Nullable Path json, ObjectNode report) throws IOException {
    if (json != null) {
      Files.writeString(json, report.toPrettyString() + "\n", StandardCharsets.UTF_8);
    }
  }

  private static void machine(ObjectNode json) throws IOException {
    String processor = System.getProperty("os.arch");
    Path info = Path.of("/proc/cpuinfo");
    if (Files.isReadable(info)) {
      processor =
          Files.readAllLines(info).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst()
              .orElse(processor);
    }
    json.put("processor", processor);
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("java", Runtime.version().toString());
    if (Files.isReadable(Path.of("/proc/loadavg"))) {
      json.put("load", Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }
    System.out.printf(
        "%s, %s processors, %s, Java %s, load %s%n",
        json.get("processor").stringValue(),
        json.get("processors"),
        json.get("system").stringValue(),
        json.get("java").stringValue(),
        json.has("load") ? json.get("load").stringValue() : "unknown");
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }

  static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
