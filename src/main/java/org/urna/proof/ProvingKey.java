package org.urna.proof;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.Group;
import org.urna.proof.bn254.PrimeField;
import org.urna.proof.bn254.Quotient;
import org.urna.proof.bn254.Workers;

/// A circuit's Groth16 proving key: a snarkjs `.zkey` file, mapped into memory, checked once when
/// it is opened, and unmapped when closed.
///
/// Opening reads the whole file: section lengths against the header, every coefficient's place and
/// range, every point on its curve, the verifying half in its subgroups. Half a second for 2¹⁹
/// constraints. (The points for B in G2 are not tested for the subgroup one by one; the prover
/// tests the B that it makes from them.) That the key belongs to the circuit and the ceremony is
/// not a question to the file: the manifest pins its SHA-256. Safe for use by several threads; do
/// not close it while one is proving.
public final class ProvingKey implements AutoCloseable {
  private static final int CHUNK = 4096;

  private final Arena arena;
  private final ZkeyFile file;
  private final VerifyingKey verifyingKey;

  /// Where each constraint's coefficients start among the coefficients by constraint.
  private final int[] rowStarts;

  /// Coefficients by constraint, or nothing if the file has them in that order.
  private final int @Nullable [] rowOrder;

  private final Object lock = new Object();
  private @Nullable Quotient quotient;

  private ProvingKey(
      Arena arena,
      ZkeyFile file,
      VerifyingKey verifyingKey,
      int[] rowStarts,
      int @Nullable [] rowOrder) {
    this.arena = arena;
    this.file = file;
    this.verifyingKey = verifyingKey;
    this.rowStarts = rowStarts;
    this.rowOrder = rowOrder;
  }

  /// Maps and checks a key, with all processors.
  ///
  /// @throws ProvingKeyException if it cannot be read, is not for Groth16 over BN254, is cut short,
  ///   contradicts itself or holds a point off the curve, or if this thread is interrupted
  public static ProvingKey open(Path zkey) throws ProvingKeyException {
    Arena arena = Arena.ofShared();
    try {
      ProvingKey key = open(zkey, arena);
      arena = null;
      return key;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProvingKeyException("interrupted while checking " + zkey.getFileName(), e);
    } finally {
      if (arena != null) {
        arena.close();
      }
    }
  }

  /// As [#open(Path)], of the file with this SHA-256 and no other. The file is hashed while it is
  /// checked, so that it is read from disk once.
  ///
  /// @param sha256 32 bytes
  /// @throws ProvingKeyException as [#open(Path)], and if the file is another one
  public static ProvingKey open(Path zkey, byte[] sha256) throws ProvingKeyException {
    try (FileHash hash = FileHash.start(zkey)) {
      ProvingKey key = open(zkey);
      boolean kept = false;
      try {
        kept = MessageDigest.isEqual(hash.await(), sha256);
      } finally {
        if (!kept) {
          key.close();
        }
      }
      if (!kept) {
        throw new ProvingKeyException(
            "the proving key is not the one that is pinned: " + zkey.getFileName());
      }
      return key;
    }
  }

