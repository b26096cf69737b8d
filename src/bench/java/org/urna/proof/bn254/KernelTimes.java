package org.urna.proof.bn254;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Processor time of the prover's kernels, on this thread, for the lanes this JVM was started with.
public final class KernelTimes {
  private static final int POINTS_OF_ONE_BATCH = 1 << 10;

  private final Random random = new Random(1);

  /// Elements the vector arithmetic has side by side.
  public static int lanes() {
    return LaneField.LANES;
  }

  /// Whether sums and transforms go to the vector arithmetic by default.
  public static boolean isVectorChosen() {
    return Kernel.forSize(1 << 20) == Kernel.VECTOR;
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /// The least of some runs, as other programs only ever add; in nanoseconds. The JVM has two
  /// seconds of this thread's time to compile the work before.
  private static double nanos(Work work) throws InterruptedException {
    long end = cpuNanos() + 2_000_000_000L;
    while (cpuNanos() < end) {
      work.run();
    }
    double least = Double.MAX_VALUE;
    end = cpuNanos() + 500_000_000L;
    for (int run = 0; run < 2 || cpuNanos() < end; run++) {
      long start = cpuNanos();
      work.run();
      least = Math.min(least, cpuNanos() - start);
    }
    return least;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// Nanoseconds of one field multiplication among many independent ones.
  public double multiplication(boolean vector) throws InterruptedException {
    int rounds = 4_000;
    int elements = 128;
    if (vector) {
      int groups = elements / LaneField.LANES;
      double[] a = new double[elements * LaneField.LIMBS];
      double[] r = new double[a.length];
      for (int i = 0; i < a.length; i++) {
        a[i] = random.nextInt();
      }
      return nanos(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  for (int g = 0; g < groups; g++) {
                    int at = g * LaneField.GROUP;
                    LaneField.FQ.multiply(r, at, a, at, a, at);
                  }
                }
              })
          / rounds
          / (groups * LaneField.LANES);
    }
    long[] a = scalars(elements);
    long[] r = new long[a.length];
    return nanos(
            () -> {
              for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < a.length; i += PrimeField.LIMBS) {
                  Fq.FIELD.multiply(r, i, a, i, a, i);
                }
              }
            })
        / rounds
        / elements;
  }

  /// Milliseconds of a multi-scalar multiplication with random full-size scalars.
  public double multiScalar(String group, int log, boolean vector) throws InterruptedException {
    Group g = Group.valueOf(group);
    int count = 1 << log;
    long[] points = points(g, count);
    long[] scalars = scalars(count);
    Kernel kernel = vector ? Kernel.VECTOR : Kernel.SCALAR;
    int bits = MultiScalar.windowBits(count);
    MultiScalar.@Nullable Scratch scratch = MultiScalar.scratch(g);
    return nanos(
            () -> {
              try (MultiScalar sum = new MultiScalar(g, points, scalars, count, bits, kernel)) {
                for (int task = 0; task < sum.tasks(); task++) {
                  sum.run(task, scratch);
                }
                sum.result();
              }
            })
        / 1e6;
  }

  /// Milliseconds of the three pairs of transforms that a proof needs.
  public double quotient(int log, boolean vector) throws InterruptedException {
    Quotient quotient = Quotient.onDomain(log, vector ? Kernel.VECTOR : Kernel.SCALAR);
    long[] element = scalars(1);
    long[] h = new long[PrimeField.LIMBS << log];
    return nanos(
            () ->
                quotient.compute(
                    (rows, count, a, b) -> {
                      for (int i = 0; i < count * PrimeField.LIMBS; i++) {
                        a[i] = element[i % PrimeField.LIMBS];
                        b[i] = element[i % PrimeField.LIMBS];
                      }
                    },
                    h,
                    new Workers(1),
                    _ -> {}))
        / 1e6;
  }

  /// Numbers below both moduli.
  private long[] scalars(int count) {
    long[] scalars = new long[count * PrimeField.LIMBS];
    for (int i = 0; i < count; i++) {
      System.arraycopy(
          PrimeField.limbs(new BigInteger(253, random)),
          0,
          scalars,
          i * PrimeField.LIMBS,
          PrimeField.LIMBS);
    }
    return scalars;
  }

  /// A thousand random points, then each time those before with another added: cheap, and no two
  /// alike.
  private long[] points(Group group, int count) throws InterruptedException {
    int width = group.affineWidth();
    int some = Math.min(count, POINTS_OF_ONE_BATCH);
    long[] generator = group == Group.G1 ? G1.generator() : G2.generator();
    long[] points = Arrays.copyOf(multiples(group, generator, some), count * width);
    PairAdder adder = new BatchAdder(group.field());
    adder.writeTo(points);
    for (int have = some; have < count; have *= 2) {
      long[] step = multiples(group, generator, 1);
      for (int i = 0; i < have; i++) {
        adder.add(points, i * width, false, step, 0, false, (have + i) * width);
      }
      adder.flush();
    }
    return points;
  }

  private long[] multiples(Group group, long[] generator, int count) throws InterruptedException {
    return new FixedBase(group, generator, 8).multiply(scalars(count), count, new Workers(1));
  }
}
