package org.urna.election;

import java.util.List;

/// The trustees: any `threshold` of them open the sum, fewer learn nothing (protocol §6 Keys). Each
/// also holds one part of the nullifier key. A trustee's number j is its position counted from 1.
///
/// @param ceremonyId 32 bytes that the proofs of knowledge are bound to
/// @param transcriptHash SHA-256 of the ceremony's transcript
/// @param jointKey H, which everyone recomputes as the sum of the A_j0
public record TrusteeBoard(
    int threshold,
    List<Trustee> trustees,
    Bytes ceremonyId,
    Bytes transcriptHash,
    CurvePoint jointKey) {
  /// Poseidon takes the tag and at most 15 parts of the nullifier key.
  public static final int MAX_TRUSTEES = 15;

  public TrusteeBoard {
    Checks.range(trustees.size(), 1, MAX_TRUSTEES, "trustees.trustees");
    Checks.range(threshold, 1, trustees.size(), "trustees.threshold");
    for (Trustee trustee : trustees) {
      Checks.that(
          trustee.commitments().size() == threshold,
          "trustees.trustees.commitments",
          "must be as many as trustees.threshold");
    }
    Checks.unique(trustees, Trustee::name, "trustees.trustees.name");
    Checks.unique(trustees, trustee -> trustee.commitments().getFirst(), "trustees.trustees A_j0");
    trustees = List.copyOf(trustees);
    Checks.size(ceremonyId, 32, "trustees.ceremonyId");
    Checks.size(transcriptHash, 32, "trustees.transcriptHash");
  }
}
