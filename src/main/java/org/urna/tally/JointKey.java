package org.urna.tally;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.CurvePoint;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// The trustees' public keys, recomputed from their Feldman commitments: H = Σ A_j0, and for each
/// trustee j the key of their share, V_j = Σ_i Σ_k j^k·A_ik.
///
/// An object of this class exists only if every commitment is a key, every trustee proved to know
/// their a_j0, and H is the manifest's joint key.
public final class JointKey {
  private final Point key;
  private final int threshold;
  private final List<Point> verificationKeys;

  private JointKey(Point key, int threshold, List<Point> verificationKeys) {
    this.key = key;
    this.threshold = threshold;
    this.verificationKeys = List.copyOf(verificationKeys);
  }

  /// Recomputes the keys of `board`. Takes milliseconds for each commitment.
  ///
  /// @throws CeremonyException if they do not follow from what the trustees published; the message
  ///   names the trustee
  public static JointKey of(TrusteeBoard board) throws CeremonyException {
    List<List<Point>> commitments = new ArrayList<>();
    Point sum = BabyJubJub.IDENTITY;
    int number = 0;
    for (Trustee trustee : board.trustees()) {
      List<Point> points = commitmentsOf(++number, trustee);
      KnowledgeProof proof =
          new KnowledgeProof(point(trustee.proofCommitment()), trustee.proofResponse());
      if (!proof.verify(points.getFirst(), board.ceremonyId(), number)) {
        throw new CeremonyException("trustee " + number + " did not prove to know their key");
      }
      commitments.add(points);
      sum = BabyJubJub.add(sum, points.getFirst());
    }
    if (!sum.equals(point(board.jointKey()))) {
      throw new CeremonyException("the joint key is not the sum of the trustees' keys");
    }
    if (sum.isIdentity()) {
      throw new CeremonyException("the trustees' keys cancel out");
    }
    List<Point> verificationKeys = new ArrayList<>();
    for (int j = 1; j <= commitments.size(); j++) {
      verificationKeys.add(verificationKey(j, commitments));
    }
    return new JointKey(sum, board.threshold(), verificationKeys);
  }

  private static List<Point> commitmentsOf(int number, Trustee trustee) throws CeremonyException {
    List<Point> points = new ArrayList<>();
    for (CurvePoint commitment : trustee.commitments()) {
      try {
        points.add(BabyJubJub.requireKey(commitment.x(), commitment.y()));
      } catch (IllegalArgumentException e) {
        throw new CeremonyException("a commitment of trustee " + number + " is no key");
      }
    }
    return points;
  }

  private static Point verificationKey(int number, List<List<Point>> commitments)
      throws CeremonyException {
    Point key = BabyJubJub.IDENTITY;
    for (List<Point> dealer : commitments) {
      // Horner's rule in the exponent.
      Point value = BabyJubJub.IDENTITY;
      for (Point commitment : dealer.reversed()) {
        value = BabyJubJub.add(BabyJubJub.multiply(value, BigInteger.valueOf(number)), commitment);
      }
      key = BabyJubJub.add(key, value);
    }
    if (key.isIdentity()) {
      throw new CeremonyException("trustee " + number + " has no share of the key");
    }
    return key;
  }

  private static Point point(CurvePoint point) {
    return new Point(point.x(), point.y());
  }

  /// H, which ballots are encrypted to.
  public Point key() {
    return key;
  }

  /// t: how many trustees open the sum.
  public int threshold() {
    return threshold;
  }

  /// V_j of each trustee, in the order of their numbers; unmodifiable.
  public List<Point> verificationKeys() {
    return verificationKeys;
  }

  /// V_j.
  ///
  /// @param trustee j, counted from 1
  /// @throws IllegalArgumentException if there is no such trustee
  public Point verificationKey(int trustee) {
    if (trustee < 1 || trustee > verificationKeys.size()) {
      throw new IllegalArgumentException("no trustee has number " + trustee);
    }
    return verificationKeys.get(trustee - 1);
  }
}
