package org.urna.proof.bn254;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The lane arithmetic against BigInteger, at the edges of the ranges its documentation allows; and
/// every width of lanes in a JVM of its own.
class LaneFieldTest {
  /// One of the two fields: each test runs for both.
  enum Field {
    FQ(LaneField.FQ, Fq.MODULUS),
    FR(LaneField.FR, Fr.MODULUS);

    final LaneField lanes;
    final BigInteger modulus;

    Field(LaneField lanes, BigInteger modulus) {
      this.lanes = lanes;
      this.modulus = modulus;
    }
  }

  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(255);
  private static final int L = LaneField.LANES;

  /// Any five limbs, as the number they stand for.
  private static BigInteger value(double[] a, int at) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 4; i >= 0; i--) {
      double limb = a[at + i * L];
      assertThat(limb).isEqualTo(Math.rint(limb));
      value = value.shiftLeft(51).add(BigInteger.valueOf((long) limb));
    }
    return value;
  }

  private static void put(double[] a, int at, long... limbs) {
    for (int i = 0; i < 5; i++) {
      a[at + i * L] = limbs[i];
    }
  }

  /// Limbs at the limits: `size` for the low four, `top` for the top one, in all combinations of
  /// sign that matter.
  private static List<long[]> extremes(long size, long top) {
    List<long[]> all = new ArrayList<>();
    for (int signs = 0; signs < 32; signs++) {
      long[] limbs = new long[5];
      for (int i = 0; i < 5; i++) {
        long limit = i < 4 ? size : top;
        limbs[i] = (signs >> i & 1) != 0 ? -limit : limit;
      }
      all.add(limbs);
    }
    all.add(new long[5]);
    all.add(new long[] {1, 0, 0, 0, 0});
    all.add(new long[] {-1, 0, 0, 0, 0});
    all.add(new long[] {0, 0, 0, 0, top});
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void multipliesExactlyUpToTheStatedLimits(Field field) {
    LaneField f = field.lanes;
    BigInteger q = field.modulus;
    long topOfTwoQ = q.shiftRight(203).longValueExact();
    double[] a = new double[LaneField.GROUP];
    double[] b = new double[LaneField.GROUP];
    double[] r = new double[LaneField.GROUP];
    int tried = 0;
    for (long[] x : extremes(1L << 51, topOfTwoQ)) {
      for (long[] y : extremes(1L << 51, topOfTwoQ)) {
        int lane = tried++ % L;
        put(a, lane, x);
        put(b, lane, y);
        f.multiply(r, 0, a, 0, b, 0);
        BigInteger product = value(r, lane);
        assertThat(product.multiply(RADIX).subtract(value(a, lane).multiply(value(b, lane))).mod(q))
            .isZero();
        assertNormalised(r, lane);
        assertThat(product.abs())
            .isLessThan(q.multiply(BigInteger.valueOf(22)).divide(BigInteger.TEN));
      }
    }
    // a sum of four normalised elements by a reduced one
    for (long[] x : extremes(1L << 52, 2 * topOfTwoQ)) {
      for (long[] y : extremes(1L << 50, topOfTwoQ / 4)) {
        int lane = tried++ % L;
        put(a, lane, x);
        put(b, lane, y);
        f.multiply(r, 0, a, 0, b, 0);
        BigInteger product = value(r, lane);
        assertThat(product.multiply(RADIX).subtract(value(a, lane).multiply(value(b, lane))).mod(q))
            .isZero();
        assertNormalised(r, lane);
        assertThat(product.abs())
            .isLessThan(q.multiply(BigInteger.valueOf(15)).divide(BigInteger.TEN));
      }
    }
  }

  private static void assertNormalised(double[] r, int lane) {
    for (int i = 0; i < 4; i++) {
      assertThat(Math.abs(r[lane + i * L])).isLessThanOrEqualTo(0x1p50);
    }
    assertThat(Math.abs(r[lane + 4 * L])).isLessThan(0x1p51);
  }

  @ParameterizedTest
  @EnumSource
  void reducesUpToTheStatedLimits(Field field) {
    LaneField f = field.lanes;
    BigInteger q = field.modulus;
    Samples samples = new Samples(20);
    double[] a = new double[LaneField.GROUP];
    double[] b = new double[LaneField.GROUP];
    double[] c = new double[LaneField.GROUP];
    double[] r = new double[LaneField.GROUP];
    long topOfQ = q.shiftRight(204).longValueExact();
    for (int i = 0; i < 2000; i++) {
      int lane = i % L;
      for (double[] operand : List.of(a, b, c)) {
        long[] limbs = new long[5];
        for (int k = 0; k < 4; k++) {
          limbs[k] =
              samples.upTo(3) == 0
                  ? (1L << 50) - samples.upTo(2)
                  : samples.below(BigInteger.TWO.pow(51)).longValue() - (1L << 50);
        }
        limbs[4] = samples.below(BigInteger.valueOf(3 * topOfQ)).longValue() - 3 * topOfQ / 2;
        put(operand, lane, limbs);
      }
      BigInteger x = value(a, lane);
      BigInteger y = value(b, lane);
      BigInteger z = value(c, lane);
      f.subtractReduced(r, 0, a, 0, b, 0, c, 0);
      assertReduced(q, r, lane, x.subtract(y).subtract(z));
      f.subtractReduced(r, 0, a, 0, b, 0);
      assertReduced(q, r, lane, x.subtract(y));
      f.addReduced(r, 0, a, 0, b, 0);
      assertReduced(q, r, lane, x.add(y));
    }
  }

  private static void assertReduced(BigInteger q, double[] r, int lane, BigInteger expected) {
    assertThat(value(r, lane).subtract(expected).mod(q)).isZero();
    assertThat(value(r, lane).abs())
        .isLessThan(q.multiply(BigInteger.valueOf(51)).divide(BigInteger.valueOf(100)));
    assertNormalised(r, lane);
  }

  @ParameterizedTest
  @EnumSource
  void convertsFromAndToTheScalarForm(Field field) {
    LaneField f = field.lanes;
    BigInteger q = field.modulus;
    long[] limbs = new long[5];
    long[] back = new long[4];
    for (BigInteger x : new Samples(21).elements(q, 300)) {
      // x as Montgomery form itself, so that the edges are the edges of the limbs
      long[] scalar = PrimeField.limbs(x);
      f.fromScalar(scalar, 0, limbs, 0);
      double[] d = new double[5];
      BigInteger value = BigInteger.ZERO;
      for (int i = 4; i >= 0; i--) {
        d[i] = Double.longBitsToDouble(limbs[i]);
        value = value.shiftLeft(51).add(BigInteger.valueOf((long) d[i]));
      }
      assertThat(value).isBetween(BigInteger.ZERO, q);
      assertThat(value.shiftLeft(1).mod(q)).isEqualTo(x);
      f.toScalar(d[0], d[1], d[2], d[3], d[4], back, 0);
      assertThat(back).isEqualTo(scalar);
      // the same residue in the other representations that occur
      for (int times = -3; times <= 1; times++) {
        BigInteger other = value.add(q.multiply(BigInteger.valueOf(times)));
        if (other.compareTo(q.multiply(BigInteger.valueOf(-3))) < 0) {
          continue;
        }
        double[] o = new double[5];
        for (int i = 0; i < 5; i++) {
          o[i] =
              i < 4 ? other.mod(BigInteger.ONE.shiftLeft(51)).doubleValue() : other.doubleValue();
          other = other.shiftRight(51);
        }
        f.toScalar(o[0], o[1], o[2], o[3], o[4], back, 0);
        assertThat(back).isEqualTo(scalar);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyWidthOfLanesGivesTheSameSumsAndQuotients(int bits) throws Exception {
    Path output = Path.of("target", "lane-check-" + bits + ".log");
    java.nio.file.Files.createDirectories(output.getParent());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Durna.kernel.bits=" + bits,
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                LaneCheck.class.getName(),
                Integer.toString(bits))
            .redirectErrorStream(true)
            .redirectOutput(new File(output.toString()))
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(java.nio.file.Files.readString(output)).isZero();
  }

  /// Adds pairs of every kind with both adders, and computes quotients, in a fresh JVM, whose lanes
  /// are as wide as it was told.
  public static final class LaneCheck {
    private LaneCheck() {}

    public static void main(String[] arguments) throws Exception {
      if (LaneField.LANES * 64 != Integer.parseInt(arguments[0])) {
        throw new AssertionError("lanes are " + LaneField.LANES + " wide");
      }
      for (Group group : Group.values()) {
        for (int pairs : new int[] {1, LaneField.LANES - 1, LaneField.LANES, 100, 5000}) {
          compare(group, pairs, false);
        }
        compare(group, 100, true);
      }
      for (int log = LaneQuotient.LEAST_LOG; log <= 13; log++) {
        QuotientTest.compareOnEdges(log);
      }
    }

    private static void compare(Group group, int pairs, boolean withSpecialPairs) {
      Samples samples = new Samples(22);
      int width = group.affineWidth();
      long[] a = new long[pairs * width];
      long[] b = new long[pairs * width];
      long[] p = samples.point(group);
      long[] q = samples.point(group);
      for (int i = 0; i < pairs; i++) {
        System.arraycopy(p, 0, a, i * width, width);
        System.arraycopy(q, 0, b, i * width, width);
        p = group.sum(p, q);
        q = group.sum(q, q);
        if (withSpecialPairs && i % 9 == 4) {
          System.arraycopy(a, i * width, b, i * width, width);
        }
        if (withSpecialPairs && i % 9 == 6) {
          java.util.Arrays.fill(i % 2 == 0 ? a : b, i * width, (i + 1) * width, 0L);
        }
      }
      long[] expected = sums(new BatchAdder(group.field()), group, a, b, pairs);
      long[] actual = sums(new LaneAdder(group), group, a, b, pairs);
      if (!java.util.Arrays.equals(expected, actual)) {
        throw new AssertionError(
            group + " differs for " + pairs + " pairs, special " + withSpecialPairs);
      }
    }

    private static long[] sums(PairAdder adder, Group group, long[] a, long[] b, int pairs) {
      int own = adder.width();
      long[] ownA = adder.load(a, pairs);
      long[] ownB = adder.load(b, pairs);
      long[] ownSums = new long[pairs * own];
      adder.writeTo(ownSums);
      for (int i = 0; i < pairs; i++) {
        adder.add(ownA, i * own, i % 3 == 1, ownB, i * own, i % 4 == 2, i * own);
      }
      adder.flush();
      long[] sums = new long[pairs * group.affineWidth()];
      for (int i = 0; i < pairs; i++) {
        adder.store(ownSums, i * own, sums, i * group.affineWidth());
      }
      adder.wipe();
      return sums;
    }
  }
}
