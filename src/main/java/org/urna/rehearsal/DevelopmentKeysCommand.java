package org.urna.rehearsal;

import java.util.List;
import java.util.concurrent.Callable;
import org.urna.failure.ExitCode;
import org.urna.office.Installation;
import org.urna.proof.circom.CircuitFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna station development-keys`: what a practice election proves with.
@Command(
    name = "development-keys",
    mixinStandardHelpOptions = true,
    description =
        "Make the development keys of the practice election's circuits and print their names. A real election refuses them.")
final class DevelopmentKeysCommand implements Callable<Integer> {
  @Option(names = "--list", description = "only print the names; make nothing")
  private boolean list;

  @Override
  public Integer call() throws Exception {
    CircuitFiles files = Installation.circuits(null);
    List<String> circuits = PracticeElection.circuits(files, PracticeElection.source());
    if (!list) {
      PracticeElection.developmentKeys(files, circuits);
    }
    circuits.forEach(System.out::println);
    return ExitCode.DONE.value();
  }
}
