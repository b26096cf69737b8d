package org.urna.proof.bn254;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Reproducible samples with the edges that break modular arithmetic.
public final class Samples {
  private final Random random;

  public Samples(long seed) {
    random = new Random(seed);
  }

  public BigInteger below(BigInteger bound) {
    return new BigInteger(bound.bitLength() + 64, random).mod(bound);
  }

  public int upTo(int bound) {
    return random.nextInt(bound);
  }

  /// 0, 1, 2, p − 1, p − 2, powers of two around the limbs' borders, limbs all ones, the Montgomery
  /// radix and its neighbours, then random ones.
  public List<BigInteger> elements(BigInteger p, int randoms) {
    List<BigInteger> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(BigInteger.valueOf(i));
      all.add(p.subtract(BigInteger.valueOf(i + 1L)));
    }
    BigInteger radix = BigInteger.ONE.shiftLeft(256).mod(p);
    all.add(radix);
    all.add(radix.modInverse(p));
    all.add(p.shiftRight(1));
    all.add(p.shiftRight(1).add(BigInteger.ONE));
    for (int limb = 1; limb <= 3; limb++) {
      BigInteger power = BigInteger.ONE.shiftLeft(64 * limb);
      all.add(power);
      all.add(power.subtract(BigInteger.ONE));
      all.add(power.multiply(radix.modInverse(p)).mod(p));
      all.add(power.subtract(BigInteger.ONE).multiply(radix.modInverse(p)).mod(p));
      all.add(p.subtract(power));
      all.add(p.shiftRight(64 * limb).shiftLeft(64 * limb));
    }
    for (int i = 0; i < randoms; i++) {
      all.add(below(p));
    }
    return all;
  }

  /// A point of the group other than infinity.
  public long[] point(Group group) {
    return group.multiply(
        generator(group),
        PrimeField.limbs(below(Fr.MODULUS.subtract(BigInteger.ONE)).add(BigInteger.ONE)));
  }

  public static long[] generator(Group group) {
    return switch (group) {
      case G1 -> G1.generator();
      case G2 -> G2.generator();
    };
  }
}
