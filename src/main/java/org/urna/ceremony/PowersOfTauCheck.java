package org.urna.ceremony;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.ceremony.PowersOfTau.Points;
import org.urna.proof.ProgressListener;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.MultiScalar;
import org.urna.proof.bn254.Pairing;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Workers;

/// Whether the points of a powers-of-τ file are powers of one τ, with one α and one β, in all their
/// sections and bases.
///
/// Each section Pᵢ is folded with powers of a random z: S = Σ zⁱPᵢ. All claims are linear in the
/// points and so become claims about a few sums, each wrong with probability at most 2²⁹/r if any
/// point is (a polynomial of degree < 2²⁹ in z has no more roots):
///
/// - Pᵢ₊₁ = τPᵢ for all i: e(Σ zⁱPᵢ₊₁, \[1\]₂) = e(Σ zⁱPᵢ, \[τ\]₂), both sums from S and the ends.
/// - Qⱼ is the Lagrange basis of a domain of n: Σ zⁱPᵢ = Σ f(wʲ)Qⱼ for f(X) = Σ_{i<n} (zX)ⁱ, whose
///   values are (zⁿ − 1)/(zwʲ − 1).
///
/// The twist has points outside of G2, of orders from 10069 on (the least prime factor of its
/// cofactor); there a random sum proves nothing. So before, each section of G2 is summed ten times
/// with random factors of 16 bits, and each sum has to be in G2: a point outside passes one such
/// sum with probability at most 7/65536, all ten with less than 2⁻¹³⁰.
///
/// What it does not show is who took part and whether one of them forgot: that is what a published
/// file's hash stands for.
final class PowersOfTauCheck {
  private static final int CHUNK = 1 << 16;
  private static final int SUBGROUP_ROUNDS = 10;
  private static final PrimeField F = Fr.FIELD;
  private static final BigInteger R = Fr.MODULUS;
  private static final int L = PrimeField.LIMBS;

  private final PowersOfTau powers;
  private final SecureRandom random;
  private final Workers workers;
  private final ProgressListener listener;
  private final BigInteger z;
  private int sectionsDone;

  private PowersOfTauCheck(
      PowersOfTau powers, SecureRandom random, int threads, ProgressListener listener) {
    this.powers = powers;
    this.random = random;
    workers = new Workers(threads);
    this.listener = listener;
    z = draw(random);
  }

  /// Checks all points of the file. A minute of one processor for each 2¹⁹ powers.
  ///
  /// @param random draws what the makers of the file must not foresee
  /// @throws CeremonyFileException that names the section for which it is not so
  /// @throws InterruptedException if this thread was interrupted
  static void run(PowersOfTau powers, SecureRandom random, int threads, ProgressListener listener)
      throws CeremonyFileException, InterruptedException {
    new PowersOfTauCheck(powers, random, threads, listener).run();
  }

  private static BigInteger draw(SecureRandom random) {
    BigInteger drawn;
    do {
      drawn = new BigInteger(R.bitLength(), random);
    } while (drawn.signum() == 0 || drawn.compareTo(R) >= 0);
    return drawn;
  }