  /// Whether the key in a file comes from the development set-up ([#development]). Reads its header
  /// and verifying half only.
  ///
  /// @throws ProvingKeyException if it cannot be read or is not for Groth16 over BN254
  public static boolean isDevelopment(Path zkey) throws ProvingKeyException {
    try (Arena arena = Arena.ofConfined()) {
      ZkeyFile file = ZkeyFile.map(zkey, arena);
      return file.saysDevelopment || file.verifyingKey().development();
    } catch (ProofFileException e) {
      throw e instanceof ProvingKeyException same
          ? same
          : new ProvingKeyException(zkey.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static ProvingKey open(Path zkey, Arena arena)
      throws ProvingKeyException, InterruptedException {
    ZkeyFile file = ZkeyFile.map(zkey, arena);
    Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
    requireOnCurve(Group.G1, "A", file.a, workers);
    requireOnCurve(Group.G1, "B in G1", file.b1, workers);
    requireOnCurve(Group.G2, "B in G2", file.b2, workers);
    requireOnCurve(Group.G1, "C", file.c, workers);
    requireOnCurve(Group.G1, "H", file.h, workers);
    if (!Group.G1.isOnCurve(file.beta1, 0) || !Group.G1.isOnCurve(file.delta1, 0)) {
      throw new ProvingKeyException(
          "the proving key's header holds a point that is not on the curve");
    }
    int[] rowStarts = rowStarts(file);
    int[] rowOrder = rowOrder(file, rowStarts);
    try {
      return new ProvingKey(arena, file, file.verifyingKey(), rowStarts, rowOrder);
    } catch (ProofFileException e) {
      throw new ProvingKeyException(zkey.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static void requireOnCurve(
      Group group, String what, MemorySegment section, Workers workers)
      throws ProvingKeyException, InterruptedException {
    int pointBytes = group.affineWidth() * Long.BYTES;
    int count = (int) (section.byteSize() / pointBytes);
    AtomicBoolean off = new AtomicBoolean();
    workers.ranges(
        count,
        CHUNK,
        (from, to) -> {
          long[] points = new long[(to - from) * group.affineWidth()];
          MemorySegment.copy(
              section, Iden3File.U64, (long) from * pointBytes, points, 0, points.length);
          if (group.firstOffCurve(points, to - from) >= 0) {
            off.set(true);
          }
        });
    if (off.get()) {
      throw new ProvingKeyException(
          "the proving key's points for " + what + " are not all on the curve");
    }
  }

  private static long coefficientAt(int index) {
    return 4 + (long) index * ZkeyFile.COEFFICIENT_BYTES;
  }

  /// Checks all coefficients and counts them by constraint.
  private static int[] rowStarts(ZkeyFile file) throws ProvingKeyException {
    int domain = 1 << file.domainLog;
    int[] starts = new int[domain + 1];
    MemorySegment s = file.coefficients;
    for (int i = 0; i < file.coefficientCount; i++) {
      long at = coefficientAt(i);
      int matrix = s.get(Iden3File.U32, at);
      int constraint = s.get(Iden3File.U32, at + 4);
      int wire = s.get(Iden3File.U32, at + 8);
      if ((matrix & ~1) != 0
          || constraint < 0
          || constraint >= domain
          || wire < 0
          || wire >= file.wires) {
        throw new ProvingKeyException("a coefficient of the proving key lies outside the matrices");
      }
      if (!Fr.isReduced(
          s.get(Iden3File.U64, at + 12),
          s.get(Iden3File.U64, at + 20),
          s.get(Iden3File.U64, at + 28),
          s.get(Iden3File.U64, at + 36))) {
        throw new ProvingKeyException(
            "a coefficient of the proving key is not in the scalar field");
      }
      starts[constraint + 1]++;
    }
    for (int i = 0; i < domain; i++) {
      starts[i + 1] += starts[i];
    }
    return starts;
  }

  private static int @Nullable [] rowOrder(ZkeyFile file, int[] rowStarts) {
    int[] order = new int[file.coefficientCount];
    int[] next = rowStarts.clone();
    boolean sorted = true;
    for (int i = 0; i < order.length; i++) {
      int constraint = file.coefficients.get(Iden3File.U32, coefficientAt(i) + 4);
      int place = next[constraint]++;
      order[place] = i;
      sorted &= place == i;
    }
    return sorted ? null : order;
  }

  /// Whether the key comes from the development set-up: by its α or by the text in the file
  /// ([DevelopmentMark]). A real election refuses such a key.
  public boolean development() {
    return file.saysDevelopment || verifyingKey.development();
  }

  /// The verifying half.
  public VerifyingKey verifyingKey() {
    return verifyingKey;
  }

  /// How many elements a witness for this key has.
  public int wireCount() {
    return file.wires;
  }

  /// How many constraints the key has room for, a power of two.
  public int domainSize() {
    return 1 << file.domainLog;
  }

  ZkeyFile file() {
    return file;
  }

  /// The quotient on the key's domain; made at the first proof, shared by later ones.
  Quotient quotient() {
    synchronized (lock) {
      Quotient made = quotient;
      if (made == null) {
        made = Quotient.onDomain(file.domainLog);
        quotient = made;
      }
      return made;
    }
  }

  /// A·w and B·w of some constraints, as [Quotient.Rows] wants them.
  ///
  /// @param witness 32 bytes for each wire, little-endian, aligned, normal form
  void evaluate(MemorySegment witness, int[] rows, int count, long[] a, long[] b) {
    MemorySegment s = file.coefficients;
    PrimeField f = Fr.FIELD;
    java.util.Arrays.fill(a, 0, count * PrimeField.LIMBS, 0L);
    java.util.Arrays.fill(b, 0, count * PrimeField.LIMBS, 0L);
    long[] coefficient = new long[PrimeField.LIMBS];
    long[] value = new long[PrimeField.LIMBS];
    int[] order = rowOrder;
    for (int place = 0; place < count; place++) {
      int row = rows[place];
      for (int i = rowStarts[row]; i < rowStarts[row + 1]; i++) {
        long at = coefficientAt(order == null ? i : order[i]);
        long wire = 32L * s.get(Iden3File.U32, at + 8);
        for (int limb = 0; limb < PrimeField.LIMBS; limb++) {
          value[limb] = witness.get(ValueLayout.JAVA_LONG, wire + 8L * limb);
        }
        if (PrimeField.isZero(value, 0)) {
          continue;
        }
        for (int limb = 0; limb < PrimeField.LIMBS; limb++) {
          coefficient[limb] = s.get(Iden3File.U64, at + 12 + 8L * limb);
        }
        f.multiply(value, 0, value, 0, coefficient, 0);
        long[] target = s.get(Iden3File.U32, at) == 0 ? a : b;
        int to = place * PrimeField.LIMBS;
        f.add(target, to, target, to, value, 0);
      }
    }
    java.util.Arrays.fill(value, 0L);
  }

  /// Unmaps the file. Further calls do nothing; using the key afterwards is an
  /// [IllegalStateException].
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
