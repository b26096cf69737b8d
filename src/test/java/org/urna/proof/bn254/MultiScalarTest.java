package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Multi-scalar and fixed-base multiplication against the sum that the known discrete logarithms
/// give.
class MultiScalarTest {
  private static final BigInteger R = Fr.MODULUS;
  private final Workers workers = new Workers(2);

  private static void check(Group group, List<BigInteger> logs, List<BigInteger> scalars, int bits)
      throws Exception {
    int n = logs.size();
    long[] points =
        new FixedBase(group, Samples.generator(group), 4).multiply(limbs(logs), n, new Workers(1));
    check(group, points, logs, scalars, bits);
  }

  private static void check(
      Group group, long[] points, List<BigInteger> logs, List<BigInteger> scalars, int bits) {
    BigInteger log = BigInteger.ZERO;
    for (int i = 0; i < logs.size(); i++) {
      log = log.add(logs.get(i).multiply(scalars.get(i)));
    }
    long[] expected = group.multiply(Samples.generator(group), PrimeField.limbs(log.mod(R)));
    for (Kernel kernel : Kernel.values()) {
      check(group, points, logs, scalars, bits, kernel, expected);
    }
  }

  private static void check(
      Group group,
      long[] points,
      List<BigInteger> logs,
      List<BigInteger> scalars,
      int bits,
      Kernel kernel,
      long[] expected) {
    try (MultiScalar sum =
        new MultiScalar(group, points, limbs(scalars), logs.size(), bits, kernel)) {
      MultiScalar.Scratch scratch = MultiScalar.scratch(group);
      for (int task = sum.tasks() - 1; task >= 0; task--) {
        sum.run(task, scratch);
      }
      assertThat(sum.result()).as("%s", kernel).isEqualTo(expected);
    }
  }

  private static long[] limbs(List<BigInteger> numbers) {
    long[] limbs = new long[4 * numbers.size()];
    for (int i = 0; i < numbers.size(); i++) {
      System.arraycopy(PrimeField.limbs(numbers.get(i)), 0, limbs, 4 * i, 4);
    }
    return limbs;
  }

  @ParameterizedTest
  @CsvSource({"G1,2", "G1,3", "G1,5", "G1,8", "G1,13", "G1,15", "G1,16", "G2,3", "G2,7", "G2,16"})
  void everyWindowWidthGivesTheSum(Group group, int bits) throws Exception {
    Samples samples = new Samples(11);
    List<BigInteger> scalars = samples.elements(R, 120);
    List<BigInteger> logs = scalars.stream().map(_ -> samples.below(R)).toList();
    check(group, logs, scalars, bits);
  }

