package org.urna.upload;

import java.math.BigInteger;
import org.urna.election.Bytes;

/// What the contract did with one ballot of an accepted batch.
///
/// @param code the ballot's code
/// @param counted false if the nullifier was used before and the ballot was left out
public record BallotOutcome(Bytes code, BigInteger nullifier, boolean counted) {
  /// The reason given for a ballot that was left out.
  public static final String DUPLICATE = "DuplicateNullifier";
}
