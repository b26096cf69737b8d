package org.urna.upload;

import java.math.BigInteger;
import java.util.List;
import org.urna.election.EcdsaSignature;

/// An accepted batch as the chain holds it: what happened, and the calldata it happened to.
///
/// @param ballots the words of each ballot: variant, nullifier, badge, 4·optionCount ciphertext
///   words, 8 of the enrolment proof, 8 of the ballot proof. Not parsed further: a verifier wants
///   to see them as they are
public record CastBatch(
    BatchInclusion inclusion, List<List<BigInteger>> ballots, EcdsaSignature signature) {
  public CastBatch {
    ballots = ballots.stream().map(List::copyOf).toList();
  }
}
