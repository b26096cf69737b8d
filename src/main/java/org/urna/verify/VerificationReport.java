package org.urna.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What [ElectionVerifier] found.
///
/// @param findings every claim that was tried, in order
/// @param ballotsVerified accepted ballots whose proofs, station, nullifier and sum were recomputed
/// @param ballotsRefused ballots on chain that must not count: second ballots of the same person,
///   and, if a contract ever took one, ballots that do not verify
/// @param counts the result by option, if it was published and holds
/// @param gasUsed and `cost` in wei: of all batches
public record VerificationReport(
    List<Finding> findings,
    int ballotsVerified,
    int ballotsRefused,
    Optional<List<BigInteger>> counts,
    BigInteger gasUsed,
    BigInteger cost) {
  public VerificationReport {
    findings = List.copyOf(findings);
    counts = counts.map(List::copyOf);
  }

  /// This report with one more finding.
  public VerificationReport with(Finding finding) {
    List<Finding> all = new ArrayList<>(findings);
    all.add(finding);
    return new VerificationReport(all, ballotsVerified, ballotsRefused, counts, gasUsed, cost);
  }

  /// Whether every claim holds.
  public boolean allHold() {
    return findings.stream().allMatch(Finding::holds);
  }

  /// The claims that do not hold.
  public List<Finding> failures() {
    return findings.stream().filter(finding -> !finding.holds()).toList();
  }
}
