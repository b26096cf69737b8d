package org.urna.proof;

import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;

/// From limbs in Montgomery form to points.
final class Points {
  private Points() {}

  static G1Point g1(long[] limbs) {
    return new G1Point(G1.coordinate(limbs, 0, 0), G1.coordinate(limbs, 0, 1));
  }

  static G2Point g2(long[] limbs) {
    return new G2Point(
        new Fq2Value(G2.coordinate(limbs, 0, 0), G2.coordinate(limbs, 0, 1)),
        new Fq2Value(G2.coordinate(limbs, 0, 2), G2.coordinate(limbs, 0, 3)));
  }
}
