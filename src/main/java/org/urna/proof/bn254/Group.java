package org.urna.proof.bn254;

import java.util.List;

/// The two source groups of the pairing, and what can be asked of both alike. Points are affine
/// coordinates in Montgomery form, (0, 0) for infinity; scalars are four limbs in normal form.
public enum Group {
  /// The curve over F_q: 8 longs for each point.
  G1,
  /// The order-r subgroup of the twist over F_q²: 16 longs for each point.
  G2;

  /// A field object for one thread.
  CoordinateField field() {
    return switch (this) {
      case G1 -> new Fq();
      case G2 -> new Fq2();
    };
  }

  CurveGroup curve() {
    return new CurveGroup(field());
  }

  /// Longs for each affine point.
  public int affineWidth() {
    return switch (this) {
      case G1 -> org.urna.proof.bn254.G1.WIDTH;
      case G2 -> org.urna.proof.bn254.G2.WIDTH;
    };
  }

  /// Whether coordinates are reduced and on the curve, or infinity. For G2 this does not say that
  /// the point is in the subgroup.
  public boolean isOnCurve(long[] points, int offset) {
    return curve().isOnCurve(points, offset);
  }

  /// The index of the first of `count` points that is not on the curve, or −1.
  public int firstOffCurve(long[] points, int count) {
    CurveGroup curve = curve();
    for (int i = 0; i < count; i++) {
      if (!curve.isOnCurve(points, i * affineWidth())) {
        return i;
      }
    }
    return -1;
  }

  /// The sum of affine points.
  public final long[] sum(long[]... points) {
    CurveGroup curve = curve();
    long[] sum = new long[curve.jacobianWidth()];
    for (long[] point : points) {
      curve.addAffine(sum, 0, point, 0, false);
    }
    return affine(curve, sum);
  }

  /// scalar·point.
  public long[] multiply(long[] point, long[] scalar) {
    CurveGroup curve = curve();
    long[] product = new long[curve.jacobianWidth()];
    curve.multiply(product, 0, point, 0, scalar, 0);
    return affine(curve, product);
  }

  /// Σ scalarᵢ·pointᵢ with shared doublings: for tens of points. [MultiScalar] is for thousands.
  ///
  /// @param points affine points
  /// @param scalars as many scalars
  public long[] linearCombination(List<long[]> points, List<long[]> scalars) {
    if (points.size() != scalars.size()) {
      throw new IllegalArgumentException("not as many scalars as points");
    }
    CurveGroup curve = curve();
    long[] sum = new long[curve.jacobianWidth()];
    for (int bit = 255; bit >= 0; bit--) {
      curve.doubled(sum, 0);
      for (int i = 0; i < points.size(); i++) {
        if ((scalars.get(i)[bit >> 6] >>> (bit & 63) & 1) != 0) {
          curve.addAffine(sum, 0, points.get(i), 0, false);
        }
      }
    }
    return affine(curve, sum);
  }

  /// −point.
  public long[] negate(long[] point) {
    CoordinateField f = field();
    long[] negative = point.clone();
    f.negate(negative, f.width(), negative, f.width());
    return negative;
  }

  private static long[] affine(CurveGroup curve, long[] jacobian) {
    long[] affine = new long[curve.affineWidth()];
    curve.toAffine(affine, 0, jacobian, 0);
    return affine;
  }
}
