package org.urna.election;

import java.math.BigInteger;
import java.util.List;

/// What one trustee published in the key ceremony.
///
/// @param name as the public knows them
/// @param commitments A_j0 … A_j,t−1, the Feldman commitments to the trustee's polynomial
/// @param proofCommitment R of the proof of knowledge of a_j0
/// @param proofResponse s of that proof, below ℓ; `tally` checks s·B8 = R + c·A_j0
public record Trustee(
    String name,
    List<CurvePoint> commitments,
    CurvePoint proofCommitment,
    BigInteger proofResponse) {
  public Trustee {
    Checks.text(name, 200, "trustee.name");
    Checks.range(commitments.size(), 1, TrusteeBoard.MAX_TRUSTEES, "trustee.commitments");
    commitments = List.copyOf(commitments);
    Checks.that(
        proofResponse.signum() >= 0 && proofResponse.compareTo(Checks.SUBGROUP) < 0,
        "trustee.proofResponse",
        "must be below the subgroup order");
  }
}
