package org.urna.ceremony;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.jspecify.annotations.Nullable;
import org.urna.ceremony.PowersOfTau.Points;
import org.urna.proof.ProgressListener;
import org.urna.proof.ProofFileException;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.ShortSums;
import org.urna.proof.bn254.Workers;
import org.urna.proof.circom.R1csFile;

/// The proving key that phase 2 starts from, with δ = γ = 1: a public function of the circuit and
/// the powers of τ, the same file byte for byte as `snarkjs groth16 setup` makes.
///
/// A, B and C/L are Σ coefficient·\[Lᵢ(τ)\] over each wire's terms, L with α and β as in ePrint
/// 2016/260; H are the odd places of the Lagrange basis of the double domain. Read from the mapped
/// powers and written in order; memory holds the circuit's terms and some thousand points.
final class InitialKey {
  private static final int WIRES_PER_TASK = 1024;
  private static final int TASKS_PER_WRITE = 32;
  private static final int POINTS_PER_CHUNK = 1 << 14;

  /// More than any circuit for 2²⁴ constraints; tables are allocated by it.
  private static final int MOST_WIRES = 1 << 24;

  /// snarkjs hashes the powers' differences by chunks of this many, see [#hashDifferences].
  private static final int SNARKJS_CHUNK = 1 << 14;

  private static final int L = PrimeField.LIMBS;

  private static final int A = 0;
  private static final int B = 1;
  private static final int C = 2;

  private static final long[] ONE = {1, 0, 0, 0};

  private final R1csFile circuit;
  private final PowersOfTau powers;
  private final KeyWriter out;
  private final Workers workers;
  private final ProgressListener listener;
  private final CircuitTerms terms;
  private final int log;
  private final Blake2bDigest hash = new Blake2bDigest(512);
  private double done;

  private InitialKey(
      R1csFile circuit,
      PowersOfTau powers,
      KeyWriter out,
      int log,
      Workers workers,
      ProgressListener listener) {
    this.circuit = circuit;
    this.powers = powers;
    this.out = out;
    this.log = log;
    this.workers = workers;
    this.listener = listener;
    terms = new CircuitTerms(circuit);
  }

  /// log₂ of the domain that a circuit needs.
  static int domainLog(R1csFile circuit) {
    return 32 - Integer.numberOfLeadingZeros(circuit.constraints() + circuit.publicSignals());
  }

  /// Reads a circuit.
  static R1csFile circuit(Path file) throws CeremonyFileException {
    try {
      R1csFile circuit = R1csFile.read(file);
      if (circuit.wires() > MOST_WIRES) {
        throw new CeremonyFileException(
            file + ": section 1 (header) gives " + circuit.wires() + " wires, too many");
      }
      return circuit;
    } catch (ProofFileException e) {
      throw new CeremonyFileException(file + ": " + e.getMessage(), e);
    }
  }

  /// Makes the key. A minute and a half of one processor and half a gigabyte of memory for 482,000
  /// constraints.
  ///
  /// @param file must not exist; on failure nothing is left of it
  /// @return the "circuit hash" that section 10 starts with
  /// @throws CeremonyFileException if the powers are too few for the circuit, a point of theirs is
  ///   not on its curve, or the key cannot be written
  /// @throws InterruptedException if this thread was interrupted
  static byte[] make(
      R1csFile circuit, PowersOfTau powers, Path file, int threads, ProgressListener listener)
      throws CeremonyFileException, InterruptedException {
    int log = domainLog(circuit);
    if (log > powers.power() || log >= PowersOfTau.GREATEST_POWER) {
      throw powers.refusal(
          "has powers for 2^" + powers.power() + " constraints, the circuit needs 2^" + log);
    }
    try (KeyWriter out = KeyWriter.create(file)) {
      byte[] circuitHash =
          new InitialKey(circuit, powers, out, log, new Workers(threads), listener).write();
      out.finish();
      return circuitHash;
    }
  }

