package org.urna.trust.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.urna.proof.hash.Poseidon;
import org.urna.trust.SignerKeyType;

/// P-256 and the leaf of its keys, against Bouncy Castle.
class P256PointTest {
  private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256r1");
  private static final BigInteger N = P256Point.ORDER;

  private final Random random = new Random(186);

  private static P256Point of(ECPoint point) {
    ECPoint affine = point.normalize();
    return new P256Point(
        affine.getAffineXCoord().toBigInteger(), affine.getAffineYCoord().toBigInteger());
  }

  private BigInteger scalar() {
    return new BigInteger(255, random).add(BigInteger.ONE);
  }

  @Test
  void parametersAreThoseOfTheStandard() {
    assertThat(P256Point.ORDER).isEqualTo(CURVE.getN());
    assertThat(P256Point.FIELD).isEqualTo(CURVE.getCurve().getField().getCharacteristic());
    assertThat(P256Point.GENERATOR).isEqualTo(of(CURVE.getG()));
  }

  @Test
  void multipliesAndAdds() {
    for (BigInteger k :
        List.of(
            BigInteger.ONE,
            BigInteger.TWO,
            BigInteger.valueOf(3),
            N.subtract(BigInteger.ONE),
            N.subtract(BigInteger.TWO),
            scalar(),
            scalar())) {
      assertThat(P256Point.GENERATOR.times(k)).isEqualTo(of(CURVE.getG().multiply(k)));
    }
    ECPoint a = CURVE.getG().multiply(scalar());
    ECPoint b = CURVE.getG().multiply(scalar());
    assertThat(of(a).plus(of(b))).isEqualTo(of(a.add(b)));
    assertThat(of(a).twice()).isEqualTo(of(a.twice()));
    assertThat(of(a).timesPowerOfTwo(7)).isEqualTo(of(a.timesPow2(7)));
    assertThat(of(a).negate()).isEqualTo(of(a.negate()));
  }

  @Test
  void refusesWhatHasNoAffineSum() {
    P256Point a = of(CURVE.getG().multiply(scalar()));
    assertThatThrownBy(() -> a.plus(a)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> a.plus(a.negate())).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> a.times(BigInteger.ZERO)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> a.times(N)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesPointsOffTheCurveAndCoordinatesOutOfRange() {
    P256Point a = of(CURVE.getG().multiply(scalar()));
    BigInteger p = P256Point.FIELD;
    assertThatThrownBy(() -> new P256Point(a.x(), a.y().add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new P256Point(a.x().add(p), a.y()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new P256Point(a.x(), a.y().subtract(p)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(P256Point.isOnCurve(BigInteger.ZERO, BigInteger.ZERO)).isFalse();
  }

  @Test
  void leafHoldsTheMultiplesThatItsFormulaSays() {
    ECPoint key = CURVE.getG().multiply(scalar());
    EcLeaf leaf = EcLeaf.of(of(key));
    List<BigInteger> numbers = leaf.multiples();
    assertThat(numbers).hasSize(EcLeaf.MULTIPLES);
    BigInteger field =
        new BigInteger(
            "21888242871839275222246405745257275088548364400416034343698204186575808495617");
    for (int i = 0; i < 8; i++) {
      BigInteger multiplier = BigInteger.ONE.shiftLeft(192);
      for (int j = 0; j < 3; j++) {
        BigInteger lane = BigInteger.ONE.shiftLeft(64 * j);
        multiplier = (i >> j & 1) == 1 ? multiplier.subtract(lane) : multiplier.add(lane);
      }
      P256Point point = of(key.multiply(multiplier));
      assertThat(number(numbers.subList(10 * i, 10 * i + 8))).isEqualTo(point.x());
      assertThat(numbers.get(10 * i + 8)).isEqualTo(point.y().mod(field));
      assertThat(numbers.get(10 * i + 9)).isEqualTo(point.y().mod(BigInteger.ONE.shiftLeft(96)));
    }
    P256Point start = of(key.multiply(BigInteger.ONE.shiftLeft(193)));
    assertThat(number(numbers.subList(80, 88))).isEqualTo(start.x());
    assertThat(number(numbers.subList(88, 96))).isEqualTo(start.y());

    BigInteger[] inputs = new BigInteger[9];
    inputs[0] = Poseidon.tag("urna.signer.v1");
    inputs[1] = BigInteger.valueOf(0x525553);
    inputs[2] = BigInteger.valueOf(5);
    for (int k = 0; k < 6; k++) {
      inputs[3 + k] = Poseidon.hash(numbers.subList(16 * k, 16 * k + 16));
    }
    assertThat(leaf.leaf("RUS", SignerKeyType.P256_SHA1)).isEqualTo(Poseidon.hash(inputs));
    assertThat(leaf.leaf("RUS", SignerKeyType.P256_SHA256)).isNotEqualTo(Poseidon.hash(inputs));
  }

  /// The number of eight limbs, each of which is in range.
  private static BigInteger number(List<BigInteger> limbs) {
    BigInteger number = BigInteger.ZERO;
    for (int i = 7; i >= 0; i--) {
      assertThat(limbs.get(i).bitLength()).isLessThanOrEqualTo(32);
      number = number.shiftLeft(32).add(limbs.get(i));
    }
    return number;
  }

  /// A key that differs from another in any way has another leaf.
  @Test
  void negativeKeyHasAnotherLeaf() {
    P256Point key = of(CURVE.getG().multiply(scalar()));
    assertThat(EcLeaf.of(key).leaf("RUS", SignerKeyType.P256_SHA1))
        .isNotEqualTo(EcLeaf.of(key.negate()).leaf("RUS", SignerKeyType.P256_SHA1));
  }
}
