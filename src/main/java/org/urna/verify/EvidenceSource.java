package org.urna.verify;

import org.urna.election.ChainReference;

/// Where [ChainEvidence] comes from: a node's RPC endpoint, or a file exported from one.
@FunctionalInterface
public interface EvidenceSource {
  /// Reads everything about the contract at `chain`. Blocking, up to minutes; interruptible.
  ///
  /// @throws EvidenceException if the node or file cannot be read or answers nonsense
  ChainEvidence collect(ChainReference chain) throws EvidenceException, InterruptedException;
}
