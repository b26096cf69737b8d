package org.urna.rehearsal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.urna.failure.ExitCode;
import org.urna.office.Installation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna demo`: the whole of Urna on this machine, in practice mode.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "A practice election with everything embedded: specimen passports, two kiosks, a local chain.")
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--headless",
      description =
          "Play a polling day and print it. Exit code 0 only if counts, refusals and verification are right.")
  private boolean headless;

  @Option(
      names = "--visits",
      paramLabel = "N",
      description =
          "Play N visits at one kiosk, without a screen, and print what the process has in memory. Exit code 0 only if every visit ended as it must and memory stayed below its limits.")
  private int visits;

  @Override
  public Integer call() throws Exception {
    Path folder = Files.createTempDirectory("urna-practice-");
    if (visits > 0) {
      boolean right = new VisitsRun(folder, Installation.circuits(null), System.out).run(visits);
      return (right ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD).value();
    }
    if (headless) {
      boolean right = new HeadlessDemo(folder, Installation.circuits(null), System.out).run();
      return (right ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD).value();
    }
    PracticeKiosk.practise(folder);
    return ExitCode.DONE.value();
  }
}
