package org.urna.proof.circom;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.urna.proof.DevelopmentMark;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProofFileException;
import org.urna.proof.bn254.FixedBase;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Workers;

/// Makes a Groth16 proving key from a constraint system on this machine, without a ceremony. **For
/// development, tests and practice elections only: everybody can compute its trapdoor and prove
/// anything.**
///
/// The output is a snarkjs `.zkey`; snarkjs proves with it and exports its verifying key. The same
/// constraint system and seed give the same file, byte for byte. Every such key carries
/// [DevelopmentMark], by which a real election refuses it.
///
/// Notation of ePrint 2016/260: τ, α, β, δ are the trapdoor, γ = 1 as in snarkjs. Lᵢ are the
/// Lagrange polynomials of the domain w⁰ … w^(n−1); the points for H are those of the odd coset.
public final class DevelopmentSetup {
  /// Changes when the same constraint system and seed would give another file.
  public static final int VERSION = 1;

  private static final int GRAIN = 1 << 12;
  private static final int L = PrimeField.LIMBS;
  private static final PrimeField F = Fr.FIELD;
  private static final BigInteger R = Fr.MODULUS;

  private final String seed;
  private final Workers workers;

  /// @param seed what τ, β and δ are derived from
  /// @param threads how many threads work
  public DevelopmentSetup(String seed, int threads) {
    this.seed = seed;
    this.workers = new Workers(threads);
  }

  /// Makes the key of `r1cs`. About 15 seconds of one processor for 2¹⁹ constraints, 0.4 GB of
  /// memory.
  ///
  /// @param r1cs the constraint system
  /// @param zkey the file to write; an existing one is replaced. After a failure a part of it may
  ///   remain
  /// @param listener hears of progress on this thread
  /// @throws ProofFileException if the file cannot be written
  /// @throws InterruptedException if this thread is interrupted
  public void make(R1csFile r1cs, Path zkey, ProgressListener listener)
      throws ProofFileException, InterruptedException {
    listener.progress(0);
    int wires = r1cs.wires();
    int publics = r1cs.publicSignals();
    int log = Math.max(1, 32 - Integer.numberOfLeadingZeros(r1cs.constraints() + publics));
    int n = 1 << log;
    BigInteger tau = scalar("tau");
    BigInteger alpha = DevelopmentMark.alpha();
    BigInteger beta = scalar("beta");
    BigInteger delta = scalar("delta");

    long[] a = new long[wires * L];
    long[] b = new long[wires * L];
    long[] k = new long[wires * L];
    matricesAt(r1cs, lagrange(tau, log), a, b, k);
    combine(a, b, k, alpha, beta, delta, publics);
    long[] h = cosetLagrange(tau, log, delta);
    listener.progress(0.1);

    try (ZkeyWriter out = ZkeyWriter.create(zkey)) {
      FixedBase g1 = new FixedBase(Group.G1, G1.generator(), 14);
      FixedBase g2 = new FixedBase(Group.G2, G2.generator(), 12);
      long[] header = normalForms(alpha, beta, delta);
      out.header(
          wires,
          publics,
          n,
          g1.multiply(header, 3, workers),
          g2.multiply(header, 3, workers),
          G2.generator());
      listener.progress(0.15);
      long[] kPoints = g1.multiply(k, wires, workers);
      listener.progress(0.3);
      out.points(3, kPoints, 0, (publics + 1) * G1.WIDTH);
      out.coefficients(r1cs);
      out.points(5, g1.multiply(a, wires, workers));
      listener.progress(0.45);
      out.points(6, g1.multiply(b, wires, workers));
      listener.progress(0.55);
      out.points(7, g2.multiply(b, wires, workers));
      listener.progress(0.8);
      out.points(8, kPoints, (publics + 1) * G1.WIDTH, kPoints.length);
      out.points(9, g1.multiply(h, n, workers));
      out.contributions(DevelopmentMark.TEXT);
    } catch (IOException e) {
      throw new ProofFileException("cannot write " + zkey, e);
    }
    listener.progress(1);
  }

