package org.urna.proof;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G2;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.MultiScalar;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Workers;

/// Makes Groth16 proofs (ePrint 2016/260, §3.2) from snarkjs keys, with the quotient's evaluations
/// on the odd coset as snarkjs' section 9 wants them.
///
/// Every proof is blinded anew over the full range of r and s, so that two proofs of one witness
/// have nothing in common. All copies of the witness and what is derived from it are overwritten
/// before [#prove] returns or throws. The time it takes depends on the witness: not constant-time.
/// The prover cannot see whether the witness satisfies the constraints, as the key lacks the matrix
/// C: verify the proof, which takes milliseconds.
public final class Groth16Prover {
  private static final int L = PrimeField.LIMBS;

  /// Shares of the whole work, measured on 2¹⁸ constraints.
  private static final double QUOTIENT_DONE = 0.20;

  private static final double PUT_DONE = 0.24;
  private static final double SUMS_DONE = 0.99;

  private final SecureRandom random;
  private final int threads;

  /// @param random where the blinding comes from
  /// @param threads how many threads work on one proof, at least 1
  public Groth16Prover(SecureRandom random, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread has to prove");
    }
    this.random = random;
    this.threads = threads;
  }

  /// Proves that `witness` satisfies the circuit of `key`. About a second for 2¹⁸ constraints on
  /// two threads, three times that in a fresh JVM.
  ///
  /// @param listener hears of progress on this thread; an exception it throws ends the proof
  /// @throws InterruptedException if this thread is interrupted, within about a tenth of a second
  /// @throws IllegalArgumentException if the witness has not as many elements as the key has wires
  /// @throws IllegalStateException if the key or the witness is closed, or the key's points for B
  ///   leave the subgroup
  public Proof prove(ProvingKey key, Witness witness, ProgressListener listener)
      throws InterruptedException {
    if (witness.size() != key.wireCount()) {
      throw new IllegalArgumentException(
          "the key has " + key.wireCount() + " wires, the witness " + witness.size() + " elements");
    }
    listener.progress(0);
    try (Work work = new Work(key, witness, listener)) {
      work.quotient();
      work.sums();
      Proof proof = work.blind(randomScalar(), randomScalar());
      listener.progress(1);
      return proof;
    }
  }

  /// A uniform element of \[0, r) by rejection.
  private BigInteger randomScalar() {
    BigInteger scalar;
    do {
      scalar = new BigInteger(Fr.MODULUS.bitLength(), random);
    } while (scalar.compareTo(Fr.MODULUS) >= 0);
    return scalar;
  }

  /// One proof in the making. Names as in the paper; `h` are the values of the quotient on the odd
  /// coset.
  private final class Work implements AutoCloseable {
    private final ProvingKey key;
    private final ZkeyFile file;
    private final MemorySegment witness;
    private final ProgressListener listener;
    private final Workers workers = new Workers(threads);
    private final List<MultiScalar> sums = new ArrayList<>();
    private final List<long[]> secrets = new ArrayList<>();
    private final MultiScalar.@Nullable Scratch[] scratch1 = new MultiScalar.Scratch[threads];
    private final MultiScalar.@Nullable Scratch[] scratch2 = new MultiScalar.Scratch[threads];
    private long[] h = new long[0];
    private Terms[] chosen = {};

    Work(ProvingKey key, Witness witness, ProgressListener listener) {
      this.key = key;
      this.file = key.file();
      this.witness = witness.littleEndian();
      this.listener = listener;
    }

    /// h = (A·w)(B·w) − C·w on the odd coset, in normal form.
    void quotient() throws InterruptedException {
      h = new long[key.domainSize() * L];
      key.quotient()
          .compute(
              (rows, count, a, b) -> key.evaluate(witness, rows, count, a, b),
              h,
              workers,
              fraction -> listener.progress(QUOTIENT_DONE * fraction));
    }

    /// The five multi-scalar multiplications, their windows in one queue so that no thread waits
    /// for the last of each.
    void sums() throws InterruptedException {
      MemorySegment quotient = MemorySegment.ofArray(h);
      Terms[] terms = {
        new Terms(Group.G2, file.b2, witness, 0),
        new Terms(Group.G1, file.h, quotient, 0),
        new Terms(Group.G1, file.a, witness, 0),
        new Terms(Group.G1, file.b1, witness, 0),
        new Terms(Group.G1, file.c, witness, file.publicSignals + 1)
      };
      chosen = terms;
      workers.run(terms.length, (i, _) -> terms[i].choose());
      for (Terms some : terms) {
        sums.add(new MultiScalar(some.group, some.live));
      }
      queue(
          terms.length,
          i -> (terms[i].live + Terms.CHUNK - 1) / Terms.CHUNK,
          (i, chunk, _) -> terms[i].put(sums.get(i), chunk),
          QUOTIENT_DONE,
          PUT_DONE);
      // From here on the digits hold what is needed of them.
      Arrays.fill(h, 0L);
      h = new long[0];
      queue(
          terms.length,
          i -> sums.get(i).tasks(),
          (i, window, worker) -> sums.get(i).run(window, scratch(terms[i].group, worker)),
          PUT_DONE,
          SUMS_DONE);
    }

    /// Runs the tasks of several sums as one queue.
    private void queue(int count, IntUnaryOperator tasksOf, QueuedTask task, double from, double to)
        throws InterruptedException {
      int[] starts = new int[count + 1];
      for (int i = 0; i < count; i++) {
        starts[i + 1] = starts[i] + tasksOf.applyAsInt(i);
      }
      int tasks = starts[count];
      workers.run(
          tasks,
          (index, worker) -> {
            int i = 0;
            while (index >= starts[i + 1]) {
              i++;
            }
            task.run(i, index - starts[i], worker);
          },
          finished -> listener.progress(from + (to - from) * finished / Math.max(1, tasks)));
    }

    private MultiScalar.Scratch scratch(Group group, int worker) {
      MultiScalar.@Nullable Scratch[] all = group == Group.G1 ? scratch1 : scratch2;
      MultiScalar.Scratch own = all[worker];
      if (own == null) {
        own = MultiScalar.scratch(group);
        all[worker] = own;
      }
      return own;
    }

    /// A = α + Σ a·w + rδ, B = β + Σ b·w + sδ, C = Σ c·w + Σ h + sA + rB − rsδ.
    Proof blind(BigInteger r, BigInteger s) {
      long[] rLimbs = PrimeField.limbs(r);
      long[] sLimbs = PrimeField.limbs(s);
      long[] minusRs = PrimeField.limbs(r.multiply(s).negate().mod(Fr.MODULUS));
      secrets.add(rLimbs);
      secrets.add(sLimbs);
      secrets.add(minusRs);
      Group g1 = Group.G1;
      Group g2 = Group.G2;
      long[] b2 = g2.sum(file.beta2, sums.get(0).result(), g2.multiply(file.delta2, sLimbs));
      if (!G2.isInSubgroup(b2)) {
        throw new IllegalStateException(
            "the proving key's points for B in G2 are not in the subgroup");
      }
      long[] a = g1.sum(file.alpha1, sums.get(2).result(), g1.multiply(file.delta1, rLimbs));
      long[] b1 = g1.sum(file.beta1, sums.get(3).result(), g1.multiply(file.delta1, sLimbs));
      long[] c =
          g1.sum(
              sums.get(4).result(),
              sums.get(1).result(),
              g1.multiply(a, sLimbs),
              g1.multiply(b1, rLimbs),
              g1.multiply(file.delta1, minusRs));
      return new Proof(Points.g1(a), Points.g2(b2), Points.g1(c));
    }

    /// Overwrites everything that depends on the witness or the blinding.
    @Override
    public void close() {
      secrets.forEach(array -> Arrays.fill(array, 0L));
      Arrays.fill(h, 0L);
      sums.forEach(MultiScalar::close);
      for (Terms terms : chosen) {
        terms.wipe();
      }
      for (int i = 0; i < threads; i++) {
        wipe(scratch1[i]);
        wipe(scratch2[i]);
      }
    }

    private static void wipe(MultiScalar.@Nullable Scratch scratch) {
      if (scratch != null) {
        scratch.wipe();
      }
    }
  }

  /// Task `task` of sum number `sum`.
  @FunctionalInterface
  private interface QueuedTask {
    void run(int sum, int task, int worker);
  }

  /// A section of the key and the scalars that belong to its points, of which only the terms count
  /// whose point is not infinity and whose scalar is not 0.
  private static final class Terms {
    static final int CHUNK = 1 << 12;

    final Group group;
    private final MemorySegment section;
    private final MemorySegment scalars;
    private final int skip;
    private final int[] chosen;
    int live;

    /// @param scalars 32 bytes each, little-endian, normal form
    /// @param skip how many scalars have no point
    Terms(Group group, MemorySegment section, MemorySegment scalars, int skip) {
      this.group = group;
      this.section = section;
      this.scalars = scalars;
      this.skip = skip;
      chosen = new int[(int) (section.byteSize() / bytes())];
    }

    private long bytes() {
      return (long) group.affineWidth() * Long.BYTES;
    }

    /// Finds the terms that count.
    void choose() {
      for (int i = 0; i < chosen.length; i++) {
        if (isAnyNotZero(scalars, 32L * (i + skip), L)
            && isAnyNotZero(section, i * bytes(), group.affineWidth())) {
          chosen[live++] = i;
        }
      }
    }

    private static boolean isAnyNotZero(MemorySegment segment, long at, int longs) {
      for (int i = 0; i < longs; i++) {
        if (segment.get(Iden3File.U64, at + 8L * i) != 0) {
          return true;
        }
      }
      return false;
    }

    /// Puts one chunk of the terms that count into the sum.
    void put(MultiScalar sum, int chunk) {
      int from = chunk * CHUNK;
      int count = Math.min(live - from, CHUNK);
      int width = group.affineWidth();
      long[] points = new long[count * width];
      long[] limbs = new long[count * L];
      for (int i = 0; i < count; i++) {
        int term = chosen[from + i];
        MemorySegment.copy(section, Iden3File.U64, term * bytes(), points, i * width, width);
        MemorySegment.copy(scalars, Iden3File.U64, 32L * (term + skip), limbs, i * L, L);
      }
      sum.put(from, points, limbs, count);
      Arrays.fill(limbs, 0L);
    }

    /// Which wires are 0 is the witness's secret too.
    void wipe() {
      Arrays.fill(chosen, 0);
    }
  }
}