  private void run() throws CeremonyFileException, InterruptedException {
    for (Points points : Points.values()) {
      requireInGroup(points);
      listener.progress(0.3 * ++sectionsDone / Points.values().length);
    }
    sectionsDone = 0;
    long[] one1 = G1.generator();
    long[] one2 = G2.generator();
    require(Arrays.equals(point(Points.TAU_1, 0), one1), Points.TAU_1, "does not start with 1");
    require(Arrays.equals(point(Points.TAU_2, 0), one2), Points.TAU_2, "does not start with 1");
    long[] tau1 = point(Points.TAU_1, 1);
    long[] tau2 = point(Points.TAU_2, 1);
    long[] beta2 = point(Points.BETA_2, 0);
    long[] alpha1 = point(Points.ALPHA_1, 0);
    long[] beta1 = point(Points.BETA_1, 0);
    for (Points points : List.of(Points.TAU_1, Points.TAU_2)) {
      require(!isInfinity(point(points, 1)), points, "has τ = 0");
    }
    require(!isInfinity(alpha1), Points.ALPHA_1, "has α = 0");
    require(!isInfinity(beta1), Points.BETA_1, "has β = 0");
    require(
        productIsOne(tau1, one2, Group.G1.negate(one1), tau2),
        Points.TAU_2,
        "has another τ than G1");
    require(
        productIsOne(beta1, one2, Group.G1.negate(one1), beta2),
        Points.BETA_2,
        "has another β than G1");
    powersAndBases(Points.TAU_1, Points.LAGRANGE_TAU_1, tau1, tau2);
    powersAndBases(Points.TAU_2, Points.LAGRANGE_TAU_2, tau1, tau2);
    powersAndBases(Points.ALPHA_1, Points.LAGRANGE_ALPHA_1, tau1, tau2);
    powersAndBases(Points.BETA_1, Points.LAGRANGE_BETA_1, tau1, tau2);
    listener.progress(1);
  }

  private void require(boolean condition, Points points, String flaw) throws CeremonyFileException {
    if (!condition) {
      throw powers.refusal(points, flaw);
    }
  }

  private long[] point(Points points, long index) throws CeremonyFileException {
    return Sections.points(powers.section(points), points.group, index, 1);
  }

  private static boolean isInfinity(long[] point) {
    return Arrays.stream(point).allMatch(limb -> limb == 0);
  }

  private static boolean productIsOne(long[] a1, long[] a2, long[] b1, long[] b2) {
    return Pairing.productIsOne(List.of(a1, b1), List.of(a2, b2));
  }

  private void requireInGroup(Points points) throws CeremonyFileException, InterruptedException {
    MemorySegment section = powers.section(points);
    require(
        KeyFile.firstOffCurve(section, points.group, workers) < 0,
        points,
        "holds a point that is not on the curve");
    if (points.group == Group.G2) {
      for (int round = 0; round < SUBGROUP_ROUNDS; round++) {
        long[] sum = sum(section, Group.G2, 0, points.count(powers.power()), this::shortScalars);
        require(G2.isInSubgroup(sum), points, "holds a point that is not in G2");
      }
    }
  }

  // ------------------------------------------------------------------ sums

  /// Scalars for points `from` to `from + count`, four limbs each, normal form.
  private interface Scalars {
    long[] of(long from, int count);
  }

