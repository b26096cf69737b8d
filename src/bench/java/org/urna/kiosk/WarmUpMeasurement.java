package org.urna.kiosk;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.urna.election.ElectionMode;
import org.urna.flow.voter.PassportOutcome;
import org.urna.flow.voter.ProofOutcome;
import org.urna.flow.voter.SealOutcome;
import org.urna.flow.voter.TypedKey;
import org.urna.office.Installation;
import org.urna.passport.chip.JmrtdPassportReader;
import org.urna.passport.chip.ReadLimits;
import org.urna.practice.card.InProcessReader;
import org.urna.practice.specimen.SpecimenHolder;
import org.urna.practice.specimen.SpecimenLibrary;
import org.urna.practice.specimen.SpecimenPassport;
import org.urna.rehearsal.PracticeElection;
import org.urna.rehearsal.PracticeMachine;
import org.urna.rehearsal.StationProcess;
import org.urna.station.StationFolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the first voters of a station wait for, with Russian passports: in a station that has just
/// started, and in one whose warm-up is over. Each is a process of its own, and a whole station but
/// for the screens; nobody casts.
public final class WarmUpMeasurement {
  /// First word of the child's arguments.
  public static final String CHILD = "warm-up-child";

  private static final int VOTERS = 10;
  private static final List<Integer> SHOWN = List.of(1, 2, VOTERS);
  private static final List<String> PARTS =
      List.of("passport", "witness", "proof", "ballotWitness", "ballotProof");
  private static final DateTimeFormatter YYMMDD =
      DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

  private WarmUpMeasurement() {}

  /// Measures and prints a row for each of some voters.
  public static void run(ObjectNode json) throws Exception {
    System.out.println(
        "warm-up: what the first voters wait for, ms of wall time (of processor time, the JVM's compiler included)");
    Path folder = Files.createTempDirectory("urna-bench-");
    try {
      Path station = prepare(folder);
      System.out.println(
          line(
              "%-12s %5s | %8s | %15s %15s %15s %15s %15s",
              "station",
              "voter",
              "/ tenth",
              "passport",
              "witness",
              "proof",
              "ballot witn.",
              "ballot proof"));
      for (boolean warm : new boolean[] {false, true}) {
        JsonNode measured = spawn(station, warm);
        json.set(warm ? "warm" : "cold", measured);
        print(warm ? "warm" : "just started", measured.required("voters"));
        if (warm) {
          System.out.println(
              line(
                  "the warm-up took %.1f s",
                  measured.required("warmUpMillis").doubleValue() / 1e3));
        }
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static void print(String station, JsonNode voters) {
    double tenth = wall(voters.get(VOTERS - 1));
    for (int number : SHOWN) {
      JsonNode voter = voters.get(number - 1);
      List<Object> cells = new ArrayList<>(List.of(station, number, wall(voter) / tenth));
      for (String part : PARTS) {
        cells.add(
            line(
                "%.0f (%.0f)",
                voter.required(part + "Millis").doubleValue(),
                voter.required(part + "CpuMillis").doubleValue()));
      }
      System.out.println(line("%-12s %5d | %8.2f | %15s %15s %15s %15s %15s", cells.toArray()));
    }
  }

  private static double wall(JsonNode voter) {
    return PARTS.stream().mapToDouble(part -> voter.required(part + "Millis").doubleValue()).sum();
  }

  /// A practice election with one station that has its package.
  private static Path prepare(Path folder) throws Exception {
    SecureRandom random = new SecureRandom();
    Clock clock = Clock.systemUTC();
    try (PracticeElection practice =
        PracticeElection.prepare(
            folder, 1, Installation.circuits(null), Optional.empty(), clock, random)) {
      PracticeElection.provision(
          new PracticeMachine(
                  practice, 1, Optional.empty(), (_, _, _, _, _) -> {}, _ -> {}, random, clock)
              .machine(),
          practice.packageFolder());
      return folder.resolve("station-1");
    }
  }

  private static JsonNode spawn(Path station, boolean warm)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of("org.urna.bench.Bench", CHILD, station.toString(), Boolean.toString(warm)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("failed: " + command + "\n" + output);
    }
    return JsonMapper.shared().readTree(output.strip().lines().toList().getLast());
  }

  /// `warm-up-child STATION true|false`: measures one station and prints one line of JSON.
  public static void child(String[] arguments) throws Exception {
    SecureRandom random = new SecureRandom();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    try (StationProcess station =
        new StationProcess(StationFolder.of(Path.of(arguments[1]), ElectionMode.PRACTICE))) {
      station.open();
      try (Provers provers =
          Provers.load(
              station.election().manifest(),
              station.address(),
              Installation.circuits(null),
              Runtime.getRuntime().availableProcessors(),
              random)) {
        if (Boolean.parseBoolean(arguments[2])) {
          long start = System.nanoTime();
          provers.warmUp().start();
          while (provers.warmUp().remaining().isPresent()) {
            Thread.sleep(10);
          }
          json.put("warmUpMillis", (System.nanoTime() - start) / 1e6);
        }
        // After the warm-up, so that making the specimens warms nothing for it.
        LocalDate day = station.election().manifest().eligibility().passportValidOn();
        List<SpecimenPassport> citizens =
            SpecimenLibrary.forPollingDay(day).citizens().subList(0, 3);
        ArrayNode voters = json.putArray("voters");
        for (int i = 0; i < VOTERS; i++) {
          InProcessReader slot = new InProcessReader("Bench reader");
          slot.lay(citizens.get(i % citizens.size()).chip());
          vote(
              station.visit(
                  new JmrtdPassportReader(slot, PracticeMachine.EXCHANGE, ReadLimits.KIOSK, random),
                  provers),
              citizens.get(i % citizens.size()).holder(),
              voters.addObject());
        }
      }
    }
    System.out.println(json);
  }

  private static void vote(VoterVisit visit, SpecimenHolder holder, ObjectNode json)
      throws Exception {
    try (visit;
        TypedKey key =
            TypedKey.of(
                holder.documentNumber(),
                YYMMDD.format(holder.birthDate()),
                YYMMDD.format(holder.expiryDate()))) {
      Watch watch = new Watch(json);
      expect(visit.readPassport(key, _ -> {}), PassportOutcome.Admitted.class);
      watch.lap("passport");
      expect(visit.prove(watch.firstTime("witness")), ProofOutcome.Prepared.class);
      watch.lap("proof");
      expect(visit.seal(1, watch.firstTime("ballotWitness")), SealOutcome.Sealed.class);
      watch.lap("ballotProof");
    }
  }

  private static void expect(Object outcome, Class<?> wanted) {
    if (!wanted.isInstance(outcome)) {
      throw new IllegalStateException("wanted " + wanted.getSimpleName() + ", but: " + outcome);
    }
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /// Wall and processor time since the last lap.
  private static final class Watch {
    private final ObjectNode json;
    private long wall = System.nanoTime();
    private long cpu = cpuNanos();

    Watch(ObjectNode json) {
      this.json = json;
    }

    void lap(String part) {
      long wallNow = System.nanoTime();
      long cpuNow = cpuNanos();
      json.put(part + "Millis", (wallNow - wall) / 1e6);
      json.put(part + "CpuMillis", (cpuNow - cpu) / 1e6);
      wall = wallNow;
      cpu = cpuNow;
    }

    /// Laps when a proof begins, as that is the first progress it reports.
    DoubleConsumer firstTime(String part) {
      boolean[] heard = {false};
      return _ -> {
        if (!heard[0]) {
          heard[0] = true;
          lap(part);
        }
      };
    }

    private static long cpuNanos() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
