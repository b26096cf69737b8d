package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShortSumsTest {
  private final Random random = new Random(9);

  private BigInteger scalar(int kind) {
    return switch (kind) {
      case 0 -> BigInteger.ZERO;
      case 1 -> BigInteger.ONE;
      case 2 -> Fr.MODULUS.subtract(BigInteger.ONE);
      case 3 -> Fr.MODULUS.shiftRight(1);
      case 4 -> Fr.MODULUS.shiftRight(1).add(BigInteger.ONE);
      case 5 -> BigInteger.ONE.shiftLeft(random.nextInt(253));
      case 6 -> Fr.MODULUS.subtract(BigInteger.ONE.shiftLeft(random.nextInt(253)));
      case 7 -> BigInteger.ONE.shiftLeft(253).subtract(BigInteger.ONE);
      default -> new BigInteger(253, random);
    };
  }

  private long[] point(Group group) {
    long[] generator = group == Group.G1 ? G1.generator() : G2.generator();
    return group.multiply(generator, PrimeField.limbs(new BigInteger(250, random)));
  }

  @ParameterizedTest
  @EnumSource(Group.class)
  void sumsAreThoseOfTheSlowWay(Group group) {
    ShortSums sums = new ShortSums(group);
    for (int round = 0; round < 3; round++) {
      List<long[]> points = new ArrayList<>();
      List<long[]> scalars = new ArrayList<>();
      int[] starts = new int[13];
      for (int i = 0; i < 12; i++) {
        // none, one of each kind, then some of any, one point twice and one at infinity
        int terms = i == 0 ? 0 : i < 10 ? 1 : 5;
        for (int t = 0; t < terms; t++) {
          points.add(
              t == 3 ? points.getLast() : t == 4 ? new long[group.affineWidth()] : point(group));
          scalars.add(PrimeField.limbs(scalar(terms == 1 ? i - 1 : random.nextInt(9))));
        }
        starts[i + 1] = points.size();
      }
      long[] computed = sums.compute(join(points), join(scalars), starts);
      for (int i = 0; i < 12; i++) {
        assertThat(at(group, computed, i))
            .as("sum %d", i)
            .isEqualTo(
                group.linearCombination(
                    points.subList(starts[i], starts[i + 1]),
                    scalars.subList(starts[i], starts[i + 1])));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Group.class)
  void oneScalarTimesManyPoints(Group group) {
    List<long[]> points = new ArrayList<>(List.of(new long[group.affineWidth()]));
    for (int i = 0; i < 6; i++) {
      points.add(point(group));
    }
    for (int kind = 0; kind < 10; kind++) {
      long[] scalar = PrimeField.limbs(scalar(kind));
      long[] products = new ShortSums(group).multiply(join(points), points.size(), scalar);
      for (int i = 0; i < points.size(); i++) {
        assertThat(at(group, products, i)).isEqualTo(group.multiply(points.get(i), scalar));
      }
    }
  }

  private static long[] at(Group group, long[] points, int index) {
    return Arrays.copyOfRange(
        points, index * group.affineWidth(), (index + 1) * group.affineWidth());
  }

  private static long[] join(List<long[]> parts) {
    return parts.stream().flatMapToLong(Arrays::stream).toArray();
  }
}