  private long[] shortScalars(long from, int count) {
    byte[] bytes = new byte[2 * count];
    random.nextBytes(bytes);
    long[] scalars = new long[count * L];
    for (int i = 0; i < count; i++) {
      scalars[i * L] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    return scalars;
  }

  /// zⁱ.
  private long[] powersOfZ(long from, int count) {
    long[] scalars = new long[count * L];
    long[] step = F.element(z);
    long[] power = F.element(z.modPow(BigInteger.valueOf(from), R));
    for (int i = 0; i < count; i++) {
      F.fromMontgomery(scalars, i * L, power, 0);
      F.multiply(power, 0, power, 0, step, 0);
    }
    return scalars;
  }

  /// (zⁿ − 1)/(zwʲ − 1).
  private long[] valuesOfF(int log, long from, int count) {
    BigInteger n = BigInteger.ONE.shiftLeft(log);
    BigInteger w = Fr.rootOfUnity(log);
    long[] scalars = new long[count * L];
    long[] denominators = new long[count * L];
    long[] one = F.element(BigInteger.ONE);
    long[] step = F.element(w);
    long[] x = F.element(z.multiply(w.modPow(BigInteger.valueOf(from), R)));
    long[] running = one.clone();
    for (int i = 0; i < count; i++) {
      F.subtract(denominators, i * L, x, 0, one, 0);
      System.arraycopy(running, 0, scalars, i * L, L);
      F.multiply(running, 0, running, 0, denominators, i * L);
      F.multiply(x, 0, x, 0, step, 0);
    }
    F.invert(running, 0, running, 0);
    F.multiply(running, 0, running, 0, F.element(z.modPow(n, R).subtract(BigInteger.ONE)), 0);
    // running = (zⁿ − 1)/(product of the denominators up to i)
    for (int i = count - 1; i >= 0; i--) {
      F.multiply(scalars, i * L, scalars, i * L, running, 0);
      F.multiply(running, 0, running, 0, denominators, i * L);
      F.fromMontgomery(scalars, i * L, scalars, i * L);
    }
    return scalars;
  }

  /// Σ scalar·point over points `from` to `to` of a section.
  private long[] sum(MemorySegment section, Group group, long from, long to, Scalars scalars)
      throws InterruptedException {
    long[] sum = new long[group.affineWidth()];
    for (long at = from; at < to; at += CHUNK) {
      int count = (int) Math.min(CHUNK, to - at);
      long[] part =
          MultiScalar.compute(
              group,
              Sections.points(section, group, at, count),
              scalars.of(at, count),
              count,
              workers);
      sum = group.sum(sum, part);
    }
    return sum;
  }

  /// The powers of a section, then the bases made of them, smallest domain first: each doubling of
  /// the domain adds as many powers to the sum.
  private void powersAndBases(Points monomials, Points lagrange, long[] tau1, long[] tau2)
      throws CeremonyFileException, InterruptedException {
    Group group = monomials.group;
    MemorySegment section = powers.section(monomials);
    long count = monomials.count(powers.power());
    int levels = powers.power() + (monomials == Points.TAU_1 ? 1 : 0);
    List<long[]> folded = new ArrayList<>();
    long[] sum = new long[group.affineWidth()];
    long reached = 0;
    for (int log = 0; log <= levels; log++) {
      // The widest basis of G1 lacks its last power, which counts as 0.
      long end = Math.min(count, 1L << log);
      sum = group.sum(sum, sum(section, group, reached, end, this::powersOfZ));
      folded.add(sum);
      reached = end;
    }
    requireProgression(monomials, sum, count, tau1, tau2);
    for (int log = 0; log <= Math.min(levels, Fr.TWO_ADICITY); log++) {
      int domain = log;
      long[] evaluated =
          sum(
              powers.level(lagrange, log),
              group,
              0,
              1L << log,
              (at, size) -> valuesOfF(domain, at, size));
      require(
          Arrays.equals(folded.get(log), evaluated),
          lagrange,
          "is not the Lagrange basis of its powers for 2^" + log);
      listener.progress(0.3 + 0.7 * (sectionsDone + (double) (1L << log) / (1L << levels)) / 4);
    }
    sectionsDone++;
  }

  private void requireProgression(
      Points points, long[] folded, long count, long[] tau1, long[] tau2)
      throws CeremonyFileException {
    Group group = points.group;
    BigInteger top = z.modPow(BigInteger.valueOf(count - 1), R);
    long[] last = group.multiply(point(points, count - 1), PrimeField.limbs(R.subtract(top)));
    long[] withoutLast = group.sum(folded, last);
    long[] withoutFirst =
        group.multiply(
            group.sum(folded, group.negate(point(points, 0))), PrimeField.limbs(z.modInverse(R)));
    List<long[]> g1 = new ArrayList<>();
    List<long[]> g2 = new ArrayList<>();
    switch (group) {
      case G1 -> {
        g1.addAll(List.of(withoutFirst, Group.G1.negate(withoutLast)));
        g2.addAll(List.of(G2.generator(), tau2));
      }
      case G2 -> {
        g1.addAll(List.of(G1.generator(), Group.G1.negate(tau1)));
        g2.addAll(List.of(withoutFirst, withoutLast));
      }
    }
    require(Pairing.productIsOne(g1, g2), points, "is not a sequence of powers of τ");
  }
}
