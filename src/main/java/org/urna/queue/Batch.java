package org.urna.queue;

import java.util.List;
import org.urna.ballot.SealedBallot;
import org.urna.election.Bytes;
import org.urna.election.EcdsaSignature;
import org.urna.election.Eip712Domain;

/// A signed batch: what goes to the chain in one transaction. Whether the signature is the
/// station's is asked by [#isSignedFor], because it depends on the contract.
///
/// @param ballots in strictly ascending order of nullifier
public record Batch(BatchId id, List<SealedBallot> ballots, EcdsaSignature signature) {
  public Batch {
    ballots = new UnsignedBatch(id, ballots).ballots();
  }

  public Bytes ballotsHash() {
    return unsigned().ballotsHash();
  }

  /// The EIP-712 digest that the signature is over.
  public Bytes digest(Eip712Domain domain) {
    return unsigned().digest(domain);
  }

  /// Whether the station named in [#id] signed these ballots under this number for this contract.
  public boolean isSignedFor(Eip712Domain domain) {
    return signature.recover(digest(domain)).filter(id.station()::equals).isPresent();
  }

  private UnsignedBatch unsigned() {
    return new UnsignedBatch(id, ballots);
  }
}
