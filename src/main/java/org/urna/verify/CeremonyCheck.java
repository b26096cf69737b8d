package org.urna.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.CurvePoint;
import org.urna.election.ElectionManifest;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// The trustees' keys follow from what they published (protocol §6 Keys): every commitment is a
/// key, each trustee knew its secret, and the joint key is the sum of the first commitments.
final class CeremonyCheck {
  private final TrusteeBoard board;

  CeremonyCheck(ElectionManifest manifest) {
    this.board = manifest.trustees();
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Point joint = BabyJubJub.IDENTITY;
    for (int i = 0; i < board.trustees().size(); i++) {
      Trustee trustee = board.trustees().get(i);
      String claim = "commitments of trustee " + (i + 1) + " are keys";
      try {
        for (CurvePoint commitment : trustee.commitments()) {
          BabyJubJub.requireKey(commitment.x(), commitment.y());
        }
        findings.add(Finding.holds(claim, trustee.name()));
      } catch (IllegalArgumentException e) {
        findings.add(Finding.fails(claim, trustee.name() + ": " + e.getMessage()));
        return findings;
      }
      joint = BabyJubJub.add(joint, point(trustee.commitments().getFirst()));
    }
    CurvePoint published = board.jointKey();
    findings.add(
        Finding.of(
            "the joint key is the sum of the trustees' keys",
            joint.x().equals(published.x()) && joint.y().equals(published.y()),
            board.threshold() + " of " + board.trustees().size()));
    return findings;
  }

  /// x and y of each trustee's verification key, by number: Vⱼ = Σᵢ Σₖ jᵏ·Aᵢₖ.
  ///
  /// @throws IllegalArgumentException if a commitment is not a point of the curve
  static List<BigInteger> verificationKeyWords(TrusteeBoard board) {
    List<BigInteger> words = new ArrayList<>();
    for (int j = 1; j <= board.trustees().size(); j++) {
      Point key = BabyJubJub.IDENTITY;
      for (Trustee dealer : board.trustees()) {
        BigInteger power = BigInteger.ONE;
        for (CurvePoint commitment : dealer.commitments()) {
          key = BabyJubJub.add(key, BabyJubJub.multiply(point(commitment), power));
          power = power.multiply(BigInteger.valueOf(j)).mod(BabyJubJub.ORDER);
        }
      }
      words.add(key.x());
      words.add(key.y());
    }
    return words;
  }

  private static Point point(CurvePoint point) {
    return new Point(point.x(), point.y());
  }
}
