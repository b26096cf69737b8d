package org.urna.proof;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.urna.proof.bn254.Fq;
import org.urna.proof.bn254.Fr;
import org.urna.proof.bn254.G1;
import org.urna.proof.bn254.G2;

/// A snarkjs Groth16 `.zkey`, mapped, its header read and the lengths of its sections checked
/// against it. Points are affine in Montgomery form, little-endian, (0, 0) for infinity.
///
/// Section 1 names the protocol, 2 is the header, 3 the IC points, 4 the coefficients of the
/// matrices A and B, 5 to 9 the points for A, B in G1, B in G2, C and H, 10 the contributions.
final class ZkeyFile {
  static final int G1_BYTES = 64;
  static final int G2_BYTES = 128;

  /// A coefficient: matrix (0 = A, 1 = B), constraint, wire, and the value times 2⁵¹² mod r, so
  /// that its product with a wire in normal form is in Montgomery form.
  static final int COEFFICIENT_BYTES = 44;

  private static final int GROTH16 = 1;
  private static final long HEADER_BYTES = 4 + 32 + 4 + 32 + 3 * 4 + 3 * G1_BYTES + 3 * G2_BYTES;
  private static final int POINTS_AT = 84;

  final int wires;
  final int publicSignals;
  final int domainLog;
  final long[] alpha1;
  final long[] beta1;
  final long[] beta2;
  final long[] gamma2;
  final long[] delta1;
  final long[] delta2;
  final MemorySegment ic;
  final MemorySegment coefficients;
  final int coefficientCount;
  final MemorySegment a;
  final MemorySegment b1;
  final MemorySegment b2;
  final MemorySegment c;
  final MemorySegment h;

  /// Whether the contributions' section carries the development set-up's text.
  final boolean saysDevelopment;

  private ZkeyFile(Iden3File file) throws ProofFileException {
    if (file.section(1, 4).get(Iden3File.U32, 0) != GROTH16) {
      throw new ProofFileException("the proving key is not for groth16");
    }
    MemorySegment header = file.section(2, HEADER_BYTES);
    requireModulus(header, 0, Fq.MODULUS);
    requireModulus(header, 36, Fr.MODULUS);
    wires = header.get(Iden3File.U32, 72);
    publicSignals = header.get(Iden3File.U32, 76);
    int domain = header.get(Iden3File.U32, 80);
    if (wires < 1 || publicSignals < 0 || publicSignals >= wires) {
      throw new ProofFileException("the proving key has impossible wire counts");
    }
    if (Integer.bitCount(domain) != 1 || domain < 2 || domain > 1 << 26) {
      throw new ProofFileException("the proving key has an impossible domain size");
    }
    domainLog = Integer.numberOfTrailingZeros(domain);
    alpha1 = limbs(header, POINTS_AT, G1.WIDTH);
    beta1 = limbs(header, POINTS_AT + 64, G1.WIDTH);
    beta2 = limbs(header, POINTS_AT + 128, G2.WIDTH);
    gamma2 = limbs(header, POINTS_AT + 256, G2.WIDTH);
    delta1 = limbs(header, POINTS_AT + 384, G1.WIDTH);
    delta2 = limbs(header, POINTS_AT + 448, G2.WIDTH);
    ic = file.section(3, (publicSignals + 1L) * G1_BYTES);
    coefficients = file.section(4);
    coefficientCount = coefficients.byteSize() < 4 ? -1 : coefficients.get(Iden3File.U32, 0);
    if (coefficientCount < 0
        || coefficients.byteSize() != 4 + (long) COEFFICIENT_BYTES * coefficientCount) {
      throw new ProofFileException("the proving key's coefficients do not fill their section");
    }
    a = file.section(5, (long) wires * G1_BYTES);
    b1 = file.section(6, (long) wires * G1_BYTES);
    b2 = file.section(7, (long) wires * G2_BYTES);
    c = file.section(8, (wires - publicSignals - 1L) * G1_BYTES);
    h = file.section(9, (long) domain * G1_BYTES);
    saysDevelopment = startsWithMark(file.section(10));
  }

  /// Maps and reads a key.
  ///
  /// @throws ProvingKeyException if it cannot be read, or is not a consistent Groth16 key over
  ///   BN254
  static ZkeyFile map(Path path, Arena arena) throws ProvingKeyException {
    try {
      return new ZkeyFile(Iden3File.map(path, "zkey", 1, arena));
    } catch (ProofFileException e) {
      throw e instanceof ProvingKeyException same
          ? same
          : new ProvingKeyException(path.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /// The verifying half, every point checked.
  ///
  /// @throws ProofFileException if a point is not sound
  VerifyingKey verifyingKey() throws ProofFileException {
    List<G1Point> points = new ArrayList<>();
    for (int i = 0; i <= publicSignals; i++) {
      points.add(g1(limbs(ic, (long) i * G1_BYTES, G1.WIDTH)));
    }
    return VerifyingKey.of(g1(alpha1), g2(beta2), g2(gamma2), g2(delta2), points);
  }

  private static G1Point g1(long[] point) throws ProofFileException {
    requireReduced(point);
    return Points.g1(point);
  }

  private static G2Point g2(long[] point) throws ProofFileException {
    requireReduced(point);
    return Points.g2(point);
  }

  private static void requireReduced(long[] point) throws ProofFileException {
    for (int i = 0; i < point.length; i += 4) {
      if (!Fq.FIELD.isReduced(point[i], point[i + 1], point[i + 2], point[i + 3])) {
        throw new ProofFileException("a coordinate of the key is not below the field's order");
      }
    }
  }

  private static boolean startsWithMark(MemorySegment contributions) {
    byte[] mark = DevelopmentMark.TEXT.getBytes(StandardCharsets.US_ASCII);
    return contributions.byteSize() >= mark.length
        && Arrays.equals(
            contributions.asSlice(0, mark.length).toArray(ValueLayout.JAVA_BYTE), mark);
  }

  private static void requireModulus(MemorySegment header, long at, BigInteger modulus)
      throws ProofFileException {
    if (header.get(Iden3File.U32, at) != 32 || !number(header, at + 4).equals(modulus)) {
      throw new ProofFileException("the proving key is not over BN254");
    }
  }

  private static BigInteger number(MemorySegment segment, long at) {
    return org.urna.proof.bn254.PrimeField.number(limbs(segment, at, 4), 0);
  }

  private static long[] limbs(MemorySegment segment, long at, int count) {
    long[] limbs = new long[count];
    for (int i = 0; i < count; i++) {
      limbs[i] = segment.get(Iden3File.U64, at + 8L * i);
    }
    return limbs;
  }
}
