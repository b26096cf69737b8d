package org.urna.command;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.urna.election.Address;
import org.urna.election.ElectionPackage;
import org.urna.failure.CommandRefused;
import org.urna.failure.ExitCode;
import org.urna.failure.Failure;
import org.urna.office.Installation;
import org.urna.office.Recount;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna verify`: an auditor's whole work in one command.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Rechecks a whole election from chain data and its manifest, and lists each claim.")
public final class VerifyCommand implements Callable<Integer> {
  @Option(
      names = "--package",
      required = true,
      description = "The election package: folder or zip.")
  Path electionPackage = Path.of(".");

  @Option(
      names = "--organiser",
      required = true,
      description = "Address whose signature the package must carry.")
  private @Nullable Address organiser;

  @Option(
      names = "--rpc",
      required = true,
      description = "RPC endpoint of a node of the election's chain.")
  URI rpc = URI.create("http://127.0.0.1:8545");

  @Option(
      names = "--circuits",
      description = "Folder with circuits.json and verifying keys (default: this build's).")
  private @Nullable Path circuits;

  @Override
  public Integer call() throws Exception {
    ElectionPackage election = ElectionPackage.open(electionPackage, requireNonNull(organiser));
    try (EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30))) {
      VerificationReport report = Recount.of(election, node, Installation.circuits(circuits));
      Recount.lines(report, election).forEach(System.out::println);
      Optional<Failure> verdict = Recount.verdict(report);
      if (verdict.isPresent()) {
        throw new CommandRefused(verdict.get());
      }
      return ExitCode.DONE.value();
    }
  }
}