  private byte[] write() throws CeremonyFileException, InterruptedException {
    listener.progress(0);
    requireOnCurve();
    header();
    coefficients();
    int publics = circuit.publicSignals();
    points(KeyFile.Part.IC, Group.G1, 0, publics + 1, 0.01, this::lineL);
    quotientPoints();
    hashDifferences();
    points(KeyFile.Part.C, Group.G1, publics + 1, circuit.wires(), 0.3, this::lineL);
    points(KeyFile.Part.A, Group.G1, 0, circuit.wires(), 0.1, this::lineA);
    points(KeyFile.Part.B1, Group.G1, 0, circuit.wires(), 0.1, this::lineB);
    points(KeyFile.Part.B2, Group.G2, 0, circuit.wires(), 0.4, this::lineB);
    byte[] circuitHash = PointBytes.finish(hash);
    byte[] section = ContributionLog.initial(circuitHash).toBytes();
    out.section(ContributionLog.SECTION, section.length);
    out.bytes(section);
    listener.progress(1);
    return circuitHash;
  }

  private void progress(double share) {
    done += share;
    listener.progress(Math.min(1, done));
  }

  private void requireOnCurve() throws CeremonyFileException, InterruptedException {
    for (Points points :
        List.of(
            Points.LAGRANGE_TAU_1,
            Points.LAGRANGE_TAU_2,
            Points.LAGRANGE_ALPHA_1,
            Points.LAGRANGE_BETA_1)) {
      requireOnCurve(points, powers.level(points, log));
    }
    requireOnCurve(Points.LAGRANGE_TAU_1, powers.level(Points.LAGRANGE_TAU_1, log + 1));
    requireOnCurve(
        Points.TAU_1,
        powers.section(Points.TAU_1).asSlice(0, ((2L << log) - 1) * PowersOfTau.G1_BYTES));
  }

  private void requireOnCurve(Points points, MemorySegment section)
      throws CeremonyFileException, InterruptedException {
    if (KeyFile.firstOffCurve(section, points.group, workers) >= 0) {
      throw powers.refusal(points, "holds a point that is not on the curve");
    }
  }

  private void header() throws CeremonyFileException {
    out.section(1, 4);
    out.u32(KeyFile.GROTH16);
    out.section(2, KeyFile.HEADER_BYTES);
    out.u32(32);
    out.limbs(PrimeField.limbs(Fq.MODULUS));
    out.u32(32);
    out.limbs(PrimeField.limbs(Fr.MODULUS));
    out.u32(circuit.wires());
    out.u32(circuit.publicSignals());
    out.u32(1 << log);
    long[] alpha1 = first(Points.ALPHA_1);
    long[] beta1 = first(Points.BETA_1);
    long[] beta2 = first(Points.BETA_2);
    write(Group.G1, alpha1);
    write(Group.G1, beta1);
    write(Group.G2, beta2);
    write(Group.G2, G2.generator());
    write(Group.G1, G1.generator());
    write(Group.G2, G2.generator());
  }

  private long[] first(Points points) throws CeremonyFileException {
    long[] point = Sections.points(powers.section(points), points.group, 0, 1);
    if (!points.group.isOnCurve(point, 0)) {
      throw powers.refusal(points, "holds a point that is not on the curve");
    }
    return point;
  }

  /// Into the file and into the hash.
  private void write(Group group, long[] points) throws CeremonyFileException {
    out.limbs(points);
    PointBytes.update(hash, group, points);
  }