  @ParameterizedTest
  @EnumSource
  void equalOppositeAndInfinitePointsInOneBucket(Group group) throws Exception {
    Samples samples = new Samples(12);
    BigInteger p = samples.below(R);
    BigInteger q = samples.below(R);
    List<BigInteger> logs = new ArrayList<>();
    // Pairs that double, cancel, meet infinity and meet each other again one level up.
    for (BigInteger log :
        List.of(
            p,
            p,
            p,
            p.negate(),
            p,
            q,
            BigInteger.ZERO,
            q,
            BigInteger.ZERO,
            BigInteger.ZERO,
            q,
            q.negate(),
            p,
            p,
            p,
            p,
            p.negate(),
            p.negate(),
            p.shiftLeft(1).negate())) {
      logs.add(log.mod(R));
    }
    for (int rotation = 0; rotation < logs.size(); rotation++) {
      logs.add(logs.removeFirst());
      for (int prefix = 1; prefix <= logs.size(); prefix += 1 + rotation % 4) {
        List<BigInteger> some = logs.subList(0, prefix);
        check(group, some, some.stream().map(_ -> BigInteger.valueOf(5)).toList(), 4);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyCopiesOfOnePointWithManyScalars(Group group) throws Exception {
    Samples samples = new Samples(13);
    BigInteger p = samples.below(R);
    List<BigInteger> logs = new ArrayList<>();
    List<BigInteger> scalars = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      logs.add(samples.upTo(2) == 0 ? p : R.subtract(p));
      scalars.add(BigInteger.valueOf(samples.upTo(5)));
    }
    check(group, logs, scalars, 5);
    check(group, logs, logs, 6);
  }

  @ParameterizedTest
  @EnumSource
  void emptyAndZeroSumsAreInfinity(Group group) throws Exception {
    assertThat(MultiScalar.compute(group, new long[0], new long[0], 0, workers)).containsOnly(0L);
    check(
        group,
        List.of(BigInteger.ONE, BigInteger.TWO),
        List.of(BigInteger.ZERO, BigInteger.ZERO),
        4);
    check(
        group,
        List.of(BigInteger.ONE, R.subtract(BigInteger.ONE)),
        List.of(BigInteger.TEN, BigInteger.TEN),
        4);
    check(group, List.of(BigInteger.ONE), List.of(R.subtract(BigInteger.ONE)), 4);
    check(
        group,
        List.of(BigInteger.ZERO, BigInteger.ZERO),
        List.of(BigInteger.TEN, R.subtract(BigInteger.ONE)),
        3);
  }

  @Test
  void aWitnessLikeMixtureInParallel() throws Exception {
    Samples samples = new Samples(14);
    int n = 20_000;
    List<BigInteger> logs = new ArrayList<>();
    List<BigInteger> scalars = new ArrayList<>();
    BigInteger log = BigInteger.ZERO;
    for (int i = 0; i < n; i++) {
      logs.add(samples.below(R));
      BigInteger scalar =
          switch (samples.upTo(5)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE;
            case 2 -> samples.below(BigInteger.TWO.pow(64));
            case 3 -> R.subtract(samples.below(BigInteger.TWO.pow(20)));
            default -> samples.below(R);
          };
      scalars.add(scalar.mod(R));
      log = log.add(logs.get(i).multiply(scalars.get(i)));
    }
    for (Group group : Group.values()) {
      long[] points =
          new FixedBase(group, Samples.generator(group), 10).multiply(limbs(logs), n, workers);
      assertThat(MultiScalar.compute(group, points, limbs(scalars), n, workers))
          .isEqualTo(group.multiply(Samples.generator(group), PrimeField.limbs(log.mod(R))));
    }
  }

  @ParameterizedTest
  @CsvSource({"G1,2", "G1,3", "G1,7", "G1,12", "G2,5", "G2,9"})
  void fixedBaseGivesEachMultiple(Group group, int bits) throws Exception {
    Samples samples = new Samples(15);
    List<BigInteger> scalars = samples.elements(R, 40);
    long[] base = samples.point(group);
    long[] products =
        new FixedBase(group, base, bits).multiply(limbs(scalars), scalars.size(), workers);
    int width = group.affineWidth();
    for (int i = 0; i < scalars.size(); i++) {
      assertThat(java.util.Arrays.copyOfRange(products, i * width, (i + 1) * width))
          .isEqualTo(group.multiply(base, PrimeField.limbs(scalars.get(i))));
    }
  }

  @Test
  void choosesWiderWindowsForMorePoints() {
    int last = 0;
    for (int log = 1; log <= 22; log++) {
      int bits = MultiScalar.windowBits(1 << log);
      assertThat(bits).isBetween(Math.max(2, last - 1), 16);
      last = bits;
    }
    assertThat(MultiScalar.windowBits(1 << 19)).isGreaterThanOrEqualTo(14);
  }

  @ParameterizedTest
  @EnumSource
  void placesMayBeFilledInPartsAndInAnyOrder(Group group) throws Exception {
    Samples samples = new Samples(19);
    List<BigInteger> scalars = samples.elements(R, 40);
    List<BigInteger> logs = scalars.stream().map(_ -> samples.below(R)).toList();
    int n = logs.size();
    int width = group.affineWidth();
    long[] points =
        new FixedBase(group, Samples.generator(group), 4).multiply(limbs(logs), n, workers);
    long[] limbs = limbs(scalars);
    try (MultiScalar sum = new MultiScalar(group, n)) {
      for (int from : new int[] {n / 2, 0, n - 3}) {
        int count = from == 0 ? n / 2 : from == n - 3 ? 3 : n - 3 - n / 2;
        sum.put(
            from,
            java.util.Arrays.copyOfRange(points, from * width, (from + count) * width),
            java.util.Arrays.copyOfRange(limbs, from * 4, (from + count) * 4),
            count);
      }
      MultiScalar.Scratch scratch = MultiScalar.scratch(group);
      for (int task = 0; task < sum.tasks(); task++) {
        sum.run(task, scratch);
      }
      assertThat(sum.result()).isEqualTo(MultiScalar.compute(group, points, limbs, n, workers));
      for (int bad : new int[] {-1, n, n - 1}) {
        assertThatThrownBy(() -> sum.put(bad, points, limbs, 2))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void refusesFewerScalarsThanPoints() {
    assertThatThrownBy(() -> new MultiScalar(Group.G1, new long[16], new long[4], 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MultiScalar(Group.G2, new long[16], new long[8], 2))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
