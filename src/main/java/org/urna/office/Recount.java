package org.urna.office;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.urna.election.Address;
import org.urna.election.BallotOption;
import org.urna.election.ChainReference;
import org.urna.election.ContractCode;
import org.urna.election.ElectionManifest;
import org.urna.election.ElectionMode;
import org.urna.election.ElectionPackage;
import org.urna.failure.Failure;
import org.urna.failure.FailureCode;
import org.urna.proof.ProofFileException;
import org.urna.proof.circom.CircuitFiles;
import org.urna.tally.CeremonyException;
import org.urna.upload.evm.EvmEvidence;
import org.urna.upload.evm.EvmNode;
import org.urna.verify.ChainEvidence;
import org.urna.verify.ElectionVerifier;
import org.urna.verify.Finding;
import org.urna.verify.VerificationReport;

/// A whole election counted again from chain data: what [ElectionVerifier] tries, and whether the
/// contract lies where its own constructor and arguments put it.
public final class Recount {
  private Recount() {}

  /// Asks `node` for the evidence and counts it.
  public static VerificationReport of(ElectionPackage election, EvmNode node, CircuitFiles circuits)
      throws Exception {
    return of(election, new EvmEvidence(node).collect(election.chain()), circuits);
  }

  /// Counts evidence that is there already.
  public static VerificationReport of(
      ElectionPackage election, ChainEvidence evidence, CircuitFiles circuits) throws Exception {
    VerificationReport report =
        new ElectionVerifier(circuits, ContractCode.ofThisBuild(), new SecureRandom())
            .verify(election.manifest(), election.chain(), evidence);
    return report.with(place(election.manifest(), election.chain(), circuits));
  }

  /// Whether the contract lies where this manifest and this build put it: code with the right
  /// functions and wrong values behind them, made by another constructor, lies elsewhere.
  public static Finding place(
      ElectionManifest manifest, ChainReference chain, CircuitFiles circuits) {
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

  /// What an auditor's command ends with; empty if everything holds and the counts are published.
  public static Optional<Failure> verdict(VerificationReport report) {
    int failures = report.failures().size();
    if (failures > 0) {
      return Optional.of(
          new Failure(FailureCode.RESULT_NOT_VERIFIED, failures + " claims do not hold"));
    }
    return report.counts().isPresent()
        ? Optional.empty()
        : Optional.of(NotYet.failure("every claim holds so far, and no counts are published"));
  }

  /// The report in words, one line each.
  public static List<String> lines(VerificationReport report, ElectionPackage election) {
    List<String> lines = new ArrayList<>();
    if (election.manifest().practice()) {
      lines.add("PRACTICE: anyone can make this election's passports and proofs");
    }
    lines.addAll(warnings(election.manifest()));
    report.findings().forEach(finding -> lines.add(finding.toString()));
    report
        .counts()
        .ifPresent(counts -> lines.addAll(counted(counts, election.manifest().options())));
    lines.add("gas %,d, cost %s wei".formatted(report.gasUsed(), report.cost()));
    List<Finding> failures = report.failures();
    lines.add(failures.isEmpty() ? "every claim holds" : failures.size() + " claims do NOT hold");
    lines.add("ballots verified: " + report.ballotsVerified());
    lines.add("ballots refused:  " + report.ballotsRefused());
    return lines;
  }

  /// What an election is allowed to say and should think about twice.
  public static List<String> warnings(ElectionManifest manifest) {
    return ElectionMode.warnings(manifest).stream()
        .map(warning -> "warning: " + warning.words())
        .toList();
  }

  private static List<String> counted(List<BigInteger> counts, List<BallotOption> options) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      lines.add("%6d  %s".formatted(counts.get(i), options.get(i).name().in("en")));
    }
    return lines;
  }
}
