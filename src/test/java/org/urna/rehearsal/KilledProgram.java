package org.urna.rehearsal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program in a Java of its own and kills it with SIGKILL. The program prints a line, ended
/// by a full stop, for everything that a person would be shown; a line without the stop was torn by
/// the kill and counts as not shown.
public final class KilledProgram {
  /// A program that lives for seconds is best compiled lightly.
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final int KILLED = 137;
  private static final long LONGEST_END_SECONDS = 30;

  private KilledProgram() {}

  /// What the program said.
  ///
  /// @param lines without their full stops
  /// @param killed whether the kill came before the program ended with status 0
  public record Said(List<String> lines, boolean killed) {}

  /// Starts the program, reads `lines` lines, waits some microseconds so that the kill falls
  /// anywhere within the next step, and kills it.
  ///
  /// @return everything it said, also after the count
  /// @throws AssertionError if it ended in another way than by the kill or with status 0
  public static Said runAndKill(Class<?> program, List<String> arguments, int lines, long micros)
      throws IOException, InterruptedException {
    Process process = start(program, QUICK, arguments);
    List<String> said = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while (said.size() < lines && (line = reader.readLine()) != null) {
        said.add(line);
      }
      long until = System.nanoTime() + micros * 1000L;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      // SIGKILL on Linux.
      process.toHandle().destroyForcibly();
      while ((line = reader.readLine()) != null) {
        said.add(line);
      }
    }
    int status = ended(process);
    if (status != 0 && status != KILLED) {
      throw new AssertionError("status " + status + " after " + said);
    }
    return new Said(shown(said), status == KILLED);
  }

  /// Lets the program run to its end.
  ///
  /// @throws AssertionError if that is not with status 0
  public static List<String> run(Class<?> program, List<String> arguments)
      throws IOException, InterruptedException {
    Process process = start(program, QUICK, arguments);
    List<String> said;
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      said = reader.lines().toList();
    }
    int status = ended(process);
    if (status != 0) {
      throw new AssertionError("status " + status + " after " + said);
    }
    return shown(said);
  }

  private static List<String> shown(List<String> said) {
    return said.stream()
        .filter(line -> line.endsWith("."))
        .map(line -> line.substring(0, line.length() - 1))
        .toList();
  }

  private static int ended(Process process) throws InterruptedException {
    if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the program does not end");
    }
    return process.exitValue();
  }

  /// @param options of the Java virtual machine
  static Process start(Class<?> program, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector"));
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            program.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
