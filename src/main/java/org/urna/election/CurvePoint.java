package org.urna.election;

import java.math.BigInteger;

/// An affine point of BabyJubJub (EIP-2494) as the manifest writes it, on the curve and not the
/// identity. That it lies in the prime subgroup is checked where it is used as a key (`tally`).
public record CurvePoint(BigInteger x, BigInteger y) {
  private static final BigInteger A = BigInteger.valueOf(168_700);
  private static final BigInteger D = BigInteger.valueOf(168_696);

  public CurvePoint {
    Checks.inField(x, "point.x");
    Checks.inField(y, "point.y");
    BigInteger xx = x.multiply(x).mod(Checks.FIELD);
    BigInteger yy = y.multiply(y).mod(Checks.FIELD);
    BigInteger left = A.multiply(xx).add(yy).mod(Checks.FIELD);
    BigInteger right =
        D.multiply(xx).mod(Checks.FIELD).multiply(yy).add(BigInteger.ONE).mod(Checks.FIELD);
    Checks.that(left.equals(right), "point", "must lie on BabyJubJub");
    Checks.that(x.signum() != 0, "point", "must not be the identity or of order two");
  }
}
