package org.urna.verify;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.urna.election.TrusteeBoard;
import org.urna.tally.CeremonyException;
import org.urna.tally.JointKey;

/// The trustees' keys follow from what they published (protocol §6 Keys).
final class CeremonyCheck {
  private final Finding finding;
  private final Optional<JointKey> keys;

  CeremonyCheck(TrusteeBoard board) {
    String claim = "the joint key follows from what the trustees published";
    Optional<JointKey> recomputed = Optional.empty();
    Finding found;
    try {
      recomputed = Optional.of(JointKey.of(board));
      found =
          Finding.holds(claim, board.threshold() + " of " + board.trustees().size() + " open it");
    } catch (CeremonyException e) {
      found = Finding.fails(claim, String.valueOf(e.getMessage()));
    }
    this.keys = recomputed;
    this.finding = found;
  }

  Finding finding() {
    return finding;
  }

  /// The recomputed keys, if the ceremony adds up.
  Optional<JointKey> keys() {
    return keys;
  }

  /// x and y of each trustee's verification key, by number; empty if the ceremony does not add up.
  List<BigInteger> verificationKeyWords() {
    return keys.stream()
        .flatMap(joint -> joint.verificationKeys().stream())
        .flatMap(key -> List.of(key.x(), key.y()).stream())
        .toList();
  }
}
