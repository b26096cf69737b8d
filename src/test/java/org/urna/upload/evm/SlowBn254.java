package org.urna.upload.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.urna.proof.Fq2Value;
import org.urna.proof.G1Point;
import org.urna.proof.G2Point;

/// Multiples of BN254's generators by school arithmetic on affine points: a second implementation,
/// to make points that the contract and the program did not make.
final class SlowBn254 {
  static final BigInteger Q =
      new BigInteger(
          "21888242871839275222246405745257275088696311157297823662689037894645226208583");
  static final BigInteger R =
      new BigInteger(
          "21888242871839275222246405745257275088548364400416034343698204186575808495617");

  private static final List<Point> G1_POWERS =
      powers(new Point(Fq2.of(BigInteger.ONE), Fq2.of(BigInteger.TWO)));
  private static final List<Point> G2_POWERS =
      powers(
          new Point(
              new Fq2(
                  new BigInteger(
                      "10857046999023057135944570762232829481370756359578518086990519993285655852781"),
                  new BigInteger(
                      "11559732032986387107991004021392285783925812861821192530917403151452391805634")),
              new Fq2(
                  new BigInteger(
                      "8495653923123431417604973247489272438418190587263600148770280649306958101930"),
                  new BigInteger(
                      "4082367875863433681332203403145435568316851327593401208105741076214120093531"))));

  private SlowBn254() {}

  private record Fq2(BigInteger c0, BigInteger c1) {
    static Fq2 of(BigInteger value) {
      return new Fq2(value, BigInteger.ZERO);
    }

    Fq2 minus(Fq2 other) {
      return new Fq2(c0.subtract(other.c0).mod(Q), c1.subtract(other.c1).mod(Q));
    }

    Fq2 times(Fq2 other) {
      return new Fq2(
          c0.multiply(other.c0).subtract(c1.multiply(other.c1)).mod(Q),
          c0.multiply(other.c1).add(c1.multiply(other.c0)).mod(Q));
    }

    Fq2 times(long factor) {
      return new Fq2(
          c0.multiply(BigInteger.valueOf(factor)).mod(Q),
          c1.multiply(BigInteger.valueOf(factor)).mod(Q));
    }

    Fq2 inverse() {
      BigInteger norm = c0.multiply(c0).add(c1.multiply(c1)).modInverse(Q);
      return new Fq2(c0.multiply(norm).mod(Q), c1.negate().multiply(norm).mod(Q));
    }
  }

  private record Point(Fq2 x, Fq2 y) {
    Point plus(Point other) {
      Fq2 slope =
          equals(other)
              ? x.times(x).times(3).times(y.times(2).inverse())
              : other.y.minus(y).times(other.x.minus(x).inverse());
      Fq2 sum = slope.times(slope).minus(x).minus(other.x);
      return new Point(sum, slope.times(x.minus(sum)).minus(y));
    }
  }

  private static List<Point> powers(Point generator) {
    List<Point> powers = new ArrayList<>();
    Point power = generator;
    for (int i = 0; i < R.bitLength(); i++) {
      powers.add(power);
      power = power.plus(power);
    }
    return powers;
  }

  /// @param scalar not zero modulo R; an unlucky meeting of equal points has no chance worth a case
  private static Point multiply(List<Point> powers, BigInteger scalar) {
    Point sum = null;
    BigInteger reduced = scalar.mod(R);
    for (int i = 0; i < reduced.bitLength(); i++) {
      if (reduced.testBit(i)) {
        sum = sum == null ? powers.get(i) : sum.plus(powers.get(i));
      }
    }
    if (sum == null) {
      throw new IllegalArgumentException("a multiple of the order");
    }
    return sum;
  }

  static G1Point g1(BigInteger scalar) {
    Point point = multiply(G1_POWERS, scalar);
    return new G1Point(point.x().c0(), point.y().c0());
  }

  static G2Point g2(BigInteger scalar) {
    Point point = multiply(G2_POWERS, scalar);
    return new G2Point(
        new Fq2Value(point.x().c0(), point.x().c1()), new Fq2Value(point.y().c0(), point.y().c1()));
  }
}