  private BigInteger scalar(String name) {
    try {
      String text = "urna.development-setup." + name + ".v" + VERSION + "\n" + seed;
      byte[] hash =
          MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, hash).mod(R);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-512", e);
    }
  }

  private static long[] normalForms(BigInteger... scalars) {
    long[] limbs = new long[scalars.length * L];
    for (int i = 0; i < scalars.length; i++) {
      System.arraycopy(PrimeField.limbs(scalars[i]), 0, limbs, i * L, L);
    }
    return limbs;
  }

  /// Lᵢ(τ) = wⁱ(τⁿ − 1) / (n(τ − wⁱ)), in Montgomery form.
  private long[] lagrange(BigInteger tau, int log) throws InterruptedException {
    BigInteger n = BigInteger.ONE.shiftLeft(log);
    BigInteger scale = tau.modPow(n, R).subtract(BigInteger.ONE).multiply(n.modInverse(R));
    return quotients(tau, Fr.rootOfUnity(log), BigInteger.ONE, scale, 1 << log);
  }

  /// The Lagrange polynomials of the domain of twice the size at the odd places, over δ, in normal
  /// form: gʲ(τ²ⁿ − 1) / (2n·δ(τ − gʲ)) for j = 2i + 1, g² = w.
  private long[] cosetLagrange(BigInteger tau, int log, BigInteger delta)
      throws InterruptedException {
    BigInteger twice = BigInteger.ONE.shiftLeft(log + 1);
    BigInteger scale =
        tau.modPow(twice, R).subtract(BigInteger.ONE).multiply(twice.multiply(delta).modInverse(R));
    long[] h = quotients(tau, Fr.rootOfUnity(log), Fr.rootOfUnity(log + 1), scale, 1 << log);
    toNormalForm(h);
    return h;
  }

  /// scale·x/(τ − x) for x = start·stepⁱ, i = 0 … count − 1; one inversion for each range.
  private long[] quotients(
      BigInteger tau, BigInteger step, BigInteger start, BigInteger scale, int count)
      throws InterruptedException {
    long[] all = new long[count * L];
    long[] tauElement = F.element(tau);
    long[] stepElement = F.element(step);
    workers.ranges(
        count,
        GRAIN,
        (from, to) -> {
          int size = to - from;
          long[] numerators = new long[size * L];
          long[] prefixes = new long[size * L];
          long[] s = new long[2 * L];
          long[] x = F.element(start.multiply(step.modPow(BigInteger.valueOf(from), R)));
          long[] running = F.element(BigInteger.ONE);
          long[] scaleElement = F.element(scale);
          for (int i = 0; i < size; i++) {
            F.multiply(numerators, i * L, x, 0, scaleElement, 0);
            F.subtract(all, (from + i) * L, tauElement, 0, x, 0);
            System.arraycopy(running, 0, prefixes, i * L, L);
            F.multiply(running, 0, running, 0, all, (from + i) * L);
            F.multiply(x, 0, x, 0, stepElement, 0);
          }
          F.invert(running, 0, running, 0);
          for (int i = size - 1; i >= 0; i--) {
            F.multiply(s, 0, running, 0, prefixes, i * L);
            F.multiply(running, 0, running, 0, all, (from + i) * L);
            F.multiply(all, (from + i) * L, s, 0, numerators, i * L);
          }
        });
    return all;
  }

  /// a, b, c: for each wire Σ coefficient·L_constraint(τ), in Montgomery form. As in snarkjs, each
  /// public signal also enters A in a row of its own behind the constraints, so that no two of
  /// their polynomials depend on each other (ePrint 2014/580, §2.4 of the implementation notes in
  /// libsnark).
  private static void matricesAt(R1csFile r1cs, long[] lagrange, long[] a, long[] b, long[] c) {
    long[][] targets = {a, b, c};
    long[] product = new long[L];
    r1cs.visit(
        (constraint, matrix, wire, value) -> {
          F.toMontgomery(product, 0, value, 0);
          F.multiply(product, 0, product, 0, lagrange, constraint * L);
          F.add(targets[matrix], wire * L, targets[matrix], wire * L, product, 0);
        });
    for (int signal = 0; signal <= r1cs.publicSignals(); signal++) {
      F.add(a, signal * L, a, signal * L, lagrange, (r1cs.constraints() + signal) * L);
    }
  }

  /// k = βa + αb + c, for private wires over δ; all three into normal form. On entry `k` holds c.
  private void combine(
      long[] a,
      long[] b,
      long[] k,
      BigInteger alpha,
      BigInteger beta,
      BigInteger delta,
      int publics)
      throws InterruptedException {
    long[] alphaElement = F.element(alpha);
    long[] betaElement = F.element(beta);
    long[] deltaInverse = F.element(delta.modInverse(R));
    workers.ranges(
        k.length / L,
        GRAIN,
        (from, to) -> {
          long[] s = new long[L];
          for (int wire = from; wire < to; wire++) {
            int at = wire * L;
            F.multiply(s, 0, betaElement, 0, a, at);
            F.add(k, at, k, at, s, 0);
            F.multiply(s, 0, alphaElement, 0, b, at);
            F.add(k, at, k, at, s, 0);
            if (wire > publics) {
              F.multiply(k, at, k, at, deltaInverse, 0);
            }
          }
        });
    toNormalForm(a);
    toNormalForm(b);
    toNormalForm(k);
  }

  private void toNormalForm(long[] elements) throws InterruptedException {
    workers.ranges(
        elements.length / L,
        GRAIN,
        (from, to) -> {
          for (int i = from * L; i < to * L; i += L) {
            F.fromMontgomery(elements, i, elements, i);
          }
        });
  }
}
