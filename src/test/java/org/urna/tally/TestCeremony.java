package org.urna.tally;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.urna.election.Bytes;
import org.urna.election.CurvePoint;
import org.urna.election.Trustee;
import org.urna.election.TrusteeBoard;
import org.urna.proof.hash.BabyJubJub;
import org.urna.proof.hash.BabyJubJub.Point;

/// Plays all trustees of a t-of-n ceremony at once: what the later distributed protocol must lead
/// to.
final class TestCeremony {
  static final Bytes ID = Bytes.ofHex("5a".repeat(32));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final int threshold;
  private final List<List<BigInteger>> polynomials = new ArrayList<>();

  TestCeremony(int threshold, int trustees) {
    this.threshold = threshold;
    for (int i = 0; i < trustees; i++) {
      List<BigInteger> polynomial = new ArrayList<>();
      for (int k = 0; k < threshold; k++) {
        polynomial.add(BabyJubJub.randomScalar(RANDOM));
      }
      polynomials.add(polynomial);
    }
  }

  BigInteger secret() {
    return polynomials.stream()
        .map(List::getFirst)
        .reduce(BigInteger.ZERO, BigInteger::add)
        .mod(BabyJubJub.ORDER);
  }

  /// x_j = Σ_i f_i(j).
  TrusteeKey key(int trustee) {
    BigInteger share = BigInteger.ZERO;
    for (List<BigInteger> polynomial : polynomials) {
      for (int k = 0; k < polynomial.size(); k++) {
        share = share.add(polynomial.get(k).multiply(BigInteger.valueOf(trustee).pow(k)));
      }
    }
    return TrusteeKey.of(ID, trustee, share.mod(BabyJubJub.ORDER));
  }

  List<Trustee> trustees() {
    List<Trustee> trustees = new ArrayList<>();
    for (int j = 1; j <= polynomials.size(); j++) {
      List<BigInteger> polynomial = polynomials.get(j - 1);
      KnowledgeProof proof = KnowledgeProof.of(polynomial.getFirst(), ID, j, RANDOM);
      trustees.add(
          new Trustee(
              "Trustee " + j,
              polynomial.stream().map(TestCeremony::commit).toList(),
              curvePoint(proof.commitment()),
              proof.response()));
    }
    return trustees;
  }

  TrusteeBoard board() {
    return board(trustees(), commit(secret()));
  }

  TrusteeBoard board(List<Trustee> trustees, CurvePoint jointKey) {
    return new TrusteeBoard(threshold, trustees, ID, ID, jointKey);
  }

  static CurvePoint commit(BigInteger value) {
    return curvePoint(BabyJubJub.multiply(BabyJubJub.BASE8, value));
  }

  static CurvePoint curvePoint(Point point) {
    return new CurvePoint(point.x(), point.y());
  }
}
