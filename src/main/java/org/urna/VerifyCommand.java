package org.urna;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.urna.election.Address;
import org.urna.election.BallotOption;
import org.urna.election.ChainReference;
import org.urna.election.ContractCode;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionPackage;
import org.urna.proof.ProofFileException;
import org.urna.proof.circom.CircuitFiles;
import org.urna.tally.CeremonyException;
import org.urna.upload.evm.EvmEvidence;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.ChainEvidence;
import org.urna.verify.ElectionVerifier;
import org.urna.verify.Finding;
import org.urna.verify.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `urna verify`: an auditor's whole work in one command.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Rechecks a whole election from chain data and its manifest. Exit code 0 only if every claim holds.")
final class VerifyCommand implements Callable<Integer> {
  @Option(
      names = "--package",
      required = true,
      description = "The election package: folder or zip.")
  Path electionPackage = Path.of(".");

  @Option(
      names = "--organiser",
      required = true,
      description = "Address whose signature the package must carry.")
  String organiser = "";

  @Option(
      names = "--rpc",
      required = true,
      description = "RPC endpoint of a node of the election's chain.")
  URI rpc = URI.create("http://127.0.0.1:8545");

  @Option(
      names = "--circuits",
      description = "Folder with circuits.json and verifying keys (default: this build's).")
  @org.jspecify.annotations.Nullable
  Path circuits;

  @Override
  public Integer call() throws Exception {
    ElectionPackage election = ElectionPackage.open(electionPackage, Address.parse(organiser));
    try (EvmNode node = EvmNode.at(rpc, Duration.ofSeconds(30))) {
      VerificationReport report = verify(election, node, Installation.circuits(circuits));
      print(report, election);
      return report.allHold() ? 0 : 1;
    }
  }

  static VerificationReport verify(ElectionPackage election, EvmNode node, CircuitFiles circuits)
      throws Exception {
    return verify(election, new EvmEvidence(node).collect(election.chain()), circuits);
  }

  /// Everything that [ElectionVerifier] tries, and whether the contract lies where its own
  /// constructor and arguments put it: code with the right functions and wrong values behind them,
  /// made by another constructor, lies elsewhere.
  static VerificationReport verify(
      ElectionPackage election, ChainEvidence evidence, CircuitFiles circuits) throws Exception {
    VerificationReport report =
        new ElectionVerifier(circuits, ContractCode.ofThisBuild(), new SecureRandom())
            .verify(election.manifest(), election.chain(), evidence);
    return report.with(place(election.manifest(), election.chain(), circuits));
  }

  static Finding place(ElectionManifest manifest, ChainReference chain, CircuitFiles circuits) {
    String claim = "the contract is where this manifest and this build put it";
    try {
      Address expected = ElectionKit.addressOf(manifest, circuits);
      boolean same = expected.equals(chain.contract());
      return new Finding(
          claim, same, same ? "" : "expected " + expected + ", found " + chain.contract());
    } catch (CeremonyException | ProofFileException | IllegalArgumentException e) {
      return new Finding(claim, false, String.valueOf(e.getMessage()));
    }
  }

  static void print(VerificationReport report, ElectionPackage election) {
    if (election.manifest().practice()) {
      System.out.println("PRACTICE: anyone can make this election's passports and proofs");
    }
    ElectionCommand.warn(election.manifest());
    report.findings().forEach(System.out::println);
    report.counts().ifPresent(counts -> printCounts(counts, election.manifest().options()));
    System.out.printf("gas %,d, cost %s wei%n", report.gasUsed(), report.cost());
    List<Finding> failures = report.failures();
    System.out.println(
        failures.isEmpty() ? "every claim holds" : failures.size() + " claims do NOT hold");
    System.out.println("ballots verified: " + report.ballotsVerified());
    System.out.println("ballots refused:  " + report.ballotsRefused());
  }

  private static void printCounts(List<java.math.BigInteger> counts, List<BallotOption> options) {
    for (int i = 0; i < options.size(); i++) {
      System.out.printf("%6d  %s%n", counts.get(i), options.get(i).name().in("en"));
    }
  }
}
