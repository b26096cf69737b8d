package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The laws of both groups, with infinity, equal and opposite operands among the samples.
class GroupTest {
  private static final BigInteger R = Fr.MODULUS;

  private static long[] times(Group group, long[] point, BigInteger scalar) {
    return group.multiply(point, PrimeField.limbs(scalar));
  }

  @ParameterizedTest
  @EnumSource
  void multiplesOfTheGeneratorAddUp(Group group) {
    Samples samples = new Samples(7);
    long[] g = Samples.generator(group);
    for (BigInteger a : samples.elements(R, 4)) {
      for (BigInteger b : samples.elements(R, 0).subList(0, 6)) {
        long[] sum = group.sum(times(group, g, a), times(group, g, b));
        assertThat(sum).isEqualTo(times(group, g, a.add(b).mod(R)));
        assertThat(group.isOnCurve(sum, 0)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void orderIsR(Group group) {
    long[] g = Samples.generator(group);
    assertThat(group.isOnCurve(g, 0)).isTrue();
    assertThat(times(group, g, R)).containsOnly(0L);
    assertThat(times(group, g, R.subtract(BigInteger.ONE))).isEqualTo(group.negate(g));
    assertThat(times(group, g, R.add(BigInteger.TWO))).isEqualTo(group.sum(g, g));
    assertThat(times(group, g, BigInteger.ZERO)).containsOnly(0L);
  }

  @ParameterizedTest
  @EnumSource
  void jacobianAdditionIsComplete(Group group) {
    Samples samples = new Samples(8);
    CurveGroup curve = group.curve();
    long[] p = samples.point(group);
    long[] infinity = new long[group.affineWidth()];
    long[] negative = group.negate(p);
    long[][] operands = {p, infinity, negative, samples.point(group), group.sum(p, p)};
    for (long[] a : operands) {
      for (long[] b : operands) {
        // Blow b up to Z ≠ 1, so that the full addition is exercised.
        long[] ja = scaled(group, a);
        long[] jb = scaled(group, b);
        curve.add(ja, 0, jb, 0);
        long[] sum = new long[group.affineWidth()];
        curve.toAffine(sum, 0, ja, 0);
        assertThat(sum).isEqualTo(group.sum(a, b));
        ja = scaled(group, a);
        curve.addAffine(ja, 0, b, 0, true);
        curve.toAffine(sum, 0, ja, 0);
        assertThat(sum).isEqualTo(group.sum(a, group.negate(b)));
      }
    }
  }

  private static long[] scaled(Group group, long[] affine) {
    CurveGroup curve = group.curve();
    CoordinateField f = group.field();
    int e = f.width();
    long[] jacobian = new long[3 * e];
    curve.set(jacobian, 0, affine, 0);
    long[] z = new long[e];
    f.setOne(z, 0);
    f.add(z, 0, z, 0, z, 0);
    f.add(z, 0, z, 0, z, 0);
    if (!curve.isInfinity(jacobian, 0)) {
      f.multiply(jacobian, 2 * e, jacobian, 2 * e, z, 0);
      long[] z2 = new long[e];
      f.square(z2, 0, z, 0);
      f.multiply(jacobian, 0, jacobian, 0, z2, 0);
      f.multiply(z2, 0, z2, 0, z, 0);
      f.multiply(jacobian, e, jacobian, e, z2, 0);
    }
    return jacobian;
  }

  @Test
  void refusesCoordinatesOffTheCurveOrNotReduced() {
    assertThat(G1.isOnCurve(BigInteger.ONE, BigInteger.TWO)).isTrue();
    assertThat(G1.isOnCurve(BigInteger.ZERO, BigInteger.ZERO)).isTrue();
    assertThat(G1.isOnCurve(BigInteger.TWO, BigInteger.TWO)).isFalse();
    assertThat(G1.isOnCurve(BigInteger.ONE, BigInteger.TWO.add(Fq.MODULUS))).isFalse();
    assertThat(G1.isOnCurve(Fq.MODULUS, Fq.MODULUS)).isFalse();
    assertThat(G1.isOnCurve(BigInteger.ONE.negate(), BigInteger.TWO)).isFalse();
    long[] raw = G1.generator();
    long[] q = PrimeField.limbs(Fq.MODULUS.add(PrimeField.number(raw, 0)));
    System.arraycopy(q, 0, raw, 0, 4);
    assertThat(Group.G1.isOnCurve(raw, 0)).isFalse();
  }

  @Test
  void subgroupTestAgreesWithMultiplicationByTheOrder() {
    Samples samples = new Samples(9);
    int outside = 0;
    for (long x = 1; outside < 5; x++) {
      long[] candidate = onTwist(BigInteger.valueOf(x), samples.below(Fq.MODULUS));
      if (candidate.length == 0) {
        continue;
      }
      boolean byOrder = isZero(times(Group.G2, candidate, R));
      assertThat(G2.isInSubgroup(candidate)).isEqualTo(byOrder);
      outside += byOrder ? 0 : 1;
      // Clearing the cofactor 2q − r brings it in.
      long[] inside = candidate;
      BigInteger cofactor = Fq.MODULUS.shiftLeft(1).subtract(R);
      inside = times(Group.G2, inside, cofactor);
      assertThat(G2.isInSubgroup(inside)).isTrue();
      assertThat(isZero(times(Group.G2, inside, R))).isTrue();
    }
    assertThat(G2.isInSubgroup(new long[G2.WIDTH])).isTrue();
    assertThat(G2.isInSubgroup(G2.generator())).isTrue();
    long[] off = G2.generator();
    off[0] ^= 1;
    assertThat(G2.isInSubgroup(off)).isFalse();
  }

  private static boolean isZero(long[] point) {
    for (long limb : point) {
      if (limb != 0) {
        return false;
      }
    }
    return true;
  }

  /// A point of the twist with this x, or nothing. √(a + bu) by the complex method, q ≡ 3 (mod 4).
  private static long[] onTwist(BigInteger x0, BigInteger x1) {
    BigInteger q = Fq.MODULUS;
    Fq2 f = new Fq2();
    long[] x = Fq2.element(x0, x1);
    long[] y2 = new long[8];
    f.square(y2, 0, x, 0);
    f.multiply(y2, 0, y2, 0, x, 0);
    f.add(y2, 0, y2, 0, f.curveConstant(), 0);
    BigInteger a = Fq.FIELD.toBigInteger(y2, 0);
    BigInteger b = Fq.FIELD.toBigInteger(y2, 4);
    BigInteger exponent = q.add(BigInteger.ONE).shiftRight(2);
    BigInteger norm = a.multiply(a).add(b.multiply(b)).mod(q);
    BigInteger root = norm.modPow(exponent, q);
    BigInteger half = BigInteger.TWO.modInverse(q);
    for (BigInteger sign : new BigInteger[] {root, root.negate()}) {
      BigInteger c2 = a.add(sign).multiply(half).mod(q);
      BigInteger c = c2.modPow(exponent, q);
      if (c.signum() != 0 && c.multiply(c).mod(q).equals(c2)) {
        BigInteger d = b.multiply(half).multiply(c.modInverse(q)).mod(q);
        long[] y = Fq2.element(c, d);
        long[] check = new long[8];
        f.square(check, 0, y, 0);
        if (f.isEqual(check, 0, y2, 0)) {
          long[] point = new long[G2.WIDTH];
          System.arraycopy(x, 0, point, 0, 8);
          System.arraycopy(y, 0, point, 8, 8);
          return point;
        }
      }
    }
    return new long[0];
  }
}
