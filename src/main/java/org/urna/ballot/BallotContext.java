package org.urna.ballot;

import java.math.BigInteger;
import org.urna.election.Address;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionManifest;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;
import org.urna.proof.hash.Poseidon;

/// What every ballot of one station in one election has in common.
///
/// @param electionId the election, a field element
/// @param station the station's address
/// @param jointKey H, the trustees' key; in the subgroup, not the identity
/// @param optionCount how many options the election has
public record BallotContext(
    BigInteger electionId, Address station, Point jointKey, int optionCount) {
  public BallotContext {
    if (!Poseidon.isFieldElement(electionId)) {
      throw new IllegalArgumentException("an election id is a field element");
    }
    BabyJubJub.requireKey(jointKey.x(), jointKey.y());
    if (optionCount < 2 || optionCount > ElectionManifest.MAX_OPTIONS) {
      throw new IllegalArgumentException("an election has 2 to 16 options");
    }
  }

  /// The context of `station` in the election of `manifest`.
  ///
  /// @param electionId of this manifest; computing it takes time, so it is given
  /// @throws IllegalArgumentException if the joint key is not a key
  public static BallotContext of(
      ElectionManifest manifest, BigInteger electionId, Address station) {
    CurvePoint key = manifest.trustees().jointKey();
    return new BallotContext(
        electionId, station, new Point(key.x(), key.y()), manifest.optionCount());
  }
}