  private void hashU32(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      hash.update((byte) (value >>> shift));
    }
  }

  /// Section 4: the terms of A and B in the order of the constraints, times 2⁵¹² mod r, then one
  /// term of A for the constant and each public signal in a constraint of its own.
  private void coefficients() throws CeremonyFileException {
    int publics = circuit.publicSignals();
    int count =
        Math.addExact(
            terms.count(A, 0, circuit.wires()) + publics + 1, terms.count(B, 0, circuit.wires()));
    out.section(4, 4 + (long) KeyFile.COEFFICIENT_BYTES * count);
    out.u32(count);
    List<CeremonyFileException> failures = new ArrayList<>();
    circuit.visit(
        (constraint, matrix, wire, value) -> {
          if (matrix != C && failures.isEmpty()) {
            try {
              coefficient(matrix, constraint, wire, value);
            } catch (CeremonyFileException e) {
              failures.add(e);
            }
          }
        });
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    for (int signal = 0; signal <= publics; signal++) {
      coefficient(A, circuit.constraints() + signal, signal, ONE);
    }
    progress(0.03);
  }

  private void coefficient(int matrix, int constraint, int wire, long[] value)
      throws CeremonyFileException {
    out.u32(matrix);
    out.u32(constraint);
    out.u32(wire);
    long[] element = new long[L];
    Fr.FIELD.toMontgomery(element, 0, value, 0);
    Fr.FIELD.toMontgomery(element, 0, element, 0);
    out.limbs(element);
  }

  // ------------------------------------------------------------------ sums over terms

  /// Collects the terms of a wire.
  private interface Line {
    void of(int wire, Terms into);
  }

  /// Points and scalars of consecutive sums.
  private static final class Terms {
    final Group group;
    long[] points;
    long[] scalars;
    int count;

    Terms(Group group, int room) {
      this.group = group;
      points = new long[room * group.affineWidth()];
      scalars = new long[room * L];
    }

    /// Adds a term and returns where its scalar goes.
    int add(MemorySegment basis, int index) {
      int width = group.affineWidth();
      if (scalars.length == count * L) {
        points = java.util.Arrays.copyOf(points, 2 * points.length + width);
        scalars = java.util.Arrays.copyOf(scalars, 2 * scalars.length + L);
      }
      MemorySegment.copy(
          basis,
          org.urna.proof.Iden3File.U64,
          (long) index * width * Long.BYTES,
          points,
          count * width,
          width);
      return count++ * L;
    }
  }

  private MemorySegment basis(Points points) {
    try {
      return powers.level(points, log);
    } catch (CeremonyFileException e) {
      throw new IllegalStateException("a section that was there is gone", e);
    }
  }

  private void add(int matrix, int wire, MemorySegment basis, Terms into) {
    int end = terms.start(matrix, wire + 1);
    for (int t = terms.start(matrix, wire); t < end; t++) {
      int at = into.add(basis, terms.constraint(matrix, t));
      terms.value(matrix, t, into.scalars, at);
    }
  }

  /// The public signals' own constraints stand in A only.
  private void addOwnConstraint(int wire, MemorySegment basis, Terms into) {
    if (wire <= circuit.publicSignals()) {
      int at = into.add(basis, circuit.constraints() + wire);
      System.arraycopy(ONE, 0, into.scalars, at, L);
    }
  }

  private void lineA(int wire, Terms into) {
    add(A, wire, basis(Points.LAGRANGE_TAU_1), into);
    addOwnConstraint(wire, basis(Points.LAGRANGE_TAU_1), into);
  }

  private void lineB(int wire, Terms into) {
    add(
        B,
        wire,
        basis(into.group == Group.G1 ? Points.LAGRANGE_TAU_1 : Points.LAGRANGE_TAU_2),
        into);
  }

  /// βA + αB + C.
  private void lineL(int wire, Terms into) {
    add(A, wire, basis(Points.LAGRANGE_BETA_1), into);
    add(B, wire, basis(Points.LAGRANGE_ALPHA_1), into);
    add(C, wire, basis(Points.LAGRANGE_TAU_1), into);
    addOwnConstraint(wire, basis(Points.LAGRANGE_BETA_1), into);
  }

  /// A section of one sum for each of the wires `from` to `to`.
  private void points(KeyFile.Part part, Group group, int from, int to, double share, Line line)
      throws CeremonyFileException, InterruptedException {
    int count = to - from;
    hashU32(count);
    out.section(part.id, (long) count * group.affineWidth() * Long.BYTES);
    int tasks = (count + WIRES_PER_TASK - 1) / WIRES_PER_TASK;
    for (int first = 0; first < tasks; first += TASKS_PER_WRITE) {
      int start = first;
      long[] @Nullable [] results = new long[Math.min(TASKS_PER_WRITE, tasks - first)][];
      workers.run(
          results.length,
          (task, _) -> {
            int begin = from + (start + task) * WIRES_PER_TASK;
            results[task] = sums(group, begin, Math.min(to, begin + WIRES_PER_TASK), line);
          });
      for (long[] result : results) {
        write(group, java.util.Objects.requireNonNull(result));
      }
      progress(share * results.length / tasks);
    }
  }

  private static long[] sums(Group group, int from, int to, Line line) {
    Terms collected = new Terms(group, 4 * (to - from));
    int[] starts = new int[to - from + 1];
    for (int wire = from; wire < to; wire++) {
      line.of(wire, collected);
      starts[wire - from + 1] = collected.count;
    }
    return new ShortSums(group).compute(collected.points, collected.scalars, starts);
  }

  // ------------------------------------------------------------------ H

  /// Section 9: the odd places of the double domain's Lagrange basis.
  private void quotientPoints() throws CeremonyFileException {
    MemorySegment level = powers.level(Points.LAGRANGE_TAU_1, log + 1);
    out.section(KeyFile.Part.H.id, (1L << log) * PowersOfTau.G1_BYTES);
    for (long i = 0; i < 1L << log; i++) {
      out.bytes(level.asSlice((2 * i + 1) * PowersOfTau.G1_BYTES, PowersOfTau.G1_BYTES));
    }
    progress(0.01);
  }

  /// What snarkjs hashes for H: \[τⁱ⁺ⁿ − τⁱ\]₁ for i = 0 … n − 2, from which H can be checked.
  ///
  /// snarkjs goes by chunks of 2¹⁴ and takes the last one whole: from n = 2¹⁵ on, it also hashes
  /// the difference at i = n − 1. That is a power of τ more than the statement needs, and in a file
  /// of just 2ⁿ powers it lies behind the section's end, where snarkjs reads on ([#beyondTheEnd]).
  private void hashDifferences() throws CeremonyFileException, InterruptedException {
    int n = 1 << log;
    hashU32(n - 1);
    int inside = n > SNARKJS_CHUNK && log < powers.power() ? n : n - 1;
    MemorySegment tau = powers.section(Points.TAU_1);
    for (int first = 0; first < inside; first += POINTS_PER_CHUNK) {
      int start = first;
      int count = Math.min(POINTS_PER_CHUNK, inside - first);
      int tasks = (count + WIRES_PER_TASK - 1) / WIRES_PER_TASK;
      long[] @Nullable [] results = new long[tasks][];
      workers.run(
          tasks,
          (task, _) -> {
            int begin = start + task * WIRES_PER_TASK;
            int end = Math.min(start + count, begin + WIRES_PER_TASK);
            results[task] = differences(tau, begin, end);
          });
      for (long[] result : results) {
        PointBytes.update(hash, Group.G1, java.util.Objects.requireNonNull(result));
      }
    }
    if (n > SNARKJS_CHUNK && log == powers.power()) {
      PointBytes.update(hash, Group.G1, beyondTheEnd(n));
    }
    progress(0.02);
  }

  private long[] differences(MemorySegment tau, int from, int to) {
    long[] minusOne = PrimeField.limbs(Fr.MODULUS.subtract(java.math.BigInteger.ONE));
    int[] starts = new int[to - from + 1];
    Terms both = new Terms(Group.G1, 2 * (to - from));
    for (int i = from; i < to; i++) {
      System.arraycopy(ONE, 0, both.scalars, both.add(tau, i + (1 << log)), L);
      System.arraycopy(minusOne, 0, both.scalars, both.add(tau, i), L);
      starts[i - from + 1] = both.count;
    }
    return new ShortSums(Group.G1).compute(both.points, both.scalars, starts);
  }

  private long[] beyondTheEnd(int n) throws CeremonyFileException {
    byte[] raw = powers.rawTau(2L * n - 1);
    long[] last = Sections.points(powers.section(Points.TAU_1), Group.G1, n - 1, 1);
    return WrappingDifference.of(raw, last);
  }
}
